"""A small world behind the API: a group with a sensitive thread, a hidden group, and people with keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

import forum.api.views  # noqa: F401 - hangs all operations on the blueprint, for tests that go through them
from forum.domain.catalogue import Catalogue
from forum.domain.people import GroupRole, Reader
from forum.groups.forms import InvitationForm
from forum.infra.clock import SetClock
from forum.shows import actions as progress
from tests.factories import accounts, groups, posts, shows

OUT_SINCE = datetime(2026, 11, 1, 20, tzinfo=UTC)
CANARY = "CANARYDROWNS"
HIDDEN = "CANARYATTIC"
EVERYTHING = ("read", "write", "moderate")


class Caller:
    """A program with somebody's key, or with none."""

    def __init__(self, app: Flask, key: str = "") -> None:
        self.client = app.test_client(use_cookies=False)
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def get(self, path: str, headers: dict[str, str] | None = None) -> TestResponse:
        return self.client.get(f"/api/v1{path}", headers={**self.headers, **(headers or {})})

    def send(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> TestResponse:
        more = {"json": body} if body is not None else {}
        return self.client.open(f"/api/v1{path}", method=method, headers={**self.headers, **(headers or {})}, **more)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.send("POST", path, body, {name.replace("_", "-"): value for name, value in headers.items()})

    def put(self, path: str, body: Any = None) -> TestResponse:
        return self.send("PUT", path, body)

    def delete(self, path: str) -> TestResponse:
        return self.send("DELETE", path)


@dataclass(frozen=True)
class World:
    """Shapes: six episodes, one a week from 1 November on, so that three are out at 22 November noon. `ann` owns the
    group and has seen all three, `ben` the first, `max` moderates it, `eve` is in no group. `post_id` is ann's post
    in the thread of S01E02, `invitation` the token of a link, `talk_post_id` one in an open talk with S01E03 behind
    a mark."""

    app: Flask
    show: Catalogue
    group_id: int
    thread_id: int
    talk_id: int
    post_id: int
    talk_post_id: int
    attic_thread_id: int
    attic_post_id: int
    invitation: str
    ann: Reader
    ben: Reader
    max: Reader
    eve: Reader

    @property
    def episodes(self) -> list[int]:
        return [episode.id for episode in self.show.regular]

    def by(self, reader: Reader | None = None, *scopes: str) -> Caller:
        return Caller(self.app, accounts.token(reader, *(scopes or EVERYTHING)) if reader else "")


@pytest.fixture
def world(app: Flask, clock: SetClock) -> World:
    """The world on each database."""
    return settled(app, clock)


def settled(app: Flask, clock: SetClock) -> World:
    """People, groups, threads and posts."""
    ann, ben, eve, olga = (accounts.person(name) for name in ("ann", "ben", "eve", "olga"))
    maxi = accounts.person("maxi")
    group_id = groups.group(ann, rules=["Be kind.", "Tag spoilers."])
    groups.member(group_id, ben)
    groups.member(group_id, maxi, GroupRole.MODERATOR)
    show = shows.made_up_show(seasons=(6,), starts=OUT_SINCE, every=timedelta(days=7))
    second = show.regular[1]
    progress.mark_through(ann, show.regular[2].id, clock.instant)
    progress.mark_through(maxi, show.regular[2].id, clock.instant)
    progress.mark_through(ben, show.regular[0].id, clock.instant)
    thread_id = groups.thread(
        group_id,
        title="",
        about=groups.gate(show.show_id, second.id),
        kind="episode",
        episode_id=second.id,
        season=1,
        topics=["suicide"],
        opens_at=OUT_SINCE + timedelta(days=7),
        opened_at=OUT_SINCE + timedelta(days=7),
    )
    talk_id = groups.thread(group_id, ann, "All sorts", kind="open")
    attic = groups.hidden_group(olga)
    attic_thread_id = groups.thread(attic, olga, HIDDEN, kind="open")
    invitation = groups.actions.invite(ann, group_id, InvitationForm(), clock.instant)
    return World(
        app=app,
        show=show,
        group_id=group_id,
        thread_id=thread_id,
        talk_id=talk_id,
        post_id=posts.post(ann, thread_id, f"The captain {CANARY}."),
        talk_post_id=posts.post(ann, talk_id, f"Hm. [spoiler {show.slug} S01E03]He {CANARY}.[/spoiler] Ha."),
        attic_thread_id=attic_thread_id,
        attic_post_id=posts.post(olga, attic_thread_id, f"Words in the {HIDDEN}."),
        invitation=invitation,
        ann=ann,
        ben=ben,
        max=maxi,
        eve=eve,
    )
