"""What would happen: the decision is carried out, looked at, and taken back before anybody can see it.

So a preview cannot differ from what follows it, and refuses what would be refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NoReturn, TypeVar

from forum.domain.people import Reader
from forum.infra.db import transaction
from forum.moderation.actions.deciding import Done, decided
from forum.moderation.forms import DecideForm

T = TypeVar("T")


class _CurtainError(Exception):
    """The rehearsal is over."""


def rehearsed(actor: Reader, case_id: int, form: DecideForm, now: datetime, look: Callable[[Done], T]) -> T:
    """What `look` sees of the decision. Nothing of it stays.

    Raises: as `decide_case`.
    """
    seen: list[T] = []
    try:
        with transaction():
            seen.append(look(decided(actor, case_id, form, now)))
            _end()
    except _CurtainError:
        pass
    return seen[0]


def _end() -> NoReturn:
    raise _CurtainError
