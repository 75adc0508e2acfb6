"""Atom feeds, read by a parser that knows nothing of us."""

from __future__ import annotations

from typing import Any

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts import actions, queries
from forum.accounts.feed_keys import Purpose
from forum.care import actions as care
from forum.domain.people import Reader
from forum.infra import clock
from forum.infra.db import db
from forum.posts.models import Post
from forum.presenting.feeds import printable
from forum.threads.models import Thread
from tests.conftest import counting
from tests.factories import accounts, groups, posts, shows


def parsed(client: FlaskClient, path: str) -> Any:
    """The feed as a reading programme gets it; it must not find a single fault."""
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    found = feedparser.parse(answer.get_data(), response_headers={"content-type": answer.content_type})
    assert not found.bozo, found.get("bozo_exception")
    return found


def key(reader: Reader, purpose: Purpose = Purpose.THREADS) -> str:
    actions.make_feed_key(reader, purpose, clock.now())
    return next(card.path for card in queries.feed_keys_of(reader) if card.purpose == purpose)


def test_a_groups_feed_has_its_threads(app: Flask, client: FlaskClient) -> None:
    ann = accounts.person("ann")
    group_id = groups.group(ann)
    thread_id = posts.started(ann, group_id, "Popcorn <or> salt & co", "Sweet.\n\nOr *salty*?", kind="question")
    found = parsed(client, "/g/binge-club/feed.atom")
    assert found.feed.title == "Binge Club"
    assert [(one.title, one.author, one.link) for one in found.entries] == [
        ("Popcorn <or> salt & co", "ann", f"http://127.0.0.1:8000/t/{thread_id}")
    ]
    assert "<p>Sweet.</p><p>Or salty?</p>" in found.entries[0].content[0].value
    assert found.entries[0].id.endswith(f":thread/{thread_id}")


def test_titles_name_the_show_once_and_no_episode(app: Flask, client: FlaskClient) -> None:
    ann = accounts.person("ann")
    show = shows.made_up_show()
    group_id = groups.group(ann)
    about = groups.gate(show.show_id, show.regular[1].id)
    groups.thread(group_id, title="", about=about, kind="episode", episode_id=show.regular[1].id, season=1)
    posts.started(ann, group_id, "The captain dies", "Yes.", show="harbour-lights", scope="S01E02", kind="theory")
    posts.started(ann, group_id, "Harbour Lights: where to begin?", "Hm.", show="harbour-lights", kind="question")
    titles = {one.title for one in parsed(client, "/g/binge-club/feed.atom").entries}
    assert titles == {
        "Harbour Lights S01E02",
        "Harbour Lights: A theory about S01E02",
        "Harbour Lights: where to begin?",
    }


def test_a_threads_feed_has_its_posts_newest_first(app: Flask, client: FlaskClient) -> None:
    ann = accounts.person("ann")
    thread_id = posts.started(ann, groups.group(ann), "Popcorn?", "Sweet.")
    posts.post(ann, thread_id, "Or salty.")
    found = parsed(client, f"/t/{thread_id}/feed.atom")
    assert [one.title for one in found.entries] == ["Popcorn? #2", "Popcorn? #1"]


def test_what_is_hidden_or_behind_a_door_has_no_public_feed(app: Flask) -> None:
    ann = accounts.person("ann")
    group_id = groups.hidden_group(ann)
    thread_id = posts.started(ann, group_id, "Our secret", "A secret word.")
    groups.group(ann, "tea-room", joining="request")
    member = accounts.signed_in(app, ann)
    for path in ("/g/attic/feed.atom", f"/t/{thread_id}/feed.atom", "/g/tea-room/feed.atom", "/g/none/feed.atom"):
        assert [member.get(path).status_code, app.test_client().get(path).status_code] == [404, 404], path


def test_the_own_feed_has_hidden_groups_too_until_its_address_is_shut(app: Flask, client: FlaskClient) -> None:
    ann = accounts.person("ann")
    posts.started(ann, groups.hidden_group(ann), "Our secret", "A secret word.")
    cid = accounts.person("cid")
    posts.started(cid, groups.group(cid), "Not mine", "Elsewhere.")
    path = key(ann)
    found = parsed(client, path)
    assert [one.title for one in found.entries] == ["Our secret"]
    assert client.get(path).headers["Cache-Control"] == "private, no-cache"
    assert client.get(path.replace("threads.atom", "calendar.ics")).status_code == 404
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {path.split('/')[2]}"}).status_code == 401
    newer = key(ann)
    assert (client.get(path).status_code, client.get(newer).status_code) == (404, 200)
    actions.revoke_feed_key(ann, Purpose.THREADS, clock.now())
    assert client.get(newer).status_code == 404


