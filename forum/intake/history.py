"""What is known of a group's rules and of somebody who sends something, in as few statements as possible."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import String, and_, case, cast, func, null, select

from forum.domain.automation import fingerprint_words
from forum.domain.pace import SAME_AGAIN, SHORTEST_COPY, Earlier, History, PacePolicy
from forum.groups.models import Group
from forum.infra.db import db
from forum.intake.models import Automation, GroupPace, TextPrint
from forum.posts.models import Post
from forum.threads.models import Thread

LOOKED_AT = 50
"""So many of somebody's newest posts are looked at."""
COPIES = 20
NO_POLICY = PacePolicy()


@dataclass(frozen=True, slots=True)
class House:
    """What a group asks, and what an author wrote before.

    Shapes: `automations` = those switched on, oldest first; `copied_by` = who wrote the same text lately, each time.
    """

    policy: PacePolicy
    automations: Sequence[Automation]
    earlier: Sequence[Earlier]
    copied_by: Sequence[int] = ()


def house_of(group_id: int, author_id: int, mark: str | None, now: datetime) -> House:
    """One statement: each post asks for it, so what an author wrote comes along as one string, and so do the authors
    of the same text.
    """
    on = and_(Automation.group_id == Group.id, Automation.ended_at.is_(None), Automation.on_since.is_not(None))
    rows = db.session.execute(
        select(GroupPace, Automation, _written_by(author_id), _authors_of(mark, now))
        .select_from(Group)
        .outerjoin(GroupPace, GroupPace.group_id == Group.id)
        .outerjoin(Automation, on)
        .where(Group.id == group_id)
        .order_by(Automation.id)
    ).all()
    pace = rows[0].GroupPace if rows else None
    return House(
        pace.policy() if pace is not None else NO_POLICY,
        [row.Automation for row in rows if row.Automation is not None],
        _earlier(rows[0].written if rows else None),
        [int(one) for one in rows[0].copied_by.split(",")] if rows and rows[0].copied_by else [],
    )


def _written_by(author_id: int) -> Any:
    """The newest posts of somebody: "id|thread|group|instant|stands" each, in no order."""
    stands = case((and_(Post.withdrawn_at.is_(None), Post.removed_at.is_(None)), "y"), else_="n")
    newest = (
        select(Post.id, Post.thread_id, Thread.group_id, cast(Post.created_at, String).label("at"), stands.label("ok"))
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.author_id == author_id)
        .order_by(Post.id.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    numbers = [cast(newest.c[name], String) for name in ("id", "thread_id", "group_id")]
    line = numbers[0] + "|" + numbers[1] + "|" + numbers[2] + "|" + newest.c.at + "|" + newest.c.ok
    return select(func.aggregate_strings(line, ",")).scalar_subquery().label("written")


def _earlier(told: str | None) -> list[Earlier]:
    lines = [line.split("|") for line in told.split(",")] if told else []
    lines.sort(key=lambda line: -int(line[0]))
    return [
        Earlier(int(thread), int(group), datetime.fromisoformat(at).astimezone(UTC), ok == "y")
        for _, thread, group, at, ok in lines
    ]


def text_print(text: str) -> str | None:
    """The words of a text as a hash; None for a short one, which anybody may write."""
    words = fingerprint_words(text)
    return hashlib.sha256(words.encode()).hexdigest()[:32] if len(words) >= SHORTEST_COPY else None


def history_of(author_id: int, house: House) -> History:
    """What is known of an author."""
    history = History(house.earlier)
    if not history.is_new:
        return history
    own = house.copied_by.count(author_id)
    return History(house.earlier, own, len(house.copied_by) - own)


def _authors_of(mark: str | None, now: datetime) -> Any:
    """Who wrote a text lately: their ids as one string, once for each time. NULL for a text that is too short."""
    if mark is None:
        return null().label("copied_by")
    same = (TextPrint.print == mark, TextPrint.written_at > now - SAME_AGAIN)
    newest = select(cast(TextPrint.author_id, String).label("by")).where(*same).limit(COPIES).subquery()
    return select(func.aggregate_strings(newest.c.by, ",")).scalar_subquery().label("copied_by")
