"""The demo: who is there, what was said, and what waits for whom."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import Person, Relation
from forum.accounts.queries import person_by_handle, reader_of
from forum.app import create_app
from forum.domain.flags import CaseState
from forum.domain.gates import Gate, GateKind
from forum.groups.models import Group, GroupBan, JoinRequest
from forum.infra import clock
from forum.infra.db import db
from forum.infra.directory import directory
from forum.infra.jobs import Outbox
from forum.intake.models import AutomationMatch, PublicNotice, WaitingPost
from forum.moderation.desk_models import SavedReply
from forum.moderation.models import Case, CaseDecision
from forum.moderation.queries import open_cases
from forum.moderation.records import Appeal
from forum.notifications.models import MailChoice, Notification
from forum.pages.demo.scripts import read_scripts
from forum.pages.seeding import SIGN_INS
from forum.posts.models import Draft, Post, PostEvent, Reaction, Revision
from forum.posts.queries import revealed_page
from forum.presenting.moderation import QueueFilter
from forum.rendering.document import Document
from forum.shows.models import ProgressMark
from forum.threads.models import ReadMark, Thread
from forum.threads.queries import my_threads
from tests.conftest import make_settings
from tests.factories import accounts
from tests.pages.seeding.hands import count, reader, seed_command


def _scripts() -> list[dict[str, object]]:
    return [post for script in read_scripts().threads.values() for post in script["posts"]]


def test_every_person_and_every_post_of_the_scripts_is_there() -> None:
    scripts = read_scripts()
    assert count(Person) == len(scripts.people) >= 40
    told = sum("waits" not in post for post in scripts.intake["met"])
    assert count(Post) == len(_scripts()) + len(scripts.care["posts"]) + told >= 300
    assert count(Reaction) == sum(sum(post.get("nods", {}).values()) for post in _scripts())
    assert count(Group) == 3


def test_all_people_are_invented_and_say_so() -> None:
    for person in read_scripts().people:
        assert person["who"], person["handle"]
    addresses = db.session.scalars(select(Person.email)).all()
    assert {address.partition("@")[2] for address in addresses} == {"people.example"}


def test_every_kind_of_gate_occurs_in_what_people_wrote() -> None:
    gates = {part for stored in db.session.scalars(select(Revision.document)) for part in _parts(stored)}
    assert {gate.kind for gate in gates} == set(GateKind)
    assert {gate.span for gate in gates} == {"episode", "range", "season", "series", "special", "work"}
    assert any(gate.also for gate in gates)


def _parts(stored: dict[str, object]) -> set[Gate]:
    return {part for gate in Document.from_json(stored).gates() for part in (gate, *gate.also)}


def test_flags_stand_in_every_state_and_every_verdict_was_given() -> None:
    now = clock.now()
    states = Counter(case.standing(now) for case in db.session.scalars(select(Case)))
    assert set(states) == set(CaseState)
    assert set(db.session.scalars(select(CaseDecision.outcome))) == {"dismiss", "seal", "remove", "split", "merge"}
    assert (db.session.scalar(select(func.count()).where(Post.removed_at.is_not(None))) or 0) > 3
    assert (db.session.scalar(select(func.count()).where(Post.seal.is_not(None))) or 0) > 1


def test_a_conversation_was_split_off_and_another_one_went_into_a_third() -> None:
    pineapple = db.session.scalars(select(Thread).where(Thread.title.startswith("Pineapple on pizza"))).one()
    sofa = db.session.scalars(select(Thread).where(Thread.title == "What belongs on a good sofa?")).one()
    assert (pineapple.post_count, sofa.post_count) == (3, 3)
    supper = db.session.scalars(select(Thread).where(Thread.title.startswith("Supper in front"))).one()
    table = db.session.get_one(Thread, supper.merged_into_id)
    assert (supper.post_count, supper.locked_at is not None, table.locked_at) == (0, True, None)
    said = select(Post.thread_id).where(Post.source.startswith("Beans, cold"))
    assert db.session.scalars(said).one() == table.id


def test_moderator_finds_an_open_case_of_a_spoiler() -> None:
    page = open_cases(reader("moderator"), QueueFilter(group="binge-club"), clock.now())
    assert page.total >= read_scripts().queue["waiting"] == 50
    assert {row.covered for row in page.rows} >= {"", "distressing"}
    assert any("spoiler" in row.reasons for row in page.rows)
    waiting = db.session.scalars(select(Case.reasons).where(Case.state == CaseState.OPEN)).all()
    assert len({reason for reasons in waiting for reason in reasons}) >= 8
    assert {row.claim.by.handle for row in page.rows if row.claim.by} <= {"owner", "moderator"}


def test_rules_met_posts_one_waits_and_an_outsider_an_appeal_and_replies_are_there() -> None:
    met = db.session.scalars(select(AutomationMatch.automation_id)).all()
    assert len(met) == len(set(met)) == len(read_scripts().intake["rules"]) == 2
    (waiting,) = db.session.scalars(select(WaitingPost)).all()
    assert (waiting.outcome, waiting.author_id) == (None, person_by_handle("snackdrawer").id)
    (notice,) = db.session.scalars(select(PublicNotice)).all()
    assert notice.confirmed_at is not None
    assert db.session.get_one(Case, notice.case_id).standing(clock.now()) is CaseState.OPEN
    (appeal,) = db.session.scalars(select(Appeal)).all()
    assert appeal.answered_at is None
    decision = db.session.get_one(CaseDecision, appeal.decision_id)
    assert (appeal.role, decision.outcome) == ("author", "remove")
    assert count(SavedReply) == 2
    assert db.session.scalars(select(Relation.kind)).all() == ["block"]


def test_groups_have_open_and_closed_doors_and_somebody_waits_at_one() -> None:
    groups = {row.slug: (row.joining, row.listed) for row in db.session.scalars(select(Group))}
    assert groups == {
        "binge-club": ("open", True),
        "slow-burners": ("request", True),
        "the-back-row": ("invitation", False),
    }
    waiting = db.session.scalars(select(JoinRequest.person_id).where(JoinRequest.decided_at.is_(None))).all()
    assert person_by_handle("behind").id in waiting
    outcomes = set(db.session.scalars(select(JoinRequest.outcome)))
    assert outcomes == {None, "approved", "declined"}
    assert count(GroupBan) == 1


def test_edits_withdrawals_answers_drafts_and_marks_are_there() -> None:
    assert db.session.scalar(select(func.count()).where(Post.edited_at.is_not(None))) == sum(
        "edit" in post for post in _scripts()
    )
    assert db.session.scalar(select(func.count()).where(Post.withdrawn_at.is_not(None))) >= 2
    assert db.session.scalar(select(func.count()).where(Thread.answer_post_id.is_not(None))) >= 3
    locked = db.session.scalars(select(Thread.merged_into_id).where(Thread.locked_at.is_not(None))).all()
    assert [into is None for into in locked].count(True) == 1
    assert db.session.scalar(select(func.count()).where(Thread.pinned_at.is_not(None))) >= 3
    assert db.session.scalar(select(func.count()).where(ReadMark.entered_key.is_not(None))) == 2
    assert count(Draft) == 3


def test_somebody_peeped_rewatches_chose_mails_and_a_title_and_a_post_were_put_right() -> None:
    now = clock.now()
    behind = revealed_page(reader("behind"), 1, directory(), now)
    assert behind.reveals
    assert count(MailChoice) > 0
    assert db.session.scalar(select(func.count(ProgressMark.id)).where(ProgressMark.rewatch_id.is_not(None)))
    assert db.session.scalar(select(func.count(Thread.id)).where(Thread.neutral_at.is_not(None))) == 1
    assert "moved" in set(db.session.scalars(select(PostEvent.what)))
    assert db.session.scalar(select(func.count(Revision.id)).where(Revision.cover.is_not(None)))


def test_the_workers_part_was_played_and_left_nothing() -> None:
    assert db.session.scalar(select(func.count()).where(Outbox.done_at.is_(None), Outbox.attempts > 0)) == 0
    assert db.session.scalar(select(func.count()).where(Outbox.fault.is_not(None))) == 0
    rows = db.session.execute(select(Person.handle, Notification.about).join(Notification)).all()
    assert {("behind", "mention"), ("caughtup", "reply"), ("owner", "thread")} <= {tuple(row) for row in rows}


def test_nothing_happened_in_the_future() -> None:
    latest = db.session.scalar(select(func.max(Post.created_at)))
    earliest = db.session.scalar(select(func.min(Post.created_at)))
    assert latest is not None
    assert earliest is not None
    assert latest < clock.now()
    assert latest - earliest > timedelta(weeks=4)


def test_the_first_page_of_a_member_is_alive() -> None:
    rows = my_threads(reader("caughtup"), clock.now())
    assert len(rows) >= 5
    assert any(row.post_count for row in rows)


def test_sign_ins_are_printed_and_a_second_seed_changes_nothing(
    seeded: Flask, instance: Path, output: dict[str, str]
) -> None:
    password = (instance / "demo-password").read_text(encoding="ascii")
    assert password in output["first"]
    for handle, _ in SIGN_INS:
        assert handle in output["first"]
    before = count(Post)
    again = seeded.test_cli_runner().invoke(seed_command(), ["--if-empty"], catch_exceptions=False)
    assert again.exit_code == 0
    assert password in again.output
    assert count(Post) == before
    refused = seeded.test_cli_runner().invoke(seed_command(), [])
    assert refused.exit_code == 2


def test_the_password_signs_in(seeded: Flask, instance: Path) -> None:
    from flask_security import verify_password

    password = (instance / "demo-password").read_text(encoding="ascii")
    person = db.session.scalars(select(Person).where(Person.handle == "owner")).one()
    assert verify_password(password, person.password)


def test_production_is_never_seeded(tmp_path: Path) -> None:
    settings = make_settings(tmp_path).model_copy(update={"mode": "production", "base_url": "https://forum.example"})
    app = create_app(settings)
    with app.app_context():
        db.create_all()
        result = app.test_cli_runner().invoke(seed_command(), [])
        assert result.exit_code == 1
        assert "production" in result.output
        assert count(Person) == 0
        db.engine.dispose()


def test_the_tour_names_every_example_and_each_is_there(seeded: Flask) -> None:
    """Each address in the pinned thread is a page for the account that it says to take."""
    thread_id = db.session.scalars(select(Thread.id).where(Thread.title.like("A tour of the curtains%"))).one()
    client = accounts.signed_in(seeded, reader_of(person_by_handle("caughtup").id, clock.now()))
    page = client.get(f"/t/{thread_id}").text
    links = set(re.findall(r'href="http://127\.0\.0\.1:8000(/[^"]*)"', page))
    assert len(links) >= 20
    for link in links:
        assert client.get(link, follow_redirects=True).status_code == 200, link
