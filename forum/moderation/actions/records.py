"""How well people report: counted when a case is decided, taken back when the decision is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import select, update

from forum.domain.flags import CaseOutcome
from forum.infra.db import db
from forum.infra.once import insert_once
from forum.infra.rows import holding
from forum.moderation.models import CaseDecision, Flag
from forum.moderation.records import FlagRecord


def answer_flags(decisions: Sequence[CaseDecision]) -> dict[int, list[int]]:
    """Tie the reports that wait to the decisions that answer them, and count them for those who made them.

    Returns: by decision, who made them, each once.
    """
    answered: dict[int, list[int]] = {}
    counts: Counter[tuple[int, bool]] = Counter()
    for decision in decisions:
        waiting = Flag.case_id == decision.case_id, Flag.decision_id.is_(None)
        people = _people(db.session.scalars(select(Flag.person_id).where(*waiting)))
        db.session.execute(update(Flag).where(*waiting).values(decision_id=decision.id))
        answered[decision.id] = people
        counts.update((one, agreed(decision)) for one in people)
    for (person_id, was_agreed), by in sorted(counts.items()):  # one order, so that two decisions never deadlock
        _count(person_id, was_agreed, by)
    return answered


def release_flags(decision: CaseDecision, *, wait_again: bool) -> None:
    """Take back what a decision counted. Shapes: `wait_again` = the reports are to be answered anew."""
    answered = Flag.decision_id == decision.id
    for person_id in _people(db.session.scalars(select(Flag.person_id).where(answered))):
        _count(person_id, agreed(decision), -1)
    if wait_again:
        db.session.execute(update(Flag).where(answered).values(decision_id=None))


def count_seal(person_id: int, *, right: bool, by: int = 1) -> None:
    """A reader who may seal was right, or was not. Shapes: `by` -1 takes it back."""
    row = _held(person_id)
    if right:
        row.sealed_right = max(0, row.sealed_right + by)
    else:
        row.sealed_wrong = max(0, row.sealed_wrong + by)


def agreed(decision: CaseDecision) -> bool:
    """Whether it agreed with those who reported."""
    return decision.outcome != CaseOutcome.DISMISS.value


def _count(person_id: int, was_agreed: bool, by: int) -> None:
    row = _held(person_id)
    if was_agreed:
        row.agreed = max(0, row.agreed + by)
    else:
        row.disagreed = max(0, row.disagreed + by)


def _held(person_id: int) -> FlagRecord:
    wanted = holding(select(FlagRecord).where(FlagRecord.person_id == person_id))
    wanted = wanted.execution_options(populate_existing=True)
    row: FlagRecord | None = db.session.scalar(wanted)
    if row is None:
        insert_once(FlagRecord(person_id=person_id))
        row = db.session.scalars(wanted).one()
    return row


def _people(found: Iterable[int | None]) -> list[int]:
    return sorted({one for one in found if one is not None})
