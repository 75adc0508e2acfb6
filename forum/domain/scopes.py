"""Reading what people write between the brackets of a spoiler tag.

What can be understood in one way only becomes a gate with its ceiling frozen; anything else is refused, never guessed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import reduce
from typing import Protocol

from forum.domain.catalogue import Catalogue
from forum.domain.covering import both, covers, highest, refrozen
from forum.domain.episodes import Episode
from forum.domain.gates import Gate, GateKind, Span
from forum.domain.labels import ENGLISH, LabelWords, label

__all__ = [
    "ENGLISH",
    "Gate",
    "GateKind",
    "LabelWords",
    "ScopeError",
    "ShowNames",
    "both",
    "covers",
    "episode_gate",
    "highest",
    "label",
    "read_scope",
    "refrozen",
    "season_gate",
    "series_gate",
]

LONGEST_SCOPE = 200


class ScopeError(Exception):
    """A scope that is refused.

    Shapes: `text` = the words at fault; `code` is one of unreadable, unknown-show, unknown-episode, show-needed,
    ambiguous-episode, reversed-range, lower-than-thread, unknown-work.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


class ShowNames(Protocol):
    """Finds a show by exactly its name or slug, whatever the case."""

    def by_name(self, text: str) -> Catalogue | None: ...


# -- gates


def episode_gate(catalogue: Catalogue, episode: Episode) -> Gate:
    """Everything through that episode; for a special, it and what came before its date."""
    span: Span = "special" if episode.is_special else "episode"
    return Gate(GateKind.THROUGH, catalogue.show_id, episode.id, span)


def season_gate(catalogue: Catalogue, season: int, written_at: datetime) -> Gate | None:
    """Everything through the last episode of the season that could have been out; None for a season not listed."""
    ceiling = _ceiling(catalogue.season(season), written_at)
    return Gate(GateKind.THROUGH, catalogue.show_id, ceiling.id, "season") if ceiling else None


def series_gate(catalogue: Catalogue, written_at: datetime) -> Gate | None:
    """Everything that could have been out; None for a show without regular episodes."""
    ceiling = _ceiling(catalogue.regular, written_at)
    return Gate(GateKind.THROUGH, catalogue.show_id, ceiling.id, "series") if ceiling else None


def _ceiling(episodes: Sequence[Episode], written_at: datetime) -> Episode | None:
    out = [one for one in episodes if one.world.earliest is not None and one.world.earliest <= written_at]
    return next(iter(reversed(out or episodes)), None)


# -- reading


def read_scope(
    text: str, shows: ShowNames, default: Catalogue | None, written_at: datetime, floor: Gate | None = None
) -> Gate:
    """The gate that these words stand for.

    Shapes: "S02E03", "2x03", "season 2 episode 3", "S02E03-E05", "S02", "whole series", "E37", "special:<id or title>",
    "only:S02E03", "book", "book:<listed work> through chapter 12", "promo", "leak S03E13", each with a show's name or
    slug before it or else about `default`; several joined by " + ", and "other:<show> <scope>" on top of `floor`, the
    gate of the thread.
    Raises: ScopeError.
    """
    words = " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())
    if not words or len(words) > LONGEST_SCOPE:
        raise ScopeError("unreadable", words[:LONGEST_SCOPE])
    whole = _whole(words, shows, default, written_at)
    read = [whole] if whole else [_one(part, shows, default, written_at) for part in words.split(" + ")]
    known = {catalogue.show_id: catalogue for catalogue in (default, *(one for _, one, _ in read)) if catalogue}
    gates = [gate for gate, _, _ in read]
    if floor is not None and any(is_other for _, _, is_other in read):
        gates.insert(0, floor)
    gate = reduce(lambda a, b: highest(a, b, known), gates)
    if floor is not None and covers(floor, gate, known) and not covers(gate, floor, known):
        raise ScopeError("lower-than-thread", words)
    return gate


_DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"}
_Read = tuple[Gate, Catalogue, bool]


def _whole(words: str, shows: ShowNames, default: Catalogue | None, written_at: datetime) -> _Read | None:
    """Words that are one scope although a " + " stands in a name."""
    if " + " not in words:
        return _one(words, shows, default, written_at)
    for name, scope in _splits(words):
        catalogue = shows.by_name(name)
        if catalogue is not None and " + " not in scope:
            return _gate(scope, catalogue, written_at), catalogue, False
    return None


