"""Taking a case for a while, and giving it back."""

from __future__ import annotations

from datetime import datetime

from forum.accounts import queries as accounts
from forum.domain.errors import Conflict
from forum.domain.flags import LEASE, CaseEvent, CaseState, NoSuchStep, step
from forum.domain.people import Reader
from forum.domain.permissions import Action, CaseFacts, require
from forum.infra.db import transaction
from forum.moderation.actions.passing import forget_pass
from forum.moderation.actions.rounds import note_look
from forum.moderation.locking import facts_of, locked_case
from forum.moderation.models import Case


def claim_case(actor: Reader, case_id: int, now: datetime) -> datetime:
    """Take a case for a quarter of an hour, or take another quarter. Returns when it is free again.

    Raises: `Missing`; `Denied`; `Conflict` when somebody else holds it or it is decided.
    """
    with transaction():
        case = locked_case(case_id)
        facts = facts_of(actor, case, now)
        require(actor, Action.CASE_CLAIM, facts)
        refuse_held(actor, case, facts)
        case.state = _stepped(case, CaseEvent.CLAIM, now)
        case.claimed_by_id = actor.id
        case.claimed_until = now + LEASE
        forget_pass(actor, case)
        note_look(case, now)
        return case.claimed_until


def release_case(actor: Reader, case_id: int, now: datetime) -> None:
    """Give a case back. Giving back what one does not hold any more changes nothing.

    Raises: `Missing`; `Denied`; `Conflict` when somebody else holds it.
    """
    with transaction():
        case = locked_case(case_id)
        facts = facts_of(actor, case, now)
        require(actor, Action.CASE_CLAIM, facts)
        refuse_held(actor, case, facts)
        if case.standing(now) is CaseState.CLAIMED:
            case.state = _stepped(case, CaseEvent.RELEASE, now)
            case.claimed_by_id = case.claimed_until = None


def refuse_held(actor: Reader, case: Case, facts: CaseFacts) -> None:
    """Raises: `Conflict` while another moderator holds the case."""
    holder = facts.claimed_by_id
    if holder is not None and holder != actor.id:
        card = accounts.people_cards([holder]).get(holder)
        raise Conflict("case-claimed", who=card.handle if card else "", until=case.claimed_until)


def _stepped(case: Case, event: CaseEvent, now: datetime) -> str:
    try:
        return step(case.standing(now), event).value
    except NoSuchStep as fault:
        raise Conflict(f"case-{fault.state}") from fault
