"""Deciding a case: state, post, sanction, ledger and letters change together or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts import queries as accounts
from forum.domain.errors import Conflict, Denied, Invalid
from forum.domain.flags import ADVICE_LASTS, BY_TARGET, MANY, CaseEvent, CaseOutcome, CaseState, step
from forum.domain.gates import Gate
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.groups import queries as groups
from forum.infra.db import db, transaction
from forum.moderation.actions.claiming import refuse_held
from forum.moderation.actions.effects import carry_out
from forum.moderation.actions.extents import decidable, held_in_reach
from forum.moderation.actions.ledger import enter
from forum.moderation.actions.letters import write_letters
from forum.moderation.actions.records import answer_flags
from forum.moderation.actions.sanctioning import impose
from forum.moderation.forms import DecideForm
from forum.moderation.locking import facts_of
from forum.moderation.models import Case, CaseDecision
from forum.moderation.records import Sanction
from forum.moderation.targets import group_of
from forum.posts.actions.tending import read_seal


@dataclass(frozen=True, slots=True)
class Done:
    """What was decided. Shapes: `decisions` the asked one first, then those it reached; `skipped` = cases left out,
    because the moderator may not decide them or their post is gone."""

    decisions: tuple[CaseDecision, ...]
    cases: tuple[Case, ...]
    skipped: tuple[int, ...]
    sanction: Sanction | None

    @property
    def takes_two(self) -> bool:
        """Whether one moderator is not enough for this."""
        removed = sum(one.outcome == CaseOutcome.REMOVE.value for one in self.decisions)
        for_good = self.sanction is not None and self.sanction.ends_at is None and self.sanction.kind != "warn"
        return for_good or removed >= MANY


def decide_case(actor: Reader, case_id: int, form: DecideForm, now: datetime) -> int:
    """Decide a case as it was read. Returns the id of the decision.

    Raises: `Missing`; `Denied` (also about one's own post or flag, and "second-person" when one moderator is not
    enough); `Invalid`; `Conflict` with who decided what, when somebody was faster.
    """
    with transaction():
        done = decided(actor, case_id, form, now)
        if done.takes_two:
            raise Denied("second-person")
        return done.decisions[0].id


def decided(actor: Reader, case_id: int, form: DecideForm, now: datetime, proposed_by_id: int | None = None) -> Done:
    """Decide inside the running transaction, whoever many it takes: the caller looks at that.

    Raises: as `decide_case`.
    """
    wrong = form.faults()
    if wrong:
        raise Invalid(wrong, form.model_dump(mode="json"))
    case, reached = held_in_reach(case_id, form.extent)
    _refuse(actor, case, form, now)
    others, skipped = decidable(actor, reached, now)
    sanction, detail = impose(actor, case, form, now)
    first = _decision(actor, case, form, now, detail, proposed_by_id=proposed_by_id)
    rows = [first, *_like(first, actor, others, form, now)]
    if sanction is not None:
        sanction.decision_id = first.id
        db.session.add(sanction)
    cases = [case, *others]
    answered = answer_flags(rows)
    for one, row in zip(cases, rows, strict=True):
        _close(one, now)
        write_letters(one, row, answered[row.id], now)
    for one, row in zip(cases, rows, strict=True):  # last of all: whoever adds a line holds the ledger
        enter(one, row.outcome, actor.id, now, row)
    return Done(tuple(rows), tuple(cases), tuple(skipped), sanction)


def _like(
    first: CaseDecision, actor: Reader, others: Sequence[Case], form: DecideForm, now: datetime
) -> list[CaseDecision]:
    """The same about others, one by one, so that each can be appealed by itself. The sanction is the first one's."""
    two = first.proposed_by_id
    return [_decision(actor, one, form, now, {}, with_id=first.id, proposed_by_id=two) for one in others]


def _refuse(actor: Reader, case: Case, form: DecideForm, now: datetime) -> None:
    facts = facts_of(actor, case, now)
    require(actor, Action.CASE_DECIDE, facts)
    refuse_held(actor, case, facts)
    _refuse_changed(case, form.version, decided=facts.decided)
    if case.standing(now) is CaseState.REVERSED:
        raise Conflict("case-reversed")
    if form.outcome not in BY_TARGET[case.target_kind]:
        raise Invalid({"outcome": ["not-here"]}, form.model_dump(mode="json"))


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


def _decision(
    actor: Reader,
    case: Case,
    form: DecideForm,
    now: datetime,
    detail: dict[str, str],
    *,
    with_id: int | None = None,
    proposed_by_id: int | None = None,
) -> CaseDecision:
    seal = _seal(actor, case, form, now)
    rule, rules_version = _rule(actor, case, form, now)
    try:
        done = carry_out(actor, case, form, now, seal=seal, rule=rule)
    except Invalid as fault:  # whatever else was typed stays in the form
        raise Invalid(fault.errors, form.model_dump(mode="json"), **fault.facts) from fault
    number = db.session.scalar(select(func.count(CaseDecision.id)).where(CaseDecision.case_id == case.id)) or 0
    decision = CaseDecision(
        case_id=case.id,
        number=number + 1,
        outcome=form.outcome.value,
        rule=rule,
        rules_version=rules_version,
        seal=seal.to_json() if seal else None,
        reason=form.reason,
        note=form.note,
        detail={**done, **detail},
        extent=form.extent.value,
        with_id=with_id,
        proposed_by_id=proposed_by_id,
        expires_at=now + ADVICE_LASTS if form.outcome is CaseOutcome.ADVISE else None,
        decided_by_id=actor.id or 0,
        decided_at=now,
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def _close(case: Case, now: datetime) -> None:
    case.state = step(case.standing(now), CaseEvent.DECIDE).value
    case.version += 1
    case.decided_at = now
    case.claimed_by_id = case.claimed_until = None


def _seal(actor: Reader, case: Case, form: DecideForm, now: datetime) -> Gate | None:
    if form.outcome is not CaseOutcome.SEAL:
        return None
    try:
        return read_seal(actor, case.post_id or 0, form.scope, now)
    except Invalid as fault:
        raise Invalid(fault.errors, form.model_dump(mode="json")) from fault


def _rule(actor: Reader, case: Case, form: DecideForm, now: datetime) -> tuple[int | None, int | None]:
    """The rule that was broken and the version of the rules it is in.

    A removal or a sanction names one, unless the group has none to name; where nothing was wrong, none was broken.
    """
    if case.post_id is None or form.outcome is CaseOutcome.DISMISS:
        return None, None
    rules = groups.rules(actor, group_of(case.post_id), now)
    if form.rule is not None and form.rule > len(rules.lines):
        raise Invalid({"rule": ["not-a-choice"]}, form.model_dump(mode="json"))
    grave = form.outcome in (CaseOutcome.REMOVE, CaseOutcome.HIDE) or form.sanction != "none"
    if grave and form.rule is None and rules.lines:
        raise Invalid({"rule": ["required"]}, form.model_dump(mode="json"))
    return (form.rule, rules.version) if form.rule is not None else (None, None)
