"""Where a case stands in the queue: its flags, who made them, and whom it can still reach, counted anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select

from forum.accounts.models import Person
from forum.domain.flags import CLASSES, FlagReason
from forum.domain.gates import Gate
from forum.domain.priority import MOST_EXPOSED, accuracy, place, reaches
from forum.domain.progress import Progress
from forum.groups.models import Membership
from forum.infra.db import db
from forum.moderation.models import Case, Flag
from forum.moderation.records import FlagRecord
from forum.moderation.targets import POST
from forum.posts.models import Post
from forum.shows.models import ProgressMark
from forum.shows.queries import catalogues
from forum.shows.queries.clearances import MARKS, progress_of
from forum.threads.models import ReadMark, Thread

SPOILS = "spoilers"
"""The class of reasons that hurt only those who have not seen an episode."""


def rank(case: Case, now: datetime) -> None:
    """Count what a held case has, and put it in its place."""
    flags = db.session.execute(
        select(Flag.reason, Flag.spoils, FlagRecord.agreed, FlagRecord.disagreed)
        .join(FlagRecord, FlagRecord.person_id == Flag.person_id, isouter=True)
        .where(Flag.case_id == case.id)
    ).all()
    given = [FlagReason(one.reason) for one in flags]
    trust = [accuracy(one.agreed or 0, one.disagreed or 0) for one in flags]
    case.flag_count, case.trust, case.exposure = len(given), sum(trust), _exposure(case, flags, now)
    case.reasons = [one.value for one in FlagReason if one in given]
    case.place_at = place(case.opened_at, given, trust, case.exposure)


def _exposure(case: Case, flags: Sequence[Row[Any]], now: datetime) -> int:
    """How many members of the group it could still spoil or hurt, of at most so many who have not come to it yet.

    None of a profile. Three statements, whatever the size of the group.
    """
    here = db.session.execute(
        select(Thread.id, Thread.group_id, Thread.gate, Post.position, Post.seal)
        .join(Post, Post.thread_id == Thread.id)
        .where(Post.id == case.post_id)
    ).one_or_none()
    if here is None:
        return 0
    spoiled = _spoiled(flags, Gate.from_json(here.gate) if here.gate else None)
    seal = Gate.from_json(here.seal) if here.seal and case.target_kind == POST else None
    gates = (spoiled or frozenset()) | ({seal} if seal else frozenset())
    known = catalogues({show_id for gate in gates for show_id in gate.show_ids()})
    exposed = 0
    for country, places in _to_come(here.id, here.group_id, here.position, known):
        exposed += reaches(spoiled, seal, known, places=places, territory=country, now=now)
    return exposed


def _spoiled(flags: Iterable[Row[Any]], own: Gate | None) -> frozenset[Gate] | None:
    """What it gives away, by those who reported it. None = it hurts whoever comes to it.

    Who named no episode meant that of the thread.
    """
    gates = set()
    for flag in flags:
        gate = Gate.from_json(flag.spoils) if flag.spoils else own
        if CLASSES[FlagReason(flag.reason)].rule != SPOILS or gate is None:
            return None
        gates.add(gate)
    return frozenset(gates)


def _to_come(
    thread_id: int, group_id: int, position: int, known: Iterable[int]
) -> list[tuple[str | None, dict[int, Progress]]]:
    """Members who have not read so far, at most `MOST_EXPOSED`: their country and their places in these shows."""
    read = (
        select(ReadMark.id)
        .where(
            ReadMark.thread_id == thread_id, ReadMark.person_id == Membership.person_id, ReadMark.position >= position
        )
        .exists()
    )
    unread = (
        select(Membership.person_id)
        .where(Membership.group_id == group_id, ~read)
        .order_by(Membership.id)
        .limit(MOST_EXPOSED)
        .subquery()
    )
    rows = db.session.execute(
        select(unread.c.person_id, Person.country, ProgressMark.show_id, *MARKS)
        .select_from(unread)
        .join(Person, Person.id == unread.c.person_id)
        .outerjoin(ProgressMark, (ProgressMark.person_id == unread.c.person_id) & ProgressMark.show_id.in_(list(known)))
        .order_by(unread.c.person_id)
    ).all()
    people = []
    for _, theirs in groupby(rows, key=lambda row: row.person_id):
        marks = list(theirs)
        people.append((marks[0].country, {row.show_id: progress_of(row) for row in marks if row.show_id is not None}))
    return people
