"""Who reads what intake keeps about a post: its author, and the moderators of its group."""

from __future__ import annotations

from datetime import datetime

from forum.domain.errors import Denied, Missing
from forum.domain.people import Reader
from forum.domain.permissions import Action, CaseFacts, require
from forum.groups.queries import group_facts


def refuse_bystanders(reader: Reader, author_id: int, group_id: int, now: datetime) -> None:
    """Raises: `Missing` for everybody but the author and the group's moderators, as if it were not there."""
    if author_id == reader.id:
        return
    try:
        require(reader, Action.CASE_READ, CaseFacts(0, group_facts(reader, group_id, now)))
    except Denied:
        raise Missing from None
