"""Holding a case while it is changed, and what the rules need to know of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, CaseFacts, judge
from forum.groups import queries as groups
from forum.infra.db import db
from forum.infra.rows import held
from forum.moderation.models import Case, Flag
from forum.moderation.targets import OF_THE_SITE, group_of


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
    facts = case.facts(group, frozenset(one for one in flaggers if one), now)
    if not judge(actor, Action.CASE_READ, facts).allowed:
        raise Missing
    return facts
