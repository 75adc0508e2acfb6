"""Background work on threads. Everything here may run twice."""

from __future__ import annotations

from datetime import datetime

from forum.infra.jobs import every, handles
from forum.threads.opening import (
    follow_dates,
    followed_shows,
    make_due_threads,
    make_first_threads,
    open_waiting_threads,
)


@every(minutes=1)
def open_due_threads(now: datetime) -> None:
    """Make the threads that will be needed, and open those whose instant has come."""
    make_due_threads(now)
    open_waiting_threads(now)


@handles("episode.changed")
def follow_changed_dates(payload: dict[str, object], now: datetime) -> None:
    """A show's dates changed: its threads follow."""
    show_id = int(str(payload["show_id"]))
    follow_dates(show_id, now)
    make_due_threads(now, show_id)
    open_waiting_threads(now)


@handles("group.policy")
def follow_policy(payload: dict[str, object], now: datetime) -> None:
    """A group opens its threads by another release: those that wait follow."""
    group_id = int(str(payload["group_id"]))
    for show_id in followed_shows(group_id):
        follow_dates(show_id, now, group_id)
    open_waiting_threads(now)


@handles("show.followed")
def begin_to_follow(payload: dict[str, object], now: datetime) -> None:
    """A group began to follow a show."""
    show_id = int(str(payload["show_id"]))
    make_first_threads(int(str(payload["group_id"])), show_id, now)
    make_due_threads(now, show_id)
    open_waiting_threads(now)
