"""Posts for tests, written the way members write them."""

from __future__ import annotations

from sqlalchemy import insert

from forum.domain.people import Reader
from forum.infra import clock
from forum.infra.db import db, transaction
from forum.posts import actions
from forum.posts.forms import AmendForm, ReplyForm, ThreadForm
from forum.posts.models import Post, Revision
from forum.threads.models import Thread


def reply_form(body: str = "A word.", **more: object) -> ReplyForm:
    return ReplyForm.read({"body": body, **more})


def thread_form(title: str = "What now?", body: str = "A first word.", **more: object) -> ThreadForm:
    return ThreadForm.read({"kind": "open", "title": title, "body": body, **more})


def post(author: Reader, thread_id: int, body: str = "A word.", **more: object) -> int:
    """A reply. Returns its id."""
    return actions.reply(author, thread_id, reply_form(body, **more), clock.now())


def started(
    author: Reader, group_id: int, title: str = "What now?", body: str = "A first word.", **more: object
) -> int:
    """A thread of a member with its first post. Returns the thread's id."""
    post_id = actions.start_thread(author, group_id, thread_form(title, body, **more), clock.now())
    return row(post_id).thread_id


def amended(author: Reader, post_id: int, body: str) -> int:
    """A new version of a post. Returns the version."""
    form = AmendForm.read({"body": body, "version": row(post_id).version})
    return actions.amend_post(author, post_id, form, clock.now())


def row(post_id: int) -> Post:
    """The row as it is stored now."""
    db.session.expire_all()
    return db.session.get_one(Post, post_id)


def many_posts(author: Reader, thread_id: int, how_many: int) -> None:
    """So many copies of a thread's first post after its last one, in two statements: for tests of size."""
    with transaction():
        thread = db.session.get_one(Thread, thread_id)
        first = db.session.query(Post).filter_by(thread_id=thread_id).order_by(Post.position).first()
        assert first is not None
        start = thread.last_position
        rows = [
            {
                "thread_id": thread_id,
                "position": start + n,
                "author_id": author.id,
                "source": "A word.",
                "document": first.document,
                "version": 1,
                "created_at": clock.now(),
            }
            for n in range(1, how_many + 1)
        ]
        db.session.execute(insert(Post), rows)
        thread.last_position += how_many
        thread.post_count += how_many
        db.session.flush()
        ids = db.session.query(Post.id).filter(Post.thread_id == thread_id, Post.position > start).all()
        db.session.execute(
            insert(Revision),
            [
                {
                    "post_id": one,
                    "version": 1,
                    "source": "A word.",
                    "document": first.document,
                    "scopes": {},
                    "author_id": author.id,
                    "written_at": clock.now(),
                }
                for (one,) in ids
            ],
        )
