"""What is written is looked at: cases, messages and notices come in the same transaction, and no post is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.care.models import CareCase, CareEvent, CareMessage
from forum.domain.people import Reader
from forum.infra import clock, hearing, jobs
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.infra.jobs import Outbox
from forum.posts.models import Post
from forum.threads.models import Thread, ThreadEvent
from tests.factories import accounts, groups, posts

NEED = "I want to kill myself."
GOODBYE = "I am going to kill myself tonight. Goodbye everyone."


class Place:
    """A group with a thread, its owner and a member."""

    def __init__(self) -> None:
        self.olga, self.ann, self.ben = accounts.person("olga"), accounts.person("ann"), accounts.person("ben")
        self.group_id = groups.group(self.olga)
        groups.member(self.group_id, self.ann)
        groups.member(self.group_id, self.ben)
        self.thread_id = posts.started(self.olga, self.group_id)

    def written(self, body: str, by: Reader | None = None) -> int:
        return posts.post(by or self.ann, self.thread_id, body)


@pytest.fixture
def place(app: Flask) -> Place:
    return Place()


def cases() -> list[CareCase]:
    db.session.rollback()
    return list(db.session.scalars(select(CareCase).order_by(CareCase.id).execution_options(populate_existing=True)))


def test_a_disclosure_is_a_case_and_a_message_and_the_post_is_up(place: Place) -> None:
    post_id = place.written(NEED)
    [case] = cases()
    assert (case.post_id, case.person_id, case.what, case.priority) == (post_id, place.ann.id, "disclosure", 1)
    assert case.due_at - case.opened_at == timedelta(hours=2)
    assert case.rules
    [message] = db.session.scalars(select(CareMessage))
    assert (message.person_id, message.kind, message.words) == (place.ann.id, "self", None)
    assert posts.row(post_id).stands


def test_a_goodbye_is_p0(place: Place) -> None:
    place.written(GOODBYE)
    [case] = cases()
    assert case.priority == 0
    assert case.due_at - case.opened_at == timedelta(minutes=15)
    names = list(db.session.scalars(select(Outbox.name).where(Outbox.name.like("care.%")).order_by(Outbox.name)))
    assert names == ["care.page", "care.webhook", "care.written"]


def test_everyday_words_are_nobodys_case(place: Place) -> None:
    for body in ("This finale killed me", "I'm dead, that scene!", "What a lovely boat."):
        place.written(body)
    assert cases() == []
    assert db.session.scalar(select(func.count(CareMessage.id))) == 0


def test_the_thread_gets_the_notice_and_tells_nothing_of_anybody(place: Place) -> None:
    place.written(NEED)
    db.session.expire_all()
    assert db.session.get_one(Thread, place.thread_id).topics == ["suicide"]
    event = db.session.scalars(select(ThreadEvent)).one()
    assert (event.actor_id, event.reason, event.detail) == (None, "", {"from": [], "to": ["suicide"]})


def test_what_people_took_away_is_not_put_back(place: Place) -> None:
    from forum.care import actions
    from forum.care.forms import TopicsForm

    place.written(NEED)
    actions.set_topics(place.olga, place.thread_id, TopicsForm(topics=[], reason="It is a quote."), clock.now())
    place.written(NEED, by=place.ben)
    db.session.expire_all()
    assert db.session.get_one(Thread, place.thread_id).topics == []


def test_one_message_a_day_and_three_a_week(place: Place, clock: SetClock) -> None:
    def sent() -> int:
        place.written(NEED)
        return db.session.scalar(select(func.count(CareMessage.id))) or 0

    assert [sent(), sent()] == [1, 1]
    clock.forward(timedelta(hours=24))
    assert sent() == 2
    clock.forward(timedelta(hours=24))
    assert sent() == 3
    clock.forward(timedelta(hours=24))
    assert sent() == 3
    clock.forward(timedelta(days=5))
    assert sent() == 4
    assert len(cases()) == 6


def test_a_calmer_edit_is_a_note_for_people_and_closes_nothing(place: Place) -> None:
    post_id = place.written(NEED)
    posts.amended(place.ann, post_id, "Never mind, what a lovely boat.")
    [case] = cases()
    assert (case.priority, case.closed_at) == (1, None)
    assert case.calmer_at is not None
    posts.amended(place.ann, post_id, GOODBYE)
    [case] = cases()
    assert (case.priority, case.calmer_at) == (0, None)
    told = list(db.session.scalars(select(CareEvent.what).order_by(CareEvent.id)))
    assert told == ["opened", "calmer", "changed"]


def test_a_screen_that_fails_never_loses_a_post(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, clock: SetClock
) -> None:
    def broken(*_words: object) -> object:
        raise RuntimeError(NEED)

    with monkeypatch.context() as patched:
        patched.setattr(hearing, "screened", broken)
        post_id = place.written(NEED)
    assert posts.row(post_id).stands
    assert cases() == []
    assert "kill myself" not in caplog.text
    jobs.drain(clock.instant)
    assert [case.post_id for case in cases()] == [post_id]


def test_a_listener_that_fails_takes_nothing_with_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(heard: object) -> None:
        db.session.add(CareEvent(case_id=-1, what="x", happened_at=clock.now()))
        db.session.flush()

    monkeypatch.setattr(hearing, "_listeners", [broken])
    post_id = place.written(NEED)
    assert db.session.get_one(Post, post_id, populate_existing=True).stands


@pytest.mark.parametrize(
    "body", [f"Look. [spoiler series]{NEED}[/spoiler]", f"> {NEED}\n\nThat line of hers."], ids=["spoiler", "quote"]
)
def test_what_stands_in_spoiler_marks_or_quotes_is_no_word_of_the_writer(place: Place, body: str) -> None:
    """As docs/care.md says: at most the notice, neither a case nor a message."""
    thread_id = groups.thread(place.group_id, place.olga, about=groups.gate(*_an_episode()))
    posts.post(place.ann, thread_id, body)
    assert cases() == []
    assert db.session.scalar(select(func.count(CareMessage.id))) == 0


def _an_episode() -> tuple[int, int]:
    show_id, [first] = groups.show(releases=[[clock.now() - timedelta(days=30)]])
    return show_id, first
