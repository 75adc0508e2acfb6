"""Dates in the demo: stewards, books, reports, what groups ask for, a muted show and another order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from forum.domain.catalogue import Catalogue
from forum.domain.people import Reader
from forum.groups import actions as groups
from forum.groups.forms import PolicyForm
from forum.pages.demo.cast import Cast, episode_named
from forum.pages.demo.film import Film
from forum.releases import actions as releases
from forum.releases.forms import DateDecisionForm, DateReportForm
from forum.shows import actions as shows
from forum.shows.forms import WorkForm

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
