"""The fuzz of titles: whatever a member writes over a thread, the gate decides whether anybody else reads it."""

import random

from forum.domain.spoilers import Clearance, Outcome
from forum.presenting.outward import outward_title
from forum.presenting.threads import Kind, StoredThread, door, thread_card, title
from tests.rendering.grammar import CANARY
from tests.rendering.world import AUTHOR, CATALOGUES, NOW, STRANGER, WRITER, member, scope

SCOPES = ("S01E01", "S01E03", "S01E06", "S01E07", "S02", "series", "only:S01E04", "promo", "book", "leak S02E01")
WRITTEN = (Kind.ARTICLE, Kind.QUESTION, Kind.THEORY, Kind.RECAP, Kind.OPEN)
READERS = (STRANGER, member("S01E02"), member("S01E06"), WRITER)


def titled(source: str, chooser: random.Random) -> StoredThread:
    """A member's thread about something, named by `source`."""
    gate = chooser.choice((None, *map(scope, SCOPES), scope("Fargo S01E02")))
    return StoredThread(
        id=4,
        group_id=1,
        group_slug="club",
        group_name="Club",
        kind=chooser.choice(WRITTEN),
        created_at=NOW,
        show_id=1 if gate is not None or chooser.random() < 0.5 else None,
        gate=gate,
        title=source[:200],
        neutral=chooser.random() < 0.3,
        author_id=chooser.choice((AUTHOR, None)),
        opened_at=NOW,
        post_count=1,
    )


def check_title(source: str, chooser: random.Random) -> str:
    """`shown` or `neutral`, for somebody. Raises: AssertionError when a title is where it must not be."""
    thread = titled(CANARY + source, chooser)
    became = {_for_one(thread, reader) for reader in READERS}
    left = outward_title(thread, CATALOGUES, NOW)
    assert CANARY not in left or (thread.gate is None and not thread.neutral), f"{left!r} leaves the site"
    return "title shown" if "shown" in became else "title neutral"


def _for_one(thread: StoredThread, reader: Clearance) -> str:
    decision = door(thread, reader, NOW)
    card = thread_card(thread, reader, {}, NOW, posts_a_page=20)
    own = thread.author_id is not None and thread.author_id == reader.reader_id
    allowed = own or (decision.outcome is Outcome.SHOWN and not thread.neutral)
    for sent in (title(thread, reader, decision, NOW), card.title, repr(card)):
        assert (CANARY in sent) == allowed, f"{sent!r} for {reader.reader_id}, {thread.gate}"
    return "shown" if allowed else "neutral"
