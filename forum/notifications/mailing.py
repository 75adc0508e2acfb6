"""Mails about notifications: neutral subjects, what a stranger may know, the notice where the thread is sensitive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from forum.accounts.models import Person
from forum.domain.crisis import Directory, notice
from forum.domain.people import Reader
from forum.domain.permissions import may_read
from forum.infra import mail
from forum.infra.db import db
from forum.infra.web.locale import base_url, own_host
from forum.moderation.models import Case, CaseDecision
from forum.notifications.actions import note_mailed
from forum.notifications.group_news import ABOUT_GROUPS
from forum.notifications.models import About
from forum.notifications.queries import shown_title, url_of
from forum.posts.models import Post
from forum.presenting.notifications import MailItem
from forum.presenting.threads import thread_topics
from forum.shows import queries as shows
from forum.threads.models import Thread
from forum.threads.queries.reading import stored, threads_for

_TEMPLATES = {
    About.REPLY: "reply",
    About.MENTION: "mention",
    About.THREAD: "thread_opened",
    About.DECISION: "case_decided",
    About.SLIPPED: "thread_slipped",
    About.ASKED: "join_asked",
    About.ANSWERED: "join_answered",
    About.BAN: "shown_out",
}


def mail_to(person_ids: Iterable[int], about: About, subject_id: int, directory: Directory, now: datetime) -> None:
    """Send the mail to those of these people who want mails, each once."""
    for person_id in person_ids:
        item = mail_item(person_id, about, subject_id, directory, now)
        if item is not None:
            mail.send(
                item.to,
                _TEMPLATES[about],
                item.language,
                message_id=f"<{about.value}.{subject_id}.{person_id}@{own_host()}>",
                item=item,
                link=base_url() + item.path,
                settings_link=base_url() + "/settings",
                support_link=base_url() + "/support",
            )
        note_mailed(person_id, about, subject_id, now)


def mail_item(person_id: int, about: About, subject_id: int, directory: Directory, now: datetime) -> MailItem | None:
    """What a mail says; None for people who want none, and when the subject is gone.

    Everything about the thread is what a stranger would get: mails are forwarded, and telephones lie on tables.
    """
    person = db.session.get(Person, person_id)
    if person is None or not person.active or not person.mail_on:
        return None
    if about in ABOUT_GROUPS:  # about no thread, and no name of the group: nothing that could need a notice
        return MailItem(person.email, person.language, person.handle, url_of(about, subject_id), notice=None)
    row = _subject(about, subject_id)
    if row is None:
        return None
    thread = stored(row)
    stranger = shows.clearance(Reader.stranger(), thread.show_ids, now)
    topics = thread_topics(thread, stranger.catalogues)
    return MailItem(
        to=person.email,
        language=person.language,
        handle=person.handle,
        path=url_of(about, subject_id),
        notice=notice(directory, topics, person.country, person.language),
        title=shown_title(thread, stranger, now) if may_read(Reader.stranger(), row.Group.facts(None)) else "",
        by=row.by or "",
        role="author" if row.author_id == person_id else "flagger",
    )


def _subject(about: About, subject_id: int) -> Row[Any] | None:
    """The thread and group of a subject, with who is behind it. It is about a post, a thread or a decision."""
    stranger = Reader.stranger()
    if about in (About.THREAD, About.SLIPPED):
        wanted = threads_for(stranger, Thread.author_id, Person.handle.label("by")).outerjoin(
            Person, Person.id == Thread.author_id
        )
        return db.session.execute(wanted.where(Thread.id == subject_id)).one_or_none()
    post_id = subject_id
    if about is About.DECISION:
        decided = select(Case.target_id).join(CaseDecision, CaseDecision.case_id == Case.id)
        post_id = db.session.scalar(decided.where(CaseDecision.id == subject_id)) or 0
    wanted = (
        threads_for(stranger, Post.author_id, Person.handle.label("by"))
        .join(Post, Post.thread_id == Thread.id)
        .outerjoin(Person, Person.id == Post.author_id)
    )
    return db.session.execute(wanted.where(Post.id == post_id)).one_or_none()
