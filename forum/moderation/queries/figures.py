"""How moderation goes, in figures: for one group, or for the whole site. Ranges on indexes, never a scan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, select, true
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts import queries as accounts
from forum.domain.errors import Denied
from forum.domain.flags import WAITING, CaseOutcome
from forum.domain.people import Reader
from forum.domain.permissions import Action, GroupFacts, judge, require
from forum.domain.queueing import AGES
from forum.groups import queries as groups
from forum.groups.models import Group
from forum.infra.db import db
from forum.moderation.desk_models import CaseRound
from forum.moderation.models import Case, CaseDecision, LedgerEntry
from forum.moderation.queries.outcomes import early_seals, overturned
from forum.moderation.records import Appeal
from forum.presenting.figures import DayCard, FiguresPage, LoadCard, ReportPage, WaitCard

DAYS = 28
_LONGEST = timedelta(days=366)


def group_figures(reader: Reader, slug: str, now: datetime) -> FiguresPage:
    """A group's figures of the last four weeks, for its moderators; how much each did, for owners and staff alone.

    Raises: `Missing`; `Denied`.
    """
    facts = groups.group_facts(reader, slug, now)
    require(reader, Action.FIGURES_READ, facts)
    name = db.session.scalar(select(Group.name).where(Group.id == facts.id)) or ""
    return _figures(CaseRound.group_id == facts.id, now, slug, name, leads=_leads(reader, facts))


def site_figures(reader: Reader, now: datetime) -> FiguresPage:
    """The whole site's, for its staff.

    Raises: `Denied`.
    """
    require_staff(reader)
    return _figures(true(), now, "", "", leads=reader.is_administrator)


def require_staff(reader: Reader) -> None:
    """Raises: `Denied` for everybody who is not of the site's staff."""
    if reader.is_stranger:
        raise Denied("sign-in")
    if not reader.is_staff or reader.suspended:
        raise Denied("staff-only")


def _leads(reader: Reader, facts: GroupFacts) -> bool:
    return judge(reader, Action.LOAD_READ, facts).allowed


