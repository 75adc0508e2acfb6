"""Who is named in a post, and who is told."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select

from forum.accounts.handles import folded
from forum.infra.db import db
from forum.infra.jobs import announce
from forum.posts.models import Mention
from forum.rendering.document import Cover, Document, Veil


def note_mentions(post_id: int, author_id: int, document: Document, people: Mapping[str, int], *, edited: bool) -> None:
    """Keep who is named, at most ten by the press's own bound, and announce those who were not named before."""
    veiled = {people[handle]: is_veiled for handle, is_veiled in _named(document).items() if handle in people}
    veiled.pop(author_id, None)
    before = set(_mentioned(post_id)) if edited else set()
    if before:
        db.session.execute(delete(Mention).where(Mention.post_id == post_id))
    db.session.add_all(Mention(post_id=post_id, person_id=who, veiled=hidden) for who, hidden in veiled.items())
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
