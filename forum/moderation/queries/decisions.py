"""The durable page of a decision, for those whom it concerns."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

from forum.accounts import queries as accounts
from forum.domain.crisis import Directory
from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, judge
from forum.groups import queries as groups
from forum.infra.db import db
from forum.infra.rows import LARGEST_ID
from forum.moderation.locking import facts_of
from forum.moderation.models import Case, CaseDecision, Flag
from forum.moderation.queries.aftermath import aftermath
from forum.moderation.queries.placing import (
    cases_in_place,
    gate_of,
    notice_for,
    own_gates,
    place_card,
    sitewide_card,
    thread_of,
)
from forum.moderation.queries.reading import clearance_for, labels
from forum.moderation.queries.rules import rule_texts
from forum.moderation.queries.sitewide import sitewide_role
from forum.moderation.queries.unread import closed_cases
from forum.moderation.targets import SITEWIDE
from forum.presenting.moderation import DecisionPage
from forum.presenting.threads import ENGLISH, TitleWords
from forum.presenting.verdicts import LetterCard


def decision_page(
    reader: Reader, decision_id: int, directory: Directory, now: datetime, *, words: TitleWords = ENGLISH
) -> DecisionPage:
    """A decision with its reason, for the author, everybody who reported it, and the group's moderators.

    The author may read a decision that changed something; that nothing was found is told to those who asked.
    Raises: `Missing` for everybody else.
    """
    decision = db.session.get(CaseDecision, decision_id) if 0 < decision_id <= LARGEST_ID else None
    row = (
        db.session.execute(cases_in_place(reader).where(Case.id == decision.case_id)).one_or_none()
        if decision
        else None
    )
    if decision is None:
        raise Missing
    if row is None:
        return _about_sitewide(reader, decision, now)
    thread = thread_of(row)
    role = _role(reader, row.Case, decision, thread.group_id, now)
    seal = gate_of(decision.seal)
    clearance = clearance_for(reader, own_gates(row) | ({seal} if seal else set()), [thread.show_id], now)
    applied = (thread.group_id, decision.rules_version, decision.rule)
    called = labels([seal], clearance, thread.show_id, now, words.labels)[0] if seal else ""
    rule = rule_texts([applied]).get(applied, "")
    facts = facts_of(reader, row.Case, now) if role == "moderator" else None
    closed = facts is not None and decision.case_id in closed_cases(reader, [decision.case_id], now)
    reason = "" if closed else decision.reason
    letter = LetterCard(decision.outcome, called, decision.rule, rule, reason, about=row.Case.target_kind)
    return DecisionPage(
        id=decision.id,
        place=place_card(row, clearance, now, words),
        role=role,
        outcome=decision.outcome,
        rule_number=decision.rule,
        rule=rule,
        seal=called,
        reason=reason,
        decided_at=decision.decided_at,
        notice=notice_for(thread, clearance.catalogues, directory, reader),
        after=aftermath(reader, decision, row.Case, now, facts=facts, letter=letter, closed=closed),
        case_id=decision.case_id if facts is not None else 0,
        closed=closed,
    )


def _about_sitewide(reader: Reader, decision: CaseDecision, now: datetime) -> DecisionPage:
    """The same about what stands in no group."""
    case = db.session.get_one(Case, decision.case_id)
    if case.target_kind not in SITEWIDE:
        raise Missing
    role = sitewide_role(reader, case, decision, now)
    facts = facts_of(reader, case, now) if role == "moderator" else None
    closed = facts is not None and case.id in closed_cases(reader, [case.id], now)
    reason = "" if closed else decision.reason
    letter = LetterCard(decision.outcome, "", None, "", reason, about=case.target_kind)
    return DecisionPage(
        id=decision.id,
        place=sitewide_card(case.target_kind, accounts.people_cards([case.author_id]).get(case.author_id or 0)),
        role=role,
        outcome=decision.outcome,
        rule_number=None,
        rule="",
        seal="",
        reason=reason,
        decided_at=decision.decided_at,
        notice=None,
        after=aftermath(reader, decision, case, now, facts=facts, letter=letter, closed=closed),
        case_id=case.id if facts is not None else 0,
        closed=closed,
    )


def _role(reader: Reader, case: Case, decision: CaseDecision, group_id: int, now: datetime) -> str:
    if reader.is_stranger:
        raise Missing
    if case.author_id == reader.id and decision.outcome != "dismiss":
        return "author"
    if db.session.scalar(select(exists().where(Flag.case_id == case.id, Flag.person_id == reader.id))):
        return "flagger"
    group = groups.group_facts(reader, group_id, now)
    if case.author_id != reader.id and judge(reader, Action.CASE_READ, case.facts(group, frozenset(), now)).allowed:
        return "moderator"
    raise Missing
