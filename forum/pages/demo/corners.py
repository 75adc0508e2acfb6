"""Rare corners of the law of dates: ticks out of order, another country, a date taken back, guides that count anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from forum.domain.catalogue import Catalogue
from forum.pages.demo.cast import Cast, episode_named
from forum.pages.demo.film import Film
from forum.pages.demo.guides import ferry_file, shorts_file
from forum.shows import actions as shows
from forum.shows import importing
from forum.shows.forms import PullForm, WindowForm
from forum.threads.opening import follow_dates

Shows = Mapping[str, Catalogue]


def plan(film: Film, corners: Mapping[str, Any], cast: Cast, there: Shows, next_at: datetime) -> None:
    """Put them on the last day."""
    acts = {"ticked": _tick, "regional": _set_apart, "pulled": _pull}
    for name, act in acts.items():
        for one in corners[name]:
            film.add(_when(film, one), partial(act, one, cast, there[one["show"]], film.ends_at))
    for one in corners["slipped_in"]:
        film.add(_when(film, one), partial(_slip_in, one, cast, next_at))
    for one in corners["counted_anew"]:
        film.add(_when(film, one), partial(_count_anew, one, cast, next_at))


def _when(film: Film, one: Mapping[str, Any]) -> datetime:
    return film.ends_at - timedelta(hours=one.get("hours", 0), minutes=one.get("minutes", 0))


def _tick(one: Mapping[str, Any], cast: Cast, show: Catalogue, end: datetime, now: datetime) -> None:
    for code in one["episodes"]:
        shows.mark_seen(cast[one["by"]], episode_named(code, show, end), now)


def _set_apart(one: Mapping[str, Any], cast: Cast, show: Catalogue, end: datetime, now: datetime) -> None:
    on = (end + timedelta(days=one["in_days"])).date()
    said = {key: one[key] for key in ("scope", "territory", "why")}
    shows.set_window(cast[one["by"]], show.show_id, WindowForm.read({**said, "on": on, "confirm": True}), now)


def _slip_in(one: Mapping[str, Any], cast: Cast, next_at: datetime, now: datetime) -> None:
    name, data = ferry_file(next_at, between=one)
    importing.import_show(cast[one["by"]], data, name, now)


def _count_anew(one: Mapping[str, Any], cast: Cast, next_at: datetime, now: datetime) -> None:
    name, data = shorts_file(next_at, anew=one)
    importing.import_show(cast[one["by"]], data, name, now)


def _pull(one: Mapping[str, Any], cast: Cast, show: Catalogue, _end: datetime, now: datetime) -> None:
    shows.pull_release(cast[one["by"]], show.show_id, PullForm(scope=one["scope"], why=one["why"]), now)
    follow_dates(show.show_id, now)
