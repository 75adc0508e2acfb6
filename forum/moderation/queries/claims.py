"""Who holds a case, and who may not decide it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from forum.domain.flags import CaseState
from forum.domain.people import Reader
from forum.moderation.models import Case
from forum.presenting.accounts import PersonCard
from forum.presenting.moderation import ClaimCard


def claim_card(reader: Reader, case: Case, people: Mapping[int, PersonCard], now: datetime) -> ClaimCard:
    """Where the case stands at this instant, and who holds it."""
    state = case.standing(now)
    if state is not CaseState.CLAIMED or case.claimed_by_id is None:
        return ClaimCard(state.value)
    return ClaimCard(
        state.value, people.get(case.claimed_by_id), case.claimed_until, mine=case.claimed_by_id == reader.id
    )


def barred(reader: Reader, case: Case, *, own_flag: bool) -> str:
    """Why this moderator may not decide a case of their own groups; "" when they may."""
    if case.author_id == reader.id:
        return "own-post"
    return "own-flag" if own_flag else ""
