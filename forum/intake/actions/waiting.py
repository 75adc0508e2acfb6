"""Posts that wait: a moderator lets them in or declines them, their author may take them back."""

from __future__ import annotations

from datetime import datetime

from forum.accounts.queries import reader_of
from forum.domain.errors import Conflict, Denied, Invalid, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, CaseFacts, require
from forum.groups.queries import group_facts
from forum.infra.db import transaction
from forum.infra.jobs import announce
from forum.infra.rows import held
from forum.intake.forms import WaitingForm
from forum.intake.models import WaitingPost
from forum.moderation.actions.chaining import append
from forum.moderation.actions.ledger import READ_ANYWAY
from forum.moderation.models import LedgerEntry
from forum.posts.actions.starting import start_thread
from forum.posts.actions.writing import write_reply
from forum.posts.forms import ReplyForm, ThreadForm

WAITING = "waiting"
WORDS = {"approved": "approve", "declined": "decline"}
"""What the ledger calls it."""


def decide_waiting(actor: Reader, waiting_id: int, form: WaitingForm, now: datetime) -> int | None:
    """Let a post in, with the day and place that it gets now, or decline it. Returns the post's id, if there is one.

    Raises: `Missing`; `Denied`, also about one's own; `Conflict` when somebody was faster, or when it can no longer be
    written: its author left, its thread was locked.
    """
    with transaction():
        row = held(WaitingPost, waiting_id)
        group = group_facts(actor, row.group_id, now)
        require(actor, Action.CASE_DECIDE, CaseFacts(0, group, row.author_id))
        if row.outcome is not None:
            raise Conflict("already-decided")
        row.outcome, row.reason, row.decided_at, row.decided_by_id = form.outcome, form.reason, now, actor.id
        if form.outcome == "approved":
            row.post_id = _let_in(row, now)
        announce("waiting.decided", waiting_id=row.id)
        _log(actor, row.group_id, WORDS[form.outcome], now)
        return row.post_id


def take_back(actor: Reader, waiting_id: int, now: datetime) -> None:
    """Its author does not want it any more. Twice is once.

    Raises: `Missing` for everybody else; `Conflict` when it was decided.
    """
    with transaction():
        row = held(WaitingPost, waiting_id)
        if actor.id is None or row.author_id != actor.id:
            raise Missing
        if row.outcome == "withdrawn":
            return
        if row.outcome is not None:
            raise Conflict("already-decided")
        row.outcome, row.decided_at = "withdrawn", now


def note_reading(actor: Reader, waiting_id: int, now: datetime) -> None:
    """A moderator reads it although it spoils what they have not seen: written down, each time.

    Raises: `Missing`; `Denied`.
    """
    with transaction():
        row = held(WaitingPost, waiting_id)
        require(actor, Action.CASE_READ, CaseFacts(0, group_facts(actor, row.group_id, now)))
        _log(actor, row.group_id, READ_ANYWAY, now)


def _log(actor: Reader, group_id: int, what: str, now: datetime) -> None:
    append(LedgerEntry(group_id=group_id, actor_id=actor.id, what=what, target_kind=WAITING, happened_at=now))


def _let_in(row: WaitingPost, now: datetime) -> int:
    """Write it as its author, by the rules that hold for them now."""
    try:
        author = reader_of(row.author_id or 0, now)
        if row.thread_id is None:
            return start_thread(author, row.group_id, ThreadForm.model_validate(row.form), now, vetted=True)
        return write_reply(author, row.thread_id, ReplyForm.model_validate(row.form), now, vetted=True).post_id
    except (Denied, Missing, Invalid):
        raise Conflict("cannot-be-let-in") from None
