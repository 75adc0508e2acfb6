"""Sent once, done once: a form that arrives again gets the first answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from forum.domain.errors import Conflict, Waits
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.posts.models import Submission

KEPT = timedelta(days=2)
"""For so long a key is remembered; retries come within minutes."""


def fingerprint(place: str, form: Mapping[str, object]) -> str:
    """What was sent and where, so that one key is not used for two things."""
    said = {name: value for name, value in form.items() if name != "submission_key"}
    return hashlib.sha256(json.dumps([place, said], sort_keys=True, default=str).encode()).hexdigest()


def claim(person_id: int, key: str, mark: str, now: datetime) -> Submission | int | None:
    """Take a key inside the running transaction.

    Returns: None without a key; the row to be filled with the post's id when the key is new; the id of the first post
    when it is not. A second request that comes at the same moment waits here for the first one to end.
    Raises: `Conflict` when the key was used for something else; `Waits` when what was sent with it waits.
    """
    if not key:
        return None
    claimed = Submission(person_id=person_id, key=key, fingerprint=mark, submitted_at=now)
    if insert_once(claimed):
        return claimed
    known = db.session.scalars(select(Submission).where(Submission.person_id == person_id, Submission.key == key)).one()
    if known.fingerprint == mark and known.waiting_id is not None:
        raise Waits(known.waiting_id)
    if known.fingerprint != mark or known.post_id is None:
        raise Conflict("submission-key-used", post_id=known.post_id)
    return known.post_id


def claim_answer(person_id: int, key: str, mark: str, now: datetime) -> Submission:
    """Take a key for something that is no post, inside the running transaction.

    Returns: the row, whose `answer` the caller fills when it is None; it is filled when the key is not new.
    Raises: `Conflict` when the key was used for something else.
    """
    claimed = Submission(person_id=person_id, key=key, fingerprint=mark, submitted_at=now)
    if insert_once(claimed):
        return claimed
    known = db.session.scalars(select(Submission).where(Submission.person_id == person_id, Submission.key == key)).one()
    if known.fingerprint != mark or known.answer is None:
        raise Conflict("submission-key-used")
    return known


def forget_submissions(now: datetime) -> None:
    """Drop keys that nobody will send again."""
    with transaction():
        db.session.execute(delete(Submission).where(Submission.submitted_at < now - KEPT))
