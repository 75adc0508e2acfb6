"""Notices by anybody: the address is confirmed by mail, then a case is made, and its outcome is told.

What is answered never depends on whether there is anything at the address: hidden groups and posts stay hidden.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from sqlalchemy import and_, delete, or_, select

from forum.accounts.models import Person
from forum.domain.errors import Missing
from forum.domain.flags import CaseOutcome, FlagReason
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.rows import LARGEST_ID, holding
from forum.intake.forms import NoticeForm
from forum.intake.models import PublicNotice
from forum.moderation.actions.flagging import raise_system_flag
from forum.moderation.models import CaseDecision
from forum.moderation.targets import PERSON, POST, THREAD

UNCONFIRMED = timedelta(days=2)
KEPT = timedelta(days=365)
_NUMBERED = {
    POST: re.compile(r"(?:/p/|#p)([0-9]{1,10})(?![0-9])"),
    THREAD: re.compile(r"^/t/([0-9]{1,10})(?![0-9])"),
}
_NAMED = re.compile(r"^/u/([^/]{1,200})")


def send_notice(form: NoticeForm, language: str, now: datetime) -> None:
    """Keep a notice, and ask by mail whether the address is theirs. The answer is the same whatever it is about."""
    with transaction():
        row = PublicNotice(**form.model_dump(exclude={"good_faith"}), language=language, sent_at=now)
        db.session.add(row)
        db.session.flush()
        announce("notice.sent", notice_id=row.id)


def issue_notice_key(notice_id: int) -> tuple[PublicNotice, str] | None:
    """A key for the mail; None when it is confirmed or gone. Issued twice, the second one works."""
    with transaction():
        row = db.session.get(PublicNotice, notice_id)
        if row is None or row.confirmed_at is not None:
            return None
        key = secrets.token_urlsafe(24)
        row.digest = digest_of(key)
        return row, key


def confirm_notice(key: str, now: datetime) -> None:
    """The address is theirs: what is at the address of the notice comes before moderators. Twice is once.

    Raises: `Missing` for a key that is none of ours, or too old.
    """
    with transaction():
        row = notice_of(key, now, hold=True)
        if row.confirmed_at is not None:
            return
        row.confirmed_at, row.case_id = now, _case_of(row, now)
        announce("notice.confirmed", notice_id=row.id)


def notice_of(key: str, now: datetime, *, hold: bool = False) -> PublicNotice:
    """The notice of this key.

    Raises: `Missing`.
    """
    wanted = select(PublicNotice).where(PublicNotice.digest == digest_of(key))
    row: PublicNotice | None = db.session.scalar(holding(wanted) if hold else wanted)
    if row is None or (row.confirmed_at is None and row.sent_at < now - UNCONFIRMED):
        raise Missing
    return row


def _case_of(row: PublicNotice, now: datetime) -> int | None:
    found = place_of(row.url)
    if found is None:
        return None
    try:
        return raise_system_flag(*found, FlagReason(row.reason), f"notice {row.id}: {row.words}"[:300], now)
    except Missing:
        return None


def place_of(url: str) -> tuple[str, int] | None:
    """What an address leads to: a post, else the title of a thread or a profile. Shapes: kind and number of a target.

    Nothing is asked of who may see it: `raise_system_flag` looks everywhere, and nobody outside is told.
    """
    address = urlsplit(url)
    for kind, pattern in _NUMBERED.items():
        found = pattern.search(f"{address.path}#{address.fragment}")
        if found is not None:
            return (kind, int(found[1])) if 0 < int(found[1]) <= LARGEST_ID else None
    named = _NAMED.match(address.path)
    folded = unquote(named[1]).lower() if named is not None else ""
    person_id = db.session.scalar(select(Person.id).where(Person.handle_folded == folded)) if folded else None
    return (PERSON, person_id) if person_id is not None else None


def answer_notices(decision_id: int, now: datetime) -> None:
    """A moderator decided a case: whoever sent a notice about it is told the outcome, once."""
    with transaction():
        decision = db.session.get(CaseDecision, decision_id)
        if decision is None:
            return
        about = (PublicNotice.case_id == decision.case_id, PublicNotice.answered_at.is_(None))
        acted = decision.outcome not in (CaseOutcome.DISMISS.value, CaseOutcome.ADVISE.value)
        for row in db.session.scalars(holding(select(PublicNotice).where(*about))):
            row.answered_by_id = decision.decided_by_id
            row.answered_at, row.outcome = now, "acted" if acted else "kept"
            announce("notice.answered", notice_id=row.id)


def forget_notices(now: datetime) -> None:
    """Unconfirmed ones after two days, answered ones after a year; what is contested stays until it is answered."""
    never = and_(PublicNotice.confirmed_at.is_(None), PublicNotice.sent_at < now - UNCONFIRMED)
    settled = or_(PublicNotice.contested_at.is_(None), PublicNotice.closed_at < now - KEPT)
    over = and_(PublicNotice.answered_at < now - KEPT, settled)
    with transaction():
        db.session.execute(delete(PublicNotice).where(or_(never, over)))


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
