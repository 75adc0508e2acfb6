"""Dates in the demo: stewards, books, reports, what groups ask for, a muted show and another order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from forum.accounts.actions import make_feed_key
from forum.accounts.feed_keys import Purpose
from forum.domain.catalogue import Catalogue
from forum.domain.people import Reader
from forum.groups import actions as groups
from forum.groups.forms import PolicyForm
from forum.pages.demo.cast import Cast, episode_named
from forum.pages.demo.film import Film
from forum.releases import actions as releases
from forum.releases.forms import DateDecisionForm, DateReportForm
from forum.shows import actions as shows
from forum.shows.forms import WindowForm, WorkForm
from forum.threads.opening import follow_dates

Shows = Mapping[str, Catalogue]


def appoint(dates: Mapping[str, Any], cast: Cast, there: Shows, administrator: Reader, now: datetime) -> None:
    """List the books and the stewards, before anybody writes."""
    for one in dates["works"]:
        for name in one["names"]:
            shows.list_work(administrator, there[one["show"]].show_id, WorkForm(name=name), now)
    for one in dates["stewards"]:
        shows.appoint_steward(administrator, there[one["show"]].show_id, cast[one["person"]].id or 0, now)


def plan(film: Film, dates: Mapping[str, Any], cast: Cast, there: Shows, groups_there: Mapping[str, int]) -> None:
    """What is said about dates in these weeks."""
    for one in dates["reports"]:
        film.add(film.ends_at - timedelta(days=one["days_ago"]), partial(_report, one, cast, there, film.ends_at))
    evening = film.ends_at - timedelta(hours=2)
    for one in dates["policies"]:
        film.add(film.ends_at - timedelta(hours=one.get("hours", 2)), partial(_ask, one, cast, groups_there))
    for one in dates["moved"]:
        film.add(film.ends_at - timedelta(hours=one["hours"]), partial(_move, one, cast, there, film.ends_at))
    for one in dates["two_agree"]:
        film.add(evening, partial(_await_second, one, cast, there))
    for one in dates["feeds"]:
        film.add(evening, partial(_take_feeds, one, cast))
    for one in dates["muted"]:
        film.add(evening, partial(_mute, one, cast, there))
    for one in dates["orders"]:
        film.add(evening, partial(_follow_order, one, cast, there))


def _report(one: Mapping[str, Any], cast: Cast, there: Shows, end: datetime, now: datetime) -> None:
    episode_id = episode_named(one["episode"], there[one["show"]], end)
    said = {key: one[key] for key in ("what", "on", "territory", "source") if key in one}
    claim_id = releases.report_release(cast[one["by"]], episode_id, DateReportForm.read(said), now)
    if "decided_by" in one:
        answer = DateDecisionForm.read({"outcome": one["outcome"], "answer": one["answer"]})
        releases.decide_claim(cast[one["decided_by"]], claim_id, answer, now + timedelta(hours=3))


def _ask(one: Mapping[str, Any], cast: Cast, groups_there: Mapping[str, int], now: datetime) -> None:
    groups.set_policy(cast[one["by"]], groups_there[one["group"]], PolicyForm.read(one), now)


def _mute(one: Mapping[str, Any], cast: Cast, there: Shows, now: datetime) -> None:
    shows.mute_show(cast[one["by"]], there[one["show"]].show_id, now + timedelta(days=one["days"]), now)


def _follow_order(one: Mapping[str, Any], cast: Cast, there: Shows, now: datetime) -> None:
    """Through so many of another order, as on the discs."""
    name, listed = next(iter(there[one["show"]].orders.items()))
    shows.mark_through(cast[one["by"]], listed[one["through"] - 1], now, order=name)


def _move(one: Mapping[str, Any], cast: Cast, there: Shows, end: datetime, now: datetime) -> None:
    """To a later date, although it was out: its thread closes again."""
    form = WindowForm.read(
        {
            "scope": one["scope"],
            "on": (end + timedelta(days=one["to_days"])).date(),
            "why": one["why"],
            "confirm": True,
        }
    )
    shows.set_window(cast[one["by"]], there[one["show"]].show_id, form, now)
    follow_dates(there[one["show"]].show_id, now)


def _await_second(one: Mapping[str, Any], cast: Cast, there: Shows, now: datetime) -> None:
    """A steward states a date; it holds once another one agrees."""
    show_id = there[one["show"]].show_id
    shows.ask_for_two(cast["admin"], show_id, now, two=True)
    said = {key: one[key] for key in ("scope", "territory", "on", "service", "why")}
    releases.state_release(cast[one["by"]], show_id, WindowForm.read(said), now)


def _take_feeds(one: Mapping[str, Any], cast: Cast, now: datetime) -> None:
    for purpose in Purpose:
        make_feed_key(cast[one["by"]], purpose, now)
