"""Reporting a post: any number of people, one case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from forum.domain.errors import Invalid
from forum.domain.flags import CaseEvent, CaseState, FlagReason, place, step
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.once import insert_once
from forum.moderation.actions.ledger import REOPENED, enter
from forum.moderation.forms import FlagForm
from forum.moderation.locking import locked_case
from forum.moderation.models import Case, Flag, Snapshot
from forum.moderation.targets import POST, Target, read_gate, reported_post
from forum.posts.models import Revision


def raise_flag(actor: Reader, post_id: int, form: FlagForm, now: datetime) -> int:
    """Report a post. Returns the id of its case.

    All reports of one post make one case; a report after a decision opens it again. A person's second report of the
    same post changes nothing: it is answered like the first.
    Raises: `Missing`; `Denied`; `Invalid` when the episode cannot be read, and for worry about a person.
    """
    with transaction():
        refuse_concern(post_id, form)
        target = reported_post(actor, post_id, now)
        require(actor, Action.POST_FLAG, target.facts)
        case = _case_of(target, now)
        if insert_once(_flag(actor, case, form, target, now)):
            _keep_text(case, target, now)
            _count(case, form.reason, now)
            announce("flag.raised", case_id=case.id)
        return case.id


def refuse_concern(post_id: int, form: FlagForm) -> None:
    """Worry about a person never stands in a moderators' queue: it goes to the care team (docs/care.md).

    Raises: `Invalid`, with the addresses that take it.
    """
    if form.reason is FlagReason.CONCERN:
        page, address = f"/p/{post_id}/concern", f"/api/v1/posts/{post_id}/concerns"
        detail = f"Worry about a person goes to the care team, not to moderators: POST {address}, or the page {page}."
        raise Invalid({"reason": ["goes-to-care"]}, form.model_dump(mode="json"), detail=detail)


def _case_of(target: Target, now: datetime) -> Case:
    """The one case of this target, held until the transaction ends."""
    insert_once(
        Case(
            target_kind=POST,
            target_id=target.id,
            post_id=target.id,
            author_id=target.author_id,
            opened_at=now,
            place_at=now,
        )
    )
    number = db.session.scalar(select(Case.id).where(Case.target_kind == POST, Case.target_id == target.id))
    return locked_case(number or 0)


def _flag(actor: Reader, case: Case, form: FlagForm, target: Target, now: datetime) -> Flag:
    spoils = read_gate(form.spoils, target.show_id, now) if form.spoils else None
    return Flag(
        case_id=case.id,
        person_id=actor.id or 0,
        reason=form.reason.value,
        words=form.words,
        spoils=spoils.to_json() if spoils else None,
        post_version=target.version,
        flagged_at=now,
    )


def _keep_text(case: Case, target: Target, now: datetime) -> None:
    document = db.session.scalar(
        select(Revision.document).where(Revision.post_id == target.id, Revision.version == target.version)
    )
    if document is not None:
        insert_once(Snapshot(case_id=case.id, post_version=target.version, document=document, taken_at=now))


def _count(case: Case, reason: FlagReason, now: datetime) -> None:
    given = [FlagReason(one) for one in db.session.scalars(select(Flag.reason).where(Flag.case_id == case.id))]
    before = case.standing(now)
    case.state = step(before, CaseEvent.FLAG).value
    case.flag_count = db.session.scalar(select(func.count(Flag.id)).where(Flag.case_id == case.id)) or 0
    case.reasons = [one.value for one in FlagReason if one in {*given, reason}]
    if before is CaseState.DECIDED:
        case.opened_at = now
        case.version += 1
        enter(case, REOPENED, None, now)
    case.place_at = place(case.opened_at, given)
