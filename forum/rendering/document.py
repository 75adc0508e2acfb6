"""A text as it is stored: pieces of clean markup, and veils around what needs a gate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from forum.domain.gates import Gate

VERSION = 1
_TAGS = re.compile(r"<[^>]*>")


class Cover(StrEnum):
    """Who put a veil there: the author's mark, the thread's scope, a moderator's seal, or the post that it answers."""

    MARK = "mark"
    THREAD = "thread"
    SEAL = "seal"
    ECHO = "echo"


@dataclass(frozen=True, slots=True)
class Html:
    """Sanitised markup, and the handles addressed in it.

    Balanced only together with its siblings; what stands between two of them can be left out.
    """

    markup: str
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Veil:
    """Pieces that a reader gets only through `gate`."""

    gate: Gate
    inside: tuple[Piece, ...]
    block: bool
    cover: Cover = Cover.MARK


Piece = Html | Veil


@dataclass(frozen=True, slots=True)
class Mention:
    """A person addressed, and the gates (outermost first) behind which that happens.

    Tell them only if all gates are open to them; `redact(...).mentions` answers that.
    """

    handle: str
    gates: tuple[Gate, ...]


class Unreadable(ValueError):
    """Stored data that is no document of a version we know. Show nothing of it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole text, safe to store and to hand to `redact`, and to nothing else.

    **Shapes**: `pieces` in reading order; `links` counts the links anywhere in it.
    """

    pieces: tuple[Piece, ...]
    version: int = VERSION
    links: int = 0

    @property
    def mentions(self) -> tuple[str, ...]:
        """Handles addressed anywhere, veiled or not, each once, as first written."""
        return tuple({mention.handle.lower(): mention.handle for mention in reversed(self.mentioned)}.values())[::-1]

    @property
    def mentioned(self) -> tuple[Mention, ...]:
        """Every mention with the gates around it."""
        return tuple(_mentioned(self.pieces, ()))

    def gates(self) -> frozenset[Gate]:
        """Every gate at any depth."""
        return frozenset(veil.gate for veil in veils(self.pieces))

    def show_ids(self) -> frozenset[int]:
        """The shows whose catalogue and progress decide about this text."""
        return frozenset(show_id for gate in self.gates() for show_id in gate.show_ids())

    def to_json(self) -> dict[str, Any]:
        """Plain data for a JSON column."""
        return {"v": self.version, "links": self.links, "pieces": [_piece_to_json(piece) for piece in self.pieces]}

    @classmethod
    def from_json(cls, data: Any) -> Document:
        """The document that `to_json` wrote. Raises: Unreadable."""
        try:
            if data["v"] != VERSION:
                raise Unreadable(f"document version {data['v']!r}")
            return cls(_pieces_from_json(data["pieces"]), VERSION, int(data["links"]))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise Unreadable(str(error)) from error


def rewrap(document: Document, seal: Gate) -> Document:
    """`document` behind a moderator's `seal`, whatever its author marked."""
    return Document((Veil(seal, document.pieces, block=True, cover=Cover.SEAL),), document.version, document.links)


def behind(document: Document, cover: Gate, by: Cover = Cover.MARK) -> Document:
    """`document` with everything in it behind a `cover` inside the thread's own veil, its author's unless told so."""
    pieces = document.pieces
    if len(pieces) == 1 and isinstance(pieces[0], Veil) and pieces[0].cover is Cover.THREAD:
        thread = pieces[0]
        inside: tuple[Piece, ...] = (Veil(cover, thread.inside, block=True, cover=by),)
        return Document((Veil(thread.gate, inside, thread.block, thread.cover),), document.version, document.links)
    return Document((Veil(cover, pieces, block=True, cover=by),), document.version, document.links)


def rehoused(document: Document, thread: Gate | None) -> Document:
    """`document` as it stands in another thread: all that its author marked, behind that thread's gate instead."""
    pieces = tuple(_unthreaded(document.pieces))
    if thread is not None:
        pieces = (Veil(thread, pieces, block=True, cover=Cover.THREAD),)
    return Document(pieces, document.version, document.links)


def authored(document: Document) -> Document:
    """`document` without what others put over it since: what its author and its thread hide."""
    return Document(tuple(_authored(document.pieces)), document.version, document.links)


def own_gates(document: Document) -> tuple[tuple[Gate, ...], bool]:
    """The outermost gates that author or moderator set, in order, and whether everything lies behind them."""
    gates: list[Gate] = []
    is_all = True
    for piece in _unthreaded(document.pieces):
        if isinstance(piece, Veil):
            gates.append(piece.gate)
        else:
            is_all = is_all and not any(map(str.isalnum, _TAGS.sub("", piece.markup)))
    return tuple(dict.fromkeys(gates)), bool(gates) and is_all


def _unthreaded(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, Veil) and piece.cover is Cover.THREAD:
            yield from _unthreaded(piece.inside)
        else:
            yield piece


def _authored(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, Veil) and piece.cover in (Cover.SEAL, Cover.ECHO):
            yield from _authored(piece.inside)
        elif isinstance(piece, Veil) and piece.cover is Cover.THREAD:
            yield Veil(piece.gate, tuple(_authored(piece.inside)), piece.block, piece.cover)
        else:
            yield piece


def veils(pieces: tuple[Piece, ...]) -> Iterator[Veil]:
    """Every veil at any depth, outer before inner."""
    for piece in pieces:
        if isinstance(piece, Veil):
            yield piece
            yield from veils(piece.inside)


def _mentioned(pieces: tuple[Piece, ...], gates: tuple[Gate, ...]) -> Iterator[Mention]:
    for piece in pieces:
        if isinstance(piece, Veil):
            yield from _mentioned(piece.inside, (*gates, piece.gate))
        else:
            yield from (Mention(handle, gates) for handle in piece.mentions)


def _piece_to_json(piece: Piece) -> Any:
    if isinstance(piece, Html):
        return {"h": piece.markup, "m": list(piece.mentions)} if piece.mentions else piece.markup
    return {
        "gate": piece.gate.to_json(),
        "block": piece.block,
        "cover": piece.cover.value,
        "inside": [_piece_to_json(inner) for inner in piece.inside],
    }


def _pieces_from_json(data: Any) -> tuple[Piece, ...]:
    if not isinstance(data, list):
        raise Unreadable("pieces are not a list")
    return tuple(_piece_from_json(item) for item in data)


def _piece_from_json(data: Any) -> Piece:
    if isinstance(data, str):
        return Html(data)
    if "h" in data:
        return Html(_text(data["h"]), tuple(_text(handle) for handle in data["m"]))
    inside = _pieces_from_json(data["inside"])
    return Veil(Gate.from_json(data["gate"]), inside, bool(data["block"]), Cover(data["cover"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unreadable("text expected")
    return value
