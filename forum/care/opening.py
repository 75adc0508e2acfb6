"""Opening a case, and making one more urgent: by what was found, and by people who ask or worry."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.care.models import CareCase, CareEvent
from forum.domain.caring import FIRST_LOOK, Call, Priority, Sign
from forum.infra.db import db
from forum.infra.jobs import announce
from forum.infra.rows import holding


def open_case(post_id: int, person_id: int | None, sign: Sign, priority: Priority, now: datetime) -> CareCase:
    """A case that people asked for. The one that is open already is made more urgent where it was less so."""
    known = open_case_of(post_id)
    if known is not None:
        more_urgent(known, priority, now)
        return known
    return new_case(post_id, person_id, sign, priority, now)


def open_case_of(post_id: int) -> CareCase | None:
    """The open case of a post, held for a change."""
    wanted = holding(select(CareCase).where(CareCase.post_id == post_id, CareCase.closed_at.is_(None)))
    found: CareCase | None = db.session.scalar(wanted.execution_options(populate_existing=True))
    return found


def new_case(post_id: int, person_id: int | None, sign: Sign, priority: Priority, now: datetime) -> CareCase:
    """A case in the running transaction; whoever is on call hears of it."""
    case = CareCase(
        post_id=post_id,
        person_id=person_id,
        what=sign.value,
        priority=int(priority),
        rules=[],
        place="post",
        opened_at=now,
        due_at=now + FIRST_LOOK[priority],
    )
    db.session.add(case)
    db.session.flush()
    page(case)
    note_event(case, "opened", now)
    return case


def more_urgent(case: CareCase, priority: Priority, now: datetime) -> None:
    """Never less: that is for people."""
    if sooner(case, priority, now):
        page(case)


def sooner(case: CareCase, priority: Priority, now: datetime) -> bool:
    """At least that urgent from now on. Returns whether it was less."""
    if priority >= case.priority:
        return False
    case.priority, case.due_at = int(priority), min(case.due_at, now + FIRST_LOOK[priority])
    return True


def page(case: CareCase, about: Call = Call.WAITS) -> None:
    """Tell those on call by mail, and of the most urgent also through the operator's pager. What begins as P2 can wait
    for whoever opens the queue; what comes of it later cannot."""
    if case.level is not Priority.P2 or about is not Call.WAITS:
        announce("care.page", case_id=case.id, about=about.value)
    if case.level is Priority.P0 and about is not Call.ASK_AGAIN:
        announce("care.webhook", case_id=case.id, about=about.value)


def note_event(
    case: CareCase, what: str, now: datetime, person_id: int | None = None, words: str | None = None
) -> None:
    """Write down what happened to a case."""
    db.session.add(CareEvent(case_id=case.id, person_id=person_id, what=what, words=words, happened_at=now))
