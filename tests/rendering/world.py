"""Two shows, one instant and a few readers, for everything that is printed here."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.domain.gates import Gate
from forum.domain.progress import Progress
from forum.domain.releases import Interval
from forum.domain.scopes import ScopeError, read_scope
from forum.domain.spoilers import Clearance
from forum.rendering.compose import compose
from forum.rendering.document import Document
from forum.rendering.problems import Refused
from forum.rendering.redact import Redacted, redact

START = datetime(2026, 1, 5, 20, tzinfo=UTC)
NOW = START + timedelta(weeks=6)
AUTHOR, READER = 9, 7


def _show(show_id: int, name: str) -> Catalogue:
    """Season 1 is out up to E06 at NOW; season 2 is to come."""
    episodes = tuple(
        Episode(show_id * 1000 + season * 100 + number, season, number, f"Part {number}", date(2026, 1, 5), at)
        for season in (1, 2)
        for number in range(1, 9)
        for at in [_on((season - 1) * 20 + number)]
    )
    extra = Episode(show_id * 1000 + 1, 1, None, "Reunion", date(2026, 1, 20), _on(2))
    return Catalogue(show_id, name.lower(), name, 1, (*episodes, extra))


def _on(week: int) -> Interval:
    instant = START + timedelta(weeks=week)
    return Interval(instant - timedelta(hours=4), instant)


LOST, FARGO = _show(1, "Lost"), _show(2, "Fargo")
CATALOGUES = {1: LOST, 2: FARGO}


class Names:
    def by_name(self, text: str) -> Catalogue | None:
        return {"lost": LOST, "fargo": FARGO}.get(text.casefold())


def scope(text: str) -> Gate:
    """Marks that name nothing mean S01E02 here, so that they can be tested outside threads."""
    return read_scope(text or "S01E02", Names(), LOST, NOW)


def scope_or_refuse(text: str) -> Gate:
    if not text:
        raise ScopeError("unreadable", text)
    return scope(text)


def pressed(source: str, **more: Any) -> Document:
    return compose(source, more.pop("read", scope), **more)


def refusal(source: str, **more: Any) -> list[tuple[str, int, int]]:
    """Code, line and column of every problem; empty when the text is printed."""
    try:
        pressed(source, **more)
    except Refused as refused:
        return [(problem.code, problem.line, problem.column) for problem in refused.problems]
    return []


def codes(source: str, **more: Any) -> set[str]:
    return {code for code, _, _ in refusal(source, **more)}


STRANGER = Clearance.stranger(CATALOGUES)
WRITER = Clearance(AUTHOR, CATALOGUES, {}, None)


def member(through: str = "", *, revealed: frozenset[str] = frozenset(), **more: Any) -> Clearance:
    """A reader who is through that episode of Lost."""
    progress = {1: Progress(through_id=scope(through).ceiling_id)} if through else {}
    return Clearance(READER, CATALOGUES, progress, None, revealed=revealed, **more)


def seen_by(document: Document, clearance: Clearance, *, now: datetime = NOW, **more: Any) -> Redacted:
    return redact(document, clearance, now, post_id=5, author_id=AUTHOR, **more)