def _one(words: str, shows: ShowNames, default: Catalogue | None, written_at: datetime) -> _Read:
    other = re.match(r"other ?: ?", words, re.IGNORECASE)
    if other:
        words = words[other.end() :]
    elif default is not None and _is_scope(words):
        return _gate(words, default, written_at), default, False
    unknown = ""
    for name, scope in _splits(words):
        catalogue = shows.by_name(name)
        if catalogue is not None:
            return _gate(scope, catalogue, written_at), catalogue, bool(other)
        unknown = name
    if _is_scope(words):
        raise ScopeError("show-needed", words)
    raise ScopeError("unknown-show" if unknown else "unreadable", unknown or words)


def _splits(words: str) -> Iterator[tuple[str, str]]:
    """Every way to see a show's name and then a scope in these words, the longest name first."""
    for cut in reversed(list(re.finditer(r" ?: ?|,? ", words))):
        name, scope = words[: cut.start()], words[cut.end() :]
        if name and _is_scope(scope):
            yield name, scope


def _is_scope(words: str) -> bool:
    bare = _bare(words)
    inner = _WITHIN.fullmatch(bare)
    return _is_scope(inner["inner"]) if inner else any(pattern.fullmatch(bare) for pattern, _ in _FORMS)


def _bare(words: str) -> str:
    return _LEAD.sub("", words, count=1)


def _gate(words: str, catalogue: Catalogue, written_at: datetime) -> Gate:
    bare = _bare(words)
    for pattern, made in _FORMS:
        found = pattern.fullmatch(bare)
        if found:
            gate = made(found, catalogue, written_at)
            if gate is None:
                raise ScopeError("unknown-episode", words)
            return gate
    raise ScopeError("unreadable", words)


# -- forms: what was matched, the show and when it was written; None = names no episode that is listed

_Made = Callable[[re.Match[str], Catalogue, datetime], Gate | None]


def _episode(found: re.Match[str], catalogue: Catalogue, _: datetime) -> Gate | None:
    season, number = _numbers(found)[:2]
    episode = catalogue.find(season, number)
    return episode_gate(catalogue, episode) if episode else None


def _range(found: re.Match[str], catalogue: Catalogue, _: datetime) -> Gate | None:
    season, number, *rest = _numbers(found)
    last_season, last_number = rest if len(rest) == 2 else (season, rest[0])
    if (last_season, last_number) < (season, number):
        raise ScopeError("reversed-range", found.string)
    first, last = catalogue.find(season, number), catalogue.find(last_season, last_number)
    if first is None or last is None:
        return None
    return Gate(GateKind.THROUGH, catalogue.show_id, last.id, "range", first_id=first.id)


def _season(found: re.Match[str], catalogue: Catalogue, written_at: datetime) -> Gate | None:
    first, last = _numbers(found)[0], _numbers(found)[-1]
    if last < first:
        raise ScopeError("reversed-range", found.string)
    return season_gate(catalogue, last, written_at)


def _series(_: re.Match[str], catalogue: Catalogue, written_at: datetime) -> Gate | None:
    return series_gate(catalogue, written_at)


def _absolute(found: re.Match[str], catalogue: Catalogue, _: datetime) -> Gate | None:
    """A number counted through all seasons, unless it could be another one's number within its season."""
    number = _numbers(found)[0]
    meant = {catalogue.absolute(number), *(catalogue.find(season, number) for season in catalogue.seasons)} - {None}
    if len(meant) > 1:
        raise ScopeError("ambiguous-episode", found.string)
    episode = next(iter(meant), None)
    return episode_gate(catalogue, episode) if episode else None


def _special(found: re.Match[str], catalogue: Catalogue, _: datetime) -> Gate | None:
    wanted = found["special"]
    by_id = catalogue.episode(int(wanted)) if re.fullmatch(r"[0-9]{1,18}", wanted) else None
    if by_id is not None and by_id.is_special:
        return episode_gate(catalogue, by_id)
    titled = [one for one in catalogue.episodes if one.is_special and _folded(one.name) == _folded(wanted) != ""]
    if len(titled) > 1:
        raise ScopeError("ambiguous-episode", wanted)
    return episode_gate(catalogue, titled[0]) if titled else None


