"""What moderators tidy up on the last evening of the demo: titles, and posts and threads in the wrong place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from forum.moderation import actions as moderation
from forum.pages.demo.cast import Cast
from forum.pages.demo.film import Film
from forum.pages.demo.talk import Talk
from forum.posts import actions as posts
from forum.posts.forms import MovePostForm
from forum.threads import actions as threads
from forum.threads.forms import MoveForm, OptionalReasonForm

Talks = Mapping[str, Talk]


def plan(film: Film, desk: Mapping[str, Any], cast: Cast, talks: Talks) -> None:
    """Put it on the last evening, in the order in which it is listed."""
    evening = film.ends_at - timedelta(hours=1)
    acts = {"neutral": _neutralise, "moved": _move, "carried": _carry, "read_anyway": _read_anyway}
    for name, act in acts.items():
        for one in desk[name]:
            film.add(evening, partial(act, one, cast, talks))


def _neutralise(one: Mapping[str, Any], cast: Cast, talks: Talks, now: datetime) -> None:
    form = OptionalReasonForm(reason=one["reason"])
    threads.neutralise_title(cast[one["by"]], talks[one["thread"]].thread_id, form, now)


def _move(one: Mapping[str, Any], cast: Cast, talks: Talks, now: datetime) -> None:
    form = MovePostForm(thread=talks[one["to"]].thread_id, reason=one["reason"])
    posts.move_post(cast[one["by"]], talks[one["from"]].post_ids[one["post"] - 1], form, now)


def _carry(one: Mapping[str, Any], cast: Cast, talks: Talks, now: datetime) -> None:
    form = MoveForm(group=one["group"], reason=one["reason"])
    threads.move_thread(cast[one["by"]], talks[one["thread"]].thread_id, form, now)


def _read_anyway(one: Mapping[str, Any], cast: Cast, talks: Talks, now: datetime) -> None:
    moderation.read_anyway(cast[one["by"]], talks[one["thread"]].cases[one["post"] - 1], now)
