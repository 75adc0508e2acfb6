"""Channels I1 to I5, I7 to I11 and I13: whose words they are, which episode, and what counts as seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from forum.infra import clock as clocks
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.posts.models import Reveal
from forum.shows import actions as shows
from forum.shows import importing
from forum.shows.models import ProgressMark
from tests.factories import posts
from tests.factories.shows import OPERATOR, made_up_rows, show_file
from tests.posts.canaries import CLOCKS, FOURTH, KINDS, MARKS, STARTS, Cage, canary, may_see
from tests.sweep.channels.looking import BEHIND, canaries, get, leaks, send


@pytest.fixture(autouse=True)
def _as_far_as_before(cage: Cage) -> Iterator[None]:
    """Ben has seen the first episode, before each test and after it."""
    yield
    with cage.app.app_context():
        db.session.execute(delete(Reveal))
        db.session.commit()
        shows.forget_place(cage.readers["behind"], cage.show_id, clocks.now())
        shows.mark_through(cage.readers["behind"], cage.episodes[0], clocks.now())
        db.session.remove()


def body_of(cage: Cage, role: str, number: int) -> str:
    return str(get(cage, role, f"/api/v1/posts/{number}").get_json()["post"]["body_html"])


def written(cage: Cage, words: str, thread: int = 0) -> int:
    with cage.app.app_context():
        number = posts.post(cage.readers["author"], cage.threads[thread], words)
        db.session.remove()
    return number


def mark(cage: Cage, verb: str, number: int) -> int:
    """What Ben says that he has seen. Returns the status."""
    body = {"verb": verb, "episode_id": cage.episodes[number - 1]}
    return send(cage, "behind", "POST", "/api/v1/progress", json=body).status_code


def test_i1_authors_read_and_edit_their_own_at_every_clock(caged: tuple[Cage, SetClock], cage: Cage) -> None:
    """Fails when a gate closes on the one who wrote what is behind it."""
    _, clock = caged
    for at in ("before", "at", "after"):
        clock.set(CLOCKS[at])
        for kind in MARKS:
            number = cage.posts[kind]
            assert canary(kind) in get(cage, "author", f"/api/v1/posts/{number}").get_data(as_text=True)
            form = get(cage, "author", f"/p/{number}/edit")
            assert (form.status_code, canary(kind) in form.get_data(as_text=True)) == (200, True)


def test_i2_the_gate_is_on_the_episode(cage: Cage) -> None:
    """Fails when the gate is on the show or the season: one episode further opens one episode more."""
    numbers = [written(cage, f"[spoiler harbour-lights S01E0{n}]BIRD{n}[/spoiler]") for n in (2, 3, 4)]
    for through in (1, 2, 3, 4):
        assert mark(cage, "through", through) < 300
        opened = [f"BIRD{n}" in body_of(cage, "behind", number) for n, number in zip((2, 3, 4), numbers, strict=True)]
        assert opened == [through >= 2, through >= 3, through >= 4]


def test_i3_what_is_open_says_why_and_can_be_closed(cage: Cage) -> None:
    """Fails when something is open by an accident that nobody remembers, with no way back."""
    number = cage.posts["episode"]
    keys = get(cage, "behind", f"/api/v1/posts/{number}").get_json()["post"]["openable"]
    send(cage, "behind", "POST", "/reveal", data={"veil": keys})
    body = body_of(cage, "behind", number)
    assert canary("episode") in body
    assert 'class="veil-why"' in body
    assert f'name="hide" value="{keys[0]}"' in body
    listed = get(cage, "behind", "/revealed").get_data(as_text=True)
    assert "S01E04" in listed
    assert keys[0] in listed
    send(cage, "behind", "POST", "/reveal", data={"hide": keys})
    assert canary("episode") not in body_of(cage, "behind", number)
    assert mark(cage, "through", 4) < 300
    assert 'class="veil-why"' in body_of(cage, "behind", number), "seen is a reason that is said as well"


def test_i4_any_episode_may_be_marked_in_any_order(cage: Cage) -> None:
    """Fails when an odd order is refused, or one episode out of order opens those before it."""
    only = written(cage, "[spoiler harbour-lights only:S01E04]ONLYBIRD[/spoiler]")
    assert mark(cage, "seen", 4) < 300
    assert "ONLYBIRD" in body_of(cage, "behind", only)
    assert canary("episode") not in body_of(cage, "behind", cage.posts["episode"])
    assert mark(cage, "seen", 2) < 300
    assert mark(cage, "seen", 3) < 300
    assert canary("episode") in body_of(cage, "behind", cage.posts["episode"])


def test_i5_no_import_says_what_somebody_has_seen(cage: Cage) -> None:
    """Fails when a file of a show, a second time or with new dates, changes what anybody is said to have seen."""

    def marks() -> list[tuple[object, ...]]:
        rows = db.session.execute(
            select(ProgressMark.person_id, ProgressMark.through_id, ProgressMark.ticked, ProgressMark.updated_at)
        )
        return sorted((tuple(map(str, row)) for row in rows), key=str)

    with cage.app.app_context():
        before = marks()
        data = show_file("Harbour Lights", 9_500_001, made_up_rows((6,), STARTS, timedelta(days=7)))
        importing.import_show(OPERATOR, data, "again.json", clocks.now())
        assert marks() == before
        assert len(before) >= 2
        db.session.remove()
    assert leaks(cage, f"/t/{cage.threads[0]}", f"/t/{cage.threads[1]}") == []
    takers = [rule.rule for rule in cage.app.url_map.iter_rules() if "import" in rule.rule or "sync" in rule.rule]
    assert sorted(takers) == ["/api/v1/shows/import", "/shows/import", "/shows/import", "/support/lines/import"]


def test_i7_who_is_not_signed_in_has_seen_nothing(caged: tuple[Cage, SetClock], cage: Cage) -> None:
    """Fails when strangers are taken for people who have seen everything, at any clock."""
    _, clock = caged
    for at in CLOCKS:
        clock.set(CLOCKS[at])
        for number in cage.threads:
            for address in (f"/t/{number}", f"/t/{number}?page=2", f"/api/v1/threads/{number}"):
                assert canaries(get(cage, "stranger", address)) == set()


def test_i8_titles_and_other_facts_of_what_is_not_out(cage: Cage) -> None:
    """Fails when an episode's title, picture, story, rating, cast or length is told before it is out."""
    fifth = cage.episodes[4]
    addresses = [
        *("/shows/harbour-lights", f"/episodes/{fifth}", "/calendar", "/shows/harbour-lights/calendar.ics", "/"),
        *("/g/binge-club", "/g/binge-club/calendar.ics", "/search?q=Part", "/api/v1/shows/harbour-lights"),
        *(f"/api/v1/episodes/{fifth}", "/api/v1/calendar", "/search/suggest?q=Part"),
    ]
    for role in (*BEHIND, "caught up", "author"):
        for address in addresses:
            page = get(cage, role, address).get_data(as_text=True)
            assert "Part 5" not in page, f"{role} {address}"
    card = get(cage, "behind", f"/api/v1/episodes/{fifth}").get_json()["episode"]
    assert card["title"] is None
    assert not set(card) & {"summary", "image", "rating", "cast", "runtime", "guests"}
    assert "Part 4" in get(cage, "caught up", "/shows/harbour-lights").get_data(as_text=True)


