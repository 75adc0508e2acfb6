"""Names while one types in the search box: by keyboard, by pointer, and without any of it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.club import SLUG, Club

Visit = Callable[..., Page]


def typed(page: Page, words: str) -> Page:
    """A page with something typed into the search box, and the names that came."""
    page.goto("/about", wait_until="networkidle")
    page.get_by_role("combobox", name="Search").press_sequentially(words)
    return page


def test_arrows_choose_enter_goes_there(club: Club, person: Visit) -> None:
    page = typed(person(), "binge")
    box, names = page.get_by_role("combobox", name="Search"), page.get_by_role("option")
    expect(names).to_have_count(1)
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    expect(names.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == names.first.get_attribute("id")
    expect(box).to_be_focused()
    box.press("Enter")
    page.wait_for_url(f"**/g/{SLUG}")


def test_with_nothing_chosen_enter_searches(club: Club, person: Visit) -> None:
    page = typed(person(), "binge")
    expect(page.get_by_role("option")).to_have_count(1)
    page.get_by_role("combobox", name="Search").press("Enter")
    page.wait_for_url("**/search?q=binge")


def test_escape_and_leaving_close_it_and_keep_what_was_typed(club: Club, person: Visit) -> None:
    page = typed(person(), "binge")
    box = page.get_by_role("combobox", name="Search")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("binge")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially(" c")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_press_on_a_name_goes_there(club: Club, person: Visit) -> None:
    page = typed(person(), "binge")
    page.get_by_role("option", name="Binge Club").click()
    page.wait_for_url(f"**/g/{SLUG}")


def test_the_list_of_a_small_screen_stays_on_it(club: Club, person: Visit) -> None:
    page = typed(person(viewport={"width": 360, "height": 640}), "13 reasons")
    names = page.get_by_role("option")
    expect(names.first).to_be_visible()
    box = page.get_by_role("listbox").bounding_box()
    assert box is not None
    assert (box["x"] >= 0, box["x"] + box["width"] <= 360) == (True, True)
    assert all((one.bounding_box() or {"height": 0})["height"] >= 24 for one in names.all())


def test_without_script_the_box_searches(club: Club, person: Visit) -> None:
    page = person(java_script_enabled=False)
    page.goto("/about")
    page.get_by_role("searchbox", name="Search").fill("binge")
    page.get_by_role("searchbox", name="Search").press("Enter")
    page.wait_for_url("**/search?q=binge")
