"""Who is named in a post, and who is told."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from sqlalchemy import delete, insert, select

from forum.accounts.handles import folded
from forum.infra.db import db
from forum.infra.jobs import announce
from forum.posts.models import Mention
from forum.rendering.document import Cover, Document, Veil

TOLD = 10
"""So many of those whom one post names are told; the others are links like them."""


def note_mentions(post_id: int, author_id: int, document: Document, people: Mapping[str, int], *, edited: bool) -> None:
    """Keep the first ten who are named, and announce those of them who were not named before."""
    named = {people[handle]: is_veiled for handle, is_veiled in _named(document).items() if handle in people}
    named.pop(author_id, None)
    veiled = dict(islice(named.items(), TOLD))
    before = set(_mentioned(post_id)) if edited else set()
    if before:
        db.session.execute(delete(Mention).where(Mention.post_id == post_id))
    if veiled:
        rows = [{"post_id": post_id, "person_id": who, "veiled": hidden} for who, hidden in veiled.items()]
        db.session.execute(insert(Mention), rows)
    fresh = sorted(set(veiled) - before)
    if fresh:
        announce("post.mentioned", post_id=post_id, person_ids=fresh)


def _mentioned(post_id: int) -> list[int]:
    return list(db.session.scalars(select(Mention.person_id).where(Mention.post_id == post_id)))


def _named(document: Document) -> dict[str, bool]:
    """Folded handles, and whether each is named only inside a spoiler mark."""
    first = document.pieces[0] if document.pieces else None
    around = int(isinstance(first, Veil) and first.cover is Cover.THREAD)
    named: dict[str, bool] = {}
    for mention in document.mentioned:
        handle = folded(mention.handle)
        named[handle] = named.get(handle, True) and len(mention.gates) > around
    return named
