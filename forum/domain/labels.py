"""What the label of a gate says. Made by the machine alone: a book is named as the show's list of works names it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.domain.gates import Gate, GateKind, book_title


@dataclass(frozen=True, slots=True)
class LabelWords:
    """The words of labels in one language.

    Shapes: the names in braces are filled in; `day` writes a date, which a special is called by while its name is kept.
    """

    season: str = "season {season} (up to {number})"
    series: str = "whole series (up to {code})"
    unknown: str = "whole series"
    only: str = "only {code}"
    book: str = "book: {work}"
    the_book: str = "the book"
    chapter: str = "{book} (up to chapter {chapter})"
    promo: str = "trailers and casting news"
    leak: str = "leak of {scope}"
    special: str = "special: {name}"
    undated: str = "no date"
    day: Callable[[date], str] = date.isoformat
    joint: str = " + "


ENGLISH = LabelWords()


def label(
    gate: Gate,
    catalogues: Mapping[int, Catalogue],
    *,
    show: bool = False,
    now: datetime | None = None,
    words: LabelWords = ENGLISH,
) -> str:
    """What a text behind this gate gives away, as of today's numbering.

    Shapes: "S02E05", "season 4 (up to E07)"; with `show` the show's name comes first, as always in crossovers. The name
    of a special appears when the show allows it or when `now` is given and it is out by then.
    """
    parts = gate.parts()
    named = show or len(parts) > 1
    return words.joint.join(_one(part, catalogues.get(part.show_id), now, words, named=named) for part in parts)


def _one(gate: Gate, catalogue: Catalogue | None, now: datetime | None, words: LabelWords, *, named: bool) -> str:
    said = _said(gate, catalogue, now, words)
    return f"{catalogue.name} {said}" if named and catalogue is not None else said


def _said(gate: Gate, catalogue: Catalogue | None, now: datetime | None, words: LabelWords) -> str:
    match gate.kind:
        case GateKind.PROMO:
            return words.promo
        case GateKind.BOOK:
            return _book(gate, catalogue, words)
        case GateKind.LEAK:
            return words.leak.format(scope=_scope(gate, catalogue, now, words))
        case GateKind.ONLY:
            return words.only.format(code=_scope(gate, catalogue, now, words))
        case _:
            return _scope(gate, catalogue, now, words)


def _book(gate: Gate, catalogue: Catalogue | None, words: LabelWords) -> str:
    """A name that is not on the list was typed by somebody, and is not repeated."""
    listed = catalogue.work_named(book_title(gate.work)) if catalogue is not None and gate.work else None
    book = words.book.format(work=listed) if listed is not None else words.the_book
    return book if gate.chapter is None else words.chapter.format(book=book, chapter=gate.chapter)


def _scope(gate: Gate, catalogue: Catalogue | None, now: datetime | None, words: LabelWords) -> str:
    ceiling = catalogue.episode(gate.ceiling_id) if catalogue is not None else None
    if catalogue is None or ceiling is None:
        return words.unknown
    if ceiling.number is None:
        return words.special.format(name=special_name(catalogue, ceiling, now, words))
    code = catalogue.code(ceiling.id, now)
    if gate.span == "season":
        return words.season.format(season=ceiling.season, number=f"E{ceiling.number:02d}")
    if gate.span == "series":
        return words.series.format(code=code)
    first = catalogue.episode(gate.first_id)
    if gate.span != "range" or first is None or first.number is None:
        return code
    return _stretch(catalogue.code(first.id), code)


def _stretch(first: str, last: str) -> str:
    """Shapes: "S02E03-E05", "S01E10-S02E01"; one code where a guide has made two episodes one."""
    season, number = last.split("E")
    if first == last:
        return last
    return f"{first}-E{number}" if first.startswith(f"{season}E") else f"{first}-{last}"


def special_name(catalogue: Catalogue, special: Episode, now: datetime | None, words: LabelWords) -> str:
    """What a special is called: its name once that spoils nobody, until then its day."""
    return catalogue.open_name(special, now) or (words.day(special.day) if special.day is not None else words.undated)
