"""A show's dates with their history, its books, and who looks after them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.accounts import queries as accounts
from forum.domain.catalogue import Catalogue
from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, SiteFacts, judge
from forum.infra.db import db
from forum.presenting.accounts import PersonCard
from forum.presenting.releases import ReleasesPage, StatedCard, WorkCard
from forum.releases.models import ReleaseClaim
from forum.releases.queries.claims import open_claims, undated
from forum.shows.models import ReleaseWindow, Show, ShowSteward, SourceWork
from forum.shows.queries import catalogues
from forum.shows.queries.standing import facts_for

SHOWN = 200


def releases_page(reader: Reader, slug: str, now: datetime) -> ReleasesPage:
    """What was stated about a show's releases, by whom and when; for its stewards also what waits.

    A fixed number of statements: six, eleven for stewards.
    Raises: `Missing`.
    """
    show = db.session.scalar(select(Show).where(Show.slug == slug[:200]))
    if show is None:
        raise Missing
    catalogue = catalogues([show.id])[show.id]
    may_tend = judge(reader, Action.SHOW_TEND, facts_for(reader, show.id)).allowed
    return ReleasesPage(
        show_id=show.id,
        slug=show.slug,
        name=show.name,
        stated=_stated(catalogue, now, words=may_tend),
        works=_works(show.id),
        stewards=_stewards(show.id),
        two_agree=show.two_agree,
        titles_open=show.titles_open,
        may_tend=may_tend,
        may_appoint=judge(reader, Action.SHOW_APPOINT, SiteFacts()).allowed,
        claims=open_claims(reader, ReleaseClaim.show_id == show.id, now) if may_tend else (),
        undated=undated([show.id], now) if may_tend else (),
    )


def _stated(catalogue: Catalogue, now: datetime, *, words: bool) -> tuple[StatedCard, ...]:
    rows = db.session.scalars(
        select(ReleaseWindow)
        .where(ReleaseWindow.show_id == catalogue.show_id)
        .order_by(ReleaseWindow.withdrawn_at.is_not(None), ReleaseWindow.id.desc())
        .limit(SHOWN)
    ).all()
    named = [one for row in rows for one in (row.set_by_id, row.agreed_by_id, row.withdrawn_by_id)]
    people = accounts.people_cards(named)

    def who(person_id: int | None) -> PersonCard | None:
        return people.get(person_id or 0)

    return tuple(
        StatedCard(
            id=row.id,
            code=catalogue.code(row.episode_id, now),
            territory=row.territory,
            instant=row.instant,
            on=row.on,
            service=row.service if row.instant or row.on else "",
            confidence=row.confidence,
            by=who(row.set_by_id),
            agreed_by=who(row.agreed_by_id),
            set_at=row.set_at,
            why=row.why if words else "",
            ended_at=row.withdrawn_at,
            ended_by=who(row.withdrawn_by_id),
        )
        for row in rows
    )


def _works(show_id: int) -> tuple[WorkCard, ...]:
    listed = (SourceWork.show_id == show_id, SourceWork.withdrawn_at.is_(None))
    rows = db.session.execute(select(SourceWork.id, SourceWork.name).where(*listed).order_by(SourceWork.id))
    return tuple(WorkCard(row.id, row.name) for row in rows)


def _stewards(show_id: int) -> tuple[PersonCard, ...]:
    held = (ShowSteward.show_id == show_id, ShowSteward.dismissed_at.is_(None))
    ids = list(db.session.scalars(select(ShowSteward.person_id).where(*held).order_by(ShowSteward.id)))
    people = accounts.people_cards(ids)
    return tuple(people[one] for one in ids if one in people)
