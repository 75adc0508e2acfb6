"""Keeping replies: words that a group's moderators often need."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from forum.domain.errors import Invalid, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, require
from forum.groups import queries as groups
from forum.infra.db import db, transaction
from forum.infra.rows import LARGEST_ID
from forum.moderation.desk_models import SavedReply
from forum.moderation.forms import SavedReplyForm
from forum.moderation.queries.beside import MOST_REPLIES


def save_reply(actor: Reader, slug: str, form: SavedReplyForm, now: datetime) -> int:
    """Keep a reply, or write one of them anew. Returns its id.

    Raises: `Missing`; `Denied`; `Invalid` for a rule that the group does not have, and beyond `MOST_REPLIES`.
    """
    with transaction():
        facts = groups.group_facts(actor, slug, now)
        require(actor, Action.REPLY_KEEP, facts)
        if form.rule is not None and form.rule > len(groups.rules(actor, facts.id, now).lines):
            raise Invalid({"rule": ["not-a-choice"]}, form.model_dump(mode="json"))
        reply = _reply(facts.id, form)
        reply.rule, reply.language, reply.title, reply.words = form.rule, form.language, form.title, form.words
        reply.changed_by_id, reply.changed_at = actor.id, now
        db.session.add(reply)
        db.session.flush()
        return reply.id


def drop_reply(actor: Reader, slug: str, reply_id: int, now: datetime) -> None:
    """Keep it no longer.

    Raises: `Missing`, also for what is gone already; `Denied`.
    """
    with transaction():
        facts = groups.group_facts(actor, slug, now)
        require(actor, Action.REPLY_KEEP, facts)
        db.session.delete(_own(facts.id, reply_id))


def _reply(group_id: int, form: SavedReplyForm) -> SavedReply:
    if form.reply_id:
        return _own(group_id, form.reply_id)
    count = db.session.scalar(select(func.count(SavedReply.id)).where(SavedReply.group_id == group_id)) or 0
    if count >= MOST_REPLIES:
        raise Invalid({"": ["too-many"]}, form.model_dump(mode="json"))
    return SavedReply(group_id=group_id)


def _own(group_id: int, reply_id: int) -> SavedReply:
    own = SavedReply.id == reply_id, SavedReply.group_id == group_id
    found = db.session.scalar(select(SavedReply).where(*own)) if 0 < reply_id <= LARGEST_ID else None
    if found is None:
        raise Missing
    return found