def test_a_new_password_shuts_the_addresses(app: Flask, client: FlaskClient) -> None:
    ann = accounts.person("ann")
    path = key(ann)
    actions.save_person(ann.id or 0, {"password": "x", "fs_uniquifier": "y"}, clock.now())
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("wrong", ["x", "x.y", "é.é", "a" * 3000, "a." + "0" * 40])
def test_made_up_addresses_lead_nowhere(app: Flask, client: FlaskClient, wrong: str) -> None:
    assert client.get(f"/feeds/{wrong}/threads.atom").status_code == 404


def test_a_copy_is_asked_for_each_time(app: Flask, client: FlaskClient) -> None:
    ann = accounts.person("ann")
    thread_id = posts.started(ann, groups.group(ann), "Popcorn?", "Sweet.")
    path = f"/t/{thread_id}/feed.atom"
    first = client.get(path)
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Last-Modified" in first.headers
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    post_id = posts.post(ann, thread_id, "Salty.")
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    db.session.get_one(Post, post_id).removed_at = clock.now()
    db.session.commit()
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert "Salty" not in client.get(path, headers=since).text
    assert client.get(path, headers=since).status_code == 200


def test_no_shared_cache_keeps_what_a_member_got(app: Flask) -> None:
    ann = accounts.person("ann")
    groups.group(ann)
    assert accounts.signed_in(app, ann).get("/g/binge-club/feed.atom").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("how_many", [1, 3, 30])
@pytest.mark.parametrize(("which", "wanted"), [("group", 4), ("thread", 3), ("personal", 4)])
def test_the_cost_is_the_same_whatever_the_size(app: Flask, which: str, wanted: int, how_many: int) -> None:
    ann = accounts.person("ann")
    shows.made_up_show()
    group_id = groups.group(ann)
    for n in range(how_many):
        thread_id = posts.started(ann, group_id, f"Thread {n}", "A word.", show="harbour-lights", scope="S01E01")
    posts.many_posts(ann, thread_id, how_many)
    path = {"group": "/g/binge-club/feed.atom", "thread": f"/t/{thread_id}/feed.atom", "personal": key(ann)}[which]
    client = app.test_client()
    client.get(path)
    with counting() as seen:
        assert client.get(path).status_code == 200
    assert len(seen) == wanted, "\n".join(seen)


def test_no_more_than_thirty_entries(app: Flask, client: FlaskClient) -> None:
    ann = accounts.person("ann")
    thread_id = posts.started(ann, groups.group(ann), "Popcorn?", "Sweet.")
    posts.many_posts(ann, thread_id, 40)
    found = parsed(client, f"/t/{thread_id}/feed.atom")
    assert [one.title for one in found.entries] == [f"Popcorn? #{n}" for n in range(41, 11, -1)]


def test_a_sensitive_thread_carries_its_notice_in_every_entry(app: Flask, client: FlaskClient) -> None:
    """International in public feeds; of the reader's own country in theirs."""
    now = clock.now()
    show = shows.real_show("13-reasons-why")
    care.ship_notes(now)
    show = shows.catalogue(show.slug)
    finale = show.find(1, 13)
    assert finale is not None
    ann = accounts.person("ann", country="GB")
    group_id = groups.group(ann)
    thread_id = groups.thread(
        group_id, title="", about=groups.gate(show.show_id, finale.id), kind="episode", episode_id=finale.id, season=1
    )
    posts.post(ann, thread_id, "That was hard to watch.")
    for path in ("/g/binge-club/feed.atom", f"/t/{thread_id}/feed.atom"):
        (entry,) = parsed(client, path).entries
        assert "If this topic is close to home" in entry.content[0].value
        assert "findahelpline" in entry.content[0].value
        assert "116 123" not in entry.content[0].value
        assert "hard to watch" not in entry.content[0].value
    (entry,) = parsed(client, key(ann)).entries
    assert "116 123" in entry.content[0].value


def test_signs_that_no_document_may_hold_are_left_out() -> None:
    assert printable("a\x00b\x08c\ufffed\n\U0001f37f") == "abcd\n\U0001f37f"


def test_closed_doors_are_not_in_feeds(app: Flask, client: FlaskClient) -> None:
    ann = accounts.person("ann")
    group_id = groups.group(ann)
    thread_id = posts.started(ann, group_id, "Popcorn?", "Sweet.")
    db.session.get_one(Thread, thread_id).opened_at = None
    db.session.get_one(Thread, thread_id).opens_at = None
    db.session.commit()
    assert parsed(client, "/g/binge-club/feed.atom").entries == []
