"""The page on which a thread is looked after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.domain.errors import Denied
from forum.domain.people import GroupRole, Reader
from forum.domain.permissions import Action, ThreadFacts, judge
from forum.groups.models import Group, Membership
from forum.infra.db import db
from forum.presenting.threads import ENGLISH, FROM_CALENDAR, ThreadEventCard, TitleWords, door, thread_topics, title
from forum.shows.queries import clearance
from forum.threads.queries.facts import facts_from, stored_thread
from forum.threads.queries.history import thread_events


@dataclass(frozen=True, slots=True)
class ModerationPage:
    """What can be done with a thread.

    Shapes: `may` by verb: lock, pin, rename, answer, neutralise, give_back; `targets` = (slug, name) of the groups it
    could be moved to.
    """

    id: int
    title: str
    group_slug: str
    group_name: str
    locked: bool
    pinned: bool
    answered: bool
    neutral: bool
    may: dict[str, bool]
    targets: tuple[tuple[str, str], ...]
    events: tuple[ThreadEventCard, ...]
    topics: frozenset[str]


def moderation_page(reader: Reader, thread_id: int, now: datetime, *, words: TitleWords = ENGLISH) -> ModerationPage:
    """What this reader can do with a thread.

    Raises: `Missing`; `Denied` to those who can do nothing.
    """
    found, group = stored_thread(reader, thread_id, now)
    sight = clearance(reader, found.show_ids, now, found.entered)
    facts = facts_from(found, group, sight.catalogues, now)
    may = _may(reader, facts, neutral=found.neutral)
    if not any(may.values()):
        raise Denied(judge(reader, Action.THREAD_LOCK, facts).reason)
    return ModerationPage(
        found.id,
        title(found, sight, door(found, sight, now), now, words),
        found.group_slug,
        found.group_name,
        found.locked_at is not None,
        found.pinned_at is not None,
        found.answer_post_id is not None,
        found.neutral,
        may,
        _targets(reader, group.id) if may["lock"] else (),
        thread_events(reader, found, sight, now),
        thread_topics(found, sight.catalogues),
    )


def _may(reader: Reader, facts: ThreadFacts, *, neutral: bool) -> dict[str, bool]:
    titled = facts.kind not in FROM_CALENDAR
    return {
        "lock": judge(reader, Action.THREAD_LOCK, facts).allowed,
        "pin": judge(reader, Action.THREAD_PIN, facts).allowed,
        "rename": titled and judge(reader, Action.THREAD_RENAME, facts).allowed,
        "neutralise": titled and not neutral and judge(reader, Action.THREAD_NEUTRALISE, facts).allowed,
        "give_back": neutral and judge(reader, Action.THREAD_GIVE_BACK_TITLE, facts).allowed,
        "answer": judge(reader, Action.THREAD_ANSWER, facts).allowed,
    }


def _targets(reader: Reader, group_id: int) -> tuple[tuple[str, str], ...]:
    """Other groups that the reader moderates: the twin of the rule for moving."""
    rows = select(Group.slug, Group.name).where(Group.id != group_id).order_by(Group.name_folded, Group.id)
    if not reader.is_staff:
        roles = (GroupRole.MODERATOR.value, GroupRole.OWNER.value)
        rows = rows.join(Membership, Membership.group_id == Group.id).where(
            Membership.person_id == reader.id, Membership.role.in_(roles)
        )
    return tuple((row.slug, row.name) for row in db.session.execute(rows.limit(200)))
