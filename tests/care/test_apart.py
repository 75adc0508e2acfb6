"""What belongs to the care team reaches nobody else: worry about a person, and details of methods."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.care import actions
from forum.care.forms import CutForm
from forum.care.models import CareCase, Concern
from forum.domain.errors import Denied, Invalid
from forum.domain.people import GroupRole, Reader, SiteRole
from forum.infra import clock, jobs
from forum.infra.db import db
from forum.moderation import actions as moderation
from forum.moderation.desk_models import CoverOpening
from forum.moderation.forms import FlagForm
from forum.moderation.models import Case, Flag, Snapshot
from forum.posts.actions.cutting import without_lines
from forum.posts.models import Revision
from forum.posts.queries.single import source_for_edit
from tests.care.test_acceptance import team
from tests.care.test_listening import Place, place
from tests.factories import accounts, groups, posts

__all__ = ["place"]

WORD = "CANARYBODY"
METHOD = f"{WORD} how exactly did she do it and how many pills does it take"


def test_the_flag_endpoint_sends_worry_to_the_care_team(app: Flask, place: Place) -> None:
    post_id = place.written("A word.")
    client, sent = app.test_client(), {"Authorization": f"Bearer {accounts.token(place.ben, 'read', 'write')}"}
    refused = client.post(
        f"/api/v1/posts/{post_id}/flags", json={"reason": "concern", "words": "So sad."}, headers=sent
    )
    told = refused.json
    assert (refused.status_code, told["errors"]) == (422, {"reason": ["goes-to-care"]})
    page, address = f"/p/{post_id}/concern", f"/api/v1/posts/{post_id}/concerns"
    assert page in told["detail"]
    assert address in told["detail"]
    assert client.post(address, json={"worry": "So sad."}, headers=sent).status_code == 204
    assert accounts.signed_in(app, place.ben).get(page).status_code == 200
    assert [db.session.scalar(select(func.count()).select_from(one)) for one in (Concern, Case, Flag)] == [1, 0, 0]


def test_a_form_made_by_hand_does_not_get_there_either(app: Flask, place: Place) -> None:
    post_id = place.written("A word.")
    sent = accounts.signed_in(app, place.ben).post(f"/p/{post_id}/flag", data={"reason": "concern", "words": "Kept."})
    assert sent.status_code == 422
    assert "goes to the care team" in sent.text
    assert "Kept." in sent.text
    with pytest.raises(Invalid):
        moderation.raise_flag(place.ben, post_id, FlagForm.read({"reason": "concern"}), clock.now())


def known(handle: str) -> Reader:
    return accounts.queries.reader_of(accounts.queries.person_by_handle(handle).id, clock.now())


def folded(place: Place) -> tuple[int, int]:
    """A post with detail of a method that somebody reported. Returns its id and that of the moderators' case."""
    mona = accounts.person("mona")
    groups.member(place.group_id, mona, GroupRole.MODERATOR)
    post_id = place.written(METHOD)
    case_id = moderation.raise_flag(place.ben, post_id, FlagForm.read({"reason": "harassment"}), clock.now())
    jobs.drain(clock.now())
    assert posts.row(post_id).held is not None
    assert WORD in json.dumps(db.session.scalars(select(Snapshot.document)).one())
    return post_id, case_id


def test_moderators_get_folded_words_by_a_click_that_is_written_down(app: Flask, place: Place) -> None:
    post_id, case_id = folded(place)
    mona = accounts.signed_in(app, known("mona"))
    key = {"Authorization": f"Bearer {accounts.token(known('mona'), 'read', 'write', 'moderate')}"}
    pages = ("/mod", f"/mod/cases/{case_id}", f"/p/{post_id}", f"/p/{post_id}/history", f"/p/{post_id}/remove")
    answers = (
        "/api/v1/cases",
        f"/api/v1/cases/{case_id}",
        f"/api/v1/posts/{post_id}/source",
        f"/api/v1/posts/{post_id}",
    )
    for url in pages:
        assert WORD not in mona.get(url, follow_redirects=True).text, url
    for url in answers:
        assert WORD not in app.test_client().get(url, headers=key).text, url
    with pytest.raises(Denied):
        source_for_edit(known("mona"), post_id, clock.now())
    assert WORD in source_for_edit(place.ann, post_id, clock.now()).source
    assert mona.post(f"/mod/cases/{case_id}/look").status_code == 303
    assert WORD in mona.get(f"/mod/cases/{case_id}").text
    assert db.session.scalars(select(CoverOpening.case_id)).all() == [case_id]


def test_words_that_were_cut_are_in_no_kept_text(app: Flask, place: Place) -> None:
    _post_id, case_id = folded(place)
    lea, carl = accounts.person("lea"), accounts.person("carl")
    team(accounts.person("ada", role=SiteRole.ADMINISTRATOR), lea, carl)
    number = db.session.scalars(select(CareCase.id)).one()
    actions.take_case(lea, number, clock.now())
    actions.cut_detail(lea, number, CutForm(body="The rest.", words="We took a detail out."), clock.now())
    jobs.drain(clock.now())
    assert WORD not in json.dumps(db.session.scalars(select(Snapshot.document)).all())
    mona = accounts.signed_in(app, known("mona"))
    mona.post(f"/mod/cases/{case_id}/look")
    assert WORD not in mona.get(f"/mod/cases/{case_id}").text


def test_who_quoted_the_words_that_were_cut_quotes_them_no_more(app: Flask, place: Place) -> None:
    post_id, _case_id = folded(place)
    number = db.session.scalars(select(CareCase.id)).one()
    head = f"> {place.ann.handle} · #{posts.row(post_id).position}"
    body = f"{head}\n> {posts_source(post_id)}\n\nPlease do not."
    quoting = posts.post(place.ben, place.thread_id, body, reply_to=str(post_id))
    other = posts.post(place.ben, place.thread_id, "The boat was good.", reply_to=str(post_id))
    lea, carl = accounts.person("lea"), accounts.person("carl")
    team(accounts.person("ada", role=SiteRole.ADMINISTRATOR), lea, carl)
    actions.take_case(lea, number, clock.now())
    actions.cut_detail(lea, number, CutForm(body="The rest.", words="We took a detail out."), clock.now())
    jobs.drain(clock.now())
    row = posts.row(quoting)
    kept = db.session.scalars(select(Revision.source).where(Revision.post_id == quoting)).all()
    assert WORD not in json.dumps([row.document, row.held, *kept])
    assert (row.version, posts.row(other).version) == (2, 1)
    assert "Please do not." in json.dumps(row.document if row.held is None else row.held)
    for reader in (place.ben, place.olga):
        assert WORD not in accounts.signed_in(app, reader).get(f"/t/{place.thread_id}").text
        assert WORD not in accounts.signed_in(app, reader).get(f"/p/{quoting}/history").text


def posts_source(post_id: int) -> str:
    return db.session.scalars(select(Revision.source).where(Revision.post_id == post_id)).one()


def test_only_quoted_lines_that_are_gone_are_left_out() -> None:
    before, after = "keep this. lose that. lose more.", "keep this."
    source = "> Keep this.\n> Lose  that.\n> lose more.\n\nlose that. I said so."
    assert without_lines(source, before, after) == "> Keep this.\n> […]\n\nlose that. I said so."
