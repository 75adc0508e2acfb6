"""What a spoiler tag stands for once it was read: the scope with its ceiling frozen."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Literal, get_args

Span = Literal["episode", "range", "season", "series", "special", "work"]

_CHAPTER = re.compile(r"\s+through\s+(?:ch|chapter|part|page|p|vol|volume|book)s?\.?\s*\w+$", re.IGNORECASE)


class GateKind(StrEnum):
    """What sort of knowledge a text gives away."""

    THROUGH = "through"
    ONLY = "only"
    BOOK = "book"
    PROMO = "promo"
    LEAK = "leak"


@dataclass(frozen=True, slots=True)
class Gate:
    """What a reader must have seen to read a text unasked.

    Shapes: `ceiling_id` = episode or special, None for a work, for promotion, and for a whole series of unknown extent;
    `first_id` = beginning of a range, for the label alone; `also` = further gates of a crossover, all must be covered;
    `work` = a book by the name it is listed under, None for "the book"; `chapter` = up to which it is told.
    """

    kind: GateKind
    show_id: int
    ceiling_id: int | None
    span: Span
    first_id: int | None = None
    work: str | None = None
    also: tuple["Gate", ...] = ()
    chapter: int | None = None

    @property
    def key(self) -> str:
        """A short name in ASCII letters, digits and ".-+"; two gates share it only when they say the same."""
        parts = [self.kind.value, str(self.show_id), str(self.ceiling_id or "-"), self.span]
        if self.first_id is not None:
            parts.append(str(self.first_id))
        if self.work is not None:
            parts.append("w" + hashlib.sha256(self.work.encode()).hexdigest()[:16])
        if self.chapter is not None:
            parts.append(f"c{self.chapter}")
        return "+".join([".".join(parts), *(gate.key for gate in self.also)])

    def parts(self) -> tuple["Gate", ...]:
        """The single gates of a crossover, this one alone otherwise."""
        if not self.also:
            return (self,)
        return (replace(self, also=()), *(part for gate in self.also for part in gate.parts()))

    def show_ids(self) -> frozenset[int]:
        return frozenset(part.show_id for part in self.parts())

    def to_json(self) -> dict[str, Any]:
        """Plain values for storage; what is empty is left out."""
        values = {
            "kind": self.kind.value,
            "show": self.show_id,
            "ceiling": self.ceiling_id,
            "span": self.span,
            "first": self.first_id,
            "work": self.work,
            "chapter": self.chapter,
            "also": [gate.to_json() for gate in self.also],
        }
        return {name: value for name, value in values.items() if value not in (None, [])}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Gate":
        """Raises: ValueError, KeyError or TypeError for what to_json never wrote."""
        if stored["span"] not in get_args(Span):
            raise ValueError("unknown-span")
        return cls(
            GateKind(stored["kind"]),
            int(stored["show"]),
            stored.get("ceiling"),
            stored["span"],
            stored.get("first"),
            stored.get("work"),
            tuple(cls.from_json(gate) for gate in stored.get("also", ())),
            stored.get("chapter"),
        )


def book_title(work: str) -> str:
    """The work without the chapter up to which a text goes: tags of old hold both in one."""
    return _CHAPTER.sub("", work)


def same_book(name: str) -> str:
    """A book's name as it is compared: without case and runs of blanks."""
    return " ".join(name.casefold().split())


def book_optin(work: str | None) -> str:
    """The name under which a reader opts in for a work, however far into it a text goes."""
    return "book:" + same_book(book_title(work or ""))
