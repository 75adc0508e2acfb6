"""Figures: counts and times that can be checked by hand, for those who may see them; what waits too long is told."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person
from forum.accounts.queries import person_by_handle, reader_of
from forum.domain.errors import Denied
from forum.domain.flags import FlagReason
from forum.domain.people import Reader
from forum.infra import clock, jobs
from forum.infra.db import db, transaction
from forum.moderation import actions, queries
from forum.moderation.actions.stale import call_out
from forum.moderation.desk_models import CaseRound, StaleCall
from forum.moderation.forms import AnswerAppealForm, AppealForm, ReverseForm
from forum.moderation.queries import figures
from forum.posts.models import Post
from forum.presenting.figures import WaitCard
from tests.conftest import counting
from tests.factories import accounts, posts
from tests.moderation.conftest import Court

_NUMBERS = count()


def waited(court: Court, reason: FlagReason, look: int | None, decide: int | None) -> None:
    """A case that was reported an hour and more ago, with these minutes until look and decision."""
    reporter = accounts.person(f"reporter-{next(_NUMBERS)}")
    number = court.flag(reporter, reason, posts.post(court.ann, court.thread_id, "Some words."))
    if decide is not None:
        court.decide(court.mona, number)
    jobs.drain(court.now)
    with transaction():
        made = db.session.scalars(select(CaseRound).where(CaseRound.case_id == number)).one()
        made.opened_at = court.now - timedelta(hours=30)
        made.look_minutes, made.decide_minutes = look, decide
        made.decided_at = made.opened_at + timedelta(minutes=decide) if decide is not None else None


def test_the_middle_and_nine_of_ten(court: Court) -> None:
    for minutes in range(1, 11):
        waited(court, FlagReason.SPAM, minutes, minutes * 10)
    waited(court, FlagReason.HATE, 5, 60)
    waited(court, FlagReason.HATE, None, None)
    page = figures.group_figures(court.mona, "binge-club", court.now)
    assert page.waits == (WaitCard("spam", 10, 5, 9, 50, 90), WaitCard("hate", 1, 5, 5, 60, 60))
    assert (page.decisions, page.overturned, page.waiting) == (11, 0, 1)
    assert dict(page.open_by_age) == {"new": 0, "hour": 0, "day": 1, "3-days": 0, "week": 0}
    assert sum(day.opened for day in page.days) == 12
    assert sum(day.decided for day in page.days) == 11
    assert len(page.days) == figures.DAYS


def test_who_carries_how_much_is_for_leads(app: Flask, court: Court) -> None:
    waited(court, FlagReason.SPAM, 1, 2)
    olga = accounts.signed_in(app, _olga())
    assert "Who carries how much" in olga.get("/g/binge-club/figures").text
    assert "Who carries how much" not in accounts.signed_in(app, court.mona).get("/g/binge-club/figures").text
    (load,) = figures.group_figures(_olga(), "binge-club", court.now).load
    assert (load.person and load.person.handle, load.decided) == ("mona", 1)
    assert figures.group_figures(court.mona, "binge-club", court.now).load == ()
    for who in (court.ann, court.mona):
        with pytest.raises(Denied):
            figures.site_figures(who, court.now)
    with pytest.raises(Denied):
        figures.group_figures(court.ann, "binge-club", court.now)


def _olga() -> Reader:
    return reader_of(person_by_handle("olga").id, clock.now())


def test_figures_cost_the_same_whatever_was_done(court: Court) -> None:
    costs = []
    for size in (1, 3, 9):
        for _ in range(size):
            waited(court, FlagReason.SPAM, 1, 2)
        with counting() as statements:
            figures.group_figures(court.mona, "binge-club", court.now)
        costs.append(len(statements))
    assert len(set(costs)) == 1
    assert costs[0] <= 10


def test_the_report_is_for_everybody_in_three_forms(app: Flask, court: Court) -> None:
    waited(court, FlagReason.SPAM, 1, 2)
    client = app.test_client()
    assert "Report on moderation" in client.get("/moderation/report").text
    day = court.now.date()
    asked = f"?from={day - timedelta(days=9)}&to={day}"
    rows = client.get(f"/moderation/report.json{asked}").json["figures"]
    assert {"part": "opened", "name": "spam", "number": 1} in rows
    assert {"part": "median minutes to decision", "name": "spam", "number": 2} in rows
    table = client.get(f"/moderation/report.csv{asked}")
    assert (table.mimetype, "all,decisions,1" in table.text) == ("text/csv", True)
    for wrong in ("from=x", "from=2026-11-22&to=2026-11-01", "from=2020-01-01", "from=0001-01-01"):
        assert client.get(f"/moderation/report?{wrong}").status_code == 422
        assert client.get(f"/moderation/report.json?{wrong}").status_code == 422


def test_what_waits_too_long_is_told_once_a_day_and_never_ends(app: Flask, court: Court) -> None:
    waited(court, FlagReason.SPAM, None, None)
    for _ in range(2):
        call_out(court.now)
        jobs.drain(court.now)
    box = app.extensions["mailman"].outbox
    assert [row.level for row in db.session.scalars(select(StaleCall))] == [1]
    told = sorted(mail.to[0] for mail in box if "wait for a moderator" in mail.subject)
    assert told == sorted(accounts.address(name) for name in ("maxi", "mona", "olga"))
    assert "1 case waits" in box[-1].body
    box.clear()
    staff = accounts.moderator("site-mod")
    later = court.now + timedelta(days=3)
    call_out(later)
    jobs.drain(later)
    told = [mail.to[0] for mail in box if "wait for a moderator" in mail.subject]
    assert accounts.address(staff.handle) in told
    assert db.session.scalars(select(CaseRound.decided_at)).one() is None


def test_nobody_is_told_of_what_was_decided_meanwhile(app: Flask, court: Court) -> None:
    waited(court, FlagReason.SPAM, None, None)
    call_out(court.now)
    with transaction():
        db.session.scalars(select(CaseRound)).one().decided_at = court.now
    jobs.drain(court.now)
    box = getattr(app.extensions["mailman"], "outbox", [])
    assert [mail for mail in box if "wait for a moderator" in mail.subject] == []


def test_hours_are_written_as_the_readers_language_writes_numbers(app: Flask, court: Court) -> None:
    waited(court, FlagReason.SPAM, 1, 150)
    client = accounts.signed_in(app, court.mona)
    for language, hours in (("en", "2.5 h"), ("es", "2,5 h"), ("fr", "2,5 h")):
        with transaction():
            db.session.get_one(Person, court.mona.id).language = language
        assert hours in client.get("/g/binge-club/figures").text


def test_what_was_taken_back_is_published(court: Court) -> None:
    """A reversal and an appeal count; what somebody undid at once does not; members read the rate, not who."""
    cases = [court.flag(court.ben, FlagReason.SPAM, posts.post(court.ann, court.thread_id, f"{n}")) for n in range(4)]
    stands, reversed_, appealed, undone = (court.decide(court.mona, one, "remove", rule=1) for one in cases)
    jobs.drain(court.now)
    later = court.now + timedelta(minutes=1)
    actions.undo_decision(court.mona, undone, later)
    actions.reverse_decision(court.max, reversed_, ReverseForm.read({"reason": "It was a quotation."}), later)
    asked = actions.appeal(court.ann, appealed, AppealForm.read({"words": "It was a joke."}), later)
    answer = AnswerAppealForm.read({"outcome": "overturned", "answer": "You are right."})
    actions.answer_appeal(court.max, asked, answer, later)
    jobs.drain(later)
    page = figures.group_figures(court.mona, "binge-club", later)
    assert stands
    assert (page.decisions, page.overturned) == (3, 2)
    told = queries.ledger_page(court.cleo, "binge-club", 1, later)
    assert (told.decisions, told.overturned) == (3, 2)
    found = {name: number for part, name, number in figures.report(later.date(), later.date()).lines() if part == "all"}
    assert (found["decisions"], found["overturned"]) == (3, 2)


def test_early_curtains_are_counted_right_and_wrong(court: Court) -> None:
    for reporter in (court.ben, court.cleo):
        first, second = court.spoiler(reporter), court.spoiler_of(_other_post(court), reporter)
    jobs.drain(court.now)
    court.decide(court.mona, first, "seal", scope="harbour-lights S01E02")
    court.decide(court.mona, second)
    jobs.drain(court.now)
    later = court.now + timedelta(minutes=1)
    assert figures.group_figures(court.mona, "binge-club", later).seals == (1, 1)


def _other_post(court: Court) -> int:
    """The same one each time."""
    known = db.session.scalar(select(Post.id).where(Post.thread_id == court.thread_id, Post.position == 2))
    return known or posts.post(court.ann, court.thread_id, "Something about the second episode.")
