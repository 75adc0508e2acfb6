"""The curtain in the hands of its readers: by keyboard, one at a time, on paper, and over the hour of release."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from forum.infra.db import transaction
from forum.infra.jobs import announce
from forum.shows import actions as shows
from tests.browser.club import Club, written
from tests.browser.site import Site
from tests.conftest import NOW
from tests.factories import accounts, groups

Visit = Callable[..., Page]
Veiled = Callable[[str], str]
Hour = Callable[[timedelta], None]
RELEASE = NOW + timedelta(hours=8)


@pytest.fixture
def veiled(site: Site, club: Club) -> Callable[[str], str]:
    """`veiled(body)` is the address of a post of ann's in the thread of Harbour Lights S01E03."""

    def put(body: str) -> str:
        with site.inside():
            (post_id,) = written(club["ann"], club.lights_thread, body)
        return f"/p/{post_id}"

    return put


def put_off(site: Site, club: Club, until: datetime) -> None:
    """An import brings another date for the fourth episode."""
    with site.inside(), transaction():
        announce("episode.changed", show_id=groups.put_date(club.lights.regular[3].id, until))
    site.drain()


@pytest.fixture
def hour(site: Site, club: Club) -> Iterator[Callable[[timedelta], None]]:
    """`hour(timedelta(hours=1))` is an hour after the release. Time and date are put back."""
    yield lambda after: site.at(RELEASE + after)
    site.at(NOW)
    put_off(site, club, RELEASE)


def watched(site: Site, club: Club, handle: str, number: int) -> None:
    with site.inside():
        shows.mark_through(club[handle], club.lights.regular[number - 1].id, site.clock.instant)


def test_a_veil_opens_and_closes_by_keyboard(site: Site, club: Club, member: Visit, veiled: Veiled) -> None:
    watched(site, club, "gwen", 1)
    gwen = member("gwen")
    gwen.goto(veiled("The BELL rang twice."))
    post = gwen.locator("article.post").last
    assert "BELL" not in gwen.content()
    show = post.get_by_role("button", name="Show")
    show.evaluate("b => { const all = [...document.querySelectorAll('a, button')]; all[all.indexOf(b) - 1].focus() }")
    gwen.keyboard.press("Tab")
    expect(show).to_be_focused()
    assert show.evaluate("b => getComputedStyle(b).outlineStyle") == "solid"
    gwen.keyboard.press("Enter")
    expect(post).to_contain_text("The BELL rang twice.")
    assert post.locator(".veil-body").evaluate("words => words === document.activeElement")
    expect(gwen.locator("#reveal-said")).to_have_text("Spoiler shown. Escape hides it again.")
    gwen.evaluate("getSelection().selectAllChildren(document.activeElement)")
    assert gwen.evaluate("getSelection().toString()").strip() == "The BELL rang twice."
    gwen.keyboard.press("Escape")
    expect(post).not_to_contain_text("BELL")
    expect(post.get_by_role("button", name="Show")).to_be_focused()
    assert "BELL" not in gwen.content()
    gwen.reload()
    assert "BELL" not in gwen.content()


def test_one_veil_opens_alone_and_keeps_its_bounds(
    site: Site, club: Club, member: Visit, veiled: Veiled, hour: Hour
) -> None:
    watched(site, club, "gwen", 2)
    hour(timedelta(0))
    gwen = member("gwen")
    with site.inside():
        shows.mark_through(club["gwen"], club.lights.regular[2].id, RELEASE)
    gwen.goto(veiled("Seen [spoiler S01E04]FIRST[/spoiler] and [spoiler S01E04]SECOND[/spoiler] end."))
    post = gwen.locator("article.post").last
    expect(post.get_by_role("button", name="Show")).to_have_count(2)
    post.get_by_role("button", name="Show").nth(1).click()
    expect(post).to_contain_text("SECOND")
    assert "FIRST" not in gwen.content()
    expect(post.locator(".veil.is-open .veil-body")).to_have_text("SECOND")
    expect(post.locator(".veil.is-open .veil-label")).to_contain_text("S01E04")


def test_all_curtains_of_a_page_open_at_once_when_asked(
    site: Site, club: Club, member: Visit, veiled: Veiled, hour: Hour
) -> None:
    with site.inside():  # somebody of her own: what she opens stays open for her in this thread
        opal = accounts.person("opal")
        groups.member(club.group_id, opal)
        shows.mark_through(opal, club.lights.regular[2].id, site.clock.instant)
    address = veiled(
        "[spoiler S01E04]FOURTH[/spoiler], [spoiler S01E04]AGAIN[/spoiler], [spoiler S01E05]FIFTH[/spoiler]."
    )
    hour(timedelta(hours=1))
    page = member("opal")
    page.goto(address)
    page.get_by_role("button", name="Open all that are out").click()
    expect(page.locator("article.post").last).to_contain_text("FOURTH")
    expect(page.locator("article.post").last).to_contain_text("AGAIN")
    assert "FIFTH" not in page.content()


