"""The ledger played again: where every case stands, from its lines alone.

Claims leave no line, because nobody is decided upon by them; a case that is claimed waits like an open one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forum.domain.flags import CaseEvent, CaseOutcome, CaseState, step

EVENTS: Mapping[str, CaseEvent] = {
    **{outcome.value: CaseEvent.DECIDE for outcome in CaseOutcome},
    "undone": CaseEvent.REOPEN,
    "reversed": CaseEvent.REVERSE,
    "reopened": CaseEvent.FLAG,
}
"""What a line does to its case. Every other line (somebody read it, appealed, was told that it stands) changes none."""


@dataclass(frozen=True, slots=True)
class Told:
    """A line, as far as it tells of a case."""

    case_id: int
    what: str
    decision_id: int | None = None


def replayed(lines: Iterable[Told]) -> dict[int, CaseState]:
    """By case, where it stands after all these lines, the oldest first. Waiting is `OPEN` or `REOPENED`.

    Raises: `NoSuchStep` when the lines tell of something that cannot have happened.
    """
    states: dict[int, CaseState] = {}
    decided: dict[int, tuple[int | None, str]] = {}
    for line in lines:
        before = states.get(line.case_id, CaseState.OPEN)
        event = _event(line, before, decided.get(line.case_id))
        if event is None:
            continue
        states[line.case_id] = step(before, event)
        if event is CaseEvent.DECIDE:
            decided[line.case_id] = (line.decision_id, line.what)
    return states


def _event(line: Told, before: CaseState, last: tuple[int | None, str] | None) -> CaseEvent | None:
    """An older decision that is taken back changes nothing; an overturned dismissal brings its case back."""
    is_latest = last is not None and last[0] == line.decision_id
    if line.what not in ("reversed", "overturned"):
        return EVENTS.get(line.what)
    if not is_latest:
        return None
    dismissed = last is not None and last[1] == CaseOutcome.DISMISS.value
    back = line.what == "overturned" and dismissed and before is CaseState.DECIDED
    return CaseEvent.REOPEN if back else CaseEvent.REVERSE
