"""Keeping order: lock, pin, move, rename, and titles that give too much away. Members read what was done and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from forum.domain.errors import Conflict, Invalid
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.groups.queries import group_facts
from forum.infra.db import db, transaction
from forum.infra.hearing import Spoken, speak
from forum.infra.jobs import announce
from forum.presenting.threads import FROM_CALENDAR, is_held
from forum.shows.queries import catalogues
from forum.threads.actions.held import held, held_row, note
from forum.threads.forms import MoveForm, OptionalReasonForm, ReasonForm, RenameForm
from forum.threads.models import Thread, What
from forum.threads.opening import open_thread
from forum.threads.queries import stored_thread, thread_facts


def lock_thread(actor: Reader, thread_id: int, form: ReasonForm, now: datetime) -> None:
    """Nobody but moderators writes in it any more. Locking what is locked changes nothing.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        thread = held(actor, Action.THREAD_LOCK, thread_id, now)
        if thread.locked_at is None:
            thread.locked_at, thread.locked_by_id, thread.lock_reason = now, actor.id, form.reason
            note(thread, actor, What.LOCKED, now, form.reason)


def let_open(actor: Reader, thread_id: int, form: ReasonForm, now: datetime) -> None:
    """Open a thread that the group holds, now that its episode is out. Opened twice is opened once.

    Raises: `Missing`; `Denied`; `Conflict` "not-released" before the first showing.
    """
    with transaction():
        require(actor, Action.THREAD_LOCK, thread_facts(actor, thread_id, now))
        found, _ = stored_thread(actor, thread_id, now)
        catalogue = catalogues(found.show_ids).get(found.show_id or 0)
        if found.kind not in FROM_CALENDAR or found.opened_at is not None:
            return
        if not is_held(found, catalogue, now):
            raise Conflict("not-released")
        thread = held_row(thread_id)
        thread.opens_at = thread.active_at = now
        note(thread, actor, What.OPENED, now, form.reason)
        db.session.flush()
        open_thread(thread_id, now)


def unlock_thread(actor: Reader, thread_id: int, form: ReasonForm, now: datetime) -> None:
    """Members write in it again.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        thread = held(actor, Action.THREAD_LOCK, thread_id, now)
        if thread.locked_at is not None:
            thread.locked_at = thread.locked_by_id = thread.lock_reason = None
            thread.merged_into_id = None  # a thread like any other again
            note(thread, actor, What.UNLOCKED, now, form.reason)


def pin_thread(actor: Reader, thread_id: int, form: ReasonForm, now: datetime) -> None:
    """It stands above the others.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        thread = held(actor, Action.THREAD_PIN, thread_id, now)
        if thread.pinned_at is None:
            thread.pinned_at, thread.pinned_by_id = now, actor.id
            note(thread, actor, What.PINNED, now, form.reason)


def unpin_thread(actor: Reader, thread_id: int, form: ReasonForm, now: datetime) -> None:
    """It stands among the others again.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        thread = held(actor, Action.THREAD_PIN, thread_id, now)
        if thread.pinned_at is not None:
            thread.pinned_at = thread.pinned_by_id = None
            note(thread, actor, What.UNPINNED, now, form.reason)


def move_thread(actor: Reader, thread_id: int, form: MoveForm, now: datetime) -> None:
    """Into another group that the actor moderates too.

    Raises: `Missing` for a thread or group that the actor may not know of; `Denied` without the right at both ends;
    `Invalid` when it is there already; `Conflict` when that group has a thread for the same episode.
    """
    with transaction():
        facts = thread_facts(actor, thread_id, now)
        target = group_facts(actor, form.group, now)
        require(actor, Action.THREAD_MOVE, replace(facts, target=target))
        if target.id == facts.group.id:
            raise Invalid({"group": ["same-group"]}, form.model_dump())
        thread = held_row(thread_id)
        try:
            with db.session.begin_nested():
                thread.group_id, thread.pinned_at, thread.pinned_by_id = target.id, None, None
        except IntegrityError:
            raise Conflict("thread-exists") from None
        note(thread, actor, What.MOVED, now, form.reason, **{"from": facts.group.id, "to": target.id})


def rename_thread(actor: Reader, thread_id: int, form: RenameForm, now: datetime) -> None:
    """Another title. Titles of the calendar's threads are made by the machine.

    Raises: `Missing`; `Denied`; `Invalid`.
    """
    with transaction():
        thread = held(actor, Action.THREAD_RENAME, thread_id, now)
        if thread.kind in FROM_CALENDAR:
            raise Invalid({"title": ["title-is-made"]}, form.model_dump())
        if thread.title != form.title:
            before, thread.title = thread.title, form.title
            note(thread, actor, What.RENAMED, now, form.reason, **{"from": before, "to": form.title})
            speak(Spoken(thread.id, None, thread.author_id, title=form.title, edited=True))


def neutralise_title(actor: Reader, thread_id: int, form: OptionalReasonForm, now: datetime) -> None:
    """Nobody but its author is shown the title any more; a neutral one stands there. Twice is once.

    Raises: `Missing`; `Denied`; `Invalid` for threads of the calendar, whose titles are made by the machine.
    """
    with transaction():
        thread = held(actor, Action.THREAD_NEUTRALISE, thread_id, now)
        if thread.kind in FROM_CALENDAR:
            raise Invalid({"title": ["title-is-made"]}, form.model_dump())
        if thread.neutral_at is None:
            thread.neutral_at, thread.neutral_by_id = now, actor.id
            _tell(thread, actor, What.NEUTRALISED, form.reason, now)


def give_back_title(actor: Reader, thread_id: int, form: OptionalReasonForm, now: datetime) -> None:
    """The title is shown again to those who may read the thread.

    Raises: `Missing`; `Denied`, also to its author.
    """
    with transaction():
        thread = held(actor, Action.THREAD_GIVE_BACK_TITLE, thread_id, now)
        if thread.neutral_at is not None:
            thread.neutral_at = thread.neutral_by_id = None
            _tell(thread, actor, What.GIVEN_BACK, form.reason, now)


def _tell(thread: Thread, actor: Reader, what: What, reason: str, now: datetime) -> None:
    """Note it, and announce it for the ledger and for whatever keeps titles."""
    event = note(thread, actor, what, now, reason)
    db.session.flush()
    announce("thread.title-changed", thread_id=thread.id, event_id=event.id)
