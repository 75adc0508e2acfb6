"""Answers and quotes follow what they answer: a seal, a cover or a move that comes later closes them as well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.handles import folded
from forum.accounts.models import Person
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.rows import LARGEST_ID, holding
from forum.posts.actions.placing import settle_place
from forum.posts.echoes import everything_after, in_steps, web_of
from forum.posts.models import Post, Quotation
from forum.posts.pressing import shut
from forum.threads.models import Thread

QUOTES_FOLLOWED = 20
"""So many posts that one post quotes are followed, the first ones."""
TOLD_AT_ONCE = 200

_OPENING = re.compile(r"(?P<handle>[A-Za-z0-9_\\-]{3,60}) · \\?#(?P<position>[0-9]{1,9})")
_LINK = re.compile(r"/p/(?P<id>[0-9]{1,9})\b")


def note_quotations(post: Post, thread: Thread, source: str) -> bool:
    """Keep which posts a text quotes, by the line that a quote begins with or by their address in it.

    Shapes: what it answers is known without that. Returns whether it quotes any. No statement for texts that quote
    nothing but what they answer.
    """
    ties = list(_ties(post, thread, source))
    db.session.add_all(Quotation(post_id=post.id, quoted_id=quoted, tagged=tagged) for quoted, tagged in ties)
    return bool(ties)


def forget_quotations(post: Post) -> bool:
    """Before the quotes of a new version are noted. Returns whether there were any."""
    ties = list(db.session.scalars(select(Quotation.quoted_id).where(Quotation.post_id == post.id)))
    if ties:
        db.session.execute(delete(Quotation).where(Quotation.post_id == post.id))
    return bool(ties)


def _ties(post: Post, thread: Thread, source: str) -> Iterator[tuple[int, str | None]]:
    lines = [line.lstrip("> ").rstrip() for line in source.splitlines() if line.lstrip().startswith(">")]
    openings = [one for line in lines if (one := _OPENING.fullmatch(line))]
    names = {int(one["position"]): folded(one["handle"].replace("\\", "")) for one in openings}
    ids = {int(one["id"]) for line in lines for one in _LINK.finditer(line)}
    positions = list(names)[:QUOTES_FOLLOWED]
    linked = sorted(one for one in ids if 0 < one <= LARGEST_ID)[:QUOTES_FOLLOWED]
    if not positions and not linked:
        return
    wanted = (
        select(Post.id, Post.thread_id, Post.position, Person.handle_folded)
        .outerjoin(Person, Person.id == Post.author_id)
        .where(
            or_(Post.id.in_(linked), (Post.thread_id == thread.id) & Post.position.in_(positions)),
            Post.id != post.id,
        )
    )
    rows = db.session.execute(wanted).all()
    found = [
        row
        for row in rows
        if row.id != post.reply_to_id and (row.id in linked or names.get(row.position) == row.handle_folded)
    ]
    gates = _keys_of({row.thread_id for row in found if row.thread_id != thread.id})
    for row in found:
        yield row.id, gates.get(row.thread_id)


def _keys_of(thread_ids: set[int]) -> dict[int, str]:
    """What a quote out of these threads is tagged as."""
    if not thread_ids:
        return {}
    gates = {one.id: one.gate_now() for one in db.session.scalars(select(Thread).where(Thread.id.in_(thread_ids)))}
    return {thread_id: gate.key if gate is not None else "" for thread_id, gate in gates.items()}


def follow_echoes(post_ids: Iterable[int], now: datetime) -> int:
    """Close these posts, and all that answer or quote them, by what they inherit now. Done twice is done once.

    Returns how many posts hide more or less than before; the index is told of each.
    """
    with transaction():
        web = web_of(everything_after(post_ids))
        inherited = web.inherited(web.heard)
        changed = [one.id for one in web.heard.values() if inherited[one.id] != one.echo]
        for some in in_steps(changed, TOLD_AT_ONCE):
            rows = holding(select(Post).where(Post.id.in_(some)).order_by(Post.id))
            for post in db.session.scalars(rows.execution_options(populate_existing=True)):
                gate, document = inherited[post.id], web.heard[post.id].document
                post.echo, post.echoed_at = gate.to_json() if gate is not None else None, _after(post.echoed_at, now)
                if document is not None:
                    post.keep(shut(document, gate, post.gate).to_json())
                    settle_place(post)
            announce("posts.echoed", post_ids=some)
        return len(changed)


def _after(last: datetime | None, now: datetime) -> datetime:
    """Later than the change before: the index tells by it what it has not read yet."""
    return now if last is None or last < now else last + timedelta(microseconds=1)


def follow_thread(thread_id: int, now: datetime) -> int:
    """The same for all that stands in a thread whose gate has changed, and for what quotes it elsewhere."""
    quoted = aliased(Post)
    inside = select(Post.id).where(
        Post.thread_id == thread_id, or_(Post.reply_to_id.is_not(None), Post.echo.is_not(None))
    )
    quoting = select(Quotation.post_id).join(quoted, quoted.id == Quotation.quoted_id)
    ids = {*db.session.scalars(inside), *db.session.scalars(quoting.where(quoted.thread_id == thread_id))}
    return follow_echoes(ids, now) if ids else 0
