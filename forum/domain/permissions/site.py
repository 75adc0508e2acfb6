"""Rules about the site, its shows, its people and its care team."""

from __future__ import annotations

from forum.domain.people import Reader, SiteRole
from forum.domain.permissions.facts import CareFacts, Facts, PersonFacts, ShowFacts
from forum.domain.permissions.ranks import standing


def administrator(actor: Reader, _facts: Facts) -> str:
    return "" if actor.is_administrator else "administrators-only"


def staff(actor: Reader, _facts: Facts) -> str:
    return "" if actor.is_staff else "staff-only"


def staff_in_standing(actor: Reader, facts: Facts) -> str:
    return standing(actor) or staff(actor, facts)


def show_steward(actor: Reader, facts: Facts) -> str:
    """Dates and books of a show hold in every group, so a rank in one of them is not enough: see ADR 0007."""
    own = isinstance(facts, ShowFacts) and facts.steward
    return standing(actor) or ("" if own or actor.is_staff else "show-stewards-only")


def decide_release(actor: Reader, facts: Facts) -> str:
    """A second person: nobody agrees with themselves."""
    refused = show_steward(actor, facts)
    own = isinstance(facts, ShowFacts) and facts.claimant_id == actor.id
    return refused or ("own-statement" if own else "")


def care_team(actor: Reader, facts: Facts) -> str:
    """Trained people alone: no rank of the site or of a group is one of theirs."""
    return standing(actor) or ("" if isinstance(facts, CareFacts) and facts.role else "care-team-only")


def care_lead(actor: Reader, facts: Facts) -> str:
    own = isinstance(facts, CareFacts) and facts.role == "lead"
    return standing(actor) or ("" if own else "care-team-only")


def care_appoint(actor: Reader, facts: Facts) -> str:
    """Administrators appoint the team and read nothing of its work; the safeguarding lead does both."""
    return "" if not care_lead(actor, facts) else standing(actor) or administrator(actor, facts)


def care_clocks(actor: Reader, facts: Facts) -> str:
    """Counts without a case: the team's, and the staff's, who must know whether it has hands enough. Owners of groups
    do not read them: anybody may start a group."""
    return "" if not care_team(actor, facts) else staff_in_standing(actor, facts)


def suspend(actor: Reader, facts: Facts) -> str:
    """Moderators of the site suspend members; staff is suspended by administrators, nobody by themselves."""
    refused = standing(actor) or staff(actor, facts)
    if refused or not isinstance(facts, PersonFacts):
        return refused or "no-target"
    if facts.id == actor.id:
        return "not-yourself"
    return "" if facts.role is SiteRole.MEMBER else administrator(actor, facts)


def assign_role(actor: Reader, facts: Facts) -> str:
    return standing(actor) or administrator(actor, facts)


def anyone_signed_in(actor: Reader, _facts: Facts) -> str:
    return standing(actor)


def signed_in_even_suspended(_actor: Reader, _facts: Facts) -> str:
    return ""
