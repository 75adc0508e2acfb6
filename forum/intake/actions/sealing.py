"""Readers seal: a suspected spoiler is covered for those behind, reversibly, and always comes before a moderator."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.domain.flags import CaseOutcome, FlagReason
from forum.domain.gates import Gate
from forum.domain.trust import may_seal
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.rows import holding
from forum.intake.models import ReaderSeal
from forum.moderation.actions.records import count_seal
from forum.moderation.locking import locked_case
from forum.moderation.models import Case, CaseDecision, Flag
from forum.moderation.records import DecisionReversal, FlagRecord
from forum.moderation.targets import POST
from forum.posts.actions.tending import draw_curtain, lift_curtain
from forum.posts.models import Post

NEEDED = 2
"""So many readers who are not trusted yet seal together."""


def seal_for_readers(case_id: int, now: datetime) -> bool:
    """Draw the curtain if those who reported a spoiler may. Returns whether it was drawn; may run twice.

    One seal for each round of a case: what a moderator lifted is not sealed again by the next report.
    """
    with transaction():
        case = locked_case(case_id)
        if case.target_kind != POST or case.standing(now).value == "decided" or _sealed_before(case):
            return False
        flags = _spoiler_flags(case)
        people = [flag.person_id for flag in flags if flag.person_id is not None]
        if not flags or (len(people) < NEEDED and not any(_is_trusted(one) for one in people)):
            return False
        post = _held(case.target_id)
        gate = Gate.from_json(flags[-1].spoils or {})
        if not post.stands or post.seal is not None:
            return False
        draw_curtain(post, None, gate, "", now, readers=len(people))
        seal = ReaderSeal(case_id=case.id, post_id=post.id, person_ids=people, gate=gate.to_json(), sealed_at=now)
        db.session.add(seal)
        db.session.flush()
        announce("post.sealed-by-readers", seal_id=seal.id)
        return True


def settle_seal(decision_id: int, now: datetime) -> None:
    """A moderator has decided: a wrong seal is lifted and costs those who set it, a right one counts for them."""
    with transaction():
        decision = db.session.get(CaseDecision, decision_id)
        if decision is None or _is_taken_back(decision):
            return
        wanted = select(ReaderSeal).where(ReaderSeal.case_id == decision.case_id, ReaderSeal.settled_at.is_(None))
        seal = db.session.scalar(holding(wanted).execution_options(populate_existing=True))
        if seal is None:
            return
        seal.right, seal.settled_at = decision.outcome != CaseOutcome.DISMISS.value, now
        for person_id in sorted(seal.person_ids):
            count_seal(person_id, right=seal.right)
        post = _held(seal.post_id)
        if not seal.right and post.seal is not None and post.sealed_by_id is None:
            lift_curtain(post, None, "", now)


def unsettle_seal(decision_id: int, now: datetime) -> None:
    """The decision that settled a seal was taken back: nobody gains or loses by it, and a curtain that it lifted falls
    again. The next decision settles it. May run twice."""
    with transaction():
        decision = db.session.get(CaseDecision, decision_id)
        if decision is None or not _is_taken_back(decision):
            return
        wanted = select(ReaderSeal).where(
            ReaderSeal.case_id == decision.case_id, ReaderSeal.settled_at >= decision.decided_at
        )
        newest = wanted.order_by(ReaderSeal.id.desc()).limit(1)
        seal = db.session.scalar(holding(newest).execution_options(populate_existing=True))
        later = select(CaseDecision.id).where(
            CaseDecision.case_id == decision.case_id, CaseDecision.number > decision.number
        )
        if seal is None or seal.right is None or db.session.scalar(later.limit(1)) is not None:
            return
        for person_id in sorted(seal.person_ids):
            count_seal(person_id, right=seal.right, by=-1)
        post = _held(seal.post_id)
        if not seal.right and post.seal is None and post.stands:
            draw_curtain(post, None, Gate.from_json(seal.gate), "", now, readers=len(seal.person_ids))
        seal.right = seal.settled_at = None


def _is_taken_back(decision: CaseDecision) -> bool:
    found = select(DecisionReversal.id).where(DecisionReversal.decision_id == decision.id)
    return db.session.scalar(found) is not None


def _spoiler_flags(case: Case) -> list[Flag]:
    """The reports that wait and say what is given away, oldest first."""
    asked = (Flag.case_id == case.id, Flag.decision_id.is_(None), Flag.reason == FlagReason.SPOILER.value)
    rows = db.session.scalars(select(Flag).where(*asked, Flag.spoils.is_not(None)).order_by(Flag.id))
    return list(rows)


def _sealed_before(case: Case) -> bool:
    found = select(ReaderSeal.id).where(ReaderSeal.case_id == case.id, ReaderSeal.sealed_at >= case.opened_at)
    wrong = select(ReaderSeal.id).where(ReaderSeal.case_id == case.id, ReaderSeal.right.is_(False))
    return db.session.scalar(found.limit(1)) is not None or db.session.scalar(wrong.limit(1)) is not None


def _is_trusted(person_id: int) -> bool:
    record = db.session.get(FlagRecord, person_id)
    return record is not None and may_seal(
        record.agreed, record.disagreed, right=record.sealed_right, wrong=record.sealed_wrong
    )


def _held(post_id: int) -> Post:
    wanted = holding(select(Post).where(Post.id == post_id)).execution_options(populate_existing=True)
    return db.session.scalars(wanted).one()
