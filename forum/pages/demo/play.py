"""The whole demo from the first account to the last nod."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from forum.domain.catalogue import Catalogue
from forum.infra.clock import SetClock
from forum.infra.db import transaction
from forum.pages.demo import corners, dates, desk, tidying
from forum.pages.demo.caring import Caring
from forum.pages.demo.cast import Cast, watch
from forum.pages.demo.film import Film, chance
from forum.pages.demo.ground import Doors, import_shows
from forum.pages.demo.guides import FERRY
from forum.pages.demo.intake import Intake
from forum.pages.demo.queue import Queue
from forum.pages.demo.scripts import Scripts, read_scripts
from forum.pages.demo.talk import Talk
from forum.posts import actions as posts
from forum.posts.forms import DraftForm
from forum.posts.places import group_place, thread_place
from forum.threads import actions as threads
from forum.threads.jobs import open_due_threads

BEGAN = timedelta(days=42)
NEXT_EPISODE_IN = timedelta(minutes=5)
ADMINISTRATOR = "admin"

Told = Callable[[int, int], None]
"""Told how many moments of how many are over."""


def play_demo(password_hash: str, now: datetime, told: Told = lambda _done, _all: None) -> None:
    """Fill an empty forum, as if six weeks had gone by until `now`. All of it or nothing."""
    scripts, cast = read_scripts(), Cast()
    with transaction():
        film = Film(now)
        doors = Doors(cast, scripts)
        with SetClock(now - BEGAN) as clock:
            for person in scripts.people:
                cast.enter(person, password_hash, clock.instant)
            shows = _found(scripts, cast, doors, now)
            dates.appoint(scripts.dates, cast, shows, cast[ADMINISTRATOR], clock.instant)
        talks = _plan(film, scripts, cast, doors, shows)
        dates.plan(film, scripts.dates, cast, shows, doors.ids)
        corners.plan(film, scripts.corners, cast, shows, _next_minute(now + NEXT_EPISODE_IN))
        _plan_desk(film, scripts.desk, cast, talks, doors)
        desk.plan(film, scripts.desk, cast, talks, shows)
        tidying.plan(film, scripts.desk, cast, talks)
        queue = Queue(scripts.queue, cast, talks, _nodders(scripts, doors, scripts.queue["group"]))
        queue.plan(film)
        Intake(scripts.intake, cast, talks, queue.removals).plan(film)
        Caring(scripts.care, cast, talks).plan(film, cast[ADMINISTRATOR])
        for done in film.play():
            told(done, len(film))


def _found(scripts: Scripts, cast: Cast, doors: Doors, now: datetime) -> dict[str, Catalogue]:
    """Shows and groups, as they were begun."""
    shows = import_shows(cast[ADMINISTRATOR], _next_minute(now + NEXT_EPISODE_IN), now - BEGAN)
    for group in scripts.groups["groups"]:
        doors.found(group, now - BEGAN)
    return shows


def _next_minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _plan(film: Film, scripts: Scripts, cast: Cast, doors: Doors, shows: Mapping[str, Catalogue]) -> dict[str, Talk]:
    began = film.ends_at - BEGAN
    for group in scripts.groups["groups"]:
        doors.come_in(film, group, began + timedelta(hours=1))
    for person in scripts.people:
        watch(film, cast, person, shows, began + timedelta(hours=8 * chance(person["handle"])))
    doors.happen(film)
    _plan_worker(film, shows[FERRY])
    talks: dict[str, Talk] = {}
    for name, script in scripts.threads.items():
        talks[name] = Talk(script, cast, _nodders(scripts, doors, script["group"]), talks)
        talks[name].plan(film, doors.ids[script["group"]], shows.get(script.get("show", "")))
    return talks


def _plan_worker(film: Film, ferry: Catalogue) -> None:
    """The worker comes by when an episode of the invented show is out, and once more at the end."""
    for episode in ferry.episodes:
        if episode.world.earliest is not None and episode.world.earliest < film.ends_at:
            film.add(episode.world.earliest, open_due_threads)
    film.add(film.ends_at, open_due_threads)


def _nodders(scripts: Scripts, doors: Doors, slug: str) -> list[str]:
    """Who may react in a group to the end: those who are shown out at some time do not."""
    banned = {one["person"] for one in scripts.groups["bans"] if one["group"] == slug}
    return [handle for handle in doors.members(slug) if handle not in banned]


def _plan_desk(film: Film, papers: Mapping[str, Any], cast: Cast, talks: Mapping[str, Talk], doors: Doors) -> None:
    evening = film.ends_at - timedelta(hours=1)
    for one in papers["drafts"]:
        film.add(evening, partial(_draft, one, cast, talks, doors))
    for one in papers["entered"]:
        film.add(evening, partial(_enter, one, cast, talks))
    for one in papers["opened"]:
        film.add(evening, partial(_open, one, cast, talks))


def _draft(one: Mapping[str, Any], cast: Cast, talks: Mapping[str, Talk], doors: Doors, now: datetime) -> None:
    in_thread = "thread" in one
    place = thread_place(talks[one["thread"]].thread_id) if in_thread else group_place(doors.ids[one["group"]])
    posts.save_draft(cast[one["by"]], place, DraftForm(title=one.get("title", ""), body=one["body"]), now)


def _enter(one: Mapping[str, Any], cast: Cast, talks: Mapping[str, Talk], now: datetime) -> None:
    threads.enter_thread(cast[one["by"]], talks[one["thread"]].thread_id, now)


def _open(one: Mapping[str, Any], cast: Cast, talks: Mapping[str, Talk], now: datetime) -> None:
    posts.open_all(cast[one["by"]], talks[one["thread"]].thread_id, now)
