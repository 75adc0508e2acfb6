"""Whom a case is for first: those who have seen what it is about. Everybody else finds it at the end of their queue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, or_, select

from forum.domain.people import Reader
from forum.domain.queueing import Spot
from forum.domain.spoilers import Clearance
from forum.infra.db import db
from forum.moderation.desk_models import CaseGates
from forum.moderation.models import Case
from forum.moderation.queries import reading
from forum.moderation.queries.placing import cases_in_place
from forum.moderation.queries.sifting import moderated, waiting

MOST_SETS = 2000
"""Kinds of what cases are about, of one moderator's queue, that are looked at: as many as there are episodes, about."""


def unseen_sets(reader: Reader, now: datetime) -> frozenset[int]:
    """What waits in the reader's queue and is about something that they have not seen.

    One statement, and one for their shows where there are any.
    """
    return sight_of_queue(reader, now, ())[1]


def sight_of_queue(reader: Reader, now: datetime, homes: Iterable[int]) -> tuple[Clearance, frozenset[int]]:
    """The reader before all that waits in their queue, and what of it they have not seen.

    Shapes: `homes` are shows that the clearance knows as well. Costs as much as `unseen_sets`.
    """
    there = cases_in_place(reader).with_only_columns(Case.id).where(moderated(reader, now), waiting())
    kinds = select(CaseGates).where(there.where(Case.gate_set_id == CaseGates.id).correlate(CaseGates).exists())
    gates = {kind.id: kind.read() for kind in db.session.scalars(kinds.limit(MOST_SETS))}
    sight = reading.clearance_for(reader, frozenset().union(*gates.values()), homes, now)
    return sight, frozenset(number for number, told in gates.items() if reading.withheld(told, sight, now))


def unseen(reader: Reader, sets: frozenset[int]) -> ColumnElement[int]:
    """1 for what the reader has not seen and did not choose to read, otherwise 0."""
    return case((and_(Case.gate_set_id.in_(sets), ~reading.reads(reader)), 1), else_=0)


def comes_after(spot: Spot, rank: ColumnElement[int]) -> ColumnElement[bool]:
    """Cases behind a place, in the order of the queue: what was seen first, then by place."""
    at = Case.place_at
    later = or_(at > spot.at, and_(at == spot.at, Case.id > spot.case_id))
    return or_(rank > int(spot.unseen), and_(rank == int(spot.unseen), later))
