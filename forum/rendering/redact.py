"""A Document, a reader and an instant become what that reader gets. Nothing else leads from stored text to anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from forum.domain.gates import Gate
from forum.domain.spoilers import Clearance, Decision, Outcome
from forum.rendering.document import Cover, Document, Html, Piece, Veil

BY_REQUEST = ("revealed", "opened-all")
_LETTERS = {Cover.MARK: "m", Cover.THREAD: "t", Cover.SEAL: "s", Cover.ECHO: "e"}


@dataclass(frozen=True, slots=True)
class Closed:
    """A veil this reader does not get through. It has no content: there is nothing to leak."""

    gate: Gate
    decision: Decision
    veil_key: str
    block: bool
    cover: Cover


@dataclass(frozen=True, slots=True)
class Opened:
    """A veil that is open to this reader; `by_request` when they asked for it, not by what they have seen."""

    gate: Gate
    decision: Decision
    veil_key: str
    block: bool
    cover: Cover
    inside: tuple[Printed, ...]
    by_request: bool


Printed = Html | Opened | Closed


@dataclass(frozen=True, slots=True)
class Redacted:
    """What one reader gets of one text.

    **Shapes**: `valid_until` = the next instant at which time alone may change it (None: never), a bound for every
    cache; `closed` = veils not passed, not counting what lies within them; `mentions` = handles addressed in what is
    shown, each once.
    """

    pieces: tuple[Printed, ...]
    valid_until: datetime | None = None
    closed: int = 0

    @property
    def mentions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_mentions(self.pieces)))


def redact(
    document: Document,
    clearance: Clearance,
    now: datetime,
    *,
    post_id: int,
    author_id: int | None,
    thread_id: int | None = None,
) -> Redacted:
    """`document` as the reader of `clearance` gets it at `now`.

    A veil's key is `<post_id>:<path>:<gate key>`. With `thread_id` the thread's own veil also opens to readers who
    entered the thread, whose key is `thread:<thread_id>:<gate key>`.
    """
    return _Redaction(clearance, now, post_id, author_id, thread_id).of(document)


def open_veil(
    document: Document,
    clearance: Clearance,
    now: datetime,
    veil_key: str,
    *,
    post_id: int,
    author_id: int | None,
    thread_id: int | None = None,
) -> Opened | None:
    """What a reveal answers: the veil `veil_key` if `clearance`, in whose `revealed` the key must be, opens it.

    None when there is no such veil or it stays closed; the two are not told apart.
    """
    redacted = redact(document, clearance, now, post_id=post_id, author_id=author_id, thread_id=thread_id)
    return next((one for one in _opened(redacted.pieces) if one.veil_key == veil_key), None)


class _Redaction:
    def __init__(
        self, clearance: Clearance, now: datetime, post_id: int, author_id: int | None, thread_id: int | None
    ) -> None:
        self.clearance, self.now = clearance, now
        self.post_id, self.author_id, self.thread_id = post_id, author_id, thread_id
        self.closed = 0
        self.changes: list[datetime] = []

    def of(self, document: Document) -> Redacted:
        pieces = self._pieces(document.pieces, "")
        return Redacted(pieces, min(self.changes, default=None), self.closed)

    def _pieces(self, pieces: tuple[Piece, ...], path: str) -> tuple[Printed, ...]:
        printed: list[Printed] = []
        count = 0
        for piece in pieces:
            if isinstance(piece, Html):
                printed.append(piece)
            else:
                printed.append(self._veil(piece, f"{path}{_LETTERS[piece.cover]}{count}"))
                count += 1
        return tuple(printed)

    def _veil(self, veil: Veil, path: str) -> Opened | Closed:
        key = self._key(veil, path)
        decision = self.clearance.decide(
            veil.gate,
            self.now,
            author_id=self.author_id,
            veil_key=key,
            thread_id=None if veil.cover is Cover.THREAD else self.thread_id,
        )
        if decision.changes_at is not None:
            self.changes.append(decision.changes_at)
        if decision.outcome is not Outcome.SHOWN:
            self.closed += 1
            return Closed(veil.gate, decision, key, veil.block, veil.cover)
        inside = self._pieces(veil.inside, path)
        return Opened(veil.gate, decision, key, veil.block, veil.cover, inside, decision.reason in BY_REQUEST)

    def _key(self, veil: Veil, path: str) -> str:
        if veil.cover is Cover.THREAD and self.thread_id is not None:
            entered = f"thread:{self.thread_id}:{veil.gate.key}"
            if entered in self.clearance.revealed:
                return entered
        return f"{self.post_id}:{path}:{veil.gate.key}"


def _mentions(pieces: tuple[Printed, ...]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, Html):
            yield from piece.mentions
        elif isinstance(piece, Opened):
            yield from _mentions(piece.inside)


def _opened(pieces: tuple[Printed, ...]) -> Iterator[Opened]:
    for piece in pieces:
        if isinstance(piece, Opened):
            yield piece
            yield from _opened(piece.inside)
