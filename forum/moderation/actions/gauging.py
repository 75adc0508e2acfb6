"""What one must have seen to read a case: kept with it, so that a queue of any length comes in the reader's own order.

Whether a text is shown is decided when it is printed, from its own gates (`queries/reading.py`); this orders alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from forum.domain.gates import Gate
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.moderation.actions.ranking import rank
from forum.moderation.desk_models import CaseGates
from forum.moderation.locking import locked_case
from forum.moderation.models import Case, Flag, Snapshot
from forum.moderation.queries.sifting import waiting
from forum.moderation.targets import POST
from forum.posts.models import Post, PostEvent
from forum.posts.pressing import read_document
from forum.threads.models import Thread

AT_ONCE = 200
"""Cases that are looked at in one transaction."""


def gauge(case: Case) -> None:
    """Write down what the case is about, inside the running transaction: its newest reported text, what people say it
    spoils, its thread's gate, a moderator's seal and what it hides because of what it answers."""
    case.gate_set_id = _set_of(_gates(case))


def _gates(case: Case) -> set[Gate]:
    said = db.session.scalars(select(Flag.spoils).where(Flag.case_id == case.id))
    here = db.session.execute(
        select(Thread.gate, Post.seal, Post.echo).join(Post, Post.thread_id == Thread.id).where(Post.id == case.post_id)
    ).one_or_none()
    stored = [*said, here.gate if here else None]
    if here and case.target_kind == POST:  # a title stands before the curtain of the first post
        stored += [here.seal, here.echo]
    newest = select(Snapshot.document).where(Snapshot.case_id == case.id).order_by(Snapshot.post_version.desc())
    text = db.session.scalar(newest.limit(1))
    document = read_document(case.post_id or 0, text) if text is not None else None
    return {Gate.from_json(one) for one in stored if one} | (document.gates() if document else set())


def _set_of(gates: Iterable[Gate]) -> int:
    """The row of these gates, made when it is the first of its kind."""
    ordered = sorted(gates, key=lambda gate: gate.key)
    key = hashlib.sha256("\n".join(gate.key for gate in ordered).encode()).hexdigest()
    wanted = select(CaseGates.id).where(CaseGates.key == key)
    known = db.session.scalar(wanted)
    if known is None:
        insert_once(CaseGates(key=key, gates=[gate.to_json() for gate in ordered]))
        known = db.session.scalars(wanted).one()
    return known


def gauge_after(event_id: int, now: datetime) -> None:
    """A moderator sealed, unsealed or moved a post: its waiting cases are about something else, and reach others."""
    post_id = db.session.scalar(select(PostEvent.post_id).where(PostEvent.id == event_id))
    _gauge_all(list(db.session.scalars(select(Case.id).where(Case.post_id == post_id, waiting()))), now)


def gauge_thread(thread_id: int, now: datetime) -> None:
    """A thread is about another episode now."""
    here = select(Case.id).join(Post, Post.id == Case.post_id).where(Post.thread_id == thread_id, waiting())
    _gauge_all(list(db.session.scalars(here)), now)


def gauge_rest(now: datetime) -> None:
    """Waiting cases at which nobody has looked yet, so many at once."""
    rest = select(Case.id).where(Case.gate_set_id.is_(None), waiting()).order_by(Case.id).limit(AT_ONCE)
    _gauge_all(list(db.session.scalars(rest)), now)


def _gauge_all(case_ids: list[int], now: datetime) -> None:
    for first in range(0, len(case_ids), AT_ONCE):
        with transaction():
            for case_id in case_ids[first : first + AT_ONCE]:
                case = locked_case(case_id)
                gauge(case)
                rank(case, now)
