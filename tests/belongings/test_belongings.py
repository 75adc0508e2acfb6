"""Taking one's things along, and leaving."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from forum.accounts.models import Person
from forum.belongings import actions, queries
from forum.belongings.forms import LeaveForm
from forum.belongings.traces import GONE
from forum.domain.errors import Conflict, Denied, Invalid, Missing
from forum.domain.people import GroupRole, Reader
from forum.groups.models import Membership
from forum.infra import clock as clocks
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.infra.directory import directory
from forum.moderation import actions as moderation
from forum.moderation.forms import FlagForm
from forum.posts.models import Post, Revision
from forum.posts.queries import thread_page
from forum.shows import actions as shows
from forum.shows.models import ProgressMark
from tests.factories import accounts, posts
from tests.posts.conftest import Scene, scene

__all__ = ["scene"]

STAYS = {
    "care_accesses.person_id", "care_cases.carer_id", "care_cases.second_id", "care_cases.closed_by_id",
    "care_events.person_id", "care_follow_ups.done_by_id", "care_members.began_by_id", "care_members.ended_by_id",
    "care_messages.sender_id", "account_events.actor_id", "cases.author_id", "cases.claimed_by_id",
    "case_rounds.decided_by_id", "saved_replies.changed_by_id",
    "decisions.decided_by_id", "show_stewards.appointed_by_id", "show_stewards.dismissed_by_id",
    "source_works.listed_by_id", "source_works.withdrawn_by_id",
    "content_notes.set_by_id", "content_notes.withdrawn_by_id", "flags.person_id",
    "followed_shows.followed_by_id",
    "group_bans.banned_by_id", "group_bans.lifted_by_id", "group_bans.person_id", "group_events.actor_id",
    "group_events.person_id", "group_rules.written_by_id", "groups.created_by_id", "imports.imported_by_id",
    "invitations.made_by_id", "invitations.revoked_by_id", "join_requests.decided_by_id", "ledger_entries.actor_id",
    "line_events.person_id", "odd_places.author_id",
    "post_events.actor_id", "posts.author_id", "posts.removed_by_id", "posts.sealed_by_id",
    "release_claims.decided_by_id", "release_windows.agreed_by_id",
    "release_windows.set_by_id", "release_windows.withdrawn_by_id", "revisions.author_id", "shows.titles_set_by_id",
    "thread_events.actor_id", "threads.author_id", "threads.last_post_by_id", "threads.locked_by_id",
    "appeals.answered_by_id", "appeals.person_id", "decision_letters.person_id", "decision_proposals.closed_by_id",
    "decision_proposals.proposed_by_id", "decision_reversals.by_id", "decisions.proposed_by_id",
    "group_restraints.person_id", "ledger_redactions.closed_by_id", "ledger_redactions.proposed_by_id",
    "ledger_tombstones.by_id", "sanctions.lifted_by_id", "sanctions.person_id",
    "public_notices.answered_by_id", "public_notices.closed_by_id",
    "automations.written_by_id", "group_paces.changed_by_id", "waiting_posts.decided_by_id",
    "threads.neutral_by_id", "threads.pinned_by_id", "wrong_numbers.person_id", "wrong_numbers.settled_by_id",
}  # fmt: skip  # rows of a table
"""What was done for others, or decided about somebody: it points at a row that tells nobody's name any more."""


def form(handle: str, what: str = "stay") -> LeaveForm:
    return LeaveForm.read({"handle": handle, "posts": what})


def taken(reader: Reader) -> dict[str, Any]:
    """The data of an archive that was asked for, packed and fetched."""
    actions.ask_for_belongings(reader, clocks.now())
    jobs.drain(clocks.now())
    card = queries.takeout_of(reader, clocks.now())
    assert card is not None
    assert card.is_ready
    held = zipfile.ZipFile(io.BytesIO(queries.archive(reader, card.id, clocks.now())))
    assert held.namelist() == ["watercooler.json", "watercooler.html"]
    assert "<script" not in held.read("watercooler.html").decode()
    found: dict[str, Any] = json.loads(held.read("watercooler.json"))
    return found


def test_no_trace_of_a_person_is_forgotten(app: Flask) -> None:
    """Fails when a new table points at people and nobody said what becomes of it."""
    tables = inspect(db.engine)
    pointing = {
        f"{table}.{key['constrained_columns'][0]}"
        for table in tables.get_table_names()
        for key in tables.get_foreign_keys(table)
        if key["referred_table"] == "people"
    }
    gone = {f"{column.class_.__tablename__}.{column.key}" for column in GONE}
    assert not gone & STAYS
    assert pointing - gone - STAYS == set()


def test_an_archive_holds_what_is_mine_as_i_typed_it(scene: Scene) -> None:
    mine = posts.post(scene.ann, scene.talk_id, "Mine: [spoiler harbour-lights S01E02]<b>the boat</b>[/spoiler]")
    shows.mark_through(scene.ann, scene.episodes[0], clocks.now())
    theirs = posts.post(scene.ben, scene.talk_id, "Rude.")
    moderation.raise_flag(scene.ann, theirs, FlagForm.read({"reason": "harassment", "words": "Look."}), clocks.now())
    data = taken(scene.ann)
    assert data["account"]["handle"] == "ann"
    assert data["account"]["email"] == accounts.address("ann")
    assert [one["text"] for one in data["posts"]] == [posts_source(mine)]
    assert [one["through_id"] for one in data["progress"]] == [scene.episodes[0]]
    assert [(one["post_id"], one["words"]) for one in data["reports"]] == [(theirs, "Look.")]
    assert [one["slug"] for one in data["groups"]] == ["binge-club"]


