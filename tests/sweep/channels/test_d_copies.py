"""Channels B9, B10, D1, D2, D7 and D9 to D12: copies that leave the site, and copies that are kept."""

from __future__ import annotations

import json
import re
from pathlib import Path

import feedparser
import pytest

from forum.infra.clock import SetClock
from tests.posts.canaries import ABOUT_CASES, BY_CHOICE, BY_CLICK, CLOCKS, CONTROL, GONE, IN_A_THREAD, MARKS, Cage
from tests.sweep.channels.looking import BEHIND, canaries, get, sees, send

FORUM = Path(__file__).parents[3] / "forum"
PUBLIC = ("/g/binge-club/feed.atom", "/g/binge-club/calendar.ics", "/shows/harbour-lights/calendar.ics", "/sitemap.xml")
EVERYBODY = (*BEHIND, "author", "caught up")


def feeds(cage: Cage) -> list[str]:
    return [*PUBLIC, *(f"/t/{number}/feed.atom" for number in cage.threads), *cage.feeds]


def test_b9_what_other_sites_embed_is_a_strangers_view(cage: Cage) -> None:
    """Fails when anything that another site may show knows who looks at it there."""
    for number in cage.threads:
        for address in (f"/t/{number}/feed.atom", f"/oembed?url=http://127.0.0.1:8000/t/{number}"):
            told = {get(cage, role, address).get_data() for role in EVERYBODY}
            assert len(told) == 1
            assert canaries(get(cage, CONTROL, address)) == set()


def test_b10_no_page_can_be_put_into_a_frame(cage: Cage) -> None:
    """Fails when a page of a member can be shown inside a widget of somebody else."""
    for address in (f"/t/{cage.threads[0]}", "/", f"/t/{cage.threads[0]}/feed.atom", "/oembed?url=x"):
        assert "frame-ancestors 'none'" in get(cage, CONTROL, address).headers["Content-Security-Policy"]


@pytest.mark.parametrize("role", EVERYBODY)
def test_d1_no_feed_holds_a_word_whoever_asks(cage: Cage, role: str) -> None:
    """Fails when a feed is made for its reader: it is copied, shared, and read by programs that hide nothing."""
    for address in feeds(cage):
        answer = get(cage, role, address)
        assert (address, answer.status_code, canaries(answer)) == (address, 200, set())


def test_d2_a_closed_text_in_a_feed_is_marked_and_leads_to_its_page(cage: Cage) -> None:
    """Fails when a feed leaves a spoiler out without a word: readers would think that nothing was there."""
    found = feedparser.parse(get(cage, "stranger", f"/t/{cage.threads[0]}/feed.atom").get_data())
    by_id = {entry.id.rpartition("/")[2]: entry for entry in found.entries}
    entry = by_id[str(cage.posts["episode"])]
    assert entry.content[0].value.count("S01E04") >= 1
    assert "spoil" in entry.content[0].value.lower()
    assert entry.link == f"http://127.0.0.1:8000/p/{cage.posts['episode']}"
    assert sees(cage, f"/p/{cage.posts['episode']}/history", "episode")


def test_d7_nothing_leaves_by_federation_or_bridges(cage: Cage) -> None:
    """Fails when a copy of a post is offered to other servers, which would gate nothing."""
    rules = {rule.rule for rule in cage.app.url_map.iter_rules()}
    assert {
        one for one in rules if any(word in one for word in ("inbox", "outbox", "activitypub", ".well-known"))
    } == set()
    asked = get(cage, "stranger", f"/t/{cage.threads[0]}", headers={"Accept": "application/activity+json"})
    assert canaries(asked) == set()


def test_d9_copies_for_reading_later_are_projected(cage: Cage) -> None:
    """Fails when a page or a feed is offered in a form that holds more than it shows."""
    for number in cage.threads:
        page = get(cage, "behind", f"/t/{number}").get_data(as_text=True)
        assert [word for word in ("<template", "data-source", "data-body", "serviceWorker") if word in page] == []
    scripts = " ".join(one.read_text(encoding="utf-8") for one in (FORUM / "static" / "js").rglob("*.js"))
    assert [word for word in ("serviceWorker", "caches.open", "indexedDB") if word in scripts] == []


