"""What became of the cases that a moderator has on the screen: a few codes, never a word of any text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts import queries as accounts
from forum.domain.flags import CaseState
from forum.domain.people import Reader
from forum.infra.db import db
from forum.moderation.models import Case, CaseDecision
from forum.moderation.queries.claims import claim_card
from forum.moderation.queries.placing import cases_in_place
from forum.moderation.queries.queue import refuse_others
from forum.moderation.queries.sifting import moderated, waiting
from forum.moderation.queries.sitewide import sitewide_cases
from forum.presenting.moderation import ChangeCard, ChangesCard

AT_ONCE = 60
"""Cases that may be asked for in one request."""
FRESH = 99


def changes(reader: Reader, case_ids: Sequence[int], since: datetime | None, now: datetime) -> ChangesCard:
    """How these cases stand now, those among them that this reader may read, and how many came in since.

    Raises: `Denied` for strangers and the suspended.
    """
    refuse_others(reader)
    asked, profiles = Case.id.in_(case_ids[:AT_ONCE]), sitewide_cases(reader)
    rows = list(db.session.scalars(cases_in_place(reader).with_only_columns(Case).where(moderated(reader, now), asked)))
    if profiles is not None:
        rows += db.session.scalars(profiles.where(asked)).all()
    decided = _deciders([case.id for case in rows if case.state == CaseState.DECIDED.value])
    people = accounts.people_cards(
        [case.claimed_by_id for case in rows] + [one.decided_by_id for one in decided.values()]
    )
    cards = []
    for case in rows:
        claim, decision = claim_card(reader, case, people, now), decided.get(case.id)
        who = people.get(decision.decided_by_id) if decision else claim.by
        mine = decision.decided_by_id == reader.id if decision else claim.mine
        outcome = decision.outcome if decision else ""
        cards.append(ChangeCard(case.id, claim.state, who.handle if who else "", mine, claim.until, outcome))
    return ChangesCard(tuple(cards), _fresh(reader, since, now) if since else 0)


def _deciders(case_ids: Sequence[int]) -> dict[int, CaseDecision]:
    """By case, its latest decision."""
    rows = db.session.scalars(
        select(CaseDecision)
        .where(CaseDecision.case_id.in_(case_ids))
        .order_by(CaseDecision.case_id, CaseDecision.number)
    )
    return {row.case_id: row for row in rows}


def _fresh(reader: Reader, since: datetime, now: datetime) -> int:
    some = (
        cases_in_place(reader)
        .with_only_columns(Case.id)
        .where(moderated(reader, now), waiting(), Case.opened_at > since)
        .limit(FRESH)
        .subquery()
    )
    return db.session.scalar(select(func.count()).select_from(some)) or 0
