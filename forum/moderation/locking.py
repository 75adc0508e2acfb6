"""Holding a case while it is changed, and what the rules need to know of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, CaseFacts, judge
from forum.groups import queries as groups
from forum.infra.db import db
from forum.infra.rows import held
from forum.moderation.models import Case, CaseDecision, Flag
from forum.moderation.records import Appeal
from forum.moderation.targets import APPEAL, OF_THE_SITE, group_of


def locked_case(case_id: int) -> Case:
    """The case as it is now; nobody else can change it until this transaction ends.

    Raises: `Missing`.
    """
    return held(Case, case_id)


def facts_of(actor: Reader, case: Case, now: datetime) -> CaseFacts:
    """The case as the rules see it, for a moderator of its group.

    Raises: `Missing` for everybody else: whether a post was reported is nobody's business.
    """
    group = groups.group_facts(actor, group_of(case.post_id), now) if case.post_id else OF_THE_SITE
    flaggers = db.session.scalars(select(Flag.person_id).where(Flag.case_id == case.id, Flag.person_id.is_not(None)))
    facts = replace(case.facts(group, frozenset(one for one in flaggers if one), now), decider_ids=_appealed_to(case))
    if not judge(actor, Action.CASE_READ, facts).allowed:
        raise Missing
    return facts


def _appealed_to(case: Case) -> frozenset[int]:
    """Who took part in the decision whose appeal was reported: what is said of them there, others weigh."""
    return frozenset(deciders_appealed_to([case]).get(case.id, ()))


def deciders_appealed_to(cases: Iterable[Case]) -> dict[int, set[int]]:
    """The same for several cases, those about appeals alone. One statement, none where there are none."""
    about = {case.target_id: case.id for case in cases if case.target_kind == APPEAL}
    if not about:
        return {}
    rows = db.session.execute(
        select(Appeal.id, CaseDecision.decided_by_id, CaseDecision.proposed_by_id)
        .join(CaseDecision, CaseDecision.id == Appeal.decision_id)
        .where(Appeal.id.in_(about))
    )
    return {about[row.id]: {one for one in row[1:] if one} for row in rows}
