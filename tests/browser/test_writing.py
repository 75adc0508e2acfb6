"""Writing where things go wrong: pressed twice, refused, interrupted."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.club import SLUG, Club

Visit = Callable[..., Page]


def test_send_pressed_twice_makes_one_post(club: Club, member: Visit) -> None:
    ann = member("ann")
    ann.goto(f"/t/{club.talk}")
    ann.wait_for_load_state("networkidle")  # the composer comes after the page
    ann.get_by_label("Your post").fill("Only ONCE please")
    ann.get_by_role("button", name="Send").dblclick(no_wait_after=True)
    expect(ann.locator("article.post").last).to_contain_text("Only ONCE please")
    ann.goto(f"/t/{club.talk}")
    ann.wait_for_load_state("networkidle")  # the composer comes after the page
    expect(ann.locator("article.post", has_text="ONCE")).to_have_count(1)


def test_a_form_sent_again_from_history_makes_no_second_post(club: Club, member: Visit) -> None:
    ann = member("ann")
    ann.goto(f"/t/{club.talk}")
    ann.wait_for_load_state("networkidle")  # the composer comes after the page
    key = ann.locator("input[name=submission_key]").input_value()
    for _ in range(2):
        ann.goto(f"/t/{club.talk}")
        ann.locator("input[name=submission_key]").evaluate("(field, key) => { field.value = key }", key)
        ann.get_by_label("Your post").fill("A TWIN of itself")
        ann.get_by_role("button", name="Send").click()
        expect(ann.locator("article.post").last).to_contain_text("A TWIN")
    expect(ann.locator("article.post", has_text="TWIN")).to_have_count(1)


def test_a_refused_text_comes_back_with_the_place(club: Club, member: Visit) -> None:
    ann = member("ann")
    ann.goto(f"/t/{club.lights_thread}")
    ann.wait_for_load_state("networkidle")  # the composer comes after the page
    typed = "Fine so far.\nBut >!this was never closed"
    ann.get_by_label("Your post").fill(typed)
    ann.get_by_role("button", name="Send").click()
    fault = ann.get_by_role("main").locator(".errors").first
    expect(fault).to_contain_text("Line 2, place 5")
    expect(ann.get_by_label("Your post")).to_have_value(typed)
    ann.get_by_label("Your post").fill(typed + "!<")
    ann.get_by_role("button", name="Send").click()
    expect(ann.locator("article.post").last).to_contain_text("this was never closed")


def test_a_draft_outlives_a_reload(club: Club, member: Visit) -> None:
    gwen = member("gwen")
    gwen.goto(f"/t/{club.talk}")
    gwen.wait_for_load_state("networkidle")  # the composer comes after the page
    gwen.clock.install()
    gwen.get_by_label("Your post").press_sequentially("half a thought")
    with gwen.expect_response("**/draft"):
        gwen.clock.fast_forward(5000)
    expect(gwen.locator(".composer-said")).to_have_text("Draft saved")
    gwen.reload()
    expect(gwen.get_by_label("Your post")).to_have_value("half a thought")
    gwen.get_by_role("button", name="Throw the draft away").click()
    gwen.goto(f"/t/{club.talk}")
    gwen.wait_for_load_state("networkidle")  # the composer comes after the page
    expect(gwen.get_by_label("Your post")).to_have_value("")


def test_an_empty_picker_takes_the_guess_it_shows_and_no_other(club: Club, member: Visit) -> None:
    ann = member("ann")
    for thread, wanted in ((club.lights_thread, "[spoiler S01E03]word[/spoiler]"), (club.talk, "word")):
        ann.goto(f"/t/{thread}")
        area = ann.get_by_label("Your post")
        area.fill("word")
        area.evaluate("a => a.setSelectionRange(0, 4)")
        ann.get_by_role("button", name="Hide as spoiler").click()
        expect(area).to_have_value(wanted)


def test_a_spoiler_over_several_lines_and_no_scope(club: Club, member: Visit) -> None:
    ann = member("ann")
    ann.goto(f"/g/{SLUG}/new")
    ann.wait_for_load_state("networkidle")  # the composer comes after the page
    area = ann.get_by_label("First post")
    area.fill("one\ntwo")
    area.evaluate("a => a.setSelectionRange(0, a.value.length)")
    ann.get_by_role("button", name="Hide as spoiler").click()
    picker = ann.get_by_label("What the spoiler is about")
    expect(picker).to_be_focused()
    expect(ann.locator(".composer-said")).to_contain_text("First say what the spoiler is about")
    picker.fill("harbour-lights S01E02")
    picker.press("Enter")
    expect(area).to_have_value(":::spoiler harbour-lights S01E02\none\ntwo\n:::")
    ann.get_by_label("Title").fill("A quick word")
    ann.get_by_role("button", name="Start the thread").click()
    expect(ann.get_by_role("heading", name="A quick word")).to_be_visible()
    expect(ann.locator("article.post")).to_contain_text("one")