def test_d10_a_bot_that_reveals_on_purpose_finds_nothing_to_reveal(caged: tuple[Cage, SetClock], cage: Cage) -> None:
    """Fails when something behind a veil is in the page for who opens every fold of it, or when asking for every key
    that there is opens what is not out, what a link could open, or more than was asked for."""
    keys = set[str]()
    for number in cage.threads:
        for page_number in (1, 2):
            page = get(cage, "stranger", f"/t/{number}?page={page_number}").get_data(as_text=True)
            opened = page.replace("<details", "<div").replace(" hidden", "").replace("<!--", "").replace("-->", "")
            assert "CANARY" not in opened
            keys |= set(re.findall(r'(?:data-veil|name="veil" value)="([^"]+)"', page))
    assert len(keys) >= len(MARKS)
    for key in keys:
        assert canaries(get(cage, "stranger", "/reveal", query_string={"veil": key})) == set()
        assert canaries(send(cage, "stranger", "POST", "/api/v1/reveals", json={"veil": [key]})) == set()
    asked = {key: canaries(send(cage, "stranger", "POST", "/reveal", data={"veil": key})) for key in keys}
    seen = set[str]().union(*asked.values())
    assert {"episode", "only", "seal"} <= seen, "the control: the same keys, pressed on purpose, open what is out"
    assert seen & (GONE | ABOUT_CASES | {"old title", "history"}) == set()
    told = [kinds - {"seal"} if "echo of a quote" in kinds else kinds for kinds in asked.values()]
    assert max(map(len, told)) == 1, "one press, one veil; a quote holds the words that it quotes"
    caged[1].set(CLOCKS["before"])
    for key in keys:
        assert canaries(send(cage, "stranger", "POST", "/reveal", data={"veil": key})) <= BY_CHOICE | BY_CLICK, key


TALKERS = {("shows", "fetching.py"), ("care", "paging.py")}
"""What speaks to other machines: the catalogue's source, and the pager of the care team, which is sent ids alone."""


def test_d11_what_a_summary_is_made_from_is_a_strangers_view(cage: Cage) -> None:
    """Fails when the code hands texts to anybody outside: there is no summary, and feeds are all a machine gets."""
    for path in FORUM.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.parts[-2:] not in TALKERS:
            assert "requests.post" not in text, path
            assert "httpx" not in text, path
    for address in feeds(cage):
        assert canaries(get(cage, CONTROL, address)) == set()


@pytest.mark.parametrize("role", EVERYBODY)
def test_d12_no_shared_cache_keeps_a_page(cage: Cage, role: str) -> None:
    """Fails when a copy may be given to the next reader, or to the same one after a release has slipped."""
    pages = [
        "/",
        "/g/binge-club",
        "/notifications",
        "/calendar",
        "/u/ann/posts",
        *(f"/t/{one}" for one in cage.threads),
    ]
    for address in pages:
        answer = get(cage, role, address)
        assert answer.headers["Cache-Control"] == "private, no-store", address
        assert {"Cookie", "Accept-Language"} <= set(answer.headers["Vary"].replace(" ", "").split(",")), address
    for address in feeds(cage):
        kept = get(cage, role, address).headers["Cache-Control"]
        is_own = address.startswith("/feeds/")
        alone = "private, no-cache" if is_own else "public, no-cache"
        assert kept == (alone if role == "stranger" or is_own else "private, no-store"), address


def test_d12_a_kept_copy_is_asked_about_and_changes_with_the_release(caged: tuple[Cage, SetClock], cage: Cage) -> None:
    """Fails when a mark of the version stays the same although what may be shown has changed, either way."""
    episode = f"/t/{cage.threads[1]}"
    groups_feed, its_api = "/g/binge-club/feed.atom", f"/api/v1{episode.replace('/t/', '/threads/')}"
    _, clock = caged
    kept: dict[tuple[str, str, str], str] = {}
    looks = [(role, its_api) for role in ("behind", "caught up")] + [(role, groups_feed) for role in EVERYBODY]
    for at in ("before", "at"):
        clock.set(CLOCKS[at])
        for role, address in looks:
            answer = get(cage, role, address)
            mark = kept[role, address, at] = answer.headers["ETag"]
            assert get(cage, role, address, headers={"If-None-Match": mark}).status_code == 304
            assert "max-age" not in json.dumps(dict(answer.headers))
    for role, address in looks:
        old, new = kept[role, address, "before"], kept[role, address, "at"]
        assert old != new, f"{role} {address}"
        assert get(cage, role, address, headers={"If-None-Match": old}).status_code == 200
        clock.set(CLOCKS["before"])
        assert get(cage, role, address, headers={"If-None-Match": new}).status_code == 200
        assert canaries(get(cage, role, address, headers={"If-None-Match": new})) == set()
        clock.set(CLOCKS["at"])
    assert canaries(get(cage, "caught up", its_api)) == IN_A_THREAD
    assert {kept[role, groups_feed, "at"] for role in EVERYBODY} == {kept["stranger", groups_feed, "at"]}


def test_d12_a_page_that_is_kept_for_strangers_ends_with_the_release(caged: tuple[Cage, SetClock], cage: Cage) -> None:
    """Fails when the page that strangers share for two seconds is given out over the instant at which it changes."""
    _, clock = caged
    address = f"/t/{cage.threads[1]}"
    clock.set(CLOCKS["before"])
    before = get(cage, "stranger", address).get_data()
    assert get(cage, "stranger", address).get_data() == before
    clock.set(CLOCKS["at"])
    assert get(cage, "stranger", address).get_data() != before
