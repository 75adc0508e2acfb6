"""What the worker does for this room. Handlers may run twice."""

from __future__ import annotations

from datetime import datetime

from forum.domain.automation import Deed
from forum.domain.errors import Missing
from forum.domain.flags import FlagReason
from forum.infra import mail
from forum.infra.db import db
from forum.infra.jobs import every, handles
from forum.infra.web.locale import base_url
from forum.intake import weighing  # noqa: F401 - it registers itself
from forum.intake.actions import (
    answering,
    forget_prints,
    forget_waiting,
    noticing,
    seal_for_readers,
    settle_seal,
    unsettle_seal,
)
from forum.intake.models import Automation, AutomationMatch, PublicNotice
from forum.moderation.actions.flagging import raise_system_flag
from forum.moderation.targets import POST


@handles("automation.matched")
def on_match(payload: dict[str, object], now: datetime) -> None:
    """A rule met a post that stands: what it reports comes into the queue, with the rule's own name."""
    match = db.session.get(AutomationMatch, int(str(payload["match_id"])))
    rule = db.session.get(Automation, match.automation_id) if match is not None else None
    if match is None or rule is None or match.post_id is None or rule.deed not in (Deed.FLAG, Deed.HOLD):
        return
    why = f"{rule.name} (v{rule.version}): " + ", ".join(": ".join(filter(None, one)) for one in match.because)
    try:
        raise_system_flag(POST, match.post_id, FlagReason(rule.reason), why[:300], now)
    except Missing:  # the post is gone meanwhile
        return


@handles("flag.raised")
def on_flag(payload: dict[str, object], now: datetime) -> None:
    """Somebody reported a spoiler: if they may, the curtain falls before a moderator has looked."""
    seal_for_readers(int(str(payload["case_id"])), now)


@handles("case.decided")
def on_decision(payload: dict[str, object], now: datetime) -> None:
    """A moderator decided: the seals of readers were right, or were not."""
    settle_seal(int(str(payload["decision_id"])), now)
    noticing.answer_notices(int(str(payload["decision_id"])), now)


@handles("decision.reversed")
def on_reversal(payload: dict[str, object], now: datetime) -> None:
    """A decision was taken back, and with it what it said of readers' seals."""
    unsettle_seal(int(str(payload["decision_id"])), now)


@handles("notice.sent")
def ask_to_confirm(payload: dict[str, object], _now: datetime) -> None:
    """Ask whether the address is theirs."""
    issued = noticing.issue_notice_key(int(str(payload["notice_id"])))
    if issued is not None:
        row, key = issued
        _write_to(row, "notice_confirm", f"/notice/confirm/{key}")


@handles("notice.confirmed")
def send_receipt(payload: dict[str, object], _now: datetime) -> None:
    """The receipt."""
    row = db.session.get(PublicNotice, int(str(payload["notice_id"])))
    if row is not None:
        _write_to(row, "notice_receipt", "/about#moderation")


@handles("notice.answered")
def send_answer(payload: dict[str, object], _now: datetime) -> None:
    """What became of it, and the way to the answer; the same mail whoever answered."""
    issued = answering.issue_answer_key(int(str(payload["notice_id"])))
    if issued is not None:
        row, key = issued
        _write_to(row, "notice_answered", f"/notice/answer/{key}")


def _write_to(row: PublicNotice, name: str, path: str) -> None:
    """Its number and where it leads, none of its words and nothing of what was found."""
    mail.send(
        row.email,
        name,
        row.language,
        handle=row.name,
        language=row.language,
        number=row.id,
        outcome=row.outcome or "",
        link=base_url() + path,
    )


@every(minutes=60 * 24)
def forget(now: datetime) -> None:
    """Prints and old declined texts go; notices that wait are called out."""
    forget_prints(now)
    forget_waiting(now)
    answering.mail_that_notices_wait(now)
    noticing.forget_notices(now)
