"""Messages to moderators as targets of reports: an appeal, the words of a report, answers to the questions of a group.

Whoever may read such a message may report it. It is looked at by the staff of the site, never by the moderators whom it
was sent to, and what becomes of it changes nothing of the appeal, the report or the request themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from markupsafe import escape
from sqlalchemy import select

from forum.domain.errors import Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, PersonFacts, judge
from forum.groups import queries as groups
from forum.groups.models import Group, JoinRequest
from forum.infra.db import db
from forum.infra.rows import LARGEST_ID
from forum.moderation.locking import facts_of
from forum.moderation.models import Case, CaseDecision, Flag
from forum.moderation.records import Appeal
from forum.moderation.targets import APPEAL, REPORT, REQUEST, Target
from forum.rendering.document import Document, Html


@dataclass(frozen=True, slots=True)
class Message:
    """Shapes: `lines` as they were typed; `page` = where it is read, `resource` the same in the API; `about_id` = the
    case that it is about, None for answers to a group."""

    author_id: int
    lines: tuple[str, ...]
    page: str
    resource: str
    about_id: int | None = None


def message_of(actor: Reader, kind: str, number: int, now: datetime) -> Message:
    """The message, for those who may read it.

    Raises: `Missing` for everybody else, its author too.
    """
    finder = _FINDERS.get(kind)
    if finder is None or not 0 < number <= LARGEST_ID:
        raise Missing
    return finder(actor, number, now)


def reported_message(actor: Reader, kind: str, number: int, now: datetime) -> Target:
    """The same as a target. Raises: as `message_of`."""
    found = message_of(actor, kind, number, now)
    about = db.session.get(Case, found.about_id) if found.about_id else None
    root = (about.about_id or about.id) if about is not None else None
    return Target(
        kind,
        number,
        1,
        found.author_id,
        PersonFacts(found.author_id),
        about_id=root,
        words=_document(found.lines),
        page=found.page,
    )


def _appeal(actor: Reader, number: int, now: datetime) -> Message:
    row = db.session.execute(
        select(Appeal, Case)
        .join(CaseDecision, CaseDecision.id == Appeal.decision_id)
        .join(Case)
        .where(Appeal.id == number)
    ).one_or_none()
    if row is None:
        raise Missing
    facts = facts_of(actor, row.Case, now)
    if actor.id in {facts.author_id, *facts.flagger_ids}:  # they read their own appeal alone
        raise Missing
    appeal: Appeal = row.Appeal
    page = f"/decisions/{appeal.decision_id}"
    return Message(appeal.person_id, (appeal.words,), f"{page}#appeals", page, row.Case.id)


def _report(actor: Reader, number: int, now: datetime) -> Message:
    flag = db.session.get(Flag, number)
    case = db.session.get(Case, flag.case_id) if flag is not None else None
    if flag is None or case is None or flag.person_id is None or not flag.words:
        raise Missing
    facts = facts_of(actor, case, now)
    if actor.id in {facts.author_id, flag.person_id}:  # who reported is never told to whom it is about
        raise Missing
    return Message(flag.person_id, (flag.words,), f"/mod/cases/{case.id}#who", f"/cases/{case.id}", case.id)


def _request(actor: Reader, number: int, now: datetime) -> Message:
    row = db.session.execute(
        select(JoinRequest, Group.slug).join(Group, Group.id == JoinRequest.group_id).where(JoinRequest.id == number)
    ).one_or_none()
    if row is None or row.JoinRequest.decided_at is not None:
        raise Missing
    asked: JoinRequest = row.JoinRequest
    facts = groups.group_facts(actor, asked.group_id, now)
    if asked.person_id == actor.id or not judge(actor, Action.GROUP_DECIDE_REQUEST, facts).allowed:
        raise Missing
    lines = tuple(line for one in asked.answers for line in (one["question"], one["answer"]))
    return Message(asked.person_id, lines, f"/g/{row.slug}/requests", f"/groups/{row.slug}/requests")


_FINDERS: dict[str, Callable[[Reader, int, datetime], Message]] = {
    APPEAL: _appeal,
    REPORT: _report,
    REQUEST: _request,
}


def _document(lines: Iterable[str]) -> Document:
    return Document(tuple(Html(f"<p>{escape(line)}</p>") for line in lines))
