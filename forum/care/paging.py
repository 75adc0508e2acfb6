"""Telling those on call: by mail, and through the operator's pager. Numbers and clocks leave, nothing about anybody."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

import requests
from sqlalchemy import select

from forum.accounts.models import Person
from forum.care.models import CareCase, CareFollowUp, CareMember, CareMessage
from forum.care.opening import page
from forum.domain.caring import Call
from forum.infra import mail
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.settings import Settings, current_settings
from forum.infra.web.locale import base_url

SECONDS = 10
SIGNATURE = "X-Watercooler-Signature"


class PagerFault(Exception):
    """The pager did not take it; it is tried again."""


def mail_those_on_call(case_id: int, about: Call) -> None:
    """A mail to everybody on call about a case; to the whole team where nobody is."""
    case = db.session.get(CareCase, case_id)
    if case is None or case.closed_at is not None:
        return
    given: dict[str, Any] = {"case_id": case.id, "priority": case.priority, "about": about.value}
    given["due_at"] = case.due_at if case.looked_at is None else None
    for address, locale in _addresses(case):
        link = f"{base_url()}/care/cases/{case.id}"
        mail.send(address, "care_page", locale, link=link, **given)


def _addresses(case: CareCase) -> list[tuple[str, str]]:
    team = (
        select(CareMember.on_call_since, Person.email, Person.language)
        .join(Person, Person.id == CareMember.person_id)
        .where(CareMember.ended_at.is_(None), Person.active, CareMember.person_id != (case.person_id or 0))
        .order_by(CareMember.id)
    )
    rows = db.session.execute(team).all()
    on_call = [row for row in rows if row.on_call_since is not None]
    return [(row.email, row.language) for row in on_call or rows]


def call_pager(case_id: int, about: Call) -> None:
    """One signed request to the configured address; what is refused is tried again by the outbox.

    Shapes: {"event", "case", "about", "priority", "due_at", "url"} as JSON; the header holds the HMAC-SHA256 of the
    body, in hex after "sha256=". `about` is a `Call`, so that no later call is taken for a double of the first.
    Raises: `PagerFault`.
    """
    settings = current_settings()
    case = db.session.get(CareCase, case_id)
    if not settings.care_webhook_url or case is None or case.closed_at is not None:
        return
    body = json.dumps(
        {
            "event": "care.case",
            "case": case.id,
            "priority": case.priority,
            "about": about.value,
            "due_at": case.due_at.isoformat(),
            "url": f"{base_url()}/care/cases/{case.id}",
        },
        separators=(",", ":"),
    ).encode()
    db.session.rollback()
    _post(settings, body)


def _post(settings: Settings, body: bytes) -> None:
    secret = settings.care_webhook_secret.get_secret_value().encode()
    headers = {
        "Content-Type": "application/json",
        SIGNATURE: "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest(),
    }
    try:
        answer = requests.post(
            settings.care_webhook_url, data=body, headers=headers, timeout=SECONDS, allow_redirects=False
        )
    except requests.RequestException as fault:
        raise PagerFault(type(fault).__name__) from None
    if not 200 <= answer.status_code < 300:
        raise PagerFault(str(answer.status_code))


def page_what_waits(now: datetime) -> None:
    """Announce, once, each case that nobody has looked at in time, and each follow-up that is due.

    What one mail or the pager does not take is tried again by the outbox, and keeps no other from being told.
    """
    with transaction():
        waiting = CareCase.closed_at.is_(None), CareCase.looked_at.is_(None), CareCase.due_at <= now
        for case in db.session.scalars(select(CareCase).where(*waiting, CareCase.reminded_at.is_(None))).all():
            case.reminded_at = now
            page(case, Call.LATE)
        due = CareFollowUp.done_at.is_(None), CareFollowUp.due_at <= now, CareFollowUp.reminded_at.is_(None)
        for follow_up in db.session.scalars(select(CareFollowUp).where(*due)).all():
            follow_up.reminded_at = now
            announce("care.page", case_id=follow_up.case_id, about=Call.ASK_AGAIN.value)


def mail_that_words_wait(message_id: int) -> None:
    """A mail to the person: that the team wrote, and nothing of what or why. Shared devices are common."""
    message = db.session.get(CareMessage, message_id)
    if message is None or message.seen_at is not None or message.closed_at is not None:
        return
    person = db.session.get(Person, message.person_id)
    if person is not None and person.active and person.mail_on:
        locale, link = person.language, f"{base_url()}/care/messages"
        mail.send(person.email, "care_message", locale, link=link)
