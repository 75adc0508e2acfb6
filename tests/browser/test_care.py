"""A case of the most urgent kind from the page to its closing, by keyboard; and the word to its author."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from forum.care import actions
from forum.care.forms import CarerForm
from forum.care.models import CareCase
from forum.infra import clock
from forum.infra.db import db
from tests.browser.club import Club
from tests.browser.site import Site
from tests.care.test_listening import GOODBYE
from tests.factories import posts

Visit = Callable[..., Page]


@pytest.fixture
def waiting(site: Site, club: Club) -> int:
    """Gwen wrote a goodbye; Ann leads the care team and Olga is of it. Returns the case."""
    with site.inside():
        for handle, role in (("ann", "lead"), ("olga", "carer")):
            form = CarerForm(handle=handle, role=role, trained_on=date(2026, 1, 1))
            actions.appoint_carer(club["ada"], form, clock.now())
        post_id = posts.post(club["gwen"], club.talk, GOODBYE)
        return db.session.scalars(select(CareCase.id).where(CareCase.post_id == post_id)).one()


def press(page: Page, name: str) -> None:
    """Reach a button by its name with the keyboard, press it, and wait for the page that comes of it."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    expect(button).to_be_focused()
    with page.expect_navigation(wait_until="networkidle"):
        page.keyboard.press("Enter")


def test_a_p0_case_is_worked_from_page_to_closing_by_keyboard(waiting: int, member: Visit) -> None:
    ann, olga, gwen = member("ann"), member("olga"), member("gwen")
    ann.goto("/care")
    expect(ann.get_by_role("main")).to_contain_text("P0")
    ann.locator(f'main a[href="/care/cases/{waiting}"]').focus()
    ann.keyboard.press("Enter")
    expect(ann.get_by_role("heading", level=1)).to_contain_text("somebody may be at risk")
    expect(ann.get_by_role("main")).to_contain_text("P0: now, and not alone")
    press(ann, "I take it")
    expect(ann.get_by_role("button", name="I take it")).to_have_count(0)
    olga.goto(ann.url)
    press(olga, "I stand beside")
    expect(olga.get_by_role("button", name="I stand beside")).to_have_count(0)
    ann.get_by_label("Your words").fill("Thank you for writing this. Are you safe at this moment?")
    press(ann, "Send")
    expect(ann.get_by_role("main")).to_contain_text("wrote to the person")
    gwen.goto("/notifications")
    gwen.get_by_role("link", name="A message from the team is waiting for you.").click()
    expect(gwen.get_by_role("main")).to_contain_text("Are you safe at this moment?")
    expect(gwen.get_by_role("main")).not_to_contain_text("ann")
    for button in ("I asked after a day", "I asked after a week"):
        press(ann, button)
        expect(ann.get_by_role("main")).to_contain_text("has not come yet")
        form = ann.locator("form").filter(has=ann.get_by_role("button", name=button))
        form.get_by_label("I asked already, before that day").check()
        press(ann, button)
        expect(ann.get_by_role("button", name=button)).to_have_count(0)
    ann.get_by_label("looked after, asked again, nothing more to do").check()
    ann.get_by_label("In a sentence").fill("They are with a friend.")
    press(ann, "Close the case")
    ann.goto("/care")
    expect(ann.get_by_role("heading", level=1)).to_be_visible()
    expect(ann.locator(f'main a[href="/care/cases/{waiting}"]')).to_have_count(0)


def test_the_author_reads_the_word_of_the_team_at_their_post_and_sends_it_away(club: Club, member: Visit) -> None:
    mona = member("mona")  # Gwen was written to today: nobody is, twice a day
    mona.goto(f"/t/{club.talk}")
    mona.wait_for_load_state("networkidle")
    mona.get_by_label("Your post").fill("I want to kill myself.")
    mona.get_by_role("button", name="Send").click()
    word = mona.get_by_role("region", name="A word from the team, for you alone")
    expect(word).to_contain_text("you do not have to carry it alone")
    expect(word.get_by_role("link", name="116 123")).to_be_visible()
    word.get_by_role("button", name="This is not about me").click()
    expect(mona.get_by_role("main")).to_contain_text("We have deleted it.")
    expect(mona.get_by_role("region", name="A word from the team, for you alone")).to_have_count(0)


def test_whoever_steps_away_hands_a_case_over_with_a_note(waiting: int, member: Visit) -> None:
    ann, olga = member("ann"), member("olga")
    ann.goto("/care")
    ann.locator(f'main a[href="/care/cases/{waiting}"]').click()
    expect(ann.get_by_role("heading", level=1)).to_contain_text("somebody may be at risk")
    address = ann.url
    press(ann, "I take it")
    expect(ann.get_by_role("button", name="I take it")).to_have_count(0)
    ann.get_by_text("Note, or hand over").click()
    ann.get_by_label("Note for those who go on").fill("She answers in the evening. I need a rest.")
    press(ann, "Hand over with this note")
    expect(ann.get_by_role("main")).to_contain_text("nobody has it")
    olga.goto(address)
    expect(olga.get_by_role("main")).to_contain_text("She answers in the evening. I need a rest.")
    press(olga, "I take it")
    expect(olga.get_by_role("button", name="I take it")).to_have_count(0)
