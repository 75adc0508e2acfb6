"""What people do at their desks in the last days of the demo: peep, watch again, choose mails, tidy up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from forum.domain.catalogue import Catalogue
from forum.infra.directory import directory
from forum.notifications.choosing import choose_mails
from forum.notifications.forms import MailChoices
from forum.pages.demo.cast import Cast, episode_named
from forum.pages.demo.film import Film
from forum.pages.demo.talk import Talk
from forum.posts import actions as posts
from forum.posts.forms import MovePostForm
from forum.posts.queries import post_page
from forum.shows import actions as shows
from forum.threads import actions as threads
from forum.threads.forms import OptionalReasonForm

Talks = Mapping[str, Talk]


def plan(film: Film, desk: Mapping[str, Any], cast: Cast, talks: Talks, there: Mapping[str, Catalogue]) -> None:
    """Put it on the last evening, in the order in which it is listed."""
    evening = film.ends_at - timedelta(hours=1)
    for one in desk["revealed"]:
        film.add(evening, partial(_reveal, one, cast, talks))
    for one in desk["rewatching"]:
        film.add(evening, partial(_rewatch, one, cast, there))
    for one in desk["digests"]:
        film.add(evening, partial(_choose, one, cast))
    for one in desk["neutral"]:
        film.add(evening, partial(_neutralise, one, cast, talks))
    for one in desk["moved"]:
        film.add(evening, partial(_move, one, cast, talks))


def _reveal(one: Mapping[str, Any], cast: Cast, talks: Talks, now: datetime) -> None:
    """Everything in one post that a click opens."""
    reader, post_id = cast[one["by"]], talks[one["thread"]].post_ids[one["post"] - 1]
    posts.reveal(reader, post_page(reader, post_id, directory(), now).post.openable, now)


def _rewatch(one: Mapping[str, Any], cast: Cast, there: Mapping[str, Catalogue], now: datetime) -> None:
    episode_id = episode_named(one["episode"], there[one["show"]], now)
    shows.start_rewatch(cast[one["by"]], episode_id, now, as_new=True)


def _choose(one: Mapping[str, Any], cast: Cast, now: datetime) -> None:
    choices = MailChoices.read({kind: when for kind, when in one.items() if kind != "by"})
    choose_mails(cast[one["by"]], choices, now)


def _neutralise(one: Mapping[str, Any], cast: Cast, talks: Talks, now: datetime) -> None:
    form = OptionalReasonForm(reason=one["reason"])
    threads.neutralise_title(cast[one["by"]], talks[one["thread"]].thread_id, form, now)


def _move(one: Mapping[str, Any], cast: Cast, talks: Talks, now: datetime) -> None:
    form = MovePostForm(thread=talks[one["to"]].thread_id, reason=one["reason"])
    posts.move_post(cast[one["by"]], talks[one["from"]].post_ids[one["post"] - 1], form, now)
