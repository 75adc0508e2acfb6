"""What people do at their desks in the last days of the demo: peep, watch again, choose mails, ask for their data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from forum.belongings.actions import ask_for_belongings
from forum.domain.catalogue import Catalogue
from forum.infra.directory import directory
from forum.notifications.choosing import choose_mails
from forum.notifications.digests import begin_digests
from forum.notifications.forms import MailChoices
from forum.pages.demo.cast import Cast, episode_named
from forum.pages.demo.film import Film
from forum.pages.demo.talk import Talk
from forum.posts import actions as posts
from forum.posts.queries import post_page
from forum.shows import actions as shows

Talks = Mapping[str, Talk]


def plan(film: Film, desk: Mapping[str, Any], cast: Cast, talks: Talks, there: Mapping[str, Catalogue]) -> None:
    """Put it on the last evening, in the order in which it is listed."""
    evening = film.ends_at - timedelta(hours=1)
    for one in desk["revealed"]:
        film.add(evening, partial(_reveal, one, cast, talks))
    for one in desk["rewatching"]:
        film.add(evening, partial(_rewatch, one, cast, there))
    for one in desk["digests"]:
        _plan_digests(film, one, cast)
    for one in desk["belongings"]:
        film.add(evening, partial(ask_for_belongings, cast[one["by"]]))


def _plan_digests(film: Film, one: Mapping[str, Any], cast: Cast) -> None:
    """Chosen some days ago; since then the worker comes by on each of the mornings."""
    film.add(film.ends_at - timedelta(days=one["days_ago"]), partial(_choose, one, cast))
    for days in range(one["days_ago"]):
        film.add(film.ends_at - timedelta(days=days), begin_digests)


def _reveal(one: Mapping[str, Any], cast: Cast, talks: Talks, now: datetime) -> None:
    """Everything in one post that a click opens."""
    reader, post_id = cast[one["by"]], talks[one["thread"]].post_ids[one["post"] - 1]
    posts.reveal(reader, post_page(reader, post_id, directory(), now).post.openable, now)


def _rewatch(one: Mapping[str, Any], cast: Cast, there: Mapping[str, Catalogue], now: datetime) -> None:
    episode_id = episode_named(one["episode"], there[one["show"]], now)
    shows.start_rewatch(cast[one["by"]], episode_id, now, as_new=True)


def _choose(one: Mapping[str, Any], cast: Cast, now: datetime) -> None:
    choices = MailChoices.read({kind: when for kind, when in one.items() if kind not in ("by", "days_ago")})
    choose_mails(cast[one["by"]], choices, now)
