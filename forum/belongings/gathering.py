"""Everything that is one person's, as plain data. Words of others only as this person may read them now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from forum.accounts.models import Person, Relation, SignIn
from forum.domain.people import Reader
from forum.groups.models import Group, Membership
from forum.groups.visibility import readable
from forum.infra.db import db
from forum.intake.models import WaitingPost
from forum.moderation.models import Case, Flag
from forum.posts.models import Draft, Post, Reaction, Reveal
from forum.posts.pressing import print_body
from forum.posts.queries.pages import Room, room_from
from forum.posts.queries.profile import threads_of_posts
from forum.posts.queries.rows import StoredPost, posts_selected, show_ids_of, stored_post
from forum.releases.models import ReleaseClaim
from forum.shows.models import ProgressMark, Show
from forum.shows.queries import clearance
from forum.threads.models import Thread, TopicMute

BATCH = 200
Data = dict[str, Any]


def belongings_of(reader: Reader, now: datetime) -> Data:
    """The account, the places in shows, groups, posts as they were typed, drafts, nods, reveals and reports."""
    who = reader.id or 0
    return {
        "made_at": now,
        "account": _account(who),
        "put_aside": _plain(
            select(Person.handle, Relation.kind, Relation.since)
            .join(Relation, Relation.other_id == Person.id)
            .where(Relation.person_id == who)
        ),
        "progress": _progress(who),
        "groups": _plain(
            select(Group.slug, Group.name, Membership.role, Membership.joined_at)
            .join(Membership, Membership.group_id == Group.id)
            .where(Membership.person_id == who)
            .order_by(Group.id)
        ),
        "threads": _plain(
            select(Thread.id, Thread.kind, Thread.title, Thread.link, Thread.created_at)
            .where(Thread.author_id == who)
            .order_by(Thread.id)
        ),
        "posts": _posts(reader, now),
        "waiting": _plain(
            select(WaitingPost.form, WaitingPost.sent_at, WaitingPost.outcome, WaitingPost.reason)
            .where(WaitingPost.author_id == who)
            .order_by(WaitingPost.id)
        ),
        "drafts": _plain(select(Draft.place, Draft.title, Draft.text, Draft.updated_at).where(Draft.person_id == who)),
        "reactions": _plain(
            select(Reaction.post_id, Reaction.kind, Reaction.reacted_at).where(Reaction.person_id == who)
        ),
        "reveals": _plain(
            select(Reveal.veil_key, Reveal.revealed_at, Reveal.withdrawn_at).where(Reveal.person_id == who)
        ),
        "reports": _plain(
            select(Case.target_id.label("post_id"), Flag.reason, Flag.words, Flag.flagged_at)
            .join(Case, Case.id == Flag.case_id)
            .where(Flag.person_id == who)
        ),
        "dates_reported": _plain(
            select(ReleaseClaim.episode_id, ReleaseClaim.what, ReleaseClaim.territory, ReleaseClaim.instant)
            .add_columns(ReleaseClaim.on, ReleaseClaim.source, ReleaseClaim.made_at, ReleaseClaim.outcome)
            .where(ReleaseClaim.made_by_id == who)
        ),
        "topics_kept_out": _plain(
            select(TopicMute.topic, TopicMute.since, TopicMute.until)
            .where(TopicMute.person_id == who)
            .order_by(TopicMute.topic)
        ),
        "sign_ins": _plain(select(SignIn.label, SignIn.created_at, SignIn.last_seen_at).where(SignIn.person_id == who)),
    }


def _plain(query: Any) -> list[Data]:
    return [dict(row._mapping) for row in db.session.execute(query)]


def _account(who: int) -> Data:
    person = db.session.get_one(Person, who)
    kept = (
        "handle",
        "email",
        "country",
        "timezone",
        "language",
        "theme",
        "strict",
        "mail_on",
        "created_at",
        "break_until",
    )
    return {name: getattr(person, name) for name in kept}


def _progress(who: int) -> list[Data]:
    rows = db.session.execute(
        select(Show.slug, Show.name, ProgressMark)
        .join(ProgressMark, ProgressMark.show_id == Show.id)
        .where(ProgressMark.person_id == who)
        .order_by(Show.id)
    )
    kept = ("through_id", "order", "ticked", "unticked", "caught_up", "delay_days", "rewatch_id", "as_new", "optins")
    return [
        {"show": row.slug, "name": row.name, **{name: getattr(row.ProgressMark, name) for name in kept}} for row in rows
    ]


# -- posts


def _posts(reader: Reader, now: datetime) -> list[Data]:
    """All of them, also those that were removed or withdrawn, with the beginning of what they answer."""
    made: list[Data] = []
    last = 0
    while rows := _batch(reader.id or 0, last):
        last = rows[-1].id
        made += _told(reader, rows, now)
    return made


def _batch(who: int, after: int) -> Sequence[Row[Any]]:
    own = Post.author_id == who, Post.id > after
    return db.session.execute(posts_selected(Post.source).where(*own).order_by(Post.id).limit(BATCH)).all()


def _told(reader: Reader, rows: Sequence[Row[Any]], now: datetime) -> list[Data]:
    answered = [row.reply_to_id for row in rows if row.reply_to_id is not None]
    parents = [stored_post(row) for row in db.session.execute(posts_selected().where(Post.id.in_(answered)))]
    rooms = _rooms(reader, {row.thread_id for row in rows}, parents, now)
    excerpts = {post.id: _beginning(post, rooms.get(post.thread_id)) for post in parents}
    return [
        {
            "id": row.id,
            "thread_id": row.thread_id,
            "thread_title": rooms[row.thread_id].title if row.thread_id in rooms else None,
            "written_at": row.created_at,
            "edited_at": row.edited_at,
            "withdrawn_at": row.withdrawn_at,
            "removed_at": row.removed_at,
            "text": row.source,
            "in_reply_to": row.reply_to_id,
            "which_began": excerpts.get(row.reply_to_id),
        }
        for row in rows
    ]


def _rooms(reader: Reader, thread_ids: set[int], posts: Sequence[StoredPost], now: datetime) -> dict[int, Room]:
    """The threads that the person may still read, as they see them now."""
    own = select(Thread.id).join(Group, Group.id == Thread.group_id).where(Thread.id.in_(thread_ids), readable(reader))
    there = threads_of_posts(reader, set(db.session.scalars(own)), now)
    shows = show_ids_of(posts).union(*(thread.show_ids for thread, _ in there.values()))
    sight = clearance(reader, shows, now)
    return {number: room_from(reader, found, sight, now) for number, found in there.items()}


def _beginning(post: StoredPost, room: Room | None) -> str | None:
    if room is None or not room.facts.open:
        return None
    body = print_body(post.document, room.place, post_id=post.id, author_id=post.author_id, plain=True)
    return body.excerpt if body else None
