"""A report sent with an `Idempotency-Key`: the key is taken in the same transaction as the report."""

from __future__ import annotations

from datetime import datetime

from forum.domain.people import Reader
from forum.infra.db import transaction
from forum.moderation.actions import raise_flag
from forum.moderation.forms import FlagForm
from forum.posts.actions.submitting import claim, fingerprint
from forum.posts.models import Submission


def reported_once(actor: Reader, post_id: int, form: FlagForm, key: str, now: datetime) -> None:
    """Report a post. Without a key it is done once all the same: a person's second report changes nothing.

    Raises: as `raise_flag`; `Conflict` when the key was used for something else.
    """
    with transaction():
        mark = fingerprint(f"flag:{post_id}", form.model_dump(mode="json"))
        claimed = claim(actor.id or 0, key, mark, now)
        if isinstance(claimed, int):
            return
        raise_flag(actor, post_id, form, now)
        if isinstance(claimed, Submission):
            claimed.post_id = post_id