def test_paper_and_pointer_open_nothing(site: Site, club: Club, member: Visit, veiled: Veiled) -> None:
    watched(site, club, "gwen", 1)
    gwen = member("gwen")
    gwen.goto(veiled("A PRINTED thing."))
    gwen.locator("article.post").last.locator(".veil").hover()
    gwen.emulate_media(media="print")
    assert "PRINTED" not in gwen.content()
    expect(gwen.locator("article.post").last.locator(".veil")).to_be_visible()
    expect(gwen.locator("article.post").last.locator(".veil-open")).to_be_hidden()


def test_a_page_left_open_over_the_release(site: Site, club: Club, member: Visit, veiled: Veiled, hour: Hour) -> None:
    watched(site, club, "gwen", 3)
    gwen = member("gwen")
    gwen.goto(veiled("Next week [spoiler S01E04]the LAMP goes out[/spoiler] surely."))
    post = gwen.locator("article.post").last
    expect(post.locator(".veil")).to_contain_text("not released")
    expect(post.get_by_role("button", name="Show")).to_have_count(0)
    hour(timedelta(hours=1))
    gwen.reload()
    post.get_by_role("button", name="Show").click()
    expect(post).to_contain_text("the LAMP goes out")

    put_off(site, club, RELEASE + timedelta(days=30))
    gwen.reload()
    assert "LAMP" not in gwen.content()
    expect(post.get_by_role("button", name="Show")).to_have_count(0)


def test_a_page_left_open_keeps_itself_right(site: Site, club: Club, member: Visit, veiled: Veiled, hour: Hour) -> None:
    """Nobody reloads: it opens by itself at the release, and covers again with a word when that is put off."""
    watched(site, club, "gwen", 3)
    gwen = member("gwen")
    address = veiled("Then [spoiler S01E04]the ANCHOR breaks[/spoiler] at last.")
    gwen.goto(address)
    gwen.wait_for_load_state("networkidle")
    gwen.get_by_label("Your post").fill("Half a thought")
    post = gwen.locator("article.post").last
    expect(post.locator(".veil")).to_contain_text("not released")
    hour(timedelta(hours=1))
    gwen.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    post.get_by_role("button", name="Show").click()
    expect(post).to_contain_text("the ANCHOR breaks")
    expect(gwen.locator(".watch-said")).to_contain_text("has come out")

    put_off(site, club, RELEASE + timedelta(days=30))
    gwen.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(gwen.locator(".watch-said")).to_contain_text("is covered again")
    assert "ANCHOR" not in gwen.locator("main").inner_text()
    expect(gwen.get_by_label("Your post")).to_have_value("Half a thought")


def test_a_button_that_came_too_late_opens_nothing(
    site: Site, club: Club, member: Visit, veiled: Veiled, hour: Hour
) -> None:
    """Shown while it was released, pressed after the release was put off."""
    watched(site, club, "gwen", 3)
    address = veiled("Soon [spoiler S01E04]the HARBOUR freezes[/spoiler] over.")
    hour(timedelta(hours=1))
    gwen = member("gwen")
    gwen.goto(address)
    put_off(site, club, RELEASE + timedelta(days=30))
    gwen.locator("article.post").last.get_by_role("button", name="Show").click()
    expect(gwen.locator("article.post").last.get_by_role("button", name="Show")).to_have_count(0)
    expect(gwen.locator("#reveal-said")).to_have_text("This cannot be shown now.")
    assert "HARBOUR freezes" not in gwen.content()


def test_the_thread_of_an_episode_opens_at_its_hour(site: Site, club: Club, member: Visit, hour: Hour) -> None:
    ann = member("ann")
    site.drain()
    ann.goto(f"/episodes/{club.lights.regular[3].id}")
    hour(timedelta(minutes=5))
    site.drain()
    ann.goto("/g/binge-club?show=harbour-lights")
    ann.get_by_role("link", name="S01E04").first.click()
    expect(ann.get_by_role("region", name="You are not there yet")).to_be_visible()
    ann.get_by_role("button", name="I have seen it").click()
    expect(ann.get_by_role("button", name="Send")).to_be_visible()
