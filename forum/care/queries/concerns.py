"""Worrying about somebody: what to read, also signed out, and whether one may tell the team."""

from __future__ import annotations

from datetime import datetime

from forum.accounts import queries as accounts
from forum.care.queries.letters import help_for
from forum.domain.crisis import Directory
from forum.domain.people import Reader
from forum.posts.finding import post_and_facts
from forum.presenting.caring import ConcernPage


def concern_page(reader: Reader, post_id: int | None, lines: Directory, now: datetime) -> ConcernPage:
    """Advice for somebody who worries, and about whose post.

    Raises: `Missing` when there is no such post for this reader.
    """
    author, may_tell = None, False
    if post_id is not None:
        post, _ = post_and_facts(reader, post_id, now)
        author = accounts.people_cards([post.author_id]).get(post.author_id or 0)
        may_tell = reader.id is not None and not reader.suspended and post.author_id != reader.id
    return ConcernPage(post_id, author, help_for(reader, ("suicide",), lines), may_tell)
