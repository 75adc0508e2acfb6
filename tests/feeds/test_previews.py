"""What links say of themselves elsewhere: the same to everybody, and never a word of a post."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.domain.people import Reader
from forum.infra.clock import SetClock
from tests.conftest import counting
from tests.factories import accounts, groups, posts, shows

MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


class Head(HTMLParser):
    """The head of a page. Shapes: `told` by name or property; `links` by relation and type."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.told: dict[str, str] = {}
        self.links: dict[tuple[str, str], str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.told[given.get("property") or given.get("name", "")] = given.get("content", "")
        if tag == "link":
            self.links[given.get("rel", ""), given.get("type", "")] = given.get("href", "")


def cards(page: str) -> dict[str, str]:
    """What is said for link cards."""
    return {name: said for name, said in Head(page).told.items() if ":" in name}


def ld(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


@pytest.fixture
def theory(app: Flask, clock: SetClock) -> tuple[int, Reader]:
    """A theory about the second episode, and somebody who has seen it."""
    ann = accounts.person("ann")
    shows.made_up_show(seasons=(3,), starts=datetime(2026, 11, 1, 20, tzinfo=UTC))
    thread_id = posts.started(
        ann, groups.group(ann), "The </script>captain dies", "He does.", show="harbour-lights", scope="S01E02"
    )
    clock.set(clock.instant + timedelta(days=1))
    return thread_id, ann


def test_even_its_authors_page_carries_the_strangers_card(app: Flask, theory: tuple[int, Reader]) -> None:
    thread_id, ann = theory
    mine = accounts.signed_in(app, ann).get(f"/t/{thread_id}").text
    theirs = app.test_client().get(f"/t/{thread_id}").text
    assert cards(mine) == cards(theirs)
    assert ld(mine) == ld(theirs)
    assert "captain" in mine
    assert "captain" not in theirs
    told = Head(theirs).told
    assert told["og:title"] == told["twitter:title"] == "Harbour Lights: Talk about S01E02"
    assert told["og:description"].startswith("A thread on Watercooler.")
    assert told["og:url"] == f"http://127.0.0.1:8000/t/{thread_id}"
    assert told["og:image"].startswith("http://127.0.0.1:8000/static/preview.png")


def test_the_data_for_machines_names_the_episode_and_no_words(theory: tuple[int, Reader], client: FlaskClient) -> None:
    found = ld(client.get(f"/t/{theory[0]}").text)
    assert found["@type"] == "DiscussionForumPosting"
    assert found["about"] == {
        "@type": "TVEpisode",
        "episodeNumber": 2,
        "partOfSeason": {"@type": "TVSeason", "seasonNumber": 1},
        "partOfSeries": {"@type": "TVSeries", "name": "Harbour Lights"},
    }
    assert not {"text", "articleBody", "comment", "commentCount", "interactionStatistic"} & found.keys()


def test_pages_lead_to_their_feeds_where_everybody_may_read(app: Flask, theory: tuple[int, Reader]) -> None:
    thread_id, ann = theory
    client = app.test_client()
    atom = ("alternate", "application/atom+xml")
    assert Head(client.get(f"/t/{thread_id}").text).links[atom] == f"/t/{thread_id}/feed.atom"
    assert Head(client.get("/g/binge-club").text).links[atom] == "/g/binge-club/feed.atom"
    secret = posts.started(ann, groups.hidden_group(ann), "Secret", "A word.")
    mine = accounts.signed_in(app, ann)
    for path in ("/g/attic", f"/t/{secret}"):
        page = mine.get(path)
        assert (page.status_code, "feed.atom" in page.text, "oembed" in page.text) == (200, False, False)


def test_oembed_says_the_neutral_title(app: Flask, client: FlaskClient, theory: tuple[int, Reader]) -> None:
    thread_id, ann = theory
    here = f"http://127.0.0.1:8000/t/{thread_id}"
    for url in (here, here + "?page=2", here + "#p3"):
        found = client.get("/oembed", query_string={"url": url})
        assert (found.status_code, found.json["title"]) == (200, "Harbour Lights: Talk about S01E02")
        assert found.json.keys() == {"version", "type", "title", "provider_name", "provider_url"}
    secret = posts.started(ann, groups.hidden_group(ann), "Secret", "A word.")
    mine = accounts.signed_in(app, ann)
    for url in (f"http://127.0.0.1:8000/t/{secret}", "http://127.0.0.1:8000/t/999999999999", "http://evil.example/t/1"):
        assert mine.get("/oembed", query_string={"url": url}).status_code == 404, url
    assert client.get("/oembed", query_string={"url": here, "format": "xml"}).status_code == 404


def test_sitemaps_list_what_everybody_may_read(app: Flask, client: FlaskClient, theory: tuple[int, Reader]) -> None:
    thread_id, ann = theory
    posts.started(ann, groups.hidden_group(ann), "Secret", "A word.")
    index = ElementTree.fromstring(client.get("/sitemap.xml").text)
    assert [one.text for one in index.findall("s:sitemap/s:loc", MAP)] == ["http://127.0.0.1:8000/sitemaps/1.xml"]
    listed = ElementTree.fromstring(client.get("/sitemaps/1.xml").text)
    assert [one.text for one in listed.findall("s:url/s:loc", MAP)] == [f"http://127.0.0.1:8000/t/{thread_id}"]
    assert [client.get(f"/sitemaps/{n}.xml").status_code for n in (0, 2, 999_999_999)] == [404, 200, 404]
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").text


@pytest.mark.parametrize("how_many", [1, 3, 30])
def test_a_sitemap_costs_the_same_whatever_the_size(app: Flask, how_many: int) -> None:
    ann = accounts.person("ann")
    group_id = groups.group(ann)
    for _ in range(how_many):
        groups.thread(group_id, ann)
    for path in ("/sitemap.xml", "/sitemaps/1.xml"):
        with counting() as seen:
            assert app.test_client().get(path).status_code == 200
        assert len(seen) == 1
