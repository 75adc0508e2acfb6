"""Working a case: take it, stand beside, write, judge, hand over, ask again, close. Each verb is a row of history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from forum.care.actions.counting import count
from forum.care.actions.stepping import step_away, who_is_with
from forum.care.forms import AnswerForm, AskedForm, CloseForm, CutForm, LowerForm, NoteForm
from forum.care.models import CareCase, CareFollowUp, CareMessage
from forum.care.opening import note_event, page
from forum.care.working import held_case, note_access, require_carer
from forum.domain.caring import FIRST_LOOK, FOLLOW_UPS, Call, Closing, Priority, fault_of_closing
from forum.domain.errors import Conflict, Invalid, Missing
from forum.domain.people import Reader
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.moderation.actions.forgetting import forget_texts
from forum.posts.actions.cutting import cut_post
from forum.posts.actions.holding import CARE, release_post
from forum.posts.models import Post
from forum.threads.actions.detected import uncover_title


def take_case(actor: Reader, case_id: int, now: datetime) -> None:
    """I look after it: the clock of the first look stops. Whoever had it before stands beside.

    Raises: `Denied`; `Missing`; `Conflict` when it is closed.
    """
    with transaction():
        case = held_case(actor, case_id)
        if case.carer_id == actor.id:
            return
        if case.carer_id is not None and case.second_id in (None, actor.id):
            case.second_id = case.carer_id
        case.carer_id = actor.id
        _looked(case, now)
        note_event(case, "taken", now, actor.id)


def look_at(actor: Reader, what: str, case_id: int | None, now: datetime) -> None:
    """Write down that somebody of the team reads the queue or a case.

    Raises: `Denied`, and nothing is written then.
    """
    with transaction():
        require_carer(actor)
        note_access(actor, what, case_id, now)


def stand_beside(actor: Reader, case_id: int, now: datetime) -> None:
    """The second person: nobody is alone with what is most urgent.

    Raises: like `take_case`; `Conflict` for whoever has taken it.
    """
    with transaction():
        case = held_case(actor, case_id)
        if case.carer_id == actor.id:
            raise Conflict("two-people")
        if case.second_id != actor.id:
            case.second_id = actor.id
            note_event(case, "joined", now, actor.id)


def call_for_second(actor: Reader, case_id: int, now: datetime) -> None:
    """Page those on call again: somebody is needed beside me.

    Raises: like `take_case`.
    """
    with transaction():
        case = held_case(actor, case_id)
        note_event(case, "called-team", now, actor.id)
        page(case, Call.BESIDE)


def read_case_anyway(actor: Reader, case_id: int, now: datetime) -> None:
    """Read a post although it spoils. It is written down.

    Raises: `Denied`; `Missing`.
    """
    with transaction():
        require_carer(actor)
        case = db.session.get(CareCase, case_id)
        if case is None:
            raise Missing
        note_access(actor, "read-anyway", case.id, now)
        note_event(case, "read-anyway", now, actor.id)


def note_on_case(actor: Reader, case_id: int, form: NoteForm, now: datetime) -> None:
    """A note for those who go on with it.

    Raises: like `take_case`.
    """
    with transaction():
        note_event(held_case(actor, case_id), "noted", now, actor.id, form.words)


def hand_over(actor: Reader, case_id: int, form: NoteForm, now: datetime) -> None:
    """Step away: the case is nobody's, with a note for the next one. Nobody has to say why.

    Raises: like `take_case`.
    """
    with transaction():
        case = held_case(actor, case_id)
        step_away(case, actor.id or 0)
        note_event(case, "handed-over", now, actor.id, form.words)


def write_to_person(actor: Reader, case_id: int, form: AnswerForm, now: datetime) -> None:
    """A personal word, signed by the team and kept where a second one of the team reads it.

    The first one begins the follow-ups: after a day and after a week a person asks again.
    Raises: like `take_case`; `Conflict` when the account is gone.
    """
    with transaction():
        case = held_case(actor, case_id)
        _write(case, actor, form.words, now)


def judge_urgency(actor: Reader, case_id: int, form: LowerForm, now: datetime) -> None:
    """More or less urgent, as a person sees it. What is most urgent is lowered by two.

    Raises: like `take_case`; `Invalid` when a second person is missing.
    """
    with transaction():
        case = held_case(actor, case_id)
        priority = Priority(form.priority)
        if priority > case.priority and fault_of_closing(case.level, who_is_with(case, now), Closing.HANDED_ON, 0):
            raise Invalid({"priority": ["two-people"]}, form.model_dump())
        before = case.priority
        if priority != before:
            case.priority, case.due_at = int(priority), min(case.due_at, now + FIRST_LOOK[priority])
            note_event(case, f"now-p{case.priority}", now, actor.id, form.words)
        if priority < before:
            page(case)


def note_call(actor: Reader, case_id: int, form: NoteForm, now: datetime) -> None:
    """Emergency services were called; one line says why.

    Raises: like `take_case`.
    """
    with transaction():
        case = held_case(actor, case_id)
        case.called_at = case.called_at or now
        note_event(case, "emergency", now, actor.id, form.words)


def ask_again(actor: Reader, case_id: int, after: str, form: AskedForm, now: datetime) -> None:
    """Somebody asked how they are, a day or a week later. Done twice is done once.

    Raises: like `take_case`; `Missing` when nothing of the kind is planned; `Invalid` under "early" when the day has
    not come and nobody says that they asked all the same.
    """
    with transaction():
        case = held_case(actor, case_id)
        planned = CareFollowUp.case_id == case.id, CareFollowUp.after == after
        follow_up = db.session.scalar(select(CareFollowUp).where(*planned))
        if follow_up is None:
            raise Missing
        if follow_up.done_at is None and now < follow_up.due_at and not form.early:
            raise Invalid({"early": ["not-due-yet"]}, form.model_dump())
        if follow_up.done_at is None:
            follow_up.done_at, follow_up.done_by_id = now, actor.id
            note_event(case, f"asked-{after}", now, actor.id, form.words or None)


def close_case(actor: Reader, case_id: int, form: CloseForm, now: datetime) -> None:
    """End a case, with why. A false alarm is deleted at once; the rest is kept for its time.

    Raises: like `take_case`; `Invalid` under "why" when a second person or a follow-up is missing.
    """
    with transaction():
        case = held_case(actor, case_id)
        closing = Closing(form.why)
        fault = fault_of_closing(case.level, who_is_with(case, now), closing, _open_follow_ups(case.id))
        if fault or _holds(case.post_id):
            raise Invalid({"why": [fault or "still-held"]}, form.model_dump())
        count(f"closed-{closing.value}", now)
        if closing is Closing.FALSE_ALARM:
            db.session.delete(case)
            return
        case.closed_at, case.closed_by_id, case.why = now, actor.id, closing.value
        note_event(case, "closed", now, actor.id, form.words)


def show_post_again(actor: Reader, case_id: int, form: NoteForm, now: datetime) -> None:
    """There is no detail in it that must stay folded: everybody reads it again.

    Raises: like `take_case`.
    """
    with transaction():
        case = held_case(actor, case_id)
        release_post(case.post_id, CARE)
        uncover_title(_thread_of(case.post_id))
        note_event(case, "unfolded", now, actor.id, form.words)


def cut_detail(actor: Reader, case_id: int, form: CutForm, now: datetime) -> None:
    """Take the detail out and leave the rest; the author is told in person at the same time.

    What was cut is in no history, no index and no log.
    Raises: like `take_case`; `Invalid` when the text is refused.
    """
    with transaction():
        case = held_case(actor, case_id)
        if case.person_id is not None:
            _write(case, actor, form.words, now)
        for post_id in (*cut_post(case.post_id, form.body, now), case.post_id):
            forget_texts(post_id)
        note_event(case, "cut", now, actor.id)


def _write(case: CareCase, actor: Reader, words: str, now: datetime) -> None:
    if case.person_id is None:
        raise Conflict("gone")
    message = CareMessage(
        person_id=case.person_id,
        case_id=case.id,
        post_id=case.post_id,
        kind="personal",
        words=words,
        sender_id=actor.id,
        sent_at=now,
    )
    db.session.add(message)
    db.session.flush()
    _looked(case, now)
    note_event(case, "written", now, actor.id)
    announce("care.written", message_id=message.id)
    planned = db.session.scalars(select(CareFollowUp.after).where(CareFollowUp.case_id == case.id)).all()
    for after, later in FOLLOW_UPS.items():
        if after not in planned:
            db.session.add(CareFollowUp(case_id=case.id, after=after, due_at=now + later))


def _looked(case: CareCase, now: datetime) -> None:
    if case.looked_at is None:
        case.looked_at = now
        minutes = (now - case.opened_at).total_seconds() / 60
        count(f"p{case.priority}-{'in' if now <= case.due_at else 'over'}-time", now)
        count(f"p{case.priority}-minutes", now, round(minutes))


def _open_follow_ups(case_id: int) -> int:
    undone = CareFollowUp.case_id == case_id, CareFollowUp.done_at.is_(None)
    return db.session.scalar(select(func.count(CareFollowUp.id)).where(*undone)) or 0


def _holds(post_id: int) -> bool:
    held = select(Post.held.is_not(None)).where(Post.id == post_id, Post.withdrawn_at.is_(None))
    return bool(db.session.scalar(held))


def _thread_of(post_id: int) -> int:
    return db.session.scalars(select(Post.thread_id).where(Post.id == post_id)).one()
