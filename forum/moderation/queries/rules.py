"""The text of rules as they stood when they were applied."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, tuple_

from forum.groups.models import GroupRules
from forum.infra.db import db

Applied = tuple[int, int | None, int | None]
"""Group, version of its rules, number of the rule from 1."""


def rule_texts(applied: Iterable[Applied]) -> dict[Applied, str]:
    """The rules in words, in one statement at most; what names no rule is left out."""
    wanted = {one for one in applied if one[1] is not None and one[2] is not None}
    if not wanted:
        return {}
    rows = db.session.execute(
        select(GroupRules.group_id, GroupRules.version, GroupRules.lines).where(
            tuple_(GroupRules.group_id, GroupRules.version).in_({one[:2] for one in wanted})
        )
    )
    lines = {(row.group_id, row.version): row.lines for row in rows}
    found: dict[Applied, str] = {}
    for group_id, version, number in wanted:
        known = lines.get((group_id, version or 0), [])
        if number is not None and number <= len(known):
            found[group_id, version, number] = known[number - 1]
    return found
