"""Mails about notifications: neutral subjects, what a stranger may know, the notice where a thread is sensitive.

Everything about a thread is what a stranger would get: mails are forwarded, and telephones lie on tables. Whether the
addressee may still know of it is looked at when the mail is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from forum.accounts import queries as accounts
from forum.accounts.models import Person
from forum.domain.crisis import Directory, notice
from forum.domain.people import Reader, coming
from forum.domain.permissions import may_read
from forum.domain.spoilers import Clearance
from forum.groups.queries.facts import facts_of
from forum.infra import mail
from forum.infra.db import db
from forum.infra.settings import current_settings
from forum.infra.web.locale import base_url, own_host
from forum.notifications.group_news import ABOUT_GROUPS
from forum.notifications.models import KINDS, About, Notification
from forum.notifications.queries import is_in_sight, sitewide_decisions, subjects, url_of
from forum.notifications.stopping import stop_key
from forum.presenting.accounts import PersonCard
from forum.presenting.notifications import DigestLine, MailItem
from forum.presenting.outward import outward_title
from forum.presenting.threads import StoredThread, thread_topics
from forum.shows import queries as shows
from forum.threads.queries.reading import stored

_TEMPLATES = {
    About.REPLY: "reply",
    About.MENTION: "mention",
    About.THREAD: "thread_opened",
    About.DECISION: "case_decided",
    About.SLIPPED: "thread_slipped",
    About.ASKED: "join_asked",
    About.ANSWERED: "join_answered",
    About.BAN: "shown_out",
    About.DATED: "date_decided",
    About.TITLED: "title_changed",
    About.WAITED: "waiting_decided",
    About.MATCHED: "rule_matched",
    About.COVERED: "post_covered",
    About.CALLED: "note_called",
    About.HANDED: "case_handed",
    About.BURIAL: "line_proposed",
}
STRANGER = Reader.stranger()


@dataclass(frozen=True, slots=True)
class Letter:
    """What mails may say of some news. Shapes: `lines` by id of the notification; `topics` of all their threads."""

    lines: Mapping[int, DigestLine]
    topics: frozenset[str]


def mail_note(note: Notification, directory: Directory, now: datetime) -> None:
    """Send the mail about one notification, if it is wanted and still true."""
    person = db.session.get(Person, note.person_id)
    item = mail_item(note, person, directory, now) if person is not None else None
    if person is None or item is None:
        return
    about = About(note.about)
    mail.send(
        item.to,
        _TEMPLATES[about],
        item.language,
        message_id=f"<{about.value}.{note.subject_id}.{person.id}@{own_host()}>",
        stop_link=stop_link(person.id, KINDS[about].value, now),
        item=item,
        link=base_url() + item.path,
        **links(),
    )


def mail_item(note: Notification, person: Person, directory: Directory, now: datetime) -> MailItem | None:
    """What the mail says; None for people who want none, and when its subject is gone or no longer theirs."""
    if not is_wanted(person, now):
        return None
    letter = letter_about([note], person.facts(now), now)
    line = letter.lines.get(note.id)
    if line is None:
        return None
    return MailItem(
        to=person.email,
        language=person.language,
        handle=person.handle,
        path=line.path,
        notice=notice(directory, letter.topics, person.country, person.language),
        title=line.title,
        by=line.by,
        role=line.role,
    )


def is_wanted(person: Person, now: datetime) -> bool:
    """Whether somebody gets mails at all; during a break of their own, none: they find everything on the site."""
    return person.active and person.mail_on and coming(person.break_until, now) is None


def letter_about(notes: Sequence[Notification], reader: Reader, now: datetime) -> Letter:
    """What mails to this reader may say of these notifications. Six statements at most, however many there are."""
    found = subjects(reader, notes, now)
    threads = {key: stored(row) for key, row in found.items()}
    show_ids = frozenset[int]().union(*(thread.show_ids for thread in threads.values()))
    sight = shows.clearance(STRANGER, show_ids, now)
    people = accounts.people_cards(getattr(row, "by_id", None) for row in found.values())
    profiles = sitewide_decisions(reader, notes, found)
    lines, topics = {}, set[str]()
    for note in notes:
        key = (note.about, note.subject_id)
        if About(note.about) in ABOUT_GROUPS:  # about no thread, and no name of the group: nothing that needs a notice
            lines[note.id] = DigestLine(note.about, url_of(About(note.about), note.subject_id))
        elif key in profiles:
            lines[note.id] = DigestLine(note.about, url_of(About.DECISION, note.subject_id), role=profiles[key].role)
        elif key in found and is_in_sight(found[key]):
            title = _title(found[key], threads[key], sight, now)
            lines[note.id] = _line(note, found[key], title, people)
            topics |= thread_topics(threads[key], sight.catalogues)
    return Letter(lines, frozenset(topics))


def _title(row: Row[Any], thread: StoredThread, sight: Clearance, now: datetime) -> str:
    """What strangers may know the thread by; nothing when they may not know of its group."""
    return outward_title(thread, sight.catalogues, now) if may_read(STRANGER, facts_of(row)) else ""


def _line(note: Notification, row: Row[Any], title: str, people: Mapping[int, PersonCard]) -> DigestLine:
    about = About(note.about)
    by = people.get(getattr(row, "by_id", None) or 0)
    role = ""
    if about is About.DECISION:
        role = "author" if row.Case.author_id == note.person_id else "flagger"
    return DigestLine(about.value, url_of(about, note.subject_id), title, by.handle if by is not None else "", role)


def links() -> dict[str, str]:
    """The addresses that every such mail ends with."""
    return {"settings_link": base_url() + "/settings/mails", "support_link": base_url() + "/support"}


def stop_link(person_id: int, which: str, now: datetime) -> str:
    """Where mails of this list are stopped, without signing in."""
    return f"{base_url()}/mail/stop/{stop_key(person_id, which, current_settings().secret, now)}"
