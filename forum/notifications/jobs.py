"""What happened becomes notifications and mails. Handlers may run twice: each person is told once."""

from __future__ import annotations

from datetime import datetime

from forum.infra.db import db
from forum.infra.directory import directory
from forum.infra.jobs import every, handles
from forum.notifications.actions import note_mailed, tell
from forum.notifications.digests import begin_digests, send_digest
from forum.notifications.group_news import told_of_answer, told_of_asking, told_of_ban, told_of_date
from forum.notifications.mailing import mail_note
from forum.notifications.models import About, Notification
from forum.notifications.telling import (
    told_of_decision,
    told_of_mention,
    told_of_post,
    told_of_slip,
    told_of_thread,
    told_of_title,
)


@handles("post.replied")
def on_reply(payload: dict[str, object], now: datetime) -> None:
    """Somebody answered a post."""
    post_id = _number(payload, "post_id")
    tell(told_of_post([_number(payload, "person_id")], post_id, now), About.REPLY, post_id, now)


@handles("post.mentioned")
def on_mention(payload: dict[str, object], now: datetime) -> None:
    """Somebody was named in a post."""
    post_id, people = _number(payload, "post_id"), payload["person_ids"]
    named = [int(str(one)) for one in people] if isinstance(people, list) else []
    tell(told_of_mention(named, post_id, now), About.MENTION, post_id, now)


@handles("thread.opened")
def on_opening(payload: dict[str, object], now: datetime) -> None:
    """An episode's thread opened."""
    thread_id = _number(payload, "thread_id")
    tell(told_of_thread(thread_id, now), About.THREAD, thread_id, now)


@handles("case.decided")
def on_decision(payload: dict[str, object], now: datetime) -> None:
    """A moderator decided a case."""
    decision_id = _number(payload, "decision_id")
    tell(told_of_decision(decision_id), About.DECISION, decision_id, now)


@handles("thread.title-changed")
def on_title(payload: dict[str, object], now: datetime) -> None:
    """A neutral title was put over a written one, or the written one given back."""
    event_id = _number(payload, "event_id")
    tell(told_of_title(event_id), About.TITLED, event_id, now)


@handles("thread.slipped")
def on_slip(payload: dict[str, object], now: datetime) -> None:
    """An episode's release was moved to later, and its thread closed again."""
    thread_id = _number(payload, "thread_id")
    tell(told_of_slip(thread_id), About.SLIPPED, thread_id, now)


@handles("request.asked")
def on_asking(payload: dict[str, object], now: datetime) -> None:
    """Somebody asks to join a group."""
    request_id = _number(payload, "request_id")
    tell(told_of_asking(request_id), About.ASKED, request_id, now)


@handles("request.decided")
def on_answer(payload: dict[str, object], now: datetime) -> None:
    """Somebody was let in, or not."""
    request_id = _number(payload, "request_id")
    tell(told_of_answer(request_id), About.ANSWERED, request_id, now)


@handles("release.decided")
def on_date(payload: dict[str, object], now: datetime) -> None:
    """A steward decided what somebody said about a date."""
    claim_id = _number(payload, "claim_id")
    tell(told_of_date(claim_id), About.DATED, claim_id, now)


@handles("member.banned")
def on_ban(payload: dict[str, object], now: datetime) -> None:
    """Somebody was shown out of a group."""
    ban_id = _number(payload, "ban_id")
    tell(told_of_ban(ban_id), About.BAN, ban_id, now)


@handles("note.told")
def on_note(payload: dict[str, object], now: datetime) -> None:
    """Somebody was told, and wants a mail at once."""
    note = db.session.get(Notification, _number(payload, "note_id"))
    if note is None or note.mailed_at is not None:
        return
    mail_note(note, directory(), now)
    note_mailed([note.id], now)


@every(minutes=15)
def on_morning(now: datetime) -> None:
    """Begin the digests of those whose morning has come."""
    begin_digests(now)


@handles("digest.due")
def on_digest(payload: dict[str, object], now: datetime) -> None:
    """Somebody's digest is to be made."""
    send_digest(_number(payload, "digest_id"), directory(), now)


def _number(payload: dict[str, object], name: str) -> int:
    return int(str(payload[name]))
