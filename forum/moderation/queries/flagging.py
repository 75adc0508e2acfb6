"""What one needs to report a post."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

from forum.domain.crisis import Directory
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.infra.db import db
from forum.moderation.models import Case, Flag
from forum.moderation.queries.placing import card_of, codes_of, notice_for
from forum.moderation.targets import POST, reported_post
from forum.posts.models import Post
from forum.presenting.moderation import FlagPage
from forum.shows import queries as shows
from forum.threads.models import Thread
from forum.threads.queries.reading import stored, threads_for


def flag_page(reader: Reader, post_id: int, directory: Directory, now: datetime) -> FlagPage:
    """The form's surroundings, never the words of the post.

    Raises: `Missing`; `Denied`.
    """
    target = reported_post(reader, post_id, now)
    require(reader, Action.POST_FLAG, target.facts)
    row = db.session.execute(
        threads_for(reader, Post.position).join(Post, Post.thread_id == Thread.id).where(Post.id == post_id)
    ).one()
    thread = stored(row)
    clearance = shows.clearance(reader, thread.show_ids, now)
    reported = exists().where(
        Flag.case_id == Case.id,
        Flag.person_id == reader.id,
        Case.target_kind == POST,
        Case.target_id == target.id,
    )
    return FlagPage(
        place=card_of(thread, target.id, row.position, clearance, now),
        codes=codes_of(clearance.catalogues.get(thread.show_id or 0)),
        reported=bool(db.session.scalar(select(reported))),
        notice=notice_for(thread, clearance.catalogues, directory, reader),
        emergency=directory.emergency.get(reader.country or "", ()),
    )
