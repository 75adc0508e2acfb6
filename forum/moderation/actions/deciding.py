"""Deciding a case: state, post, ledger and letters change together or not at all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from forum.accounts import queries as accounts
from forum.domain.errors import Conflict, Invalid
from forum.domain.flags import CaseEvent, CaseOutcome, step
from forum.domain.gates import Gate
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.groups import queries as groups
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.moderation.actions.claiming import refuse_held
from forum.moderation.actions.ledger import enter
from forum.moderation.forms import DecideForm
from forum.moderation.locking import facts_of, locked_case
from forum.moderation.models import Case, CaseDecision
from forum.moderation.targets import group_of
from forum.posts.actions.tending import read_seal, remove_post, seal_post


def decide_case(actor: Reader, case_id: int, form: DecideForm, now: datetime) -> int:
    """Decide a case as it was read. Returns the id of the decision.

    Raises: `Missing`; `Denied` (also about one's own post or flag); `Invalid`; `Conflict` with who decided what, when
    somebody was faster.
    """
    with transaction():
        case = locked_case(case_id)
        facts = facts_of(actor, case, now)
        require(actor, Action.CASE_DECIDE, facts)
        refuse_held(actor, case, facts)
        _refuse_changed(case, form.version, decided=facts.decided)
        decision = _decision(actor, case, form, now)
        _carry_out(actor, case, form, decision, now)
        case.state = step(case.standing(now), CaseEvent.DECIDE).value
        case.version += 1
        case.decided_at = now
        case.claimed_by_id = case.claimed_until = None
        enter(case, form.outcome.value, actor.id, now, decision)
        announce("case.decided", decision_id=decision.id)
        return decision.id


def _refuse_changed(case: Case, version: int, *, decided: bool) -> None:
    if case.version == version and not decided:
        return
    last = db.session.scalar(
        select(CaseDecision).where(CaseDecision.case_id == case.id).order_by(CaseDecision.number.desc()).limit(1)
    )
    if last is None or not decided:
        raise Conflict("case-changed")
    card = accounts.people_cards([last.decided_by_id]).get(last.decided_by_id)
    raise Conflict("case-decided", who=card.handle if card else "", what=last.outcome, decision_id=last.id)


def _decision(actor: Reader, case: Case, form: DecideForm, now: datetime) -> CaseDecision:
    seal = _seal(actor, case, form, now)
    rule, rules_version = _rule(actor, case, form, now)
    number = db.session.scalar(select(func.count(CaseDecision.id)).where(CaseDecision.case_id == case.id)) or 0
    decision = CaseDecision(
        case_id=case.id,
        number=number + 1,
        outcome=form.outcome.value,
        rule=rule,
        rules_version=rules_version,
        seal=seal.to_json() if seal else None,
        reason=form.reason,
        decided_by_id=actor.id or 0,
        decided_at=now,
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def _seal(actor: Reader, case: Case, form: DecideForm, now: datetime) -> Gate | None:
    if form.outcome is not CaseOutcome.SEAL:
        return None
    try:
        return read_seal(actor, case.target_id, form.scope, now)
    except Invalid as fault:
        raise Invalid(fault.errors, form.model_dump(mode="json")) from fault


def _rule(actor: Reader, case: Case, form: DecideForm, now: datetime) -> tuple[int | None, int | None]:
    """The rule that was broken and the version of the rules it is in.

    A removal names one, unless the group has none to name.
    """
    rules = groups.rules(actor, group_of(case.post_id or 0), now)
    if form.rule is not None and form.rule > len(rules.lines):
        raise Invalid({"rule": ["not-a-choice"]}, form.model_dump(mode="json"))
    if form.outcome is CaseOutcome.REMOVE and form.rule is None and rules.lines:
        raise Invalid({"rule": ["required"]}, form.model_dump(mode="json"))
    return (form.rule, rules.version) if form.rule is not None else (None, None)


def _carry_out(actor: Reader, case: Case, form: DecideForm, decision: CaseDecision, now: datetime) -> None:
    if decision.seal is not None:
        seal_post(actor, case.target_id, Gate.from_json(decision.seal), form.reason, now)
    elif form.outcome is CaseOutcome.REMOVE:
        remove_post(actor, case.target_id, str(decision.rule or ""), form.reason, now)
