"""A group with a moderator, a member who wrote something, and members who report it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from forum.domain.catalogue import Catalogue
from forum.domain.flags import FlagReason
from forum.domain.people import GroupRole, Reader
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.moderation import actions
from forum.moderation.forms import DecideForm, FlagForm
from forum.moderation.models import Case
from forum.shows import actions as shows_actions
from tests.factories import accounts, groups, posts, shows

RULES = ["Be kind.", "Tag spoilers."]
CANARY = "CANARYDIES"


@dataclass(frozen=True)
class Court:
    """Shapes: the show has 6 episodes, three are out; `mona` has seen two of them, `max` nothing; `post_id` is a post
    by `ann` in the group's talk with an unmarked spoiler in it."""

    app: Flask
    group_id: int
    show: Catalogue
    thread_id: int
    post_id: int
    ann: Reader
    ben: Reader
    cleo: Reader
    mona: Reader
    max: Reader
    now: datetime

    def flag(self, who: Reader, reason: FlagReason = FlagReason.HARASSMENT, post_id: int = 0, **more: str) -> int:
        form = FlagForm.read({"reason": reason.value, **more})
        return actions.raise_flag(who, post_id or self.post_id, form, self.now)

    def spoiler(self, who: Reader, scope: str = "harbour-lights S01E02", **more: str) -> int:
        return self.flag(who, FlagReason.SPOILER, spoils=scope, **more)

    def spoiler_of(self, post_id: int, who: Reader) -> int:
        return self.flag(who, FlagReason.SPOILER, post_id, spoils="harbour-lights S01E02")

    def decide(self, who: Reader, case_id: int, outcome: str = "dismiss", **more: object) -> int:
        version = more.pop("version", case(case_id).version)
        values = {"version": version, "outcome": outcome, "reason": "Because.", **more}
        return actions.decide_case(who, case_id, DecideForm.read(values), self.now)


def case(case_id: int) -> Case:
    db.session.expire_all()
    return db.session.get_one(Case, case_id)


@pytest.fixture
def court(app: Flask, clock: SetClock) -> Court:
    olga = accounts.person("olga")
    ann, ben, cleo = accounts.person("ann"), accounts.person("ben"), accounts.person("cleo")
    mona, maxi = accounts.person("mona"), accounts.person("maxi")
    group_id = groups.group(olga, rules=RULES)
    for one in (ann, ben, cleo):
        groups.member(group_id, one)
    for one in (mona, maxi):
        groups.member(group_id, one, GroupRole.MODERATOR)
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    show = shows.made_up_show(seasons=(6,), starts=datetime(2026, 11, 1, 20, tzinfo=UTC), every=timedelta(days=7))
    shows_actions.mark_through(mona, show.regular[1].id, now)
    thread_id = groups.thread(group_id, ann, "All sorts", kind="open")
    post_id = posts.post(ann, thread_id, f"So sad that the captain {CANARY}.")
    return Court(app, group_id, show, thread_id, post_id, ann, ben, cleo, mona, maxi, now)
