"""What one needs to report something."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

from forum.accounts import queries as accounts
from forum.domain.crisis import Directory
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.infra.db import db
from forum.moderation.finding import target_of
from forum.moderation.models import Case, Flag
from forum.moderation.queries.placing import card_of, codes_of, notice_for, sitewide_card
from forum.moderation.targets import PERSON, SITEWIDE, Target
from forum.posts.models import Post
from forum.presenting.moderation import FlagPage
from forum.presenting.threads import ENGLISH, TitleWords
from forum.shows import queries as shows
from forum.threads.models import Thread
from forum.threads.queries.reading import stored, threads_for


def flag_page(
    reader: Reader, kind: str, target_id: int, directory: Directory, now: datetime, *, words: TitleWords = ENGLISH
) -> FlagPage:
    """The form's surroundings, never the words of a post.

    Shapes: `kind` "post", "thread" (its title), "person", or that of a message to moderators.
    Raises: `Missing`; `Denied`.
    """
    target = target_of(reader, kind, target_id, now)
    require(reader, Action.POST_FLAG, target.facts)
    emergency = directory.emergency.get(reader.country or "", ())
    if kind in SITEWIDE:
        card = accounts.people_cards([target.id]).get(target.id) if kind == PERSON else None
        place = sitewide_card(kind, card)
        return FlagPage(place, (), _reported(reader, target), None, emergency, target.id, target.page)
    row = db.session.execute(
        threads_for(reader, Post.position).join(Post, Post.thread_id == Thread.id).where(Post.id == target.post_id)
    ).one()
    thread = stored(row)
    clearance = shows.clearance(reader, thread.show_ids, now)
    return FlagPage(
        place=card_of(thread, target.post_id or 0, row.position, clearance, now, kind=kind, words=words),
        codes=codes_of(clearance.catalogues.get(thread.show_id or 0)),
        reported=_reported(reader, target),
        notice=notice_for(thread, clearance.catalogues, directory, reader),
        emergency=emergency,
    )


def _reported(reader: Reader, target: Target) -> bool:
    """Whether this reader has reported it before."""
    found = exists().where(
        Flag.case_id == Case.id,
        Flag.person_id == reader.id,
        Case.target_kind == target.kind,
        Case.target_id == target.id,
    )
    return bool(db.session.scalar(select(found)))
