"""Words that are taken out of a post for good: no version keeps them, and no post that quotes them does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import undefer

from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.rows import holding
from forum.posts.actions.amending import ANYTHING, latest_revision
from forum.posts.actions.holding import CARE, EMPTY, held_row
from forum.posts.actions.placing import settle_place
from forum.posts.actions.writing import revision_of
from forum.posts.models import Post, Quotation, Revision
from forum.posts.pressing import gate_of, shut
from forum.posts.scoping import ScopeReader, composed
from forum.threads.models import Thread

LEFT_OUT = "[…]"
"""Stands in a quote for lines that are gone from the quoted post."""

_FEWEST_LETTERS = 3


def cut_post(post_id: int, body: str, now: datetime) -> list[int]:
    """Put `body` in the place of a post's words, and forget what was cut: no older version keeps it, and no quote.

    The caller has the right, and has told the author. Returns the posts whose quotes of it were cut with it.
    Raises: `Missing`; `Invalid` when the text is refused.
    """
    with transaction():
        post = held_row(post_id)
        before = _plain("\n".join(one.source for one in _versions(post_id)))
        _put(post, body, now)
        post.held_by = ",".join(one for one in post.held_by.split(",") if one not in ("", CARE))
        if post.held is not None and not post.held_by:
            post.document, post.held = post.held, None
        settle_place(post)
        quoting = [one.id for one in _quoting(post_id) if _cut_quotes(one, before, _plain(body), now)]
        announce("post.amended", post_id=post.id, thread_id=post.thread_id)
        return quoting


def without_lines(source: str, before: str, after: str) -> str:
    """A text without the quoted lines that stood in `before` and stand in `after` no more; several become one mark."""
    kept: list[str] = []
    for line in source.splitlines():
        said = _plain(line.lstrip("> "))
        if line.lstrip().startswith(">") and len(said) >= _FEWEST_LETTERS and said in before and said not in after:
            line = f"> {LEFT_OUT}"  # noqa: PLW2901 - the line is what is kept of it
            if kept and kept[-1] == line:
                continue
        kept.append(line)
    return "\n".join(kept)


def _cut_quotes(post: Post, before: str, after: str, now: datetime) -> bool:
    """Whether a post quoted what is gone. Its own words stay; held words stay held."""
    versions = _versions(post.id)
    if all(without_lines(one.source, before, after) == one.source for one in versions):
        return False
    newest = max(versions, key=lambda one: one.version)
    _put(post, without_lines(newest.source, before, after), now)
    settle_place(post)
    announce("post.amended", post_id=post.id, thread_id=post.thread_id)
    return True


def _put(post: Post, body: str, now: datetime) -> None:
    """The new words as the only version that keeps any."""
    last = latest_revision(post)
    gate = db.session.get_one(Thread, post.thread_id).gate_now()
    reader = ScopeReader(gate, now, last.scopes, policy=ANYTHING)
    text = composed(body, reader, {"body": body}, gate_of(last.cover))
    db.session.execute(update(Revision).where(Revision.post_id == post.id).values(source="", document=EMPTY))
    post.source, post.version, post.edited_at = text.source, post.version + 1, now
    post.keep(shut(text.document, post.echo_gate, post.gate).to_json())
    db.session.add(revision_of(post, text, now))


def _quoting(post_id: int) -> Iterator[Post]:
    """Posts that answer or quote it, by id: the usual order of holding them."""
    quoting = select(Quotation.post_id).where(Quotation.quoted_id == post_id)
    wanted = select(Post).where(or_(Post.reply_to_id == post_id, Post.id.in_(quoting))).order_by(Post.id)
    yield from db.session.scalars(holding(wanted).execution_options(populate_existing=True)).all()


def _versions(post_id: int) -> list[Revision]:
    wanted = select(Revision).where(Revision.post_id == post_id).options(undefer(Revision.source))
    return list(db.session.scalars(wanted.order_by(Revision.version).execution_options(populate_existing=True)))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