def _figures(where: ColumnElement[bool], now: datetime, slug: str, name: str, *, leads: bool) -> FiguresPage:
    today = now.astimezone(UTC).date()
    first = today - timedelta(days=DAYS - 1)
    since = _midnight(first)
    inflow, decided = _per_day(where, CaseRound.opened_at, since), _per_day(where, CaseRound.decided_at, since)
    decisions, taken_back = overturned(where, since, now)
    return FiguresPage(
        group_slug=slug,
        group_name=name,
        since=first,
        open_by_age=_open_by_age(where, now),
        days=tuple(
            DayCard(day, inflow.get(day, 0), decided.get(day, 0))
            for day in (first + timedelta(days=number) for number in range(DAYS))
        ),
        waits=_waits(where, since, now),
        decisions=decisions,
        overturned=taken_back,
        seals=early_seals(where, since, now),
        load=_load(where, since) if leads else (),
        leads=leads,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _per_day(
    where: ColumnElement[bool],
    at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    since: datetime,
) -> dict[date, int]:
    """How many on each day. Both databases write an instant in UTC with its date first."""
    is_text = db.engine.dialect.name == "sqlite"
    text = cast(at, String) if is_text else func.to_char(func.timezone("UTC", at), "YYYY-MM-DD")
    day = func.substr(text, 1, 10).label("day")
    rows = db.session.execute(select(day, func.count()).where(where, at >= since).group_by(day))
    return {date.fromisoformat(row[0]): row[1] for row in rows}


def _open_by_age(where: ColumnElement[bool], now: datetime) -> tuple[tuple[str, int], ...]:
    """Waiting cases, each counted once, under the longest age that it has reached."""
    waiting = CaseRound.decided_at.is_(None), CaseRound.opened_at > now - _LONGEST
    ages = sorted(AGES.items(), key=lambda one: one[1], reverse=True)
    steps = [(CaseRound.opened_at <= now - span, age.value) for age, span in ages]
    age = case(*steps, else_="new").label("age")
    rows = db.session.execute(select(age, func.count()).where(where, *waiting).group_by(age))
    found: Mapping[str, int] = {row[0]: row[1] for row in rows}
    return tuple((name, found.get(name, 0)) for name in ("new", *(one.value for one in AGES)))


def _waits(where: ColumnElement[bool], since: datetime, until: datetime) -> tuple[WaitCard, ...]:
    """Median and ninth decile of the minutes until somebody looked and until it was decided, by reason."""
    looked = _deciles(where, CaseRound.look_minutes, since, until)
    decided = _deciles(where, CaseRound.decide_minutes, since, until)
    return tuple(
        WaitCard(reason, count, *looked.get(reason, (count, 0, 0))[1:], median, most)
        for reason, (count, median, most) in sorted(decided.items(), key=lambda one: -one[1][0])
    )


def _deciles(
    where: ColumnElement[bool], minutes: InstrumentedAttribute[int | None], since: datetime, until: datetime
) -> dict[str, tuple[int, int, int]]:
    """By reason: how many, the middle one, and the one that nine of ten do not exceed."""
    in_time = CaseRound.decided_at >= since, CaseRound.decided_at < until, minutes.is_not(None)
    ordered = (
        select(
            CaseRound.reason,
            minutes.label("minutes"),
            func.row_number().over(partition_by=CaseRound.reason, order_by=minutes).label("place"),
            func.count().over(partition_by=CaseRound.reason).label("number"),
        )
        .where(where, *in_time)
        .subquery()
    )
    middle, ninth = (ordered.c.number + 1) // 2, (ordered.c.number * 9 + 9) // 10
    rows = db.session.execute(
        select(
            ordered.c.reason,
            func.max(ordered.c.number),
            func.max(case((ordered.c.place == middle, ordered.c.minutes))),
            func.max(case((ordered.c.place == ninth, ordered.c.minutes))),
        ).group_by(ordered.c.reason)
    )
    return {row[0]: (row[1], row[2] or 0, row[3] or 0) for row in rows}


def _load(where: ColumnElement[bool], since: datetime) -> tuple[LoadCard, ...]:
    """How much each moderator decided."""
    rows = db.session.execute(
        select(CaseRound.decided_by_id, func.count(), func.max(CaseRound.decided_at))
        .where(where, CaseRound.decided_at >= since, CaseRound.decided_by_id.is_not(None))
        .group_by(CaseRound.decided_by_id)
        .order_by(func.count().desc())
        .limit(100)
    ).all()
    people = accounts.people_cards([row[0] for row in rows])
    return tuple(LoadCard(people.get(row[0] or 0), row[1]) for row in rows)


# -- the transparency report


def report(first: date, last: date) -> ReportPage:
    """What was done on the whole site in these days, both counted in: for everybody, without names.

    Source: Regulation (EU) 2022/2065 Art. 15(1) and 24(1): notices, own-initiative acts, complaints, median times.
    """
    since, until = _midnight(first), _midnight(last + timedelta(days=1))
    decided = CaseRound.decided_at >= since, CaseRound.decided_at < until
    opened = CaseRound.opened_at >= since, CaseRound.opened_at < until
    made = CaseDecision.decided_at >= since, CaseDecision.decided_at < until
    made_appeals = Appeal.answered_at >= since, Appeal.answered_at < until
    decisions, taken_back = overturned(true(), since, until)
    return ReportPage(
        first=first,
        last=last,
        opened=_counts(CaseRound.reason, *opened),
        decided=_counts(CaseRound.reason, *decided),
        outcomes=_counts(CaseDecision.outcome, *made),
        appeals=_counts(Appeal.outcome, *made_appeals),
        waits=_waits(true(), since, until),
        decisions=decisions,
        overturned=taken_back,
        automated=_automated(since, until),
        seals=early_seals(true(), since, until),
    )


def _automated(since: datetime, until: datetime) -> int:
    """Seals that no moderator set: those of the forum's rules and of readers whom it trusts."""
    by_machine = LedgerEntry.actor_id.is_(None), LedgerEntry.what == CaseOutcome.SEAL.value
    in_time = LedgerEntry.happened_at >= since, LedgerEntry.happened_at < until
    return db.session.scalar(select(func.count(LedgerEntry.id)).where(*by_machine, *in_time)) or 0


def _counts(by: Any, *where: ColumnElement[bool]) -> tuple[tuple[str, int], ...]:
    rows = db.session.execute(select(by, func.count()).where(*where).group_by(by).order_by(func.count().desc(), by))
    return tuple((row[0], row[1]) for row in rows if row[0])


def waiting_since(group_id: int, now: datetime) -> tuple[int, datetime | None]:
    """How many cases of a group wait, and since when the oldest does."""
    waiting = CaseRound.group_id == group_id, CaseRound.decided_at.is_(None), CaseRound.opened_at > now - _LONGEST
    row = db.session.execute(
        select(func.count(), func.min(CaseRound.opened_at))
        .join(Case, Case.id == CaseRound.case_id)
        .where(*waiting, Case.state.in_([one.value for one in WAITING]))
    ).one()
    return row[0], row[1]