def posts_source(post_id: int) -> str:
    source: str = db.session.scalars(select(Post.source).where(Post.id == post_id)).one()
    return source


def test_d9_words_of_others_are_there_as_i_may_read_them(scene: Scene) -> None:
    """Fails when an archive carries a word of somebody else past its gate."""
    hidden = posts.post(scene.ann, scene.talk_id, "Open. [spoiler harbour-lights S01E02]HIDDENWORD[/spoiler]")
    posts.post(scene.ben, scene.talk_id, "Well said.", reply_to=hidden)
    data = taken(scene.ben)
    assert data["posts"][0]["which_began"].startswith("Open.")
    assert "HIDDENWORD" not in json.dumps(data)


def test_an_archive_is_for_its_owner_and_for_a_while(scene: Scene, clock: SetClock) -> None:
    taken(scene.ann)
    card = queries.takeout_of(scene.ann, clocks.now())
    assert card is not None
    for reader in (scene.ben, scene.mona, Reader.stranger()):
        with pytest.raises(Missing):
            queries.archive(reader, card.id, clocks.now())
        assert queries.takeout_of(reader, clocks.now()) is None
    clock.set(clocks.now() + actions.KEPT_FOR)
    with pytest.raises(Missing):
        queries.archive(scene.ann, card.id, clocks.now())
    actions.forget_archives(clocks.now())
    with pytest.raises(Denied):
        actions.ask_for_belongings(Reader.stranger(), clocks.now())


def test_who_leaves_leaves_no_trace_but_their_posts(scene: Scene) -> None:
    post_id = posts.post(scene.ben, scene.talk_id, "I was here.")
    shows.mark_through(scene.ben, scene.episodes[0], clocks.now())
    actions.leave(scene.ben, form("BEN"), clocks.now())
    jobs.drain(clocks.now())
    row = db.session.get_one(Person, scene.ben.id, populate_existing=True)
    held = " ".join(str(value) for value in (row.handle, row.email, row.country, row.password, row.fs_uniquifier))
    assert "ben" not in held
    assert not row.active
    for column in GONE:
        assert db.session.query(column.class_).filter(column == scene.ben.id).count() == 0, str(column)
    page = thread_page(scene.ann, scene.talk_id, 1, directory(), clocks.now(), plain=True)
    [card] = [one for one in page.posts if one.id == post_id]
    assert (card.author, card.body_text) == (None, "I was here.")
    assert db.session.query(ProgressMark).count() == 0


def test_posts_go_with_their_author_who_wants_that(scene: Scene) -> None:
    post_id = posts.post(scene.ben, scene.talk_id, "I was here.")
    posts.amended(scene.ben, post_id, "I was really here.")
    actions.leave(scene.ben, form("ben", "go"), clocks.now())
    jobs.drain(clocks.now())
    assert posts_source(post_id) == ""
    assert set(db.session.scalars(select(Revision.source).where(Revision.post_id == post_id))) == {""}
    page = thread_page(scene.ann, scene.talk_id, 1, directory(), clocks.now(), plain=True)
    [card] = [one for one in page.posts if one.id == post_id]
    assert (card.state, card.body_text, card.author) == ("withdrawn", "", None)


def test_nobody_leaves_by_a_slip_or_leaves_others_alone(scene: Scene) -> None:
    with pytest.raises(Invalid):
        actions.leave(scene.ben, form("ann"), clocks.now())
    with pytest.raises(Conflict, match="last-owner"):
        actions.leave(scene.ann, form("ann"), clocks.now())
    ada = accounts.administrator()
    with pytest.raises(Conflict, match="last-administrator"):
        actions.leave(ada, form("ada"), clocks.now())
    with pytest.raises(Denied):
        actions.leave(Reader.stranger(), form("ann"), clocks.now())
    db.session.query(Membership).filter_by(person_id=scene.ben.id).update({"role": GroupRole.OWNER.value})
    db.session.commit()
    actions.leave(scene.ann, form("ann"), clocks.now())


def test_pages(app: Flask, scene: Scene) -> None:
    browser = accounts.signed_in(app, scene.ben)
    assert browser.get("/settings/data").status_code == 200
    assert browser.post("/settings/data").status_code == 303
    jobs.drain(clocks.now())
    card = queries.takeout_of(scene.ben, clocks.now())
    assert card is not None
    answer = browser.get(f"/settings/data/{card.id}")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert "no-store" in answer.headers["Cache-Control"]
    assert accounts.signed_in(app, scene.ann).get(f"/settings/data/{card.id}").status_code == 404
    assert browser.post("/settings/leave", data={"handle": "x", "posts": "stay"}).status_code == 422
    assert browser.post("/settings/leave", data={"handle": "ben", "posts": "stay"}).status_code == 303
    assert browser.get("/settings/data").status_code in (302, 303, 401)
    assert app.test_client().get("/u/ben").status_code == 404


def test_a_stale_sign_in_opens_no_archive(app: Flask, scene: Scene, clock: SetClock) -> None:
    browser = accounts.signed_in(app, scene.ben)
    with browser.session_transaction() as session:
        session["fs_paa"] = 0
    for method, address in (("GET", "/settings/data/1"), ("POST", "/settings/data"), ("POST", "/settings/leave")):
        answer = browser.open(address, method=method, data={"handle": "ben", "posts": "stay"})
        assert answer.status_code in (302, 303, 401)
        assert "/account/verify" in answer.headers.get("Location", "/account/verify")
    assert queries.takeout_of(scene.ben, clocks.now()) is None
