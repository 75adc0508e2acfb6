"""Reporting something: any number of people, one case."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from forum.domain.errors import Denied, Invalid
from forum.domain.flags import REASONS, CaseEvent, CaseState, FlagReason, step
from forum.domain.people import Reader, SiteRole
from forum.domain.permissions import Action, require
from forum.domain.priority import accuracy
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.infra.once import insert_once
from forum.moderation.actions.gauging import gauge
from forum.moderation.actions.ledger import REOPENED, enter
from forum.moderation.actions.ranking import rank
from forum.moderation.finding import target_of
from forum.moderation.forms import FlagForm
from forum.moderation.locking import locked_case
from forum.moderation.models import Case, Flag, Snapshot
from forum.moderation.records import FlagRecord
from forum.moderation.targets import POST, Target, read_gate, words_of
from forum.posts.models import Post
from forum.presenting.threads import FROM_CALENDAR
from forum.threads.models import Thread

_MACHINE = Reader(None, role=SiteRole.MODERATOR)
"""Finds what it reports in every group. It has no rights: nothing is asked of the rules in its name."""

NIGHT = timedelta(hours=24)
A_NIGHT = 30
"""So many reports one member may make in an episode's thread in the first night: a finale brings hundreds of posts, and
a case needs one report, not one evening of reporting."""

DOUBTED, DOUBTED_AFTER, DOUBTED_A_DAY = 34, 6, 5
"""Whose reports were mostly found wrong (percent, after so many decided ones) makes so many a day."""


def raise_flag(actor: Reader, post_id: int, form: FlagForm, now: datetime) -> int:
    """Report a post. Returns the id of its case.

    All reports of one post make one case; a report after a decision opens it again. A person's second report of the
    same post changes nothing: it is answered like the first.
    Raises: `Missing`; `Denied`; `Invalid` when the episode cannot be read.
    """
    return raise_flag_on(actor, POST, post_id, form, now)


def raise_flag_on(actor: Reader, kind: str, target_id: int, form: FlagForm, now: datetime) -> int:
    """The same for a post, the title of a thread ("thread"), a profile ("person"), or a message to moderators: an
    appeal ("appeal"), the words of a report ("report"), answers to the questions of a group ("request").

    Raises: `Missing`; `Denied`, also after very many reports; `Invalid`, also for worry about somebody, which is
    for the care team alone.
    """
    with transaction():
        target = target_of(actor, kind, target_id, now)
        _refuse_reason(kind, target.post_id, form)
        require(actor, Action.POST_FLAG, target.facts)
        case = _case_of(target, now)
        known = db.session.scalar(select(Flag.id).where(Flag.person_id == actor.id, Flag.case_id == case.id))
        if known is None:
            _refuse_too_many(actor, target, now)
            db.session.add(_flag(actor, case, form, target, now))
            _after(case, target, now)
        return case.id


def _refuse_reason(kind: str, post_id: int | None, form: FlagForm) -> None:
    """Worry about a person never stands in a moderators' queue: it goes to the care team (docs/care.md).

    Raises: `Invalid`, with the addresses that take it; also for what cannot be said of a profile or a message.
    """
    if form.reason is FlagReason.CONCERN:
        page, address = f"/p/{post_id}/concern", f"/api/v1/posts/{post_id}/concerns"
        detail = f"Worry about a person goes to the care team, not to moderators: POST {address}, or the page {page}."
        if post_id is None:
            detail = "Worry about a person goes to the care team, not to moderators: see the page /support."
        raise Invalid({"reason": ["goes-to-care"]}, form.model_dump(mode="json"), detail=detail)
    if form.reason not in REASONS[kind]:
        raise Invalid({"reason": ["not-a-choice"]}, form.model_dump(mode="json"))


def raise_system_flag(kind: str, target_id: int, reason: FlagReason, why: str, now: datetime) -> int:
    """What the machine reports, with its explanation. Returns the id of the case; said twice is said once.

    Raises: `Missing`.
    """
    with transaction():
        target = target_of(_MACHINE, kind, target_id, now)
        case = _case_of(target, now)
        said = select(Flag.id).where(Flag.case_id == case.id, Flag.person_id.is_(None), Flag.why == why[:300])
        if db.session.scalar(said) is None:
            row = Flag(case_id=case.id, reason=reason.value, why=why[:300])
            row.post_version, row.flagged_at = target.version, now
            db.session.add(row)
            _after(case, target, now)
        return case.id


def _case_of(target: Target, now: datetime) -> Case:
    """The one case of this target, held until the transaction ends."""
    insert_once(
        Case(
            target_kind=target.kind,
            target_id=target.id,
            post_id=target.post_id,
            about_id=target.about_id,
            author_id=target.author_id,
            opened_at=now,
            place_at=now,
        )
    )
    number = db.session.scalar(select(Case.id).where(Case.target_kind == target.kind, Case.target_id == target.id))
    return locked_case(number or 0)


def _refuse_too_many(actor: Reader, target: Target, now: datetime) -> None:
    """Raises: `Denied`."""
    mine = select(func.count(Flag.id)).where(Flag.person_id == actor.id, Flag.flagged_at > now - NIGHT)
    record = db.session.get(FlagRecord, actor.id)
    if record is not None and record.agreed + record.disagreed >= DOUBTED_AFTER:
        doubted = accuracy(record.agreed, record.disagreed) < DOUBTED
        if doubted and (db.session.scalar(mine) or 0) >= DOUBTED_A_DAY:
            raise Denied("flags-doubted")
    if _is_premiere(target, now):
        here = mine.join(Case, Case.id == Flag.case_id).join(Post, Post.id == Case.post_id)
        if (db.session.scalar(here.where(Post.thread_id == target.thread_id)) or 0) >= A_NIGHT:
            raise Denied("flags-enough")


def _is_premiere(target: Target, now: datetime) -> bool:
    fresh = Thread.id == target.thread_id, Thread.kind.in_(FROM_CALENDAR), Thread.opened_at > now - NIGHT
    return db.session.scalar(select(Thread.id).where(*fresh)) is not None


def _flag(actor: Reader, case: Case, form: FlagForm, target: Target, now: datetime) -> Flag:
    spoils = read_gate(form.spoils, target.show_id, now) if form.spoils else None
    return Flag(
        case_id=case.id,
        person_id=actor.id,
        reason=form.reason.value,
        words=form.words,
        spoils=spoils.to_json() if spoils else None,
        post_version=target.version,
        flagged_at=now,
    )


def _after(case: Case, target: Target, now: datetime) -> None:
    """Keep the words, count, put the case in its place, and announce it."""
    db.session.flush()
    document = words_of(target)
    if document is not None:
        insert_once(Snapshot(case_id=case.id, post_version=target.version, document=document, taken_at=now))
    _count(case, now)
    gauge(case)
    announce("flag.raised", case_id=case.id)


def _count(case: Case, now: datetime) -> None:
    before = case.standing(now)
    case.state = step(before, CaseEvent.FLAG).value
    if before in (CaseState.DECIDED, CaseState.REVERSED):
        case.opened_at = now
        case.version += 1
        enter(case, REOPENED, None, now)
    rank(case, now)
