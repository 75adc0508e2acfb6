"""Reading a reported text although it spoils: possible for moderators, never by accident, always written down."""

from __future__ import annotations

from datetime import datetime

from forum.domain.people import Reader
from forum.infra.db import transaction
from forum.infra.once import insert_once
from forum.moderation.actions.ledger import READ_ANYWAY, enter
from forum.moderation.locking import facts_of, locked_case
from forum.moderation.models import Reading


def read_anyway(actor: Reader, case_id: int, now: datetime) -> None:
    """Let this moderator read the texts of a case about an episode they have not seen.

    Raises: `Missing`.
    """
    with transaction():
        case = locked_case(case_id)
        facts_of(actor, case, now)
        if insert_once(Reading(case_id=case.id, person_id=actor.id or 0, read_at=now)):
            enter(case, READ_ANYWAY, actor.id, now)
