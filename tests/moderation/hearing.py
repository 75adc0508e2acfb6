"""What tests of decisions look at, and the forms that they send."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.models import Person
from forum.domain.people import Reader
from forum.infra.db import db
from forum.moderation import actions
from forum.moderation.forms import AnswerAppealForm, AppealForm, ReverseForm
from forum.moderation.models import LedgerEntry
from forum.moderation.records import DecisionLetter, FlagRecord
from forum.threads.models import Thread
from tests.factories import groups, posts
from tests.moderation.conftest import Court

SORRY = ReverseForm.read({"reason": "I was wrong."})
PLEASE = AppealForm.read({"words": "It was a quotation."})
SCOPE = "harbour-lights S01E02"


def lines() -> list[str]:
    return list(db.session.scalars(select(LedgerEntry.what).order_by(LedgerEntry.id)))


def letters(decision_id: int, kind: str = "decision") -> dict[int, str]:
    rows = db.session.scalars(
        select(DecisionLetter).where(DecisionLetter.decision_id == decision_id, DecisionLetter.kind == kind)
    )
    return {row.person_id: row.role for row in rows}


def record(who: Reader) -> tuple[int, int]:
    db.session.expire_all()
    row = db.session.get(FlagRecord, who.id)
    return (row.agreed, row.disagreed) if row else (0, 0)


def answer(who: Reader, appeal_id: int, outcome: str, court: Court) -> None:
    form = AnswerAppealForm.read({"outcome": outcome, "answer": "We looked again."})
    actions.answer_appeal(who, appeal_id, form, court.now)


def again(court: Court) -> Reader:
    """The author as they are now."""
    db.session.expire_all()
    return db.session.get_one(Person, court.ann.id).facts(court.now)


def elsewhere(court: Court) -> int:
    number = groups.thread(court.group_id, court.ann, "Elsewhere", kind="open")
    posts.post(court.ann, number, "It begins here.")
    return number


def state_of(court: Court) -> tuple[object, ...]:
    """Everything that a decision may have changed."""
    db.session.expire_all()
    post = posts.row(court.post_id)
    thread = db.session.get_one(Thread, court.thread_id)
    return (
        post.removed_at,
        post.seal,
        post.held,
        post.thread_id,
        thread.title,
        thread.locked_at,
        thread.post_count,
        thread.last_post_by_id,
    )
