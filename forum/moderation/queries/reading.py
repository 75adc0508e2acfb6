"""Whether a moderator reads a reported text unasked, and the text itself: through the press, like every text.

What flaggers say a post spoils counts as a seal here: the words that are reported are often just those that nobody
marked, and a moderator must not be spoiled by opening the queue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from forum.domain.gates import Gate
from forum.domain.labels import ENGLISH as LABELS
from forum.domain.labels import LabelWords, label
from forum.domain.people import Reader
from forum.domain.spoilers import Clearance, Outcome
from forum.infra.db import db
from forum.moderation.models import Case, Flag, Reading, Snapshot
from forum.posts.pressing import Place, print_body, read_document
from forum.presenting.posts import Body
from forum.rendering.document import Document
from forum.rendering.words import ENGLISH, Words
from forum.shows import queries as shows


@dataclass(frozen=True, slots=True)
class Text:
    """A kept text. Shapes: `seals` = what it is behind today, and what people say that it spoils."""

    case_id: int
    post_id: int
    version: int
    document: Document
    seals: frozenset[Gate]
    home: int | None

    def gates(self) -> frozenset[Gate]:
        """Everything it may spoil."""
        return self.document.gates() | self.seals


def text_of(case: Case, version: int, stored: Mapping[str, Any], seals: Iterable[Gate], home: int | None) -> Text:
    """A stored document behind these seals. One that cannot be read is shown to nobody: it becomes empty."""
    document = read_document(case.post_id or 0, stored) or Document(())
    return Text(case.id, case.post_id or 0, version, document, frozenset(seals), home)


def latest_texts(
    cases: Sequence[Case], seals: Mapping[int, set[Gate]], homes: Mapping[int, int | None]
) -> dict[int, Text]:
    """By case, the newest text that was reported. One statement."""
    newest = (
        select(Snapshot.case_id, func.max(Snapshot.post_version).label("newest"))
        .where(Snapshot.case_id.in_([case.id for case in cases]))
        .group_by(Snapshot.case_id)
        .subquery()
    )
    rows = db.session.scalars(
        select(Snapshot).join(
            newest, (Snapshot.case_id == newest.c.case_id) & (Snapshot.post_version == newest.c.newest)
        )
    )
    known = {case.id: case for case in cases}
    return {
        row.case_id: text_of(known[row.case_id], row.post_version, row.document, seals[row.case_id], homes[row.case_id])
        for row in rows
    }


def clearance_for(reader: Reader, gates: Iterable[Gate], homes: Iterable[int | None], now: datetime) -> Clearance:
    """The moderator as a plain reader before all shows concerned; what they opened by click elsewhere does not count.

    Shapes: `homes` are the shows of the threads, None for threads about none.
    """
    return shows.clearance(reader, _concerned(gates, homes), now)


def enough(
    sight: Clearance, reader: Reader, gates: Iterable[Gate], homes: Iterable[int | None], now: datetime
) -> Clearance:
    """The clearance that there is already where it knows all shows concerned, otherwise one that does."""
    wanted = _concerned(gates, homes)
    return sight if wanted <= sight.catalogues.keys() else shows.clearance(reader, wanted, now)


def _concerned(gates: Iterable[Gate], homes: Iterable[int | None]) -> set[int]:
    return {show for gate in gates for show in gate.show_ids()} | {home for home in homes if home is not None}


def withheld(gates: Iterable[Gate], clearance: Clearance, now: datetime) -> frozenset[Gate]:
    """Those that this reader has not seen what it takes for."""
    return frozenset(gate for gate in gates if clearance.decide(gate, now).outcome is not Outcome.SHOWN)


def printed(
    text: Text, reader: Reader, clearance: Clearance, now: datetime, *, words: Words = ENGLISH, anyway: bool = False
) -> Body | None:
    """The words, for a moderator who may read them unasked or who asked to.

    Excerpts are printed without marks: where nothing is withheld, they would only stand in the way of the words.
    Shapes: None when withheld. `anyway` prints as for the text's own author: the one view that has everything.
    """
    if withheld(text.gates(), clearance, now) and not anyway:
        return None
    unmarked = replace(words, text_opened="", text_end="")
    place = Place.of(reader, clearance, now, home=text.home, words=unmarked)
    return print_body(text.document, place, post_id=text.post_id, author_id=reader.id if anyway else None, plain=True)


def labels(
    gates: Iterable[Gate], clearance: Clearance, home: int | None, now: datetime, words: LabelWords = LABELS
) -> tuple[str, ...]:
    """What gates are called, shows named where it is not the thread's own."""
    ordered = sorted(gates, key=lambda gate: gate.key)
    known = clearance.catalogues
    return tuple(label(gate, known, show=gate.show_id != home, now=now, words=words) for gate in ordered)


def claimed_gates(flags: Iterable[Flag]) -> dict[int, set[Gate]]:
    """By case, everything that somebody says is spoiled."""
    found: dict[int, set[Gate]] = {}
    for flag in flags:
        gate = flag.gate()
        if gate is not None:
            found.setdefault(flag.case_id, set()).add(gate)
    return found


def reads(reader: Reader) -> ColumnElement[bool]:
    """Whether the reader chose to read a case anyway."""
    return exists().where(Reading.case_id == Case.id, Reading.person_id == reader.id)
