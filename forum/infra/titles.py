"""The titles of the forum's own shows and episodes, for the detector: "Suicide Kings" says nothing about anybody.

They are asked for only where something was found without them, so an ordinary post costs no statement. Without a
forum around (at the console, before the first import) the shows that are shipped stand in for them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from flask import current_app, has_app_context

from forum.domain.detection import Finding, Gazetteer, Tier
from forum.domain.detection.gazetteer import plain_words
from forum.infra import clock
from forum.infra.detecting import detector

RENEWED_AFTER = timedelta(minutes=10)
"""How long another process's import may take to reach this one."""

SHIPPED = Path(__file__).parent.parent / "data" / "tv"

Teller = Callable[[], Iterable[str]]

_tellers: list[Teller] = []


@dataclass(frozen=True, slots=True)
class _Held:
    titles: Gazetteer
    at: datetime


def tells_titles(teller: Teller) -> Teller:
    """Register who knows the titles of this forum."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def forget_titles() -> None:
    """Something was imported: the next post is read with the titles of now."""
    if has_app_context():
        current_app.extensions.pop("titles", None)


def screened(text: str, topics: Collection[str] = (), lang: str | None = None) -> Finding:
    """What a text written here is: by the shipped detector, and where that finds something, with our own titles too.

    Titles quiet what nobody says of themselves; an episode called "Want to Die" hides nobody who does.
    """
    found = detector().screen(text, thread_topics=topics, lang=lang)
    if found.tier is Tier.T0 or found.of_self:
        return found
    titles = _titles() if _tellers and has_app_context() else _shipped()
    return detector().screen(text, thread_topics=topics, lang=lang, gazetteer=titles)


def own_titles() -> int:
    """How many titles the forum's own catalogue has. Raises: what the database raises when it cannot be read."""
    return sum(1 for teller in _tellers for _ in teller())


@lru_cache(maxsize=1)
def _shipped() -> Gazetteer:
    return Gazetteer.of(filter(is_only_a_title, _shipped_titles()))


def _shipped_titles() -> Iterator[str]:
    for file in sorted(SHIPPED.glob("*.json")):
        show = json.loads(file.read_text("utf-8"))
        if show.get("name"):
            yield show["name"]
            yield from (episode["name"] for episode in show["_embedded"]["episodes"])


def _titles() -> Gazetteer:
    held: _Held | None = current_app.extensions.get("titles")
    now = clock.now()
    if held is None or abs(now - held.at) > RENEWED_AFTER:
        titles = (title for teller in _tellers for title in teller())
        held = current_app.extensions["titles"] = _Held(Gazetteer.of(filter(is_only_a_title, titles)), now)
    return held.titles


def is_only_a_title(title: str) -> bool:
    """Whether it may be looked past: it holds a hard word, and nobody speaks of themselves in it."""
    words = {plain for word in plain_words(title) for plain in detector().lexicon.spelling.straight(word)[0]}
    lexicon = detector().lexicon
    return not words.isdisjoint(lexicon.hard) and words.isdisjoint(lexicon.selves)