def test_i9_what_is_known_later_can_be_said_in_an_old_thread(cage: Cage) -> None:
    """Fails when the thread's own scope opens words about a later episode."""
    number = written(cage, "FREE [spoiler harbour-lights S01E06]LATERBIRD[/spoiler]", thread=1)
    for role in (*BEHIND, "caught up"):
        assert "LATERBIRD" not in get(cage, role, f"/api/v1/posts/{number}").get_data(as_text=True)
    assert "FREE" in body_of(cage, "caught up", number)
    assert "LATERBIRD" in body_of(cage, "author", number)


def test_i10_hints_can_be_reported_as_what_they_are(cage: Cage) -> None:
    """Fails when "just wait for the next one" has no reason of its own."""
    page = get(cage, "behind", f"/p/{cage.posts['history']}/flag").get_data(as_text=True)
    assert re.search(r'value="hint"', page)
    body = {"reason": "hint", "words": "Winks at what comes."}
    answer = send(cage, "behind", "POST", f"/api/v1/posts/{cage.posts['history']}/flags", json=body)
    assert answer.status_code < 300


def test_i11_in_doubt_the_later_instant_holds(caged: tuple[Cage, SetClock], cage: Cage) -> None:
    """Fails when the first of several possible instants opens anything by a click: while it rolls out, it is hidden."""
    _, clock = caged
    rows = made_up_rows((6,), STARTS, timedelta(days=7))
    dated = [dict(row) for row in rows]
    dated[3].update(airtime="", airstamp=None)
    day_after = FOURTH.replace(hour=12) + timedelta(days=1)
    number = cage.posts["episode"]
    with cage.app.app_context():
        shows.forget_place(cage.readers["behind"], cage.show_id, clocks.now())
        data = show_file("Harbour Lights", 9_500_001, dated)
        importing.import_show(OPERATOR, data, "x.json", clocks.now(), allow_unrelease=True)
        db.session.remove()
    try:
        for instant, openable in ((day_after - timedelta(seconds=1), 0), (day_after, 1)):
            clock.set(instant)
            card = get(cage, "behind", f"/api/v1/posts/{number}").get_json()["post"]
            assert len(card["openable"]) == openable
            assert canary("episode") not in str(card)
            told = get(cage, "behind", f"/api/v1/episodes/{cage.episodes[3]}").get_json()["episode"]["title"]
            assert told == ("Part 4" if openable else None), "nor is it named while it may still be to come"
    finally:
        clock.set(CLOCKS["after"])
        with cage.app.app_context():
            data = show_file("Harbour Lights", 9_500_001, rows)
            importing.import_show(OPERATOR, data, "x.json", clocks.now(), allow_unrelease=True)
            db.session.remove()


def test_i13_seen_is_what_somebody_says(cage: Cage) -> None:
    """Fails when loading, scrolling, writing, nodding or entering counts as having watched."""
    before = get(cage, "behind", "/api/v1/shows/harbour-lights/progress").get_json()
    thread_id = cage.threads[1]
    get(cage, "behind", f"/episodes/{cage.episodes[3]}")
    get(cage, "behind", f"/t/{thread_id}")
    send(cage, "behind", "POST", f"/t/{thread_id}/enter")
    send(cage, "behind", "PUT", f"/api/v1/threads/{thread_id}/read", json={"position": 2})
    send(cage, "behind", "PUT", f"/api/v1/posts/{cage.posts['history']}/reactions/heart")
    send(cage, "behind", "POST", f"/api/v1/threads/{cage.threads[0]}/posts", json={"body": "I am here."})
    send(cage, "behind", "POST", f"/t/{thread_id}/leave")
    assert get(cage, "behind", "/api/v1/shows/harbour-lights/progress").get_json() == before
    seen = canaries(get(cage, "behind", f"/t/{cage.threads[0]}"))
    assert seen <= {kind for kind in KINDS if may_see(kind, "behind", "after")}
