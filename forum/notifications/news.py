"""What news that are about no thread may say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class GroupNews:
    """What one such notification says. Shapes: `group_name` and `url` are "" when the reader may not know the group."""

    group_name: str
    url: str
    by_id: int | None = None
    outcome: str = ""
    reason: str = ""
    until: datetime | None = None
