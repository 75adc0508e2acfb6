"""What staff answers to notices that have no case, and to those who contest an answer: a person, in words, once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from forum.accounts.models import Person
from forum.domain.errors import Conflict, Denied, Missing
from forum.domain.flags import APPEAL_WITHIN, FlagReason
from forum.domain.people import Reader, SiteRole
from forum.domain.permissions import Action, SiteFacts, require
from forum.infra import mail
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.rows import held, holding
from forum.infra.web.locale import base_url
from forum.intake.actions.noticing import digest_of
from forum.intake.forms import ContestForm, NoticeAnswerForm
from forum.intake.models import NOTICE_WAITS, PublicNotice
from forum.moderation.actions.chaining import append
from forum.moderation.actions.flagging import raise_system_flag
from forum.moderation.models import Case, LedgerEntry

CALLED_AFTER = timedelta(days=1)
"""Once a notice has waited so long, the staff is written to every day."""


def issue_answer_key(notice_id: int) -> tuple[PublicNotice, str] | None:
    """A key for the mail with the answer; None when there is none. Issued again, the newest one works."""
    with transaction():
        row = db.session.get(PublicNotice, notice_id)
        if row is None or row.answered_at is None:
            return None
        key = secrets.token_urlsafe(24)
        row.answer_digest = digest_of(key)
        return row, key


def answered_notice(key: str, *, hold: bool = False) -> PublicNotice:
    """The notice of the key in a mail with an answer.

    Raises: `Missing`.
    """
    wanted = select(PublicNotice).where(PublicNotice.answer_digest == digest_of(key))
    row: PublicNotice | None = db.session.scalar(holding(wanted) if hold else wanted)
    if row is None:
        raise Missing
    return row


def contestable(row: PublicNotice, now: datetime) -> bool:
    """Whether the answer can still be contested: once, within six months."""
    return row.answered_at is not None and row.contested_at is None and now < row.answered_at + APPEAL_WITHIN


def contest_answer(key: str, form: ContestForm, now: datetime) -> None:
    """Whoever sent the notice says why the answer is wrong; another person answers.

    Raises: `Missing`; `Conflict` a second time, or after six months.
    """
    with transaction():
        row = answered_notice(key, hold=True)
        if not contestable(row, now):
            raise Conflict("already-decided" if row.contested_at is not None else "too-late")
        row.contested_at, row.contest = now, form.words


def answer_notice(actor: Reader, notice_id: int, form: NoticeAnswerForm, now: datetime) -> None:
    """Answer a notice that has no case, or one whose answer is contested, and close it.

    Raises: `Missing`; `Denied` for everybody but staff, to who gave the contested answer and to whom the case is about;
    `Conflict` when somebody was faster.
    """
    with transaction():
        require(actor, Action.NOTICE_ANSWER, SiteFacts())
        row = _held(notice_id)
        if row.answered_at is None and row.case_id is None:
            row.answered_at, row.answered_by_id, row.answer = now, actor.id, form.words
        elif row.contested_at is not None and row.closed_at is None:
            _refuse_involved(actor, row)
            row.closed_at, row.closed_by_id, row.closing = now, actor.id, form.words
            if form.again:
                _bring_again(row, now)
        else:
            raise Conflict("already-decided")
        row.outcome = form.outcome
        announce("notice.answered", notice_id=row.id)
        what = f"notice-{form.outcome}"
        append(LedgerEntry(case_id=row.case_id, actor_id=actor.id, what=what, target_kind="notice", happened_at=now))


def _held(notice_id: int) -> PublicNotice:
    row = held(PublicNotice, notice_id)
    if row.confirmed_at is None:
        raise Missing
    return row


def _refuse_involved(actor: Reader, row: PublicNotice) -> None:
    """Raises: `Denied`."""
    if row.answered_by_id == actor.id:
        raise Denied("own-decision")
    case = db.session.get(Case, row.case_id) if row.case_id is not None else None
    if case is not None and case.author_id == actor.id:
        raise Denied("own")


def _bring_again(row: PublicNotice, now: datetime) -> None:
    """The case comes before moderators once more. What is gone meanwhile stays gone."""
    case = db.session.get(Case, row.case_id) if row.case_id is not None else None
    if case is None:
        return
    why = f"notice {row.id}, contested: {row.contest}"[:300]
    try:
        raise_system_flag(case.target_kind, case.target_id, FlagReason(row.reason), why, now)
    except Missing:
        return


def mail_that_notices_wait(now: datetime) -> None:
    """Write to the staff when notices wait for more than a day. Nothing is answered by itself."""
    since = func.coalesce(PublicNotice.contested_at, PublicNotice.confirmed_at)
    number, oldest_at = db.session.execute(
        select(func.count(PublicNotice.id), func.min(since)).where(NOTICE_WAITS)
    ).one()
    if oldest_at is None or oldest_at > now - CALLED_AFTER:
        return
    free = or_(Person.suspended_until.is_(None), Person.suspended_until <= now)
    staff = Person.site_role.in_((SiteRole.MODERATOR.value, SiteRole.ADMINISTRATOR.value))
    rows = db.session.execute(select(Person.email, Person.language).where(staff, free, Person.active)).all()
    for row in rows:
        mail.send(row.email, "notices_wait", row.language, link=f"{base_url()}/mod/notices", number=number)
