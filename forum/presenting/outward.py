"""What a thread is called in all that leaves the site: feeds, mails, link cards. Nobody can recall what has left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from forum.domain.catalogue import Catalogue
from forum.domain.spoilers import Clearance, Outcome
from forum.presenting.threads import ENGLISH, FROM_CALENDAR, Kind, StoredThread, TitleWords, door, title


def outward_title(
    thread: StoredThread, catalogues: Mapping[int, Catalogue], now: datetime, words: TitleWords = ENGLISH
) -> str:
    """The show and what a stranger may know: "Harbour Lights S01E04", "Harbour Lights: A theory about S01E04".

    Never an episode's name, not even after its release: dates move back as well. A member's own title stands only over
    threads about nothing that could be spoiled.
    """
    show = catalogues.get(thread.show_id or 0)
    if thread.kind == Kind.EPISODE and show is not None and thread.episode_id is not None:
        return f"{show.name} {show.code(thread.episode_id)}"
    stranger = Clearance.stranger(catalogues)
    decision = door(thread, stranger, now)
    named = title(thread, stranger, decision, now, words)
    written = thread.kind not in FROM_CALENDAR and decision.outcome is Outcome.SHOWN and named == thread.title
    return named if written or show is None else f"{show.name}: {named}"
