"""What waits for stewards, and what became of one's own reports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, exists, or_, select, true

from forum.accounts import queries as accounts
from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra.db import db
from forum.presenting.releases import ClaimCard, DeskPage, UndatedCard
from forum.releases.models import ReleaseClaim
from forum.shows.models import Episode, ReleaseWindow
from forum.shows.queries import catalogues
from forum.shows.queries.standing import stewarded

SHOWN = 100


def desk(reader: Reader, now: datetime) -> DeskPage:
    """The steward's desk: reports and statements that wait, and episodes without a date. Nine statements at most.

    Raises: `Denied` for who looks after no show.
    """
    shows = stewarded(reader)
    if reader.is_stranger:
        raise Denied("sign-in")
    if not (shows or reader.is_staff):
        raise Denied("show-stewards-only")
    mine: ColumnElement[bool] = true() if reader.is_staff else ReleaseClaim.show_id.in_(shows)
    return DeskPage(open_claims(reader, mine, now), undated(None if reader.is_staff else shows, now))


def open_claims(reader: Reader, which: ColumnElement[bool], now: datetime) -> tuple[ClaimCard, ...]:
    """What waits, the oldest first."""
    rows = db.session.scalars(
        select(ReleaseClaim).where(ReleaseClaim.decided_at.is_(None), which).order_by(ReleaseClaim.id).limit(SHOWN)
    ).all()
    return cards(reader, rows, now, words=True)


def my_claims(reader: Reader, now: datetime) -> tuple[ClaimCard, ...]:
    """What the reader has reported, the newest first, with the answers.

    Raises: `Denied` for strangers.
    """
    if reader.is_stranger:
        raise Denied("sign-in")
    rows = db.session.scalars(
        select(ReleaseClaim).where(ReleaseClaim.made_by_id == reader.id).order_by(ReleaseClaim.id.desc()).limit(SHOWN)
    ).all()
    return cards(reader, rows, now)


def cards(reader: Reader, rows: Sequence[ReleaseClaim], now: datetime, *, words: bool = False) -> tuple[ClaimCard, ...]:
    """Cards of these, in their order; with `words` for stewards."""
    known = catalogues({row.show_id for row in rows})
    people = accounts.people_cards(row.made_by_id for row in rows)
    made = []
    for row in rows:
        show = known.get(row.show_id)
        if show is None:
            continue
        own = row.made_by_id == reader.id
        code = show.code(row.episode_id, now) if row.episode_id is not None else row.scope
        source = row.source or ""
        made.append(
            ClaimCard(
                id=row.id,
                show_slug=show.slug,
                show_name=show.name,
                code=code,
                by_steward=row.by_steward,
                what=row.what,
                territory=row.territory,
                instant=row.instant,
                on=row.on,
                source=source if words or own else "",
                source_host=urlsplit(source).hostname or "" if source else "",
                why=row.why if words or own else "",
                by=people.get(row.made_by_id),
                made_at=row.made_at,
                outcome=row.outcome or "",
                answer=row.answer,
                decided_at=row.decided_at,
                own=own,
            )
        )
    return tuple(made)


def undated(show_ids: Collection[int] | None, now: datetime) -> tuple[UndatedCard, ...]:
    """Episodes that no source and no steward has dated, by show; None = of all shows."""
    dated = exists().where(
        ReleaseWindow.episode_id == Episode.id,
        ReleaseWindow.withdrawn_at.is_(None),
        or_(ReleaseWindow.instant.is_not(None), ReleaseWindow.on.is_not(None)),
    )
    rows = db.session.execute(
        select(Episode.id, Episode.show_id)
        .where(Episode.airdate.is_(None), Episode.airstamp.is_(None), ~dated)
        .where(true() if show_ids is None else Episode.show_id.in_(show_ids))
        .order_by(Episode.show_id, Episode.id)
        .limit(SHOWN)
    ).all()
    known = catalogues({row.show_id for row in rows})
    return tuple(
        UndatedCard(row.id, known[row.show_id].slug, known[row.show_id].name, known[row.show_id].code(row.id, now))
        for row in rows
        if row.show_id in known
    )
