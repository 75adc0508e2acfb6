"""What a decision would do and say, before anybody confirms it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from forum.accounts import queries as accounts
from forum.domain.gates import Gate
from forum.domain.people import Reader
from forum.domain.sanctions import suggested
from forum.infra.db import db
from forum.moderation.actions.deciding import Done
from forum.moderation.actions.letters import AUTHOR, FLAGGER
from forum.moderation.actions.rehearsing import rehearsed
from forum.moderation.actions.sanctioning import strikes
from forum.moderation.forms import DecideForm
from forum.moderation.queries.reading import clearance_for, labels
from forum.moderation.queries.rules import rule_texts
from forum.moderation.records import DecisionLetter
from forum.moderation.targets import group_of
from forum.presenting.threads import ENGLISH, TitleWords
from forum.presenting.verdicts import LetterCard, PreviewPage, SanctionCard


def preview_decision(
    actor: Reader, case_id: int, form: DecideForm, now: datetime, *, words: TitleWords = ENGLISH
) -> PreviewPage:
    """Everything that would follow, itemised, with the letters. Nothing is done.

    Raises: as `decide_case`.
    """
    return rehearsed(actor, case_id, form, now, lambda done: _seen(actor, done, now, words))


def _seen(actor: Reader, done: Done, now: datetime, words: TitleWords) -> PreviewPage:
    first, case = done.decisions[0], done.cases[0]
    group_id = group_of(case.post_id) if case.post_id else None
    rows = db.session.execute(
        select(DecisionLetter.role, func.count(DecisionLetter.id))
        .where(DecisionLetter.decision_id.in_([one.id for one in done.decisions]))
        .group_by(DecisionLetter.role)
    ).all()
    told: dict[str, int] = {row[0]: row[1] for row in rows}
    before = strikes(case.author_id, group_id, now) - (done.sanction is not None)
    author = accounts.people_cards([case.author_id]).get(case.author_id or 0)
    kind, hours = suggested(before)
    applied = (group_id or 0, first.rules_version, first.rule)
    letter = LetterCard(
        outcome=first.outcome,
        seal=_called(actor, first.seal, now, words),
        rule_number=first.rule,
        rule=rule_texts([applied]).get(applied, ""),
        reason=first.reason,
        sanction=SanctionCard(done.sanction.kind, done.sanction.ends_at) if done.sanction else None,
        expires_at=first.expires_at,
        about=case.target_kind,
    )
    return PreviewPage(
        case_id=case.id,
        letter=letter,
        handle=author.handle if author and told.get(AUTHOR) else "",
        flaggers=told.get(FLAGGER, 0),
        reached=tuple(one.id for one in done.cases[1:]),
        skipped=done.skipped,
        takes_two=done.takes_two,
        strikes=before,
        suggested=(kind.value, hours),
        carried=len(first.detail.get("posts", ())),
    )


def _called(actor: Reader, seal: dict[str, object] | None, now: datetime, words: TitleWords) -> str:
    gate = Gate.from_json(seal) if seal else None
    return labels([gate], clearance_for(actor, [gate], [], now), None, now, words.labels)[0] if gate else ""
