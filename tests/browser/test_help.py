"""The crisis notice as readers in different places meet it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.club import Club
from tests.browser.site import Site
from tests.factories import accounts, groups

Visit = Callable[..., Page]
US_NUMBERS = ("988", "741741", "911", "1-800")


def notice(page: Page) -> Locator:
    return page.get_by_role("complementary", name="If this topic is close to home")


def choose_country(page: Page, name: str) -> None:
    page.goto("/settings")
    page.get_by_label("Country").select_option(label=name)
    page.get_by_role("main").get_by_role("button", name="Save").click()


def test_the_country_one_chooses_decides(site: Site, club: Club, member: Visit) -> None:
    with site.inside():
        accounts.person("iris")
    iris = member("iris")
    for country, number in (("Germany", "0800 111 0 111"), ("United States", "988"), ("Australia", "13 11 14")):
        choose_country(iris, country)
        iris.goto(f"/t/{club.reasons_thread}")
        expect(notice(iris)).to_contain_text(country)
        expect(notice(iris)).to_contain_text(number)


UNKNOWN = "We do not know which country you are in"


@pytest.mark.parametrize(
    ("language", "says"), [("en", UNKNOWN), ("es-419", "No sabemos en qué país estás"), ("tlh", UNKNOWN)]
)
def test_an_unknown_country_is_given_no_number_of_another(club: Club, person: Visit, language: str, says: str) -> None:
    stranger = person(locale=language)
    stranger.goto(f"/t/{club.reasons_thread}")
    words = stranger.locator("aside.notice").inner_text()
    assert says in words
    assert [number for number in US_NUMBERS if number in words] == []


def test_it_is_open_at_first_folds_when_asked_and_never_on_paper(club: Club, person: Visit) -> None:
    stranger = person()
    stranger.goto(f"/t/{club.reasons_thread}")
    number = notice(stranger).get_by_role("link", name="116 123").first
    expect(number).to_be_visible()
    expect(number).to_have_attribute("href", "tel:116123")
    assert number.bounding_box()["height"] >= 44
    notice(stranger).get_by_role("button", name="Hide").click()
    expect(number).to_be_hidden()
    expect(notice(stranger).get_by_role("link", name="More lines")).to_be_visible()
    stranger.reload()
    expect(number).to_be_hidden()
    stranger.emulate_media(media="print")
    expect(number).to_be_visible()
    stranger.emulate_media(media="screen")
    another_session = person()
    another_session.goto(f"/t/{club.reasons_thread}")
    expect(notice(another_session).get_by_role("link", name="116 123").first).to_be_visible()
    stranger.reload()
    expect(number).to_be_hidden()
    notice(stranger).get_by_role("button", name="Show the lines").click()
    expect(number).to_be_visible()


def test_folding_one_topic_folds_no_other(club: Club, person: Visit) -> None:
    stranger = person()
    stranger.goto(f"/t/{club.reasons_thread}")
    stranger.evaluate("sessionStorage.setItem('notice-folded', JSON.stringify([':bullying', ':']))")
    stranger.reload()
    expect(notice(stranger).get_by_role("link", name="116 123").first).to_be_visible()


def test_it_is_said_again_where_one_writes(site: Site, club: Club, member: Visit) -> None:
    with site.inside():
        groups.member(club.group_id, accounts.person("ivor", country="GB"))
    ivor = member("ivor")
    ivor.goto(f"/t/{club.reasons_thread}")
    expect(ivor.locator("#reply .notice-again")).to_contain_text("116 123")


def test_it_stands_in_the_first_html_and_in_the_flow(club: Club, person: Visit) -> None:
    stranger = person(java_script_enabled=False)
    stranger.goto(f"/t/{club.reasons_thread}")
    box = notice(stranger)
    expect(box).to_be_visible()
    assert box.evaluate("n => getComputedStyle(n).position") == "static"
    assert box.get_attribute("role") == "complementary"
    heard = box.aria_snapshot()  # check 5 of the guidance: what a screen reader is given, in its order
    order = [heard.index(words) for words in ("support is available", "Samaritans", 'link "116 123"', 'link "999"')]
    assert order == sorted(order), heard
    stranger.keyboard.press("Tab")
    expect(stranger.get_by_role("link", name="Skip to the content")).to_be_focused()
