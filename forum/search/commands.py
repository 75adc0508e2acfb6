"""The console command `forum search rebuild`."""

from __future__ import annotations

from collections.abc import Iterator

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from forum.infra.db import db
from forum.posts.models import Post
from forum.search.actions import BATCH, index_posts, index_show, index_thread
from forum.shows.models import Show
from forum.threads.models import Thread


@click.command("rebuild")
@click.option("--since", default=0, metavar="POST", help="Begin at this post: to go on after a stop.")
@with_appcontext
def search_rebuild(since: int) -> None:
    """Make the index of the search anew, while the site runs. May be stopped and begun again."""
    for name, table, index in (("shows", Show, index_show), ("threads", Thread, index_thread)):
        ids = list(db.session.scalars(select(table.id).order_by(table.id)))
        with click.progressbar(ids, label=f"{name:8}") as progress:
            for one in progress:
                index(one)
    total = db.session.scalar(select(func.count()).select_from(Post).where(Post.id >= since)) or 0
    with click.progressbar(length=total, label="posts   ") as progress:
        for ids in _batches(since):
            index_posts(ids)
            progress.update(len(ids))
    click.echo(f"{total} posts can be found.")


def _batches(since: int) -> Iterator[list[int]]:
    last = since - 1
    while ids := list(db.session.scalars(select(Post.id).where(Post.id > last).order_by(Post.id).limit(BATCH))):
        db.session.rollback()
        last = ids[-1]
        yield ids
