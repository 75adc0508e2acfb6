"""Channels C1 to C8: cards of links, data for machines, titles, crawlers."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from forum.infra.clock import SetClock
from forum.infra.db import db
from tests.factories import posts
from tests.posts.canaries import Cage
from tests.sweep.channels.looking import BEHIND, canaries, get, sees

EVERYBODY = (*BEHIND, "author", "caught up")
SAYS = "A thread on Watercooler. What you have not seen yet stays behind a curtain."


class Head(HTMLParser):
    """What a page says of itself. Shapes: `told` by name or property, the last one of each; `said` = all of them, for a
    card takes the first; `links` as they stand."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.told: dict[str, str] = {}
        self.said: list[tuple[str, str]] = []
        self.links: list[dict[str, str]] = []
        self.images: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.said.append((given.get("property") or given.get("name", ""), given.get("content", "")))
            self.told = dict(self.said)
        if tag == "link":
            self.links.append(given)
        if tag == "img":
            self.images.append(given.get("src", ""))


def page_of(cage: Cage, role: str, number: int) -> str:
    return get(cage, role, f"/t/{number}").get_data(as_text=True)


@pytest.mark.parametrize("role", EVERYBODY)
def test_c1_descriptions_are_one_fixed_sentence(cage: Cage, role: str) -> None:
    """Fails when a card's description is cut from what somebody wrote, even on the page of who may read it."""
    for number in cage.threads:
        said = [one for one in Head(page_of(cage, role, number)).said if "description" in one[0]]
        assert said == [(name, SAYS) for name in ("description", "og:description", "twitter:description")]


@pytest.mark.parametrize("role", EVERYBODY)
def test_c2_the_picture_of_a_card_is_the_sites_own(cage: Cage, role: str) -> None:
    """Fails when a card shows a still, a thumbnail or a picture out of a post."""
    for number in cage.threads:
        head = Head(page_of(cage, role, number))
        (picture,) = [value for name, value in head.said if "image" in name and not name.endswith(":alt")]
        assert re.fullmatch(r"http://127\.0\.0\.1:8000/static/preview\.png\?v=[0-9a-f]{12}", picture)
        assert [one for one in head.images if not one.startswith("/static/")] == []


@pytest.mark.parametrize("role", EVERYBODY)
def test_c3_data_for_machines_holds_no_text(cage: Cage, role: str) -> None:
    """Fails when JSON-LD carries `text`, comments, counts or a title that only some may know."""
    for number in cage.threads:
        page = page_of(cage, role, number)
        (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        told = json.loads(found)
        assert told.keys() <= {
            "@context", "@type", "headline", "url", "mainEntityOfPage", "datePublished", "isPartOf", "author",
            "publisher", "about",
        }  # fmt: skip  # rows of a table
        assert "CANARY" not in found
        assert "name" not in told.get("about", {}) or told["about"]["@type"] == "TVSeries"


LINKED = "CANARYTARGETEND"
"""Stands in the address of a link behind a veil, and nowhere else."""


@pytest.fixture(scope="module")
def linked(caged: tuple[Cage, SetClock]) -> int:
    """A post with a link, a bare address and a picture behind a veil. Returns its id."""
    cage, _ = caged
    target = f"https://stills.example/{LINKED}"
    words = f"Look: [spoiler harbour-lights S01E04][there]({target}) and {target} too[/spoiler]"
    with cage.app.app_context():
        post_id = posts.post(cage.readers["author"], cage.threads[0], words)
        db.session.remove()
    return post_id


def test_c4_a_link_inside_a_spoiler_makes_no_card_outside_it(cage: Cage, linked: int) -> None:
    """Fails when a page draws a card from a link, or names the target of a link behind a veil."""
    talk = cage.threads[0]
    own = (
        f"/p/{linked}",
        f"/p/{linked}/history",
        f"/api/v1/posts/{linked}",
        f"/t/{talk}/feed.atom",
        f"/t/{talk}?page=2",
    )
    for role in BEHIND:
        for address in (*own, *(f"/t/{number}" for number in cage.threads)):
            answer = get(cage, role, address, follow_redirects=True)
            assert LINKED not in f"{answer.headers}{answer.get_data(as_text=True)}", f"{role} {address}"
    page = get(cage, "caught up", f"/p/{linked}", follow_redirects=True).get_data(as_text=True)
    head, _, body = page.partition("</head>")
    inside = body.partition(f'id="p{linked}"')[2] or body
    assert LINKED not in head
    assert (body.count(f'href="https://stills.example/{LINKED}"'), body.count(LINKED)) == (2, 3)
    assert re.search(rf'S01E04.*?href="https://stills\.example/{LINKED}"', inside, re.DOTALL)
    assert [word for word in ("<iframe", "<object", "<embed", "link-card") if word in page] == []


def test_c5_a_link_to_a_post_is_a_link_and_no_card(cage: Cage) -> None:
    """Fails when a post that is linked elsewhere is drawn there with its words."""
    for number in cage.posts.values():
        assert canaries(get(cage, "stranger", f"/p/{number}")) == set()
        assert get(cage, "stranger", f"/oembed?url=http://127.0.0.1:8000/p/{number}").status_code == 404


def test_c6_titles_and_addresses_are_neutral_until_allowed(cage: Cage) -> None:
    """Fails when `<title>`, a card's title or an address holds a member's title for who may not know it."""
    theory = cage.threads[2]
    assert sees(cage, f"/t/{theory}", "title")
    for role in BEHIND:
        head = page_of(cage, role, theory).partition("</head>")[0]
        assert "CANARY" not in head
        (title,) = re.findall(r"<title>(.*?)</title>", head)
        assert title.startswith("A theory about S01E04")
    for role in EVERYBODY:
        head = Head(page_of(cage, role, theory))
        assert head.told["og:title"] == head.told["twitter:title"] == "Harbour Lights: A theory about S01E04"
        assert [one["href"] for one in head.links if one["rel"] == "canonical"] == [f"http://127.0.0.1:8000/t/{theory}"]


def test_c7_crawlers_read_what_strangers_read(cage: Cage) -> None:
    """Fails when a crawler's name, or a page made for it, brings more than a stranger gets."""
    for agent in ("Googlebot/2.1", "facebookexternalhit/1.1", "Twitterbot/1.0", "Slackbot-LinkExpanding 1.0"):
        for number in cage.threads:
            answer = get(cage, "stranger", f"/t/{number}", headers={"User-Agent": agent})
            assert canaries(answer) == set()
            assert 'name="robots" content="noarchive"' in answer.get_data(as_text=True)


def test_c8_oembed_and_sitemaps_are_neutral(cage: Cage) -> None:
    """Fails when what sites and crawlers ask for knows more than the address."""
    for role in EVERYBODY:
        for number in cage.threads:
            answer = get(cage, role, f"/oembed?url=http://127.0.0.1:8000/t/{number}")
            assert (answer.status_code, canaries(answer)) == (200, set())
        assert canaries(get(cage, role, "/sitemaps/1.xml")) == set()
    assert get(cage, "stranger", "/oembed?url=http://127.0.0.1:8000/t/" + str(cage.threads[2])).get_json()["title"] == (
        "Harbour Lights: A theory about S01E04"
    )
    listed = get(cage, "stranger", "/sitemaps/1.xml").get_data(as_text=True)
    assert re.findall(r"/t/(\d+)</loc>", listed) == [str(one) for one in sorted(cage.threads)]
