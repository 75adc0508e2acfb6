"""What came after a decision, as one reader may know it; and the appeals and proposals that wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, exists, false, func, or_, select

from forum.accounts import queries as accounts
from forum.domain.errors import Denied
from forum.domain.flags import APPEAL_WITHIN, UNDO_WITHIN, CaseOutcome, CaseState
from forum.domain.people import Reader
from forum.domain.permissions import Action, CaseFacts, judge
from forum.groups.models import Group
from forum.infra.db import db
from forum.moderation.models import Case, CaseDecision, Flag
from forum.moderation.queries.answerers import free_to_answer
from forum.moderation.queries.sifting import moderated
from forum.moderation.records import Appeal, DecisionLetter, DecisionProposal, DecisionReversal, Sanction
from forum.moderation.targets import SITEWIDE
from forum.posts.models import Post
from forum.presenting.moderation import CasePage
from forum.presenting.verdicts import (
    Aftermath,
    AppealCard,
    LetterCard,
    OwnDecision,
    ProposalCard,
    ReversalCard,
    SanctionCard,
)
from forum.threads.models import Thread

A_PAGE = 50


def aftermath(
    reader: Reader,
    decision: CaseDecision,
    case: Case,
    now: datetime,
    *,
    facts: CaseFacts | None,
    letter: LetterCard,
    closed: bool = False,
) -> Aftermath:
    """Shapes: `facts` None for author and reporters, who see their own side; otherwise the reader moderates here;
    `closed` = without the words of others, which tell what the case is about."""
    inside = facts is not None
    sanction = db.session.scalar(select(Sanction).where(Sanction.decision_id == decision.id))
    gone = db.session.scalar(select(DecisionReversal).where(DecisionReversal.decision_id == decision.id))
    appeals = db.session.scalars(select(Appeal).where(Appeal.decision_id == decision.id).order_by(Appeal.id)).all()
    answered, by_people = db.session.execute(
        select(func.count(Flag.id), func.count(Flag.person_id)).where(Flag.decision_id == decision.id)
    ).one()
    people = accounts.people_cards([decision.decided_by_id, decision.proposed_by_id]) if inside else {}
    may = facts is not None and judge(reader, Action.CASE_REVERSE, facts).allowed
    waits = any(one.answered_at is None for one in appeals)
    purged_at = _purged_at(decision, case)
    mine = [one for one in appeals if one.person_id == reader.id]
    free = free_to_answer(case, decision, now) if waits else frozenset()
    return Aftermath(
        letter=replace(
            letter,
            sanction=_sanction(sanction),
            expires_at=decision.expires_at,
            by_machine=answered > by_people,
        ),
        flags=answered,
        reversal=_reversal(gone, closed=closed) if gone else None,
        appeals=tuple(
            _appeal(reader, one, decision, facts, closed=closed, free=free) for one in (appeals if inside else mine)
        ),
        appeal_until=None if gone or mine else _appeal_until(reader, decision, now),
        undo_until=_undo_until(reader, decision, case, now) if may and not gone and not waits else None,
        may_reverse=may and not gone and not waits,
        purged_at=purged_at,
        note=decision.note if inside and not closed else "",
        decided_by=people.get(decision.decided_by_id),
        second=people.get(decision.proposed_by_id or 0),
    )


def _purged_at(decision: CaseDecision, case: Case) -> datetime | None:
    """Of a removal, since when there is nothing to bring back."""
    if decision.outcome != CaseOutcome.REMOVE.value:
        return None
    return db.session.scalar(select(Post.purged_at).where(Post.id == case.post_id))


def own_decisions(reader: Reader, now: datetime) -> tuple[OwnDecision, ...]:  # noqa: ARG001 - reads end in `now`
    """What was decided about me and about what I reported, newest first; at most 50.

    Raises: `Denied` for strangers.
    """
    if reader.is_stranger:
        raise Denied("sign-in")
    waiting = exists().where(Appeal.decision_id == CaseDecision.id, Appeal.answered_at.is_(None))
    gone = exists().where(DecisionReversal.decision_id == CaseDecision.id)
    rows = db.session.execute(
        select(CaseDecision, DecisionLetter.role, waiting.label("waiting"), gone.label("gone"))
        .join(DecisionLetter, DecisionLetter.decision_id == CaseDecision.id)
        .where(DecisionLetter.person_id == reader.id, DecisionLetter.kind == "decision")
        .order_by(DecisionLetter.id.desc())
        .limit(A_PAGE)
    )
    return tuple(
        OwnDecision(
            row.CaseDecision.id,
            row.role,
            row.CaseDecision.outcome,
            row.CaseDecision.decided_at,
            "reversed" if row.gone else "appealed" if row.waiting else "stands",
        )
        for row in rows
    )


def waiting_appeals(reader: Reader, now: datetime) -> tuple[AppealCard, ...]:
    """Appeals in the reader's groups that nobody has answered, the longest waiting first; at most 50.

    Raises: `Denied` for whoever moderates nothing.
    """
    if reader.is_stranger:
        raise Denied("sign-in")
    mine = select(Group.id).where(moderated(reader, now)).limit(1)
    if not reader.is_staff and db.session.scalar(mine) is None:
        raise Denied("moderators-only")
    ours = Case.target_kind.in_(SITEWIDE) if reader.is_staff else false()
    rows = db.session.scalars(
        select(Appeal)
        .join(CaseDecision, CaseDecision.id == Appeal.decision_id)
        .join(Case, Case.id == CaseDecision.case_id)
        .outerjoin(Post, Post.id == Case.post_id)
        .outerjoin(Thread, Thread.id == Post.thread_id)
        .outerjoin(Group, Group.id == Thread.group_id)
        .where(Appeal.answered_at.is_(None), or_(ours, and_(Group.id.is_not(None), moderated(reader, now))))
        .order_by(Appeal.made_at, Appeal.id)
        .limit(A_PAGE)
    )
    return tuple(AppealCard(one.id, one.decision_id, one.role, "", one.made_at) for one in rows)


def waiting_proposal(reader: Reader, page: CasePage) -> ProposalCard | None:
    """The decision about a case that waits for a second person.

    Shapes: `page` comes from `case_page`, which has looked at the reader's rights.
    """
    row = db.session.scalar(
        select(DecisionProposal).where(DecisionProposal.case_id == page.id, DecisionProposal.closed_at.is_(None))
    )
    if row is None:
        return None
    by = accounts.people_cards([row.proposed_by_id]).get(row.proposed_by_id)
    said = row.form
    return ProposalCard(
        id=row.id,
        outcome=said["outcome"],
        sanction=said["sanction"],
        hours=said["hours"],
        extent=said["extent"],
        reason=None if (page.withheld or page.closed) and row.proposed_by_id != reader.id else said["reason"],
        by=by,
        proposed_at=row.proposed_at,
        mine=row.proposed_by_id == reader.id,
    )


def _sanction(row: Sanction | None) -> SanctionCard | None:
    return SanctionCard(row.kind, row.ends_at, row.lifted_at is not None) if row else None


def _reversal(row: DecisionReversal, *, closed: bool) -> ReversalCard:
    return ReversalCard(row.why, "" if closed else row.reason, row.restored, row.reversed_at)


def _appeal(
    reader: Reader, row: Appeal, decision: CaseDecision, facts: CaseFacts | None, *, closed: bool, free: frozenset[int]
) -> AppealCard:
    deciders = {decision.decided_by_id, decision.proposed_by_id or 0, row.person_id}
    waits = row.answered_at is None and facts is not None
    return AppealCard(
        id=row.id,
        decision_id=decision.id,
        role=row.role,
        words="" if closed else row.words,
        made_at=row.made_at,
        outcome=row.outcome or "",
        answer="" if closed else row.answer or "",
        answered_at=row.answered_at,
        may_answer=waits
        and facts is not None
        and judge(reader, Action.APPEAL_ANSWER, replace(facts, decider_ids=facts.decider_ids | deciders)).allowed,
        mine=row.person_id == reader.id,
        alone=row.answered_at is None and not free - {row.person_id},
        reportable=facts is not None and not closed and row.person_id != reader.id,
    )


def _appeal_until(reader: Reader, decision: CaseDecision, now: datetime) -> datetime | None:
    until = decision.decided_at + APPEAL_WITHIN
    told = exists().where(
        DecisionLetter.decision_id == decision.id,
        DecisionLetter.person_id == reader.id,
        DecisionLetter.kind == "decision",
    )
    return until if until > now and db.session.scalar(select(told)) else None


def _undo_until(reader: Reader, decision: CaseDecision, case: Case, now: datetime) -> datetime | None:
    until = decision.decided_at + UNDO_WITHIN
    latest = case.standing(now) is CaseState.DECIDED and case.decided_at == decision.decided_at
    return until if latest and until > now and decision.decided_by_id == reader.id else None
