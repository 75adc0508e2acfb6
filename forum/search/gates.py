"""Which sets of gates are open to a reader now: asked once, before anything is matched.

Why: docs/adr/0008-search-asks-the-gates-first.md
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import Row, func, select

from forum.domain.people import Reader
from forum.domain.spoilers import Clearance, Outcome
from forum.infra.db import db
from forum.search.models import GateSet
from forum.shows.models import ProgressMark, Show
from forum.shows.queries.catalogues import at_versions
from forum.shows.queries.clearances import MARKS, progress_of

NO_GATE = 0
TOKENS = 150
"""So many marks a match asks for; a reader half-way through many shows gets coarser ones, and a filter behind them."""
KEPT = 2_000


@dataclass(frozen=True, slots=True)
class OpenGates:
    """What is open to one reader.

    Shapes: `ids` of sets of gates, `NO_GATE` among them; `tokens` = the marks of rows behind them, of no other row
    when `is_exact`.
    """

    ids: frozenset[int]
    tokens: tuple[str, ...]
    is_exact: bool = True


FOR_STRANGERS = OpenGates(frozenset((NO_GATE,)), (f"g_{NO_GATE}",))

_kept: OrderedDict[tuple[object, ...], tuple[OpenGates, datetime | None]] = OrderedDict()
_lock = Lock()


def open_gates(reader: Reader, now: datetime) -> OpenGates:
    """The sets that are open to the reader. One statement when nothing changed, two otherwise, none for strangers.

    Only a place in a show opens gates about it: who stated none reads what no gate covers.
    """
    if reader.is_stranger:
        return FOR_STRANGERS
    rows = _places(reader)
    newest = rows[0].newest if rows else 0
    key = (reader.id, reader.territory, reader.strict, newest, *(repr(tuple(row)) for row in rows))
    known = _recall(key, now)
    return known if known is not None else _keep(key, *_asked(_clearance(reader, rows), now))


def forget_open_gates() -> None:
    """Empty the memory of this process."""
    with _lock:
        _kept.clear()


def _places(reader: Reader) -> list[Row[Any]]:
    newest = func.coalesce(select(func.max(GateSet.id)).scalar_subquery(), 0).label("newest")
    return list(
        db.session.execute(
            select(Show.id, Show.version, newest, *MARKS)
            .join(ProgressMark, ProgressMark.show_id == Show.id)
            .where(ProgressMark.person_id == reader.id)
            .order_by(Show.id)
        )
    )


def _clearance(reader: Reader, rows: Sequence[Row[Any]]) -> Clearance:
    """The reader before the shows in which they stated a place; every other show is unknown, which hides."""
    return Clearance(
        reader_id=reader.id,
        catalogues=at_versions({row.id: row.version for row in rows}),
        progress={row.id: progress_of(row) for row in rows},
        territory=reader.territory,
        strict=reader.strict,
    )


def _asked(sight: Clearance, now: datetime) -> tuple[OpenGates, datetime | None]:
    """The decisions, and until when they hold by time alone."""
    rows = (
        db.session.scalars(select(GateSet).where(GateSet.show_id.in_(list(sight.catalogues)))) if sight.progress else ()
    )
    opened: list[GateSet] = []
    shut: set[int] = set()
    changes: list[datetime] = []
    for row in rows:
        decisions = [sight.decide(gate, now) for gate in row.read()]
        changes += [one.changes_at for one in decisions if one.changes_at is not None]
        if all(one.outcome is Outcome.SHOWN for one in decisions):
            opened.append(row)
        elif row.is_alone:
            shut.add(row.show_id)
    tokens, is_exact = _tokens(opened, shut)
    return OpenGates(frozenset((NO_GATE, *(row.id for row in opened))), tokens, is_exact), min(changes, default=None)


def _tokens(opened: Iterable[GateSet], shut: set[int]) -> tuple[tuple[str, ...], bool]:
    """One mark for a show all of whose gates are open, one for each set otherwise; too many become the shows'."""
    whole, parts, mixed = set[int](), list[GateSet](), list[int]()
    for row in opened:
        if not row.is_alone:
            mixed.append(row.id)
        elif row.show_id in shut:
            parts.append(row)
        else:
            whole.add(row.show_id)
    is_exact = len(parts) <= TOKENS
    sets = mixed + [row.id for row in parts] if is_exact else mixed
    shows = whole if is_exact else whole | {row.show_id for row in parts}
    marks = [f"s_{number}" for number in sorted(shows)] + [f"g_{number}" for number in sorted(sets)]
    return (f"g_{NO_GATE}", *marks), is_exact


def _recall(key: tuple[object, ...], now: datetime) -> OpenGates | None:
    with _lock:
        found = _kept.get(key)
        return found[0] if found is not None and (found[1] is None or now < found[1]) else None


def _keep(key: tuple[object, ...], found: OpenGates, until: datetime | None) -> OpenGates:
    with _lock:
        _kept[key] = (found, until)
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found
