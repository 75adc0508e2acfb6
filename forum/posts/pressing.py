"""From a stored document to the words one reader gets: the only way out of this room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from markupsafe import Markup

from forum.domain.gates import Gate
from forum.domain.people import Reader
from forum.domain.spoilers import Clearance, Outcome
from forum.presenting.posts import Body
from forum.rendering.document import Cover, Document, behind, rewrap
from forum.rendering.outputs import excerpt, html, text
from forum.rendering.plain import Said
from forum.rendering.redact import Closed, Opened, Printed, redact
from forum.rendering.words import ENGLISH, Words

log = structlog.get_logger(__name__)

_TAGS = re.compile(r"<[^>]*>")
NO_SHOW = 0
"""Where a page is about no show, every label names its own."""

NOTHING = Body(Markup(), "", "", None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands, and for whom it is printed. Shapes: `home` = the show that labels need not name."""

    clearance: Clearance
    now: datetime
    thread_id: int | None = None
    home: int | None = None
    words: Words = ENGLISH
    zone: tzinfo = UTC

    @classmethod
    def of(
        cls,
        reader: Reader,
        clearance: Clearance,
        now: datetime,
        *,
        thread_id: int | None = None,
        home: int | None = None,
        words: Words = ENGLISH,
    ) -> Place:
        """For a reader, in their zone."""
        return cls(clearance, now, thread_id, home, words, ZoneInfo(reader.timezone))


def read_document(post_id: int, stored: Mapping[str, Any]) -> Document | None:
    """The stored document; None when it is broken, which is logged without its words."""
    try:
        return Document.from_json(stored)
    except ValueError as fault:
        _say_broken("a stored post cannot be read", post_id, fault)
        return None


def sealed(document: Document, seal: Gate | None) -> Document:
    """The document behind a moderator's seal, if there is one."""
    return document if seal is None else rewrap(document, seal)


def shut(document: Document, echo: Gate | None, seal: Gate | None) -> Document:
    """The document behind what it inherits from the posts that it answers, and behind a moderator's seal."""
    return sealed(document if echo is None else behind(document, echo, Cover.ECHO), seal)


def print_body(
    document: Document | None,
    place: Place,
    *,
    post_id: int,
    author_id: int | None,
    plain: bool = False,
    said: Said | None = None,
) -> Body | None:
    """The words of a document for the reader of `place`.

    Shapes: None when it is broken or cannot be printed: one poisoned post must not take its page down. `plain` = with
    text and excerpt, from which quotes are left out as `said` says; pages need the markup alone.
    """
    if document is None:
        return None
    try:
        return _printed(document, place, post_id, author_id, plain=plain, said=said)
    except Exception as fault:
        _say_broken("a post cannot be printed", post_id, fault)
        return None


def _say_broken(words: str, post_id: int, fault: Exception) -> None:
    # The kind of fault, never its message or its frames: they may hold what a person wrote.
    log.error(words, post=post_id, kind=type(fault).__name__)


def _printed(
    document: Document, place: Place, post_id: int, author_id: int | None, *, plain: bool, said: Said | None
) -> Body:
    redacted = redact(
        document,
        place.clearance,
        place.now,
        post_id=post_id,
        author_id=author_id,
        thread_id=place.thread_id,
    )
    catalogues = place.clearance.catalogues
    home = NO_SHOW if place.home is None else place.home
    return Body(
        html=html(redacted, catalogues, place.words, zone=place.zone, home=home),
        text=text(redacted, catalogues, place.words, home=home, said=said) if plain else "",
        excerpt=excerpt(redacted, catalogues, place.words, home=home, said=said) if plain else "",
        valid_until=redacted.valid_until,
        closed=redacted.closed,
        openable=openable(redacted.pieces),
        readable=has_words(redacted.pieces),
    )


def veils_of(document: Document | None, place: Place, *, post_id: int, author_id: int | None) -> Mapping[str, Outcome]:
    """The veils of a document that this reader can know of, by key, and what they get of each."""
    if document is None:
        return {}
    redacted = redact(
        document, place.clearance, place.now, post_id=post_id, author_id=author_id, thread_id=place.thread_id
    )
    return dict(_outcomes(redacted.pieces))


def _outcomes(pieces: tuple[Printed, ...]) -> Iterator[tuple[str, Outcome]]:
    for piece in pieces:
        if isinstance(piece, Closed | Opened):
            yield piece.veil_key, piece.decision.outcome
        if isinstance(piece, Opened):
            yield from _outcomes(piece.inside)


def openable(pieces: tuple[Printed, ...]) -> tuple[str, ...]:
    """Keys of the veils that a click would open, in reading order."""
    return tuple(key for key, outcome in _outcomes(pieces) if outcome is Outcome.CLICK)


def has_words(pieces: tuple[Printed, ...]) -> bool:
    """Whether anything of a text is shown, be it a word or a picture's name."""
    return any(
        has_words(piece.inside)
        if isinstance(piece, Opened)
        else not isinstance(piece, Closed) and any(map(str.isalnum, _TAGS.sub("", piece.markup)))
        for piece in pieces
    )


def gate_of(stored: Mapping[str, Any] | None) -> Gate | None:
    """A stored gate."""
    return Gate.from_json(stored) if stored else None
