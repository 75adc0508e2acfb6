"""No rule swallows words of need: where they would be refused they stand folded, and the care team looks at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.actions import suspend, take_break
from forum.accounts.forms import BreakForm
from forum.care import actions, queries
from forum.care.forms import NoteForm
from forum.care.models import CareCase, CareMessage
from forum.domain.errors import Denied
from forum.groups.actions import ban_member
from forum.groups.forms import BanForm
from forum.groups.models import Group
from forum.infra import clock, jobs
from forum.infra.db import db
from forum.infra.directory import directory
from forum.posts.models import Post
from forum.threads.actions import lock_thread
from forum.threads.forms import ReasonForm
from tests.care.test_acceptance import team
from tests.care.test_listening import NEED, Place, place
from tests.factories import accounts, posts

__all__ = ["place"]


def close(place: Place, how: str) -> None:
    """Make it so that Ann may not write in the thread."""
    now, ann = clock.now(), place.ann.id or 0
    if how == "locked":
        lock_thread(place.olga, place.thread_id, ReasonForm(reason="Enough."), now)
    elif how == "suspended":
        suspend(accounts.administrator(), ann, now + timedelta(days=3), "Because.", now)
    elif how == "banned":
        ban_member(place.olga, place.group_id, ann, BanForm(days=3, reason="Because."), now)
    else:
        take_break(place.ann, BreakForm(days=3), now)


@pytest.mark.parametrize("how", ["locked", "suspended", "banned", "on-break"])
def test_words_of_need_are_kept_folded_and_heard(app: Flask, place: Place, how: str) -> None:
    close(place, how)
    ann, ben = accounts.signed_in(app, place.ann), accounts.signed_in(app, place.ben)
    url, headers = f"/t/{place.thread_id}/reply", {"Accept-Language": "en-GB"}
    assert ann.post(url, data={"body": "What a boat."}).status_code == 403
    assert db.session.scalar(select(func.count(Post.id))) == 1
    sent = ann.post(url, data={"body": NEED}, headers=headers)
    assert sent.status_code == 303
    jobs.drain(clock.now())
    own = ann.get(sent.location, headers=headers).text
    assert "Thank you for saying this here." in own
    assert NEED in own
    for reader in (ben, app.test_client(), accounts.signed_in(app, place.olga)):
        assert NEED not in reader.get(f"/t/{place.thread_id}").text
    case = db.session.scalars(select(CareCase)).one()
    assert (case.person_id, case.priority, case.closed_at) == (place.ann.id, 1, None)
    assert db.session.scalar(select(func.count(CareMessage.id))) == 1


def test_a_person_of_the_team_reads_it_and_may_let_it_stand(app: Flask, place: Place) -> None:
    close(place, "locked")
    accounts.signed_in(app, place.ann).post(f"/t/{place.thread_id}/reply", data={"body": NEED})
    lea = accounts.person("lea")
    team(accounts.administrator(), lea)
    number = db.session.scalars(select(CareCase.id)).one()
    page = queries.case_page(lea, number, directory(), clock.now())
    assert NEED in str(page.body_html)
    assert page.row.is_held
    actions.show_post_again(lea, number, NoteForm(words="It may stand."), clock.now())
    assert NEED in accounts.signed_in(app, place.ben).get(f"/t/{place.thread_id}").text


def test_nobody_is_told_of_an_answer_that_they_cannot_read(app: Flask, place: Place) -> None:
    own = posts.post(place.ben, place.thread_id, "Before.")
    close(place, "locked")
    jobs.drain(clock.now())
    box = app.extensions["mailman"].outbox = []
    body = f"{NEED} @ben"
    accounts.signed_in(app, place.ann).post(f"/t/{place.thread_id}/reply", data={"body": body, "reply_to": str(own)})
    jobs.drain(clock.now())
    assert [one for one in box if one.to == ["ben@people.example"]] == []


@pytest.mark.parametrize("how", ["locked", "suspended", "banned", "on-break"])
def test_an_edit_that_would_be_refused_is_kept_folded_when_it_tells_of_need(app: Flask, place: Place, how: str) -> None:
    own = posts.post(place.ann, place.thread_id, "What a boat.")
    close(place, how)
    ann = accounts.signed_in(app, place.ann)
    url, headers = f"/p/{own}/edit", {"Accept-Language": "en-GB"}
    assert ann.post(url, data={"body": "What a ship.", "version": "1"}).status_code == 403
    assert posts.row(own).version == 1
    assert ann.post(url, data={"body": NEED, "version": "1"}, headers=headers).status_code == 303
    assert NEED in ann.get(f"/t/{place.thread_id}", headers=headers).text
    for reader in (accounts.signed_in(app, place.ben), app.test_client()):
        assert NEED not in reader.get(f"/t/{place.thread_id}").text
    case = db.session.scalars(select(CareCase)).one()
    assert (case.post_id, case.person_id, case.priority) == (own, place.ann.id, 1)
    assert db.session.scalar(select(func.count(CareMessage.id))) == 1
    again = {"body": f"{NEED} Still.", "version": "2"}
    assert ann.post(url, data=again).status_code == 403


def test_nobody_changes_the_words_of_another_by_telling_of_need(place: Place) -> None:
    own = posts.post(place.ann, place.thread_id, "What a boat.")
    with pytest.raises(Denied):
        posts.amended(place.ben, own, NEED)


@pytest.mark.parametrize("how", ["suspended", "banned", "on-break"])
def test_a_thread_that_would_be_refused_is_kept_with_a_covered_title(app: Flask, place: Place, how: str) -> None:
    close(place, how)
    ann, ben = accounts.signed_in(app, place.ann), accounts.signed_in(app, place.ben)
    slug = db.session.get_one(Group, place.group_id).slug
    url, headers = f"/g/{slug}/new", {"Accept-Language": "en-GB"}
    form = {"kind": "open", "title": "A heron on the pier", "body": "What a boat."}
    assert ann.post(url, data=form).status_code == 403
    sent = ann.post(url, data={**form, "body": NEED}, headers=headers)
    assert sent.status_code == 303
    jobs.drain(clock.now())
    assert NEED in ann.get(sent.location, headers=headers).text
    for reader in (ben, app.test_client()):
        seen = reader.get(f"/g/{slug}").text + reader.get(sent.location, follow_redirects=True).text
        assert (NEED in seen, "heron" in seen) == (False, False)
    case = db.session.scalars(select(CareCase)).one()
    assert (case.person_id, case.priority) == (place.ann.id, 1)
    lea = accounts.person("lea")
    team(accounts.administrator("ida"), lea)
    actions.show_post_again(lea, case.id, NoteForm(words="It may stand."), clock.now())
    assert NEED in ben.get(sent.location, follow_redirects=True).text
    assert "heron" in ben.get(f"/g/{slug}").text
