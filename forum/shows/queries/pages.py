"""The pages of the catalogue: index, show, episode, my shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from math import ceil
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, and_, func, select

from forum.domain.catalogue import Catalogue
from forum.domain.errors import Missing
from forum.domain.gates import book_optin
from forum.domain.people import Reader
from forum.infra.db import db
from forum.infra.rows import LARGEST_ID
from forum.presenting.show_views import Eyes, by_season, season_tabs
from forum.presenting.shows import EpisodeCard, EpisodePage, NoteCard, ShowCard, ShowPage, ShowsPage
from forum.shows.models import ContentNote, Episode, ProgressMark, Show
from forum.shows.queries.names import searchable
from forum.shows.queries.rows import Found, cards_of, clearance_of, facts_of, may_of, windows_of, with_places

A_PAGE = 30


def shows_index(reader: Reader, text: str, page: int, now: datetime) -> ShowsPage:
    """A page of all shows whose names contain the text; those that the reader watches come first.

    Shapes: a page beyond the end is the last one.
    """
    wanted = searchable(text[:100])
    match = Show.name_folded.contains(wanted, autoescape=True)
    total = db.session.scalar(select(func.count()).select_from(Show).where(match)) or 0
    pages = max(1, ceil(total / A_PAGE))
    number = max(1, min(page, pages))
    mine = ProgressMark.updated_at.desc().nulls_last()
    rows = db.session.execute(
        with_places(reader)
        .where(match)
        .order_by(mine, Show.name_folded, Show.id)
        .limit(A_PAGE)
        .offset((number - 1) * A_PAGE)
    ).all()
    return ShowsPage(cards_of(reader, rows, now), text, number, pages, total, _index_url(text), may_of(reader))


def _index_url(text: str) -> Callable[[int], str]:
    return lambda number: "/shows?" + urlencode({"q": text, "page": number} if text else {"page": number})


def my_shows(reader: Reader, now: datetime) -> tuple[ShowCard, ...]:
    """The shows in which the reader has stated a place, the last marked first; none for strangers."""
    if reader.is_stranger:
        return ()
    own = with_places(reader).where(ProgressMark.id.is_not(None))
    rows = db.session.execute(own.order_by(ProgressMark.updated_at.desc(), Show.id).limit(A_PAGE)).all()
    return tuple(card for card in cards_of(reader, rows, now) if card.place.stated)


def show_page(reader: Reader, slug: str, season: int | None, now: datetime) -> ShowPage:
    """A show with one season; a season that is not listed gives the one this reader most likely wants.

    Raises: `Missing`.
    """
    row = _one(reader, Show.slug == slug[:200])
    eyes = Eyes.of(clearance_of(reader, [row]), row.id, now)
    seasons = by_season(eyes.catalogue)
    chosen = season if season in seasons else eyes.usual_season()
    may = may_of(reader)
    return ShowPage(
        show=eyes.show(facts_of(row)),
        facts=facts_of(row),
        tabs=season_tabs(eyes, seasons, chosen),
        season=chosen,
        episodes=tuple(eyes.episode(one) for one in seasons[chosen]),
        topics=tuple(sorted(eyes.catalogue.show_topics)),
        season_topics=tuple(sorted(eyes.catalogue.season_topics.get(chosen, ()))),
        orders=tuple(eyes.order(name) for name in sorted(eyes.catalogue.orders)),
        works=tuple((book_optin(work), work) for work in eyes.catalogue.works),
        titles_open=row.titles_open,
        may=may,
        notes=_notes(row.id, eyes.catalogue, now) if may.note else (),
    )


def episode_page(reader: Reader, episode_id: int, now: datetime) -> EpisodePage:
    """One episode with its neighbours and what is stated about its release.

    Raises: `Missing`.
    """
    if not 1 <= episode_id <= LARGEST_ID:
        raise Missing
    stored = db.session.execute(
        select(Episode.show_id, Episode.url, Episode.runtime_min, Episode.vanished_at).where(Episode.id == episode_id)
    ).first()
    if stored is None:
        raise Missing
    row = _one(reader, Show.id == stored.show_id)
    eyes = Eyes.of(clearance_of(reader, [row]), row.id, now)
    episode = eyes.catalogue.episode(episode_id)
    if episode is None:
        raise Missing
    regional = episode.release_in(reader.territory)
    return EpisodePage(
        show=eyes.show(facts_of(row)),
        facts=facts_of(row),
        episode=eyes.episode(episode),
        earliest=episode.world.earliest,
        latest=episode.world.latest,
        is_whole_day=episode.world.is_whole_day,
        regional=regional.latest if regional != episode.world else None,
        withdrawn=episode.withdrawn,
        vanished=stored.vanished_at is not None,
        runtime_min=stored.runtime_min,
        url=stored.url,
        before=_beside(eyes, episode_id, -1),
        after=_beside(eyes, episode_id, 1),
        windows=windows_of(row.id, episode_id, eyes),
        may=may_of(reader),
    )


def _one(reader: Reader, condition: ColumnElement[bool]) -> Found:
    row = db.session.execute(with_places(reader).where(condition)).first()
    if row is None:
        raise Missing
    return row


def _beside(eyes: Eyes, episode_id: int, step: int) -> EpisodeCard | None:
    at = eyes.catalogue.places[episode_id] + step
    return eyes.episode(eyes.catalogue.episodes[at]) if 0 <= at < len(eyes.catalogue.episodes) else None


def _notes(show_id: int, catalogue: Catalogue, now: datetime) -> tuple[NoteCard, ...]:
    rows = db.session.scalars(
        select(ContentNote)
        .where(and_(ContentNote.show_id == show_id, ContentNote.withdrawn_at.is_(None)))
        .order_by(ContentNote.season.nulls_first(), ContentNote.episode_id.nulls_first(), ContentNote.id)
        .limit(500)
    )
    return tuple(
        NoteCard(
            row.id,
            row.topic,
            row.season,
            catalogue.code(row.episode_id, now) if row.episode_id else "",
            row.why,
            row.set_at,
        )
        for row in rows
    )
