"""The care team of the demo, and the case that waits for it, so that one can be worked from page to closing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from forum.accounts import actions as accounts
from forum.accounts.forms import BreakForm
from forum.care import actions as care
from forum.care.forms import CarerForm, ConcernForm, DutyForm
from forum.care.models import CareCase
from forum.domain.people import Reader
from forum.infra.db import db
from forum.pages.demo.cast import Cast
from forum.pages.demo.film import Film
from forum.pages.demo.talk import Talk
from forum.posts import actions as posts
from forum.posts.forms import ReplyForm
from forum.threads import actions as threads
from forum.threads.forms import TopicMutesForm


class Caring:
    """Who looks after whom."""

    def __init__(self, script: Mapping[str, Any], cast: Cast, talks: Mapping[str, Talk]) -> None:
        self.script, self.cast, self.talks = script, cast, talks
        self._posts: dict[str, int] = {}

    def plan(self, film: Film, administrator: Reader) -> None:
        """The team comes together a week before the end; what waits is written minutes before it."""
        for one in self.script["team"]:
            film.add(film.ends_at - timedelta(days=7), partial(self._appoint, administrator, one))
        for one in self.script["posts"]:
            film.add(film.ends_at - timedelta(minutes=one["minutes_ago"]), partial(self._write, one))
        for one in self.script["concerns"]:
            film.add(film.ends_at - timedelta(minutes=one["minutes_ago"]), partial(self._worry, one))
        for one in self.script["breaks"]:
            film.add(film.ends_at - timedelta(minutes=one["minutes_ago"]), partial(self._rest, one))

    def _appoint(self, administrator: Reader, one: Mapping[str, Any], now: datetime) -> None:
        form = CarerForm(handle=one["handle"], role=one["role"], trained_on=one["trained_on"])
        care.appoint_carer(administrator, form, now)
        care.go_on_call(self.cast[one["handle"]], DutyForm(on_call=True), now)

    def _write(self, one: Mapping[str, Any], now: datetime) -> None:
        thread_id = self.talks[one["thread"]].thread_id
        post_id = posts.reply(self.cast[one["by"]], thread_id, ReplyForm.read({"body": one["text"]}), now)
        self._posts[one["by"]] = post_id
        case_id = db.session.scalars(select(CareCase.id).where(CareCase.post_id == post_id)).one()
        care.take_case(self.cast[one["taken_by"]], case_id, now)

    def _rest(self, one: Mapping[str, Any], now: datetime) -> None:
        who = self.cast[one["by"]]
        if one.get("topics"):
            threads.mute_topics(who, TopicMutesForm.read({"topics": one["topics"], "days": one["days"]}), now)
        else:
            accounts.take_break(who, BreakForm(days=one["days"]), now)

    def _worry(self, one: Mapping[str, Any], now: datetime) -> None:
        care.worry_about(self.cast[one["by"]], self._posts[one["about"]], ConcernForm(worry=one["worry"]), now)
