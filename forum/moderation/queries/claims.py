"""Who holds a case, who may not decide it, and what of it may be reported in its turn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from forum.domain.flags import CaseState
from forum.domain.people import Reader
from forum.moderation.models import Case, Flag
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


def barred(reader: Reader, case: Case, *, own_flag: bool, own_decision: bool = False) -> str:
    """Why this moderator may not decide a case that they may read; "" when they may.

    Shapes: `own_decision` = it is about an appeal of what they decided.
    """
    if case.author_id == reader.id:
        return "own-post"
    if own_flag:
        return "own-flag"
    return "own-decision" if own_decision else ""


def reportable(reader: Reader, flag: Flag) -> int:
    """The number by which this reader may report the words of a report; 0 when there are none, or they are theirs."""
    return flag.id if flag.words and flag.person_id not in (None, reader.id) else 0
