"""The saved replies of a group."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.groups import queries as groups
from forum.groups.models import Group
from forum.infra.db import db
from forum.moderation.queries.beside import saved
from forum.presenting.moderation import RepliesPage, SavedReplyCard


def replies_page(reader: Reader, slug: str, now: datetime) -> RepliesPage:
    """What the moderators of a group keep at hand.

    Raises: `Missing`; `Denied` for everybody else.
    """
    facts = groups.group_facts(reader, slug, now)
    require(reader, Action.REPLY_KEEP, facts)
    head = db.session.execute(select(Group.slug, Group.name).where(Group.id == facts.id)).one()
    cards = tuple(SavedReplyCard(one.id, one.rule, one.language, one.title, one.words) for one in saved(facts.id))
    return RepliesPage(head.slug, head.name, groups.rules(reader, facts.id, now).lines, cards)
