"""Whoever wrote a title is told, kindly and with the reason, when it is covered and when it is given back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from forum.domain.people import GroupRole, Reader
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.notifications import queries
from forum.notifications.jobs import on_title
from forum.presenting.threads import ENGLISH
from forum.threads import actions
from forum.threads.forms import OptionalReasonForm
from tests.factories import accounts, groups, posts
from tests.notifications.test_telling import sent

TITLE = "CANARYTITLE the cook did it"
WHY = OptionalReasonForm(reason="It names who did it.")


@pytest.fixture(autouse=True)
def _empty(app: Flask) -> None:
    app.extensions["mailman"].outbox = []


def told(reader: Reader, clock: SetClock) -> list[tuple[str, str, str]]:
    return [(card.outcome, card.title, card.reason) for card in queries.notes_page(reader, 1, clock.instant).notes]


def test_the_author_is_told_of_both_and_nobody_else(app: Flask, clock: SetClock) -> None:
    olga, ann = accounts.person("olga"), accounts.person("ann")
    club = groups.group(olga)
    groups.member(club, ann)
    sten = groups.member(club, accounts.person("sten"), GroupRole.STEWARD)
    thread_id = posts.started(ann, club, TITLE, kind="theory")
    jobs.drain(clock.instant)
    actions.neutralise_title(sten, thread_id, WHY, clock.instant)
    jobs.drain(clock.instant)
    assert told(ann, clock) == [("neutralised", TITLE, WHY.reason)]
    actions.give_back_title(sten, thread_id, OptionalReasonForm(), clock.instant)
    jobs.drain(clock.instant)
    assert [what for what, _, _ in told(ann, clock)] == ["given-back", "neutralised"]
    assert [told(one, clock) for one in (olga, sten)] == [[], []]
    page = accounts.signed_in(app, ann).get("/notifications").text
    assert "Your thread and your words stay, and you still see it:" in page
    assert WHY.reason in page
    assert f'href="/t/{thread_id}"' in page
    assert [mail.subject for mail in sent(app)] == ["About the title of a thread of yours on Watercooler"] * 2
    assert "CANARY" not in "".join(mail.body for mail in sent(app))


def test_who_covers_their_own_title_is_told_nothing_and_others_read_no_such_news(app: Flask, clock: SetClock) -> None:
    olga, ann = accounts.person("olga"), accounts.person("ann")
    club = groups.group(olga)
    thread_id = posts.started(olga, club, TITLE, kind="theory")
    actions.neutralise_title(olga, thread_id, WHY, clock.instant)
    jobs.drain(clock.instant)
    assert told(olga, clock) == []
    on_title({"event_id": 999, "thread_id": thread_id}, clock.instant)
    assert told(ann, clock) == []


def test_neutral_titles_speak_the_readers_language_there_too(app: Flask, clock: SetClock) -> None:
    olga, ann, ben = (accounts.person(name) for name in ("olga", "ann", "ben"))
    club = groups.group(olga)
    for one in (ann, ben):
        groups.member(club, one)
    thread_id = posts.started(ann, club, TITLE, kind="theory")
    first = posts.post(ben, thread_id, "A thought.")
    posts.post(ann, thread_id, "An answer.", reply_to=first)
    actions.neutralise_title(olga, thread_id, WHY, clock.instant)
    jobs.drain(clock.instant)
    french = replace(ENGLISH, nothing={**ENGLISH.nothing, "theory": "Une théorie"})
    (card,) = queries.notes_page(ben, 1, clock.instant, words=french).notes
    assert card.title == "Une théorie"
