"""Titles pass the same door as the posts behind them; who is outside gets one that the machine makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from forum.domain.catalogue import Catalogue
from forum.domain.gates import Gate
from forum.domain.labels import ENGLISH as LABELS
from forum.domain.labels import LabelWords, label, special_name
from forum.domain.spoilers import Clearance, Decision, Outcome
from forum.presenting.threads.stored import FROM_CALENDAR, Kind, StoredThread

_PLACEHOLDERS = frozenset({"", "tba", "tbd", "to be announced"})


_BARE = {"article": "An article", "question": "A question", "theory": "A theory", "recap": "A recap", "open": "Talk"}


@dataclass(frozen=True, slots=True)
class TitleWords:
    """The words of titles that the machine makes.

    Shapes: the names in braces are filled in; `nothing` = titles by kind of threads that are about no show.
    """

    named: str = "{code}: {name}"
    season: str = "Season {season}"
    special: str = "Special: {name}"
    part: str = "Season {season}, {first} to {last}"
    article: str = "An article about {about}"
    question: str = "A question about {about}"
    theory: str = "A theory about {about}"
    recap: str = "A recap of {about}"
    open: str = "Talk about {about}"
    unknown: str = "something you have not seen yet"
    nothing: Mapping[str, str] = field(default_factory=lambda: MappingProxyType(_BARE))
    labels: LabelWords = LABELS


ENGLISH = TitleWords()


def title(
    stored: StoredThread, clearance: Clearance, decision: Decision, now: datetime, words: TitleWords = ENGLISH
) -> str:
    """What this reader may know the thread by."""
    if stored.kind in FROM_CALENDAR:
        catalogue = clearance.catalogues.get(stored.show_id or 0)
        return _calendar_title(stored, catalogue, decision, now, words)
    if is_title_shown(stored, clearance, decision):
        return stored.title
    if stored.gate is None:
        return _neutral_of_no_gate(stored, clearance.catalogues, words)
    return neutral_title(stored.kind, stored.gate, clearance.catalogues, now, words)


def is_title_shown(stored: StoredThread, clearance: Clearance, decision: Decision) -> bool:
    """Whether this reader gets the title as it is stored: those inside, until a steward made it neutral."""
    if stored.kind in FROM_CALENDAR:
        return True
    if stored.neutral:
        return stored.author_id is not None and stored.author_id == clearance.reader_id
    return decision.outcome is Outcome.SHOWN


def _neutral_of_no_gate(stored: StoredThread, catalogues: Mapping[int, Catalogue], words: TitleWords) -> str:
    """For a thread that hides nothing but its title: its kind, and its show if it has one."""
    catalogue = catalogues.get(stored.show_id) if stored.show_id is not None else None
    if catalogue is None:
        return words.nothing.get(stored.kind, words.nothing["open"])
    return _pattern(stored.kind, words).format(about=catalogue.name)


def neutral_title(
    kind: str, gate: Gate | None, catalogues: Mapping[int, Catalogue], now: datetime, words: TitleWords = ENGLISH
) -> str:
    """A title without a word of its author: "A theory about S03E05"."""
    about = machine_label(gate, catalogues, now, words) or words.unknown
    return _pattern(kind, words).format(about=about)


def _pattern(kind: str, words: TitleWords) -> str:
    patterns = {
        Kind.ARTICLE.value: words.article,
        Kind.QUESTION.value: words.question,
        Kind.THEORY.value: words.theory,
        Kind.RECAP.value: words.recap,
    }
    return patterns.get(kind, words.open)


def machine_label(
    gate: Gate | None, catalogues: Mapping[int, Catalogue], now: datetime, words: TitleWords = ENGLISH
) -> str | None:
    """What a gate is about without anybody's words; None for no gate."""
    return None if gate is None else label(gate, catalogues, now=now, words=words.labels)


def _calendar_title(
    stored: StoredThread, catalogue: Catalogue | None, decision: Decision, now: datetime, words: TitleWords
) -> str:
    if catalogue is None:
        return words.open.format(about=words.unknown)
    if stored.kind == Kind.SEASON:
        return _season_title(stored, catalogue, words)
    episode = catalogue.episode(stored.episode_id)
    if episode is not None and episode.is_special:
        return words.special.format(name=special_name(catalogue, episode, now, words.labels))
    code = catalogue.code(stored.episode_id or 0, now)
    if episode is None or episode.name.strip().lower() in _PLACEHOLDERS:
        return code
    named = catalogue.titles_open or decision.outcome is not Outcome.HIDDEN
    if stored.policy.titles_hidden:
        named = decision.outcome is Outcome.SHOWN
    return words.named.format(code=code, name=episode.name) if named else code


def _season_title(stored: StoredThread, catalogue: Catalogue, words: TitleWords) -> str:
    """The whole season, or the part of it that came out at one instant."""
    first = catalogue.episode(stored.hub_first_id)
    last = catalogue.episode(stored.gate.ceiling_id) if stored.gate is not None else None
    listed = catalogue.season(stored.season or 0)
    if first is None or last is None or (listed and listed[0] == first and listed[-1] == last):
        return words.season.format(season=stored.season)
    return words.part.format(season=stored.season, first=f"E{first.number:02d}", last=f"E{last.number:02d}")
