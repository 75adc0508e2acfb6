"""News for moderators: a colleague calls them in a note, or hands them a case. Never a word of either."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select, true

from forum.accounts.models import Person
from forum.domain.people import GroupRole, Reader, SiteRole
from forum.groups.models import Group
from forum.groups.visibility import own_role
from forum.infra.db import db
from forum.moderation.desk_models import CaseNote, HandOver
from forum.moderation.models import Case
from forum.moderation.records import LedgerRedaction
from forum.notifications.news import GroupNews
from forum.posts.models import Post
from forum.threads.models import Thread

_KEEPERS = (GroupRole.MODERATOR.value, GroupRole.OWNER.value)


def told_of_call(note_id: int) -> list[int]:
    """Those whom a note calls: it was written for nobody but moderators."""
    note = db.session.get(CaseNote, note_id)
    return list(note.named) if note is not None else []


def told_of_hand(hand_over_id: int) -> list[int]:
    """Whoever a case was handed to."""
    row = db.session.get(HandOver, hand_over_id)
    return [row.to_id] if row is not None else []


def told_of_burial(redaction_id: int) -> list[int]:
    """The other administrators, while a proposal to take the words of a line out waits for one of them."""
    row = db.session.get(LedgerRedaction, redaction_id)
    if row is None or row.closed_at is not None:
        return []
    others = Person.id != row.proposed_by_id, Person.site_role == SiteRole.ADMINISTRATOR.value
    return list(db.session.scalars(select(Person.id).where(*others, Person.active).order_by(Person.id)))


def _in_place(reader: Reader, query: Any, case_id: Any) -> Any:
    """For those who moderate where the case stands today; cases about profiles are the staff's."""
    keeps = true() if reader.is_staff else own_role(reader).in_(_KEEPERS)
    return (
        query.join(Case, Case.id == case_id)
        .outerjoin(Post, Post.id == Case.post_id)
        .outerjoin(Thread, Thread.id == Post.thread_id)
        .outerjoin(Group, Group.id == Thread.group_id)
        .where(keeps, or_(Case.author_id.is_(None), Case.author_id != reader.id))
    )


def called(reader: Reader, ids: list[int]) -> dict[int, GroupNews]:
    """Who calls, from which group, and where the note stands."""
    wanted = select(CaseNote.id, CaseNote.case_id, CaseNote.person_id, Group.name).where(CaseNote.id.in_(ids))
    rows = db.session.execute(_in_place(reader, wanted, CaseNote.case_id))
    return {row.id: GroupNews(row.name or "", f"/mod/cases/{row.case_id}#note-{row.id}", row.person_id) for row in rows}


def handed(reader: Reader, ids: list[int]) -> dict[int, GroupNews]:
    """Who handed over, from which group, and where the case stands."""
    mine = HandOver.id.in_(ids), HandOver.to_id == reader.id
    wanted = select(HandOver.id, HandOver.case_id, HandOver.from_id, Group.name).where(*mine)
    rows = db.session.execute(_in_place(reader, wanted, HandOver.case_id))
    return {row.id: GroupNews(row.name or "", f"/mod/cases/{row.case_id}#handed", row.from_id) for row in rows}


def burials(reader: Reader, ids: list[int]) -> dict[int, GroupNews]:
    """Who proposes it, and at which line; for administrators alone, and neither the line nor the reason."""
    if not reader.is_administrator:
        return {}
    rows = db.session.execute(
        select(
            LedgerRedaction.id, LedgerRedaction.entry_id, LedgerRedaction.proposed_by_id, LedgerRedaction.closed_at
        ).where(LedgerRedaction.id.in_(ids))
    )
    return {
        row.id: GroupNews(
            "", f"/mod/ledger/{row.entry_id}", row.proposed_by_id, outcome="answered" if row.closed_at else ""
        )
        for row in rows
    }
