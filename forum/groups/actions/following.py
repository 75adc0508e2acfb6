"""Which shows a group talks about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action
from forum.groups.actions.standing import allowed, note
from forum.groups.models import FollowedShow
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.once import insert_once
from forum.shows.models import Show


def follow_show(actor: Reader, group_id: int, slug: str, now: datetime) -> None:
    """Follow a show: its episode threads open by themselves from now on. Doing it twice is doing it once.

    Raises: `Missing` for an unknown show or group; `Denied`.
    """
    with transaction():
        actor_id, _ = allowed(actor, Action.GROUP_FOLLOW_SHOW, group_id, now)
        show_id = _show_id(slug)
        row = FollowedShow(group_id=group_id, show_id=show_id, since=now, followed_by_id=actor_id)
        if insert_once(row):
            note(group_id, actor_id, "followed", now, detail=slug[:80])
            announce("show.followed", group_id=group_id, show_id=show_id)


def unfollow_show(actor: Reader, group_id: int, slug: str, now: datetime) -> None:
    """Open no more threads for a show. The ones that are there stay.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        actor_id, _ = allowed(actor, Action.GROUP_FOLLOW_SHOW, group_id, now)
        followed = db.session.scalar(
            select(FollowedShow).where(FollowedShow.group_id == group_id, FollowedShow.show_id == _show_id(slug))
        )
        if followed is None:
            raise Missing
        db.session.delete(followed)
        note(group_id, actor_id, "unfollowed", now, detail=slug[:80])


def _show_id(slug: str) -> int:
    show_id = db.session.scalar(select(Show.id).where(Show.slug == slug))
    if show_id is None:
        raise Missing
    return show_id
