"""A reader who walks through a list while others write meets each entry that was there exactly once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.domain.people import Reader
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db, transaction
from forum.infra.paging import printed, read_key
from forum.moderation.models import LedgerEntry
from forum.notifications.actions import tell
from forum.notifications.models import About
from forum.posts.models import Post
from forum.threads.models import Thread
from tests.factories import accounts, groups, posts
from tests.factories.accounts import person, signed_in

Disturb = Callable[[], object]
NEXT = re.compile(r'<a class="[^"]*" rel="next" href="([^"]+)"')
MANY = 75


def walk(browser: FlaskClient, address: str, entry: str, disturb: Disturb) -> list[str]:
    """What a reader sees who follows "Later" to the end. Shapes: `entry` = a pattern with one group."""
    seen: list[str] = []
    path = address
    while path:
        answer = browser.get(path)
        assert answer.status_code == 200
        seen += re.findall(entry, answer.text)
        found = NEXT.search(answer.text)
        path = unquote(found[1]).replace("&amp;", "&") if found else ""
        path = address + path if path.startswith("?") else path
        disturb()
    return seen


def ask_on(caller: FlaskClient, key: str, address: str, disturb: Disturb, *, rows: str, field: str) -> list[str]:
    """The same through the API."""
    seen: list[str] = []
    following: str | None = ""
    while following is not None:
        path = f"/api/v1{address}" + (f"?cursor={following}" if following else "")
        answer = caller.get(path, headers={"Authorization": f"Bearer {key}"})
        assert answer.status_code == 200, answer.text
        assert answer.json is not None
        seen += [str(row.get("post", row)[field]) for row in answer.json[rows]]
        following = answer.json["next_cursor"]
        disturb()
    return seen


class Walks:
    """One list, on its page and by the API."""

    def __init__(self, app: Flask, reader: Reader) -> None:
        self.browser = signed_in(app, reader)
        self.caller = app.test_client(use_cookies=False)
        self.key = accounts.token(reader, "read", "write")

    def both(self, address: str, entry: str, api: tuple[str, str, str], old: set[str], disturb: Disturb) -> None:
        """Each of the `old` entries exactly once, both ways. Shapes: `api` = address, list and field."""
        found = walk(self.browser, address, entry, disturb)
        assert sorted(one for one in found if one in old) == sorted(old)
        found = ask_on(self.caller, self.key, api[0], disturb, rows=api[1], field=api[2])
        assert sorted(one for one in found if one in old) == sorted(old)


def test_posts_of_a_thread(app: Flask) -> None:
    ann, ben = person("ann"), person("ben")
    thread_id = posts.started(ann, groups.group(ann))
    posts.many_posts(ann, thread_id, MANY)
    old = {str(one) for one in db.session.scalars(db.select(Post.id).where(Post.thread_id == thread_id))}
    db.session.remove()

    def write() -> None:
        for _ in range(7):
            posts.post(ann, thread_id)
        db.session.remove()

    api = f"/threads/{thread_id}", "posts", "id"
    Walks(app, ben).both(f"/t/{thread_id}", r'<article [^>]*id="p([0-9]+)"', api, old, write)


def test_threads_of_a_group(app: Flask, clock: SetClock) -> None:
    """New threads come in at the top, and one that was far down moves there."""
    ann, ben = person("ann"), person("ben")
    group_id = groups.group(ann)
    groups.member(group_id, ben)
    for number in range(MANY):
        if number % 3:
            clock.forward(timedelta(minutes=1))
        groups.thread(group_id, ann, f"Number {number}", kind="open")
    old = list(db.session.scalars(db.select(Thread.id).order_by(Thread.id)))
    moved: list[int] = []

    def write() -> None:
        clock.forward(timedelta(minutes=1))
        for _ in range(7):
            posts.started(ann, group_id)
        moved.append(old[len(moved)])
        posts.post(ann, moved[-1])
        db.session.remove()

    walks = Walks(app, ben)
    found = walk(walks.browser, "/g/binge-club", r'class="thread-title"><a href="/t/([0-9]+)"', write)
    stayed = {str(one) for one in old if one not in moved}
    assert len(stayed) > MANY // 2
    assert sorted(one for one in found if one in stayed) == sorted(stayed)
    found = ask_on(walks.caller, walks.key, "/groups/binge-club/threads", write, rows="threads", field="id")
    stayed = {str(one) for one in old if one not in moved}
    assert sorted(one for one in found if one in stayed) == sorted(stayed)


def test_notices(app: Flask, clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    thread_id = posts.started(ann, groups.group(ann))
    number = iter(range(10_000))

    def more(how_many: int) -> None:
        for _ in range(how_many):
            next(number)
            with transaction():
                tell([ben.id or 0], About.REPLY, posts.post(ann, thread_id), clock.instant)
        db.session.remove()

    more(MANY)
    old = {str(one) for one in range(1, MANY + 1)}
    api = "/notifications", "notes", "id"
    Walks(app, ben).both("/notifications", r'action="/notifications/([0-9]+)/read"', api, old, lambda: more(7))


def test_what_somebody_wrote(app: Flask) -> None:
    ann, ben = person("ann"), person("ben")
    thread_id = posts.started(ann, groups.group(ann))
    for _ in range(MANY // 3):
        posts.post(ann, thread_id)
    old = {str(one) for one in db.session.scalars(db.select(Post.id))}
    db.session.remove()

    def write() -> None:
        posts.post(ann, thread_id)
        posts.post(ann, thread_id)
        db.session.remove()

    api = "/people/ann/posts", "posts", "id"
    Walks(app, ben).both("/u/ann/posts", r'<li>\s*<p><a href="/p/([0-9]+)"', api, old, write)


def test_the_ledger(app: Flask, clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = groups.group(ann, rules=["Be kind."])
    thread_id = posts.started(ann, group_id)

    def more(how_many: int) -> None:
        from forum.posts import actions

        for number in range(how_many):
            post_id = posts.post(ann, thread_id, f"Word {number}.")
            clock.forward(timedelta(seconds=1))
            actions.remove_post(ann, post_id, "1", "No.", clock.instant)
        jobs.drain(clock.instant)
        db.session.remove()

    more(60)
    old = {one.isoformat() for one in db.session.scalars(db.select(LedgerEntry.happened_at))}
    db.session.remove()
    assert len(old) == 60
    walks = Walks(app, ben)
    row = r'<tr><td[^>]*><time datetime="([^"]+)"'
    found = walk(walks.browser, "/g/binge-club/ledger", row, lambda: more(3))
    assert sorted(one for one in found if one in old) == sorted(old)
    address = "/groups/binge-club/ledger"
    found = ask_on(walks.caller, walks.key, address, lambda: more(3), rows="rows", field="happened_at")
    found = [one.replace("Z", "+00:00") for one in found]
    assert sorted(one for one in found if one in old) == sorted(old)


def test_members_and_groups(app: Flask, clock: SetClock) -> None:
    ann, ben = person("ann"), person("ben")
    group_id = groups.group(ann)
    for number in range(MANY):
        groups.member(group_id, person(f"m-{number:03}"))
        groups.group(ann, f"g-{number:03}") if number < 40 else None
    newcomers = iter(range(10_000))

    def join() -> None:
        for _ in range(3):
            name = f"a-{next(newcomers):03}"
            groups.member(group_id, person(name))  # before all the others
            groups.group(ann, name)
        clock.forward(timedelta(seconds=1))
        db.session.remove()

    walks = Walks(app, ben)
    old = {f"m-{number:03}" for number in range(MANY)}
    walks.both(
        "/g/binge-club/members", r'href="/u/(m-[0-9]+)"', ("/groups/binge-club/members", "members", "handle"), old, join
    )
    old = {f"g-{number:03}" for number in range(40)}
    walks.both("/groups", r'href="/g/(g-[0-9]+)"', ("/groups", "groups", "slug"), old, join)


@pytest.mark.parametrize("text", ["", "x", "-", "1-2-3-4-5", "99999999999999999", "1-2147483648", "²", "1-2\n", "-1"])
def test_a_key_that_is_none_begins_at_the_top(app: Flask, text: str) -> None:
    assert read_key(text, 2) == ()
    ann = person("ann")
    groups.group(ann)
    browser = signed_in(app, ann)
    for path in (
        "/groups",
        "/g/binge-club",
        "/g/binge-club/members",
        "/g/binge-club/ledger",
        "/notifications",
        "/revealed",
    ):
        assert browser.get(path, query_string={"page": "2", "after": text}).status_code == 200


def test_a_key_comes_back_as_it_went() -> None:
    assert read_key(printed((0, 1763812800000000, 7)), 3) == (0, 1763812800000000, 7)
    assert read_key(printed((0, 7)), 3) == ()
