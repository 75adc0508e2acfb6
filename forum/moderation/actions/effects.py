"""What a decision does to a post or thread, and its inverse. Each asks the rules of its own room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from forum.domain.errors import Conflict
from forum.domain.flags import CaseOutcome
from forum.domain.gates import Gate
from forum.domain.people import Reader
from forum.infra.db import db
from forum.moderation.forms import DecideForm
from forum.moderation.models import Case, CaseDecision
from forum.moderation.targets import THREAD
from forum.posts.actions.holding import MODERATION, hold_post, release_post
from forum.posts.actions.moving import move_post
from forum.posts.actions.regrouping import merge_thread, split_thread, unmerge_thread, unsplit_thread
from forum.posts.actions.tending import remove_post, restore_post, seal_post, unseal_post
from forum.posts.forms import MovePostForm
from forum.posts.models import Post
from forum.threads.actions import lock_thread, rename_thread, unlock_thread
from forum.threads.forms import ReasonForm, RenameForm
from forum.threads.models import Thread

Detail = dict[str, Any]


def _short(reason: str) -> str:
    """A reason as the notes of threads hold it: one line of at most 300 characters."""
    return " ".join(reason.split())[:300]


def carry_out(
    actor: Reader, case: Case, form: DecideForm, now: datetime, *, seal: Gate | None, rule: int | None
) -> Detail:
    """Do what was decided. Returns what its inverse has to know.

    Raises: `Denied`; `Conflict` when the post is gone; `Invalid` for a title or thread that cannot be.
    """
    if case.post_id is None or form.outcome in (CaseOutcome.DISMISS, CaseOutcome.ADVISE):
        return {}
    post = _post(case)
    if form.outcome in _ON_THREADS:
        return _on_thread(actor, _thread(case, post), post, form, now)
    match form.outcome:
        case CaseOutcome.SEAL if seal is not None:
            before = post.seal
            seal_post(actor, post.id, seal, form.reason, now)
            return {"before": before} if before else {}
        case CaseOutcome.REMOVE:
            remove_post(actor, post.id, str(rule or ""), form.reason, now)
        case _:
            if MODERATION in post.held_by:
                raise Conflict("already-held")
            if not post.stands:
                raise Conflict("gone")
            hold_post(post.id, MODERATION)
    return {}


_ON_THREADS = frozenset({CaseOutcome.MOVE, CaseOutcome.SPLIT, CaseOutcome.MERGE, CaseOutcome.RETITLE, CaseOutcome.LOCK})


def _on_thread(actor: Reader, thread: Thread, post: Post, form: DecideForm, now: datetime) -> Detail:
    reason = _short(form.reason)
    match form.outcome:
        case CaseOutcome.MOVE:
            move_post(actor, post.id, MovePostForm(thread=form.thread or 0, reason=reason), now)
            return {"from": thread.id, "thread": form.thread}
        case CaseOutcome.SPLIT:
            return split_thread(actor, post.id, form.title, reason, now)
        case CaseOutcome.MERGE:
            return merge_thread(actor, post.id, form.thread or 0, reason, now)
        case CaseOutcome.RETITLE:
            before = thread.title
            rename_thread(actor, thread.id, RenameForm(title=form.title, reason=reason), now)
            return {"before": before, "title": form.title, "thread": thread.id}
        case _:
            lock_thread(actor, thread.id, ReasonForm(reason=reason), now)
            return {"thread": thread.id}


def take_back(actor: Reader, case: Case, decision: CaseDecision, reason: str, now: datetime) -> bool:
    """Undo what a decision did, unless something else has happened to it since. Returns whether it was done.

    Raises: `Denied`.
    """
    inverse, reason = _INVERSES.get(CaseOutcome(decision.outcome)), reason or decision.reason
    if case.post_id is None or inverse is None:
        return True
    return inverse(actor, _post(case), decision, reason, now)


def _unseal(actor: Reader, post: Post, decision: CaseDecision, reason: str, now: datetime) -> bool:
    if post.seal is None or post.sealed_at != decision.decided_at:
        return False
    before = decision.detail.get("before")
    if before is not None and post.stands:
        seal_post(actor, post.id, Gate.from_json(before), reason, now)
    else:
        unseal_post(actor, post.id, reason, now)
    return True


def _restore(actor: Reader, post: Post, decision: CaseDecision, reason: str, now: datetime) -> bool:
    if post.removed_at != decision.decided_at or post.purged_at is not None:
        return False
    restore_post(actor, post.id, reason, now)
    return True


def _show(_actor: Reader, post: Post, _decision: CaseDecision, _reason: str, _now: datetime) -> bool:
    if MODERATION not in post.held_by:
        return False
    release_post(post.id, MODERATION)  # what the care team holds as well stays with them
    return True


def _move_back(actor: Reader, post: Post, decision: CaseDecision, reason: str, now: datetime) -> bool:
    if post.thread_id != decision.detail.get("thread") or not post.stands:
        return False
    try:
        move_post(actor, post.id, MovePostForm(thread=decision.detail["from"], reason=_short(reason)), now)
    except Conflict:  # it began a conversation where it is now
        return False
    return True


def _name_back(actor: Reader, post: Post, decision: CaseDecision, reason: str, now: datetime) -> bool:
    thread = _thread_then(post, decision)
    if thread.title != decision.detail.get("title"):
        return False
    rename_thread(actor, thread.id, RenameForm(title=decision.detail["before"], reason=_short(reason)), now)
    return True


def _unlock(actor: Reader, post: Post, decision: CaseDecision, reason: str, now: datetime) -> bool:
    thread = _thread_then(post, decision)
    if thread.locked_at != decision.decided_at:
        return False
    unlock_thread(actor, thread.id, ReasonForm(reason=_short(reason)), now)
    return True


def _unsplit(actor: Reader, _post: Post, decision: CaseDecision, reason: str, now: datetime) -> bool:
    return unsplit_thread(actor, decision.detail, _short(reason), now)


def _unmerge(actor: Reader, _post: Post, decision: CaseDecision, reason: str, now: datetime) -> bool:
    return unmerge_thread(actor, decision.detail, _short(reason), now)


_INVERSES: Mapping[CaseOutcome, Callable[[Reader, Post, CaseDecision, str, datetime], bool]] = {
    CaseOutcome.SEAL: _unseal,
    CaseOutcome.REMOVE: _restore,
    CaseOutcome.HIDE: _show,
    CaseOutcome.MOVE: _move_back,
    CaseOutcome.SPLIT: _unsplit,
    CaseOutcome.MERGE: _unmerge,
    CaseOutcome.RETITLE: _name_back,
    CaseOutcome.LOCK: _unlock,
}


def _thread(case: Case, post: Post) -> Thread:
    """The thread that is meant: of a reported title its own, wherever the post that began it stands today."""
    number = case.target_id if case.target_kind == THREAD else post.thread_id
    return db.session.get_one(Thread, number, populate_existing=True)


def _thread_then(post: Post, decision: CaseDecision) -> Thread:
    """The thread that was decided about: the post may have gone to another one since."""
    return db.session.get_one(Thread, decision.detail.get("thread", post.thread_id), populate_existing=True)


def _post(case: Case) -> Post:
    return db.session.get_one(Post, case.post_id, populate_existing=True)
