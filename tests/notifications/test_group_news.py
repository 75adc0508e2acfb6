"""Who asks, who was answered, who was shown out, and a release that moved: told once, to those concerned alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.domain.people import GroupRole, Reader
from forum.groups import actions as groups_actions
from forum.groups.forms import BanForm, DecideRequestForm
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.notifications import queries
from forum.notifications.jobs import on_answer, on_asking, on_ban, on_slip
from forum.shows import actions as shows_actions
from forum.threads.actions import open_episode_thread
from forum.threads.opening import follow_dates
from tests.conftest import counting
from tests.factories import accounts, groups
from tests.notifications.test_telling import notes, sent


@pytest.fixture(autouse=True)
def _empty(app: Flask) -> None:
    app.extensions["mailman"].outbox = []


@pytest.fixture
def owner(app: Flask) -> Reader:
    return accounts.person("olga")


def mails(app: Flask) -> list[tuple[str, str]]:
    return sorted((one.to[0].split("@")[0], one.subject) for one in sent(app))


def page(app: Flask, reader: Reader) -> str:
    return accounts.signed_in(app, reader).get("/notifications").text


def test_a_request_is_told_to_those_who_decide(app: Flask, owner: Reader, clock: SetClock) -> None:
    club = groups.group(owner, joining="request")
    mona = groups.member(club, accounts.person("mona"), GroupRole.MODERATOR)
    stew = groups.member(club, accounts.person("stew"), GroupRole.STEWARD)
    ann = accounts.person("ann")
    asked = groups_actions.request_to_join(ann, club, groups.joining(), clock.instant)
    jobs.drain(clock.instant)
    on_asking({"request_id": asked}, clock.instant)

    assert (notes(owner), notes(mona), notes(stew)) == ([("asked", asked)], [("asked", asked)], [])
    assert [name for name, _ in mails(app)] == ["mona", "olga"]
    assert "binge" not in sent(app)[0].body.lower()
    text = page(app, mona)
    assert 'href="/g/binge-club/requests"' in text
    assert 'href="/u/ann"' in text


def test_who_decides_no_longer_reads_nothing_of_it(app: Flask, owner: Reader, clock: SetClock) -> None:
    club = groups.group(owner, joining="request")
    mona = groups.member(club, accounts.person("mona"), GroupRole.MODERATOR)
    groups_actions.request_to_join(accounts.person("ann"), club, groups.joining(), clock.instant)
    jobs.drain(clock.instant)
    groups_actions.leave(mona, club, clock.instant)

    text = page(app, mona)
    assert "Something that is no longer there." in text
    assert "Binge Club" not in text


@pytest.mark.parametrize(("outcome", "said"), [("approved", "You are a member of"), ("declined", "was declined")])
def test_the_answer_is_told_to_whoever_asked(
    app: Flask, owner: Reader, clock: SetClock, outcome: str, said: str
) -> None:
    club, ann = groups.group(owner, joining="request"), accounts.person("ann")
    asked = groups_actions.request_to_join(ann, club, groups.joining(), clock.instant)
    answer = DecideRequestForm(outcome=outcome, reason="Because of this")
    groups_actions.decide_request(owner, club, asked, answer, clock.instant)
    jobs.drain(clock.instant)
    on_answer({"request_id": asked}, clock.instant)

    assert notes(ann) == [("answered", asked)]
    assert mails(app) == [("ann", "Your request on Watercooler was answered")]
    assert "Because of this" not in sent(app)[0].body
    assert said in page(app, ann)
    assert "Because of this" in page(app, ann)


def test_a_request_that_was_taken_back_is_no_news(app: Flask, owner: Reader, clock: SetClock) -> None:
    club, ann = groups.group(owner, joining="request"), accounts.person("ann")
    groups_actions.request_to_join(ann, club, groups.joining(), clock.instant)
    groups_actions.withdraw_request(ann, club, clock.instant)
    jobs.drain(clock.instant)

    assert (notes(owner), notes(ann), sent(app)) == ([], [], [])


@pytest.mark.parametrize("hidden", [False, True])
def test_who_is_shown_out_reads_why_and_until_when(app: Flask, owner: Reader, clock: SetClock, hidden: bool) -> None:
    club = groups.hidden_group(owner) if hidden else groups.group(owner)
    ann = groups.member(club, accounts.person("ann"))
    form = BanForm(days=7, reason="Shouting at people")
    ban = groups_actions.ban_member(owner, club, ann.id or 0, form, clock.instant)
    jobs.drain(clock.instant)
    on_ban({"ban_id": ban}, clock.instant)

    assert notes(ann) == [("ban", ban)]
    assert len(sent(app)) == 1
    text = page(app, ann)
    assert "Shouting at people" in text
    assert 'datetime="2026-11-29T12:00:00' in text
    assert ("Binge Club" in text, "Attic" in text) == (not hidden, False)


def test_a_release_that_moved_is_told_once_and_without_content(app: Flask, owner: Reader, clock: SetClock) -> None:
    club = groups.group(owner)
    waits, reads = groups.member(club, accounts.person("waits")), groups.member(club, accounts.person("reads"))
    show_id, (episode,) = groups.show(releases=[[clock.instant + timedelta(hours=1)]])
    groups.follows(club, show_id, owner)
    shows_actions.follow_releases(waits, show_id, clock.instant)
    clock.forward(timedelta(hours=2))
    now = clock.instant
    thread_id = open_episode_thread(owner, club, episode, now)
    jobs.announce("thread.opened", thread_id=thread_id, group_id=club)

    db.session.commit()
    jobs.drain(now)
    assert notes(waits) == [("thread", thread_id)]

    groups.put_date(episode, now + timedelta(days=7))

    follow_dates(show_id, now)
    jobs.drain(now)
    on_slip({"thread_id": thread_id}, now)

    assert notes(waits) == [("thread", thread_id), ("slipped", thread_id)]
    assert notes(reads) == []
    assert [one.subject for one in sent(app)][-1] == "A thread is closed again on Watercooler"
    assert "Secret name" not in page(app, waits) + sent(app)[-1].body
    assert "closed again" in page(app, waits)


def test_what_the_list_costs_whatever_it_is_about(app: Flask, owner: Reader, clock: SetClock) -> None:
    costs = []
    for number in range(3):
        for again in range(1 + 4 * number):
            club = groups.group(owner, f"club-{number}-{again}", joining="request")
            ann = accounts.person(f"ann-{number}-{again}")
            groups_actions.request_to_join(ann, club, groups.joining(), clock.instant)
        jobs.drain(clock.instant)
        with counting() as seen:
            found = queries.notes_page(owner, 1, clock.instant)
        costs.append((len(found.notes), len(seen)))
    assert costs == [(1, 4), (6, 4), (15, 4)]
