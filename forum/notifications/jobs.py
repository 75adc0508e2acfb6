"""What happened becomes notifications and mails. Handlers may run twice: each person is told once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from forum.infra.db import db
from forum.infra.directory import directory
from forum.infra.jobs import Handler, every, handles
from forum.notifications.actions import note_mailed, tell, tell_again
from forum.notifications.desk_news import told_of_burial, told_of_call, told_of_hand
from forum.notifications.digests import begin_digests, send_digest
from forum.notifications.group_news import (
    told_of_answer,
    told_of_asking,
    told_of_ban,
    told_of_cover,
    told_of_date,
    told_of_match,
    told_of_waiting,
)
from forum.notifications.mailing import mail_note
from forum.notifications.models import About, Notification
from forum.notifications.telling import (
    told_anew,
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


def _teller(name: str, field: str, told: Callable[[int], list[int]], about: About) -> Handler:
    """The handler of an announcement that is one number: whom it tells, and as what."""

    def handler(payload: dict[str, object], now: datetime) -> None:
        number = _number(payload, field)
        tell(told(number), about, number, now)

    return handles(name)(handler)


on_slip = _teller("thread.slipped", "thread_id", told_of_slip, About.SLIPPED)
on_title = _teller("thread.title-changed", "event_id", told_of_title, About.TITLED)
on_decision = _teller("case.decided", "decision_id", told_of_decision, About.DECISION)
on_asking = _teller("request.asked", "request_id", told_of_asking, About.ASKED)
on_answer = _teller("request.decided", "request_id", told_of_answer, About.ANSWERED)
on_ban = _teller("member.banned", "ban_id", told_of_ban, About.BAN)
on_waiting = _teller("waiting.decided", "waiting_id", told_of_waiting, About.WAITED)
on_match = _teller("automation.matched", "match_id", told_of_match, About.MATCHED)
on_cover = _teller("post.sealed-by-readers", "seal_id", told_of_cover, About.COVERED)
on_call = _teller("case.noted", "note_id", told_of_call, About.CALLED)
on_hand = _teller("case.handed", "hand_over_id", told_of_hand, About.HANDED)
on_burial = _teller("line.proposed", "redaction_id", told_of_burial, About.BURIAL)
on_date = _teller("release.decided", "claim_id", told_of_date, About.DATED)


@handles("decision.reversed")
def on_reversal(payload: dict[str, object], now: datetime) -> None:
    """A decision was taken back: whoever was told of it is told again."""
    decision_id = _number(payload, "decision_id")
    tell_again(told_anew(decision_id, "reversal"), About.DECISION, decision_id, now)


@handles("decision.answered")
def on_appeal(payload: dict[str, object], now: datetime) -> None:
    """An appeal was answered."""
    decision_id = _number(payload, "decision_id")
    tell_again(told_anew(decision_id, "answer"), About.DECISION, decision_id, now)


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
