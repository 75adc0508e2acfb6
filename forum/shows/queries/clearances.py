"""What a reader may know: their places in shows together with the catalogues."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, select

from forum.domain.people import Reader
from forum.domain.progress import Progress
from forum.domain.spoilers import Clearance
from forum.infra.db import prepared
from forum.infra.settings import current_settings
from forum.shows.models import ProgressMark, Show
from forum.shows.queries.catalogues import at_versions

MARKS = (
    ProgressMark.through_id,
    ProgressMark.order,
    ProgressMark.ticked,
    ProgressMark.unticked,
    ProgressMark.caught_up,
    ProgressMark.delay_days,
    ProgressMark.rewatch_id,
    ProgressMark.as_new,
    ProgressMark.optins,
    ProgressMark.muted_until,
)


def clearance(
    reader: Reader,
    show_ids: Iterable[int],
    now: datetime,  # noqa: ARG001 - every reading query takes the instant; the decision itself is made with one
    revealed: frozenset[str] = frozenset(),
    *,
    moderating: bool = False,
) -> Clearance:
    """The reader before these shows. Unknown ids are left out, which hides what is about them.

    One statement when the catalogues are kept, none for no shows.
    """
    wanted = set(show_ids)
    rows = _rows(reader, wanted) if wanted else []
    return Clearance(
        reader_id=reader.id,
        catalogues=at_versions({row.id: row.version for row in rows}),
        progress={row.id: progress_of(row) for row in rows if not reader.is_stranger and row.is_stated},
        territory=reader.territory,
        strict=reader.strict,
        revealed=revealed,
        moderating=moderating,
        await_region=current_settings().await_region,
    )


def _rows(reader: Reader, show_ids: set[int]) -> list[Row[tuple[object, ...]]]:
    if reader.is_stranger:
        return list(prepared(_versions(), shows=list(show_ids)))
    return list(prepared(_versions_and_marks(), shows=list(show_ids), person=reader.id))


# The two statements of every thread page: put together once, for that costs more than running them.


@cache
def _versions() -> Select[*tuple[Any, ...]]:
    return select(Show.id, Show.version).where(Show.id.in_(bindparam("shows", expanding=True)))


@cache
def _versions_and_marks() -> Select[*tuple[Any, ...]]:
    own = and_(ProgressMark.show_id == Show.id, ProgressMark.person_id == bindparam("person"))
    marks = select(Show.id, Show.version, ProgressMark.id.is_not(None).label("is_stated"), *MARKS)
    return marks.outerjoin(ProgressMark, own).where(Show.id.in_(bindparam("shows", expanding=True)))


def progress_of(row: Row[tuple[object, ...]] | ProgressMark) -> Progress:
    """The stated place, from a row of the table."""
    return Progress(
        through_id=row.through_id,
        order=row.order,
        ticked=frozenset(row.ticked),
        unticked=frozenset(row.unticked),
        caught_up=row.caught_up,
        caught_up_delay=timedelta(days=row.delay_days),
        rewatch_id=row.rewatch_id,
        as_new=row.as_new,
        optins=frozenset(row.optins),
        muted_until=row.muted_until,
    )
