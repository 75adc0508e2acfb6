"""How soon somebody of the care team looked: counts and times, never a case, never a word."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta

from sqlalchemy import select

from forum.care.models import CareCase
from forum.care.working import care_facts
from forum.domain.caring import FIRST_LOOK, Priority
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.infra.db import db
from forum.presenting.caring import ClockCard

DAYS = 28
LEAST = 5
"""Of fewer cases nothing is said: somebody could be found in so small a number."""
MOST = 10_000


def care_clocks(reader: Reader, now: datetime) -> tuple[ClockCard, ...]:
    """By priority: how many cases of the last four weeks somebody looked at, and how soon. Two statements.

    Shapes: most urgent first; `count` None and times 0 where there are fewer than `LEAST`. A case that still waits
    although its time is over counts with the time that it has waited: what nobody looks at does not flatter.
    Units: minutes; the middle one, and the one that nine of ten do not exceed.
    Raises: `Denied` for everybody who is neither staff of the site nor of the team.
    """
    require(reader, Action.CARE_CLOCKS, care_facts(reader))
    rows = db.session.execute(
        select(CareCase.priority, CareCase.opened_at, CareCase.due_at, CareCase.looked_at)
        .where(CareCase.opened_at > now - timedelta(days=DAYS))
        .where(CareCase.looked_at.is_not(None) | (CareCase.closed_at.is_(None) & (CareCase.due_at <= now)))
        .order_by(CareCase.opened_at.desc())
        .limit(MOST)
    )
    minutes: dict[int, list[int]] = defaultdict(list)
    kept: Counter[int] = Counter()
    for priority, opened_at, due_at, looked_at in rows:
        minutes[priority].append(int(((looked_at or now) - opened_at).total_seconds() // 60))
        kept[priority] += looked_at is not None and looked_at <= due_at
    return tuple(_clock(one, sorted(minutes[one]), kept[one]) for one in sorted(Priority))


def _clock(priority: Priority, minutes: list[int], kept: int) -> ClockCard:
    number, target = len(minutes), int(FIRST_LOOK[priority].total_seconds() // 60)
    if number < LEAST:
        return ClockCard(priority.value, target, None, 0, 0, 0)
    middle, ninth = (number + 1) // 2, (number * 9 + 9) // 10
    return ClockCard(priority.value, target, number, kept, minutes[middle - 1], minutes[ninth - 1])
