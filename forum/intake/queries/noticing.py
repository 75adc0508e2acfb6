"""Notices of people outside: those that staff answers, and what their sender reads."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.accounts.models import IS_STAFF, Person
from forum.domain.errors import Missing
from forum.domain.flags import APPEAL_WITHIN
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, require
from forum.infra.db import db
from forum.intake.actions.answering import answered_notice, contestable
from forum.intake.models import NOTICE_WAITS, PublicNotice
from forum.moderation.models import Case
from forum.presenting.noticing import AnswerCard, NoticeCard, NoticesPage

PAGE = 30


def waiting_notices(reader: Reader, after: int = 0) -> NoticesPage:
    """Notices without a case and contested answers, oldest first. Shapes: `after` the number of the last one seen.

    Raises: `Denied` for everybody but staff.
    """
    require(reader, Action.NOTICE_ANSWER, SiteFacts())
    rows = db.session.execute(
        select(PublicNotice, Case.author_id)
        .outerjoin(Case, Case.id == PublicNotice.case_id)
        .where(NOTICE_WAITS, PublicNotice.id > after)
        .order_by(PublicNotice.id)
        .limit(PAGE + 1)
    ).all()
    staff = _staff()
    cards = tuple(_card(reader, row.PublicNotice, row.author_id, staff) for row in rows[:PAGE])
    return NoticesPage(cards, next=cards[-1].id if len(rows) > PAGE else None)


def notice_card(reader: Reader, notice_id: int) -> NoticeCard:
    """One of them, also when it is answered: a notice without a case, or one whose answer was contested.

    Raises: `Denied` for everybody but staff; `Missing`, also for notices that only moderators ever answered.
    """
    require(reader, Action.NOTICE_ANSWER, SiteFacts())
    row = db.session.execute(
        select(PublicNotice, Case.author_id)
        .outerjoin(Case, Case.id == PublicNotice.case_id)
        .where(PublicNotice.id == notice_id, PublicNotice.confirmed_at.is_not(None))
        .where(PublicNotice.case_id.is_(None) | PublicNotice.contested_at.is_not(None))
    ).one_or_none()
    if row is None:
        raise Missing
    return _card(reader, row.PublicNotice, row.author_id, _staff())


def _card(reader: Reader, row: PublicNotice, author_id: int | None, staff: frozenset[int]) -> NoticeCard:
    contested = row.contested_at is not None
    involved = contested and reader.id in (row.answered_by_id, author_id)
    return NoticeCard(
        id=row.id,
        name=row.name,
        language=row.language,
        url=row.url,
        reason=row.reason,
        words=row.words,
        sent_at=row.sent_at,
        case_id=row.case_id,
        contest=row.contest or "",
        answer=row.answer or "",
        outcome=row.outcome or "",
        closing=row.closing or "",
        waits=row.answered_at is None or (contested and row.closed_at is None),
        involved=involved,
        alone=involved and not staff - {row.answered_by_id, author_id},
    )


def answer_card(key: str, now: datetime) -> AnswerCard:
    """What became of a notice, for whoever holds the key of the mail. It tells nothing of what stands at the address.

    Raises: `Missing`.
    """
    row = answered_notice(key)
    return AnswerCard(
        id=row.id,
        outcome=row.outcome or "kept",
        answer=row.answer or "",
        contest=row.contest or "",
        closing=row.closing or "",
        closed=row.closed_at is not None,
        until=row.answered_at + APPEAL_WITHIN if row.answered_at and contestable(row, now) else None,
        alone=row.closed_at is None and not _staff() - {row.answered_by_id},
    )


def _staff() -> frozenset[int]:
    """Who can answer: three of them at most, for nobody asks for more than somebody besides two."""
    wanted = select(Person.id).where(IS_STAFF, Person.active).order_by(Person.id).limit(3)
    return frozenset(db.session.scalars(wanted))
