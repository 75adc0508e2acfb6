"""Words to one person: written by itself when a post tells of need, by the team, and that person's answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from forum.care.actions.counting import count
from forum.care.forms import AnswerForm, ChoiceForm
from forum.care.models import CareCase, CareChoice, CareMessage, Concern
from forum.care.opening import note_event, open_case, page, sooner
from forum.domain.caring import MESSAGE_WEEK, Call, Priority, Sign, may_write_again
from forum.domain.errors import Denied, Missing
from forum.domain.people import Reader
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.rows import HELD, LARGEST_ID

BY_ITSELF = ("self", "other")


def write_by_itself(person_id: int, case: CareCase, kind: str, now: datetime) -> None:
    """The care message to the author of a post, unless they want none or had enough of them: then only people write."""
    wanted_none = select(CareChoice.messages_off_at).where(CareChoice.person_id == person_id)
    if db.session.scalar(wanted_none) is not None:
        return
    lately = select(CareMessage.sent_at).where(
        CareMessage.person_id == person_id,
        CareMessage.sent_at > now - MESSAGE_WEEK,
        CareMessage.kind.in_(BY_ITSELF),
    )
    if not may_write_again(list(db.session.scalars(lately)), now):
        return
    message = CareMessage(person_id=person_id, case_id=case.id, post_id=case.post_id, kind=kind, sent_at=now)
    db.session.add(message)
    db.session.flush()
    count("messages", now)
    announce("care.written", message_id=message.id)


def say_not_me(actor: Reader, message_id: int, now: datetime) -> None:
    """It is not about me: the finding is deleted at once, and nothing but a number of the day remembers it.

    What is most urgent, and what somebody else worried about, stays before the team, without what was found.
    Said twice is said once.
    Raises: `Missing`; `Denied`.
    """
    with transaction():
        message = _own(actor, message_id)
        if message.closed_at is not None:
            return
        case = db.session.get(CareCase, message.case_id) if message.case_id is not None else None
        message.closed_at, message.case_id, message.post_id = now, None, None
        db.session.flush()
        count("not-me", now)
        if case is not None and case.closed_at is None:
            _drop(case, now)


def _drop(case: CareCase, now: datetime) -> None:
    worried = db.session.scalar(select(Concern.id).where(Concern.case_id == case.id).limit(1))
    if case.level is Priority.P0 or case.what == Sign.METHOD or worried is not None:
        case.rules, case.denied_at = [], now
        note_event(case, "not-me", now)
        return
    db.session.execute(delete(CareCase).where(CareCase.id == case.id))


def ask_to_be_written_to(actor: Reader, message_id: int, now: datetime) -> None:
    """I would like somebody of the team to write to me.

    Raises: `Missing`, also when the message is closed; `Denied`.
    """
    with transaction():
        message = _own(actor, message_id)
        case = db.session.get(CareCase, message.case_id) if message.case_id is not None else None
        if case is None:
            raise Missing
        if case.closed_at is not None:
            case = _reopened(case, now)
            message.case_id = case.id
        if case.asked_at is None:
            case.asked_at = now
            note_event(case, "asked", now, actor.id)
            sooner(case, Priority.P1, now)
            page(case, Call.ASKED)


def answer_team(actor: Reader, message_id: int, form: AnswerForm, now: datetime) -> None:
    """Write back to the team.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        message = _own(actor, message_id)
        case = db.session.get(CareCase, message.case_id) if message.case_id is not None else None
        if case is None:
            raise Missing
        if case.closed_at is not None:
            case = _reopened(case, now)
        answer = CareMessage(
            person_id=actor.id,
            case_id=case.id,
            post_id=case.post_id,
            kind="answer",
            words=form.words,
            sender_id=actor.id,
            sent_at=now,
            seen_at=now,
        )
        db.session.add(answer)
        note_event(case, "answered", now, actor.id)
        page(case, Call.ANSWERED)


def _reopened(case: CareCase, now: datetime) -> CareCase:
    """Somebody comes back: a new case about the same post, unless there is an open one."""
    return open_case(case.post_id, case.person_id, Sign.ASKED, Priority.P1, now)


def mark_seen(actor: Reader, now: datetime) -> None:
    """The messages of the actor were before their eyes."""
    with transaction():
        unseen = select(CareMessage).where(CareMessage.person_id == actor.id, CareMessage.seen_at.is_(None))
        for message in db.session.scalars(unseen):
            message.seen_at = now


def choose(actor: Reader, form: ChoiceForm, now: datetime) -> None:
    """Whether I want private care messages. The notice of threads and the team's duty to look stay as they are.

    Raises: `Denied`.
    """
    with transaction():
        if actor.id is None:
            raise Denied("sign-in")
        known = db.session.get(CareChoice, actor.id, with_for_update=HELD)
        if known is None:
            known = CareChoice(person_id=actor.id)
            db.session.add(known)
        known.messages_off_at = None if form.messages else now


def _own(actor: Reader, message_id: int) -> CareMessage:
    if actor.id is None:
        raise Denied("sign-in")
    message = db.session.get(CareMessage, message_id) if 0 < message_id <= LARGEST_ID else None
    if message is None or message.person_id != actor.id or message.kind == "answer":
        raise Missing
    return message
