"""Notes of moderators about a case, for each other."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select

from forum.accounts.models import Person
from forum.domain.people import GroupRole, Reader, SiteRole
from forum.groups.models import Membership
from forum.infra.db import db, transaction
from forum.infra.jobs import announce
from forum.moderation.desk_models import CaseNote, HandOver
from forum.moderation.forms import NoteForm
from forum.moderation.locking import facts_of, locked_case
from forum.moderation.models import Case

KEPT = timedelta(days=365)
"""Notes are working papers: a year after they were written they go, unless their case still waits."""

_NAMED = re.compile(r"(?<![\w@])@([A-Za-z0-9_-]{3,30})")
_KEEPERS = (GroupRole.MODERATOR.value, GroupRole.OWNER.value)


def note_case(actor: Reader, case_id: int, form: NoteForm, now: datetime) -> int:
    """Write a note. Who moderates here and is called by @name is told, and finds it marked. Returns its id.

    Raises: `Missing` for everybody who does not moderate the case's group.
    """
    with transaction():
        case = locked_case(case_id)
        facts = facts_of(actor, case, now)
        named = _called(form.words, facts.group.id, but=(actor.id, case.author_id))
        note = CaseNote(case_id=case.id, person_id=actor.id or 0, words=form.words, named=named, written_at=now)
        db.session.add(note)
        db.session.flush()
        if named:
            announce("case.noted", note_id=note.id)
        return note.id


def _called(words: str, group_id: int, but: tuple[int | None, ...]) -> list[int]:
    """Moderators of this group, and of the site, who are called in the words; never the one whom the case is about."""
    handles = {name.casefold() for name in _NAMED.findall(words)}
    if not handles:
        return []
    keeps = select(Membership.person_id).where(Membership.group_id == group_id, Membership.role.in_(_KEEPERS))
    staff = Person.site_role.in_((SiteRole.MODERATOR.value, SiteRole.ADMINISTRATOR.value))
    named = Person.handle_folded.in_(handles), Person.active
    found = select(Person.id).where(*named, or_(Person.id.in_(keeps), staff))
    return sorted(one for one in db.session.scalars(found) if one not in but)


def forget_notes(now: datetime) -> None:
    """Drop notes, and words of hand-overs, that are old and whose cases are decided."""
    done = select(Case.id).where(Case.id == CaseNote.case_id, Case.state == "decided").exists()
    with transaction():
        db.session.execute(delete(CaseNote).where(CaseNote.written_at < now - KEPT, done))
        handed = select(Case.id).where(Case.id == HandOver.case_id, Case.state == "decided").exists()
        db.session.execute(delete(HandOver).where(HandOver.handed_at < now - KEPT, handed))
