"""Notifications hold references, say what their reader may know when they read, and mails say even less."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.domain.people import Reader
from forum.infra import jobs
from forum.infra.db import db
from forum.notifications import actions, queries
from forum.notifications.jobs import on_decision, on_note, on_reply
from forum.notifications.models import About, Notification
from forum.shows import actions as shows_actions
from forum.threads.actions import note_topics
from tests.conftest import counting
from tests.factories import accounts, groups, posts, shows
from tests.moderation.conftest import CANARY, Court, court

__all__ = ["court"]


@pytest.fixture(autouse=True)
def _empty(app: Flask) -> None:
    app.extensions["mailman"].outbox = []


def sent(app: Flask) -> list[Any]:
    return list(app.extensions["mailman"].outbox)


def notes(person: Reader) -> list[tuple[str, int]]:
    rows = db.session.scalars(select(Notification).where(Notification.person_id == person.id).order_by(Notification.id))
    return [(row.about, row.subject_id) for row in rows]


def test_an_answer_is_told_once(court: Court) -> None:
    post_id = posts.post(court.ben, court.thread_id, f"No, {CANARY}!", reply_to=court.post_id)
    jobs.drain(court.now)
    assert notes(court.ann) == [("reply", post_id)]
    on_reply({"post_id": post_id, "person_id": court.ann.id}, court.now)
    assert notes(court.ann) == [("reply", post_id)]
    assert (queries.unread_count(court.ann), queries.unread_count(Reader.stranger())) == (1, 0)


def test_a_mention_is_told_if_it_is_shown(court: Court) -> None:
    open_one = posts.post(court.ben, court.thread_id, "Hello @ann and @mona.")
    behind = posts.post(court.ben, court.thread_id, "[spoiler harbour-lights S01E02]Right, @cleo? And @mona?[/spoiler]")
    jobs.drain(court.now)
    assert notes(court.ann) == [("mention", open_one)]
    assert notes(court.cleo) == []
    assert notes(court.mona) == [("mention", open_one), ("mention", behind)]


def test_who_may_not_read_is_not_told(court: Court) -> None:
    attic = groups.hidden_group(court.ann)
    posts.post(court.ann, groups.thread(attic, court.ann, kind="open"), "Hello @ben.")
    jobs.drain(court.now)
    assert notes(court.ben) == []


def test_a_decision_is_told_to_author_and_flaggers(app: Flask, court: Court) -> None:
    number = court.flag(court.ben)
    court.flag(court.cleo)
    decision = court.decide(court.mona, number, "remove", rule=1)
    jobs.drain(court.now)
    on_decision({"decision_id": decision}, court.now)
    for who in (court.ann, court.ben, court.cleo):
        assert notes(who) == [("decision", decision)]
    assert notes(court.mona) == []
    page = accounts.signed_in(app, court.ann).get("/notifications").text
    assert "A decision about your post" in page
    assert "What became of your report" in accounts.signed_in(app, court.ben).get("/notifications").text


def test_nobody_is_told_that_they_were_reported_for_nothing(court: Court) -> None:
    decision = court.decide(court.mona, court.flag(court.ben))
    jobs.drain(court.now)
    assert (notes(court.ann), notes(court.ben)) == ([], [("decision", decision)])


def test_the_list_never_says_more_than_the_pages(app: Flask, court: Court) -> None:
    gate = groups.gate(court.show.show_id, court.show.regular[1].id)
    theory = groups.thread(court.group_id, court.ann, f"Why {CANARY}", about=gate)
    first = posts.post(court.cleo, theory, "I think so.")
    posts.post(court.ben, theory, f"Because {CANARY}.", reply_to=first)
    jobs.drain(court.now)
    page = accounts.signed_in(app, court.cleo).get("/notifications").text
    assert "answered you in “A theory about S01E02”" in page
    assert CANARY not in page
    shows_actions.mark_through(court.cleo, court.show.regular[1].id, court.now)
    assert f"Why {CANARY}" in accounts.signed_in(app, court.cleo).get("/notifications").text


def test_what_is_gone_is_gone(app: Flask, court: Court) -> None:
    answer = posts.post(court.ben, court.thread_id, "Yes.", reply_to=court.post_id)
    jobs.drain(court.now)
    court.decide(court.mona, court.flag(court.cleo, post_id=answer), "remove", rule=1)
    page = accounts.signed_in(app, court.ann).get("/notifications").text
    assert "Something that is no longer there." in page


def test_reading_marks_read_and_only_ones_own(app: Flask, court: Court) -> None:
    for _ in range(3):
        posts.post(court.ben, court.thread_id, "Yes.", reply_to=court.post_id)
    jobs.drain(court.now)
    first = db.session.scalars(select(Notification.id).order_by(Notification.id)).first()
    assert actions.mark_read(court.ben, first, court.now) == 0
    ann = accounts.signed_in(app, court.ann)
    assert ann.post(f"/notifications/{first}/read").status_code == 303
    assert queries.unread_count(court.ann) == 2
    assert ann.post("/notifications/read").status_code == 303
    assert queries.unread_count(court.ann) == 0
    assert app.test_client().get("/notifications").status_code == 401
    assert ann.post("/notifications/99999999999/read").status_code == 404


def test_the_list_costs_the_same_for_1_3_and_30(court: Court) -> None:
    seen, made = [], 0
    for size in (1, 3, 30):
        while made < size:
            posts.post(court.ben, court.thread_id, "Yes.", reply_to=court.post_id)
            made += 1
        jobs.drain(court.now)
        queries.notes_page(court.ann, 1, court.now)
        with counting() as statements:
            page = queries.notes_page(court.ann, 1, court.now)
        assert len(page.notes) == size
        seen.append(len(statements))
    assert len(set(seen)) == 1
    assert seen[0] <= 6
    with counting() as statements:
        queries.unread_count(court.ann)
    assert len(statements) == 1


# -- mails


def test_a_mail_has_a_neutral_subject_and_no_word_of_the_post(app: Flask, court: Court) -> None:
    posts.post(court.ben, court.thread_id, f"No, {CANARY}!", reply_to=court.post_id)
    jobs.drain(court.now)
    (message,) = sent(app)
    assert message.to == ["ann@people.example"]
    assert message.subject == "Somebody answered you on Watercooler"
    html = message.alternatives[0][0]
    for text in (message.body, html):
        assert CANARY not in text
        assert "ben answered you in “All sorts”" in text
        assert "/p/" in text
        assert "immediate danger" not in text


def test_a_mail_says_what_a_stranger_may_know_even_to_those_who_know_more(app: Flask, court: Court) -> None:
    gate = groups.gate(court.show.show_id, court.show.regular[1].id)
    theory = groups.thread(court.group_id, court.ann, f"Why {CANARY}", about=gate)
    own = posts.post(court.mona, theory, "So.")
    posts.post(court.ben, theory, f"Because {CANARY}.", reply_to=own)
    jobs.drain(court.now)
    (message,) = sent(app)
    assert message.to == ["mona@people.example"]
    assert CANARY not in message.body + message.alternatives[0][0]
    assert "A theory about S01E02" in message.body


def test_a_mail_does_not_name_a_group_that_strangers_may_not_know(app: Flask, court: Court) -> None:
    attic = groups.hidden_group(court.ann)
    groups.member(attic, court.ben)
    thread_id = groups.thread(attic, court.ann, "The secret club", kind="open")
    own = posts.post(court.ann, thread_id)
    posts.post(court.ben, thread_id, "Yes.", reply_to=own)
    jobs.drain(court.now)
    (message,) = sent(app)
    assert "The secret club" not in message.body
    assert "in one of your groups" in message.body


def test_a_mail_about_a_sensitive_thread_carries_the_notice(app: Flask, court: Court) -> None:
    note_topics(court.mona, court.thread_id, ["suicide"], "it is", court.now)
    gwen = groups.member(court.group_id, accounts.person("gwen", country="GB"))
    for who in (gwen, court.cleo):
        own = posts.post(who, court.thread_id)
        posts.post(court.ben, court.thread_id, "Yes.", reply_to=own)
    jobs.drain(court.now)
    to_gwen, to_cleo = sorted(sent(app), key=lambda one: one.to[0], reverse=True)
    for text in (to_gwen.body, to_gwen.alternatives[0][0]):
        assert "116 123" in text
        assert "999" in text
    for text in (to_cleo.body, to_cleo.alternatives[0][0]):
        assert "https://findahelpline.com" in text
        assert "your local emergency number" in text
        assert not re.search(r"\b(988|911)\b", text)  # whole numbers: signed addresses hold any three digits
    assert "support" not in to_gwen.subject.lower()


def test_who_wants_no_mail_gets_none(app: Flask, court: Court) -> None:
    quiet = groups.member(court.group_id, accounts.person("quin", mail_on=False))
    own = posts.post(quiet, court.thread_id)
    posts.post(court.ben, court.thread_id, "Yes.", reply_to=own)
    jobs.drain(court.now)
    assert sent(app) == []
    assert len(notes(quiet)) == 1


def test_a_handler_that_runs_twice_mails_once(app: Flask, court: Court) -> None:
    post_id = posts.post(court.ben, court.thread_id, "Yes.", reply_to=court.post_id)
    for _ in range(2):
        on_reply({"post_id": post_id, "person_id": court.ann.id}, court.now)
        jobs.drain(court.now)
    on_note({"note_id": db.session.scalars(select(Notification.id)).one()}, court.now)
    assert len(sent(app)) == 1


# -- threads that open


def test_an_opening_is_told_to_those_who_wait_for_that_episode(clock: object, app: Flask) -> None:
    now = datetime.fromisoformat("2026-11-22T12:00:00+00:00")
    olga, ann, ben, cleo, dan = (accounts.person(name) for name in ("olga", "ann", "ben", "cleo", "dan"))
    group_id = groups.group(olga)
    for one in (ann, ben, cleo):
        groups.member(group_id, one)
    show = shows.made_up_show(seasons=(4,), starts=now - timedelta(days=14), every=timedelta(days=7))
    ids = [episode.id for episode in show.regular]
    shows_actions.mark_through(ann, ids[1], now)
    shows_actions.mark_through(ben, ids[0], now)
    shows_actions.follow_releases(cleo, show.show_id, now)
    shows_actions.mark_through(dan, ids[1], now)
    thread_id = groups.thread(
        group_id, title="", about=groups.gate(show.show_id, ids[2]), kind="episode", episode_id=ids[2], season=1
    )
    from forum.notifications.telling import told_of_thread

    assert told_of_thread(thread_id, now) == [ann.id, cleo.id]
    assert told_of_thread(thread_id, now + timedelta(days=3)) == []
    assert told_of_thread(10**6, now) == []


def test_a_season_that_comes_at_once_is_one_piece_of_news(clock: object, app: Flask) -> None:
    now = datetime.fromisoformat("2026-11-22T12:00:00+00:00")
    ann = accounts.person("ann")
    group_id = groups.group(ann)
    show = shows.made_up_show(seasons=(5,), starts=now, every=timedelta())
    shows_actions.follow_releases(ann, show.show_id, now)
    from forum.notifications.telling import told_of_thread

    told = []
    for episode in show.regular:
        about = groups.gate(show.show_id, episode.id)
        told.append(
            told_of_thread(
                groups.thread(group_id, title="", about=about, kind="episode", episode_id=episode.id, season=1), now
            )
        )
    assert told == [[ann.id], [], [], [], []]


def test_telling_nobody_is_nothing(app: Flask) -> None:
    assert actions.tell([], About.REPLY, 1, datetime.fromisoformat("2026-11-22T12:00:00+00:00")) == []
