"""Reading shows together with the reader's place in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, Select, and_, bindparam, select

from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, judge, require
from forum.domain.spoilers import Clearance
from forum.infra.db import db
from forum.infra.settings import current_settings
from forum.presenting.show_views import Eyes
from forum.presenting.shows import MayShow, ShowCard, ShowFacts, WindowCard
from forum.shows.models import Episode, ProgressMark, ReleaseWindow, Show
from forum.shows.queries.catalogues import at_versions
from forum.shows.queries.clearances import MARKS, progress_of

Found = Row[tuple[object, ...]]

_FACTS = (
    Show.id,
    Show.version,
    Show.slug,
    Show.name,
    Show.kind,
    Show.language,
    Show.status,
    Show.channel_name,
    Show.url,
    Show.from_tvmaze,
    Show.titles_open,
    ProgressMark.id.is_not(None).label("is_stated"),
    ProgressMark.before.is_not(None).label("may_undo"),
)


def with_places(reader: Reader | None = None) -> Select[*tuple[Any, ...]]:
    """Shows with the marks of this reader, or of the parameter `reader_id`, beside them; to be narrowed and ordered."""
    person = bindparam("reader_id", type_=Integer) if reader is None else reader.id or 0
    own = and_(ProgressMark.show_id == Show.id, ProgressMark.person_id == person)
    return select(*_FACTS, *MARKS).select_from(Show).outerjoin(ProgressMark, own)


def clearance_of(reader: Reader, rows: Sequence[Found]) -> Clearance:
    """The clearance for shows that were read with `with_places`."""
    return Clearance(
        reader_id=reader.id,
        catalogues=at_versions({row.id: row.version for row in rows}),
        progress={row.id: progress_of(row) for row in rows if row.is_stated},
        territory=reader.territory,
        strict=reader.strict,
        await_region=current_settings().await_region,
    )


def facts_of(row: Found) -> ShowFacts:
    """The facts of one row."""
    return ShowFacts(
        row.id,
        row.slug,
        row.name,
        row.kind,
        row.language,
        row.status,
        row.channel_name,
        row.url,
        row.from_tvmaze,
        bool(row.may_undo),
    )


def cards_of(reader: Reader, rows: Sequence[Found], now: datetime) -> tuple[ShowCard, ...]:
    """The cards of these rows, in their order. A show that went away meanwhile is left out."""
    clearance = clearance_of(reader, rows)
    return tuple(Eyes.of(clearance, row.id, now).show(facts_of(row)) for row in rows if row.id in clearance.catalogues)


def may_of(reader: Reader) -> MayShow:
    """What this reader may do with the catalogue."""
    return MayShow(
        mark=judge(reader, Action.PROGRESS_MARK, SiteFacts()).allowed,
        note=judge(reader, Action.SHOW_NOTE, SiteFacts()).allowed,
        set_window=judge(reader, Action.SHOW_SET_WINDOW, SiteFacts()).allowed,
        import_shows=judge(reader, Action.SHOW_IMPORT, SiteFacts()).allowed,
    )


def windows_of(show_id: int, episode_id: int | None, eyes: Eyes) -> tuple[WindowCard, ...]:
    """The windows that hold for a show, or for one of its episodes."""
    wanted = select(ReleaseWindow).join(Episode, Episode.id == ReleaseWindow.episode_id)
    wanted = wanted.where(ReleaseWindow.show_id == show_id, ReleaseWindow.withdrawn_at.is_(None))
    if episode_id is not None:
        wanted = wanted.where(ReleaseWindow.episode_id == episode_id)
    rows = db.session.scalars(wanted.order_by(Episode.season, Episode.number, ReleaseWindow.id).limit(500))
    return tuple(
        WindowCard(
            row.id,
            eyes.catalogue.code(row.episode_id, eyes.now),
            row.territory,
            row.instant,
            row.on,
            row.service,
            row.confidence,
            row.why,
            row.set_at,
        )
        for row in rows
    )


def show_id(slug: str) -> int:
    """The id of the show with this slug.

    Raises: `Missing`.
    """
    found = db.session.scalar(select(Show.id).where(Show.slug == slug[:200]))
    if found is None:
        raise Missing
    return int(found)


def may_import(reader: Reader) -> None:
    """Go on only if this reader may import.

    Raises: `Denied`.
    """
    require(reader, Action.SHOW_IMPORT, SiteFacts())