def _only(found: re.Match[str], catalogue: Catalogue, written_at: datetime) -> Gate | None:
    inner = _gate(found["inner"], catalogue, written_at)
    if inner.span not in ("episode", "special"):
        raise ScopeError("unreadable", found.string)
    return Gate(GateKind.ONLY, inner.show_id, inner.ceiling_id, inner.span)


def _leak(found: re.Match[str], catalogue: Catalogue, written_at: datetime) -> Gate | None:
    inner = _gate(found["inner"], catalogue, written_at)
    if inner.kind is not GateKind.THROUGH:
        raise ScopeError("unreadable", found.string)
    return Gate(GateKind.LEAK, inner.show_id, inner.ceiling_id, inner.span, inner.first_id)


def _book(found: re.Match[str], catalogue: Catalogue, _: datetime) -> Gate | None:
    """One of the listed books. Where none is listed every name means "the book", and is not kept."""
    named, chapter = (found["work"] or "").strip(), int(found["chapter"]) if found["chapter"] else None
    work = _listed(named, catalogue) if catalogue.works else None
    return Gate(GateKind.BOOK, catalogue.show_id, None, "work", work=work, chapter=chapter)


def _listed(named: str, catalogue: Catalogue) -> str | None:
    """Without a name the only book is meant, or all of them: readers who know one of several are asked."""
    if not named:
        return catalogue.works[0] if len(catalogue.works) == 1 else None
    work = catalogue.work_named(named)
    if work is None:
        raise ScopeError("unknown-work", named)
    return work


def _promo(_: re.Match[str], catalogue: Catalogue, __: datetime) -> Gate | None:
    return Gate(GateKind.PROMO, catalogue.show_id, None, "work")


def _numbers(found: re.Match[str]) -> list[int]:
    return [int(group) for group in found.groups() if group is not None]


def _folded(title: str) -> str:
    return "".join(letter for letter in title.casefold() if letter.isalnum())


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_S = r"s(?:eason|eries)?[ .]?"
_E = r"e(?:p|ps|pisodes?)?[ .]?"
_SEASON_EPISODE = rf"(?:{_S}([0-9]{{1,4}})[ .,_-]{{0,2}}{_E}([0-9]{{1,5}})|([0-9]{{1,4}})x([0-9]{{1,5}}))"
_TO = r" ?(?:-|to|through) ?"
_LEAD = _form(r"(?:spoil(?:s|ers?(?: for)?) )?(?:(?:up to|through|thru|until|all of) (?:and including )?)?(?=.)")
_BOOK = r"(?:book|novel|manga|comic)"
_UP_TO = r"(?: ?\(?,? ?(?:(?:through|up to|until|to) )?ch(?:apter|ap)?\.? ?(?P<chapter>[0-9]{1,4})\)?)"
_WITHIN = _form(r"(?:only|leaks?)(?: ?: ?| )(?P<inner>.+)")
_FORMS: tuple[tuple[re.Pattern[str], _Made], ...] = (
    (_form(_SEASON_EPISODE), _episode),
    (_form(rf"{_SEASON_EPISODE}(?:{_TO}(?:{_SEASON_EPISODE}|(?:{_E})?([0-9]{{1,5}}))|e([0-9]{{1,5}}))"), _range),
    (_form(rf"s(?:eason|eries)?s?[ .]?([0-9]{{1,4}})(?:{_TO}(?:{_S})?([0-9]{{1,4}}))?"), _season),
    (_form(r"(?:the )?(?:(?:whole|entire|full|complete) )?(?:series|show)|all(?: seasons)?|everything"), _series),
    (_form(rf"(?:{_E}|#)([0-9]{{1,5}})"), _absolute),
    (_form(r"special ?: ?(?P<special>.+)"), _special),
    (_form(r"only(?: ?: ?| )(?P<inner>.+)"), _only),
    (_form(rf"(?:the )?{_BOOK}(?P<work>){_UP_TO}?"), _book),
    (_form(rf"{_BOOK} ?: ?(?P<work>.{{1,80}}?){_UP_TO}?"), _book),
    (_form(r"promos?|trailers?|previews?"), _promo),
    (_form(r"leaks?(?: ?: ?| )(?P<inner>.+)"), _leak),
)
