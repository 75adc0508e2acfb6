"""A moderator works the queue with the keyboard alone; others' work and the letters are seen from both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from forum.domain.errors import Waits
from forum.domain.flags import CaseState, FlagReason
from forum.infra.db import db
from forum.intake import actions as intake
from forum.intake.forms import AutomationForm, SwitchForm
from forum.intake.models import AutomationMatch
from forum.moderation import actions as moderation
from forum.moderation.forms import FlagForm
from forum.moderation.models import Case
from forum.posts import actions as posts
from forum.posts.forms import ReplyForm
from tests.browser.club import Club, written
from tests.browser.site import Site
from tests.browser.test_axe import looked_over

Member = Callable[..., Page]


def reported(site: Site, club: Club, count: int, reason: FlagReason = FlagReason.OFF_TOPIC) -> list[int]:
    """Posts of ann, each reported by gwen. Returns their cases."""
    with site.inside():
        posts = written(club["ann"], club.talk, *(f"Reported words number {number}." for number in range(count)))
        form = FlagForm.read({"reason": reason.value})
        cases = [moderation.raise_flag(club["gwen"], post, form, site.clock.instant) for post in posts]
    site.drain()
    return cases


@pytest.fixture(autouse=True)
def _tidied(site: Site, club: Club) -> Iterator[None]:
    """What a test leaves open is out of mona's queue when the next one begins, in whatever order they run."""
    yield
    with site.inside():
        for case in db.session.scalars(select(Case).where(Case.state != CaseState.DECIDED)).all():
            moderation.pass_case(club["mona"], case.id, site.clock.instant)


def intaken(site: Site, club: Club) -> list[str]:
    """A rule that has met a post, which waits. Returns the pages about it."""
    with site.inside():
        now = site.clock.instant
        said = {"name": "Shops", "words": "discount code", "deed": "hold", "note": "Ask first."}
        rule = intake.write_automation(club["olga"], club.group_id, AutomationForm.read(said), now)
        intake.switch_automation(club["olga"], rule, SwitchForm(to="on"), now)
        with pytest.raises(Waits):
            posts.reply(club["gwen"], club.talk, ReplyForm.read({"body": "Here is a discount code."}), now)
        match = db.session.scalars(select(AutomationMatch)).one()
        return [
            f"/automations/{rule}",
            f"/automations/{rule}/edit",
            f"/matches/{match.id}",
            f"/waiting/{match.waiting_id}",
        ]


def decide(page: Page) -> None:
    """From the queue, by keys: to the form, what is suggested there, a reason, the preview, done."""
    page.keyboard.press("d")
    page.wait_for_url("**/mod/cases/**")
    page.wait_for_load_state("networkidle")
    expect(page.locator("input[value=advise]")).to_be_focused()
    page.keyboard.press("Space")
    page.locator("textarea[name=reason]").focus()
    page.keyboard.type("It fits here, thank you for looking.")
    for name in ("Look at what would happen", "Confirm"):
        page.get_by_role("button", name=name).press("Enter")
    page.wait_for_url("**/mod?done=*")
    page.wait_for_load_state("networkidle")


def test_the_queue_is_cleared_by_keyboard(site: Site, club: Club, member: Member) -> None:
    cases = reported(site, club, 3)
    page = member("mona")
    page.goto("/mod")
    page.wait_for_load_state("networkidle")
    expect(page.locator(f"#case-{cases[0]}")).to_have_class("case-row is-at")
    page.keyboard.press("j")
    expect(page.locator(f"#case-{cases[1]}")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("c")
    expect(page.locator(f"#case-{cases[0]}.is-mine")).to_be_visible()
    decide(page)
    expect(page.locator(f"#case-{cases[0]}")).to_have_count(0)
    page.keyboard.press("u")
    page.wait_for_url(lambda url: "done=" not in url)
    page.goto("/mod")
    expect(page.locator(f"#case-{cases[0]}")).to_be_visible()
    page.wait_for_load_state("networkidle")
    for _ in cases:
        decide(page)
    expect(page.locator(".case-row")).to_have_count(0)
    site.drain()
    gwen = member("gwen")
    gwen.goto("/notifications")
    gwen.locator("main a[href^='/decisions/']").first.click()
    gwen.wait_for_url("**/decisions/*")
    expect(gwen.get_by_text("It fits here, thank you for looking.")).to_be_visible()


def test_keys_are_silent_while_one_types_and_can_be_switched_off(site: Site, club: Club, member: Member) -> None:
    cases = reported(site, club, 2)
    page = member("mona")
    page.goto("/mod")
    page.wait_for_load_state("networkidle")
    page.locator("#find").press("j")
    expect(page.locator("#find")).to_have_value("j")
    page.locator(f"#case-{cases[0]}").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Single keys work on this device").uncheck()
    page.keyboard.press("Escape")
    page.locator(f"#case-{cases[0]}").focus()
    page.keyboard.press("j")
    expect(page.locator(f"#case-{cases[0]}")).to_be_focused()


def test_the_desk_is_clean_in_light_and_dark_and_fits_a_phone(site: Site, club: Club, member: Member) -> None:
    case = reported(site, club, 1, FlagReason.HATE)[0]
    page = member("olga", reduced_motion="reduce")
    found: list[str] = []
    for address in (
        "/mod",
        f"/mod/cases/{case}",
        "/g/binge-club/figures",
        "/g/binge-club/replies",
        "/moderation/report",
        "/g/binge-club/automations",
        "/g/binge-club/automations/new",
        "/g/binge-club/waiting",
        "/notice",
        "/notice/sent",
        *intaken(site, club),
    ):
        found += looked_over(page, address)
    assert found == []


def test_words_against_a_moderator_are_decided_by_the_staff(site: Site, club: Club, member: Member) -> None:
    """From the case page of whom they attack to the letter; the report itself still waits."""
    with site.inside():
        (post,) = written(club["ann"], club.talk, "A plain opinion.")
        form = FlagForm.read({"reason": "off-topic", "words": "Are you blind, Mona?"})
        case = moderation.raise_flag(club["gwen"], post, form, site.clock.instant)
    mona = member("mona", reduced_motion="reduce")
    mona.goto(f"/mod/cases/{case}")
    mona.get_by_role("link", name="Report these words").click()
    expect(mona.get_by_role("heading", level=1)).to_have_text("Report a message to moderators")
    assert looked_over(mona, mona.url) == []
    mona.get_by_label("It attacks somebody").check()
    mona.get_by_role("button", name="Send to the moderators").click()
    expect(mona.get_by_text("Thank you for telling us.")).to_be_visible()
    ada = member("ada", reduced_motion="reduce")
    ada.goto("/mod")
    ada.locator(".case-row", has_text="the words of a report").get_by_role("link", name="Open").click()
    expect(ada.locator(".reported")).to_contain_text("Are you blind, Mona?")
    assert looked_over(ada, ada.url) == []
    ada.get_by_label("Give advice").check()
    ada.get_by_label("Reason", exact=True).fill("Kinder words, please.")
    ada.get_by_role("button", name="Look at what would happen").click()
    expect(ada.get_by_text("something that you wrote to moderators")).to_be_visible()
    ada.get_by_role("button", name="Confirm").click()
    ada.wait_for_url("**/decisions/*")
    gwen = member("gwen")
    site.drain()
    gwen.goto("/decisions")
    gwen.locator("main a[href^='/decisions/']").first.click()
    expect(gwen.get_by_text("the words of a report")).to_be_visible()
    mona.goto(f"/mod/cases/{case}")
    expect(mona.get_by_role("heading", name="Decide", exact=True)).to_be_visible()


def test_what_another_moderator_took_leaves_the_list(site: Site, club: Club, member: Member) -> None:
    """The case that I stand on stays and says who took it; the others go."""
    cases = reported(site, club, 3)
    page = member("mona")
    page.clock.install()
    page.goto("/mod")
    page.wait_for_load_state("networkidle")
    expect(page.locator(f"#case-{cases[0]}")).to_have_class("case-row is-at")
    with site.inside():
        for case in cases[:2]:
            moderation.claim_case(club["olga"], case, site.clock.instant)
    page.clock.fast_forward(16_000)
    expect(page.locator(f"#case-{cases[1]}")).to_have_count(0)
    expect(page.locator(f"#case-{cases[0]} .case-state")).to_contain_text("olga")
    expect(page.locator(f"#case-{cases[2]}")).to_be_visible()
    expect(page.locator(".case-row")).to_have_count(2)


def test_the_suggested_sanction_goes_with_what_it_was_suggested_for(site: Site, club: Club, member: Member) -> None:
    [case] = reported(site, club, 1, FlagReason.HARASSMENT)
    mona = member("mona")
    mona.goto(f"/mod/cases/{case}")
    form = mona.locator("form[data-sanction]")
    sanction = form.locator("select[name=sanction]")
    for outcome, chosen in (("remove", "warn"), ("advise", "none"), ("hide", "warn"), ("seal", "none")):
        form.locator(f"input[value={outcome}]").check()
        expect(sanction).to_have_value(chosen)
    sanction.select_option("mute")
    for outcome in ("remove", "advise"):
        form.locator(f"input[value={outcome}]").check()
        expect(sanction).to_have_value("mute")  # what a person chose stays


def test_the_clock_of_a_claim_counts_down(site: Site, club: Club, member: Member) -> None:
    (case,) = reported(site, club, 1)
    with site.inside():
        moderation.claim_case(club["mona"], case, site.clock.instant)
    page = member("mona")
    page.clock.install(time=site.clock.instant)
    page.clock.pause_at(site.clock.instant + timedelta(minutes=1))
    page.goto(f"/mod/cases/{case}")
    page.wait_for_load_state("networkidle")
    clock = page.locator(".claim-clock [data-until]")
    expect(clock).to_have_text("14:00")
    page.clock.run_for(61_000)
    expect(clock).to_have_text("12:59")
    expect(clock).to_have_class("script-only")
    page.clock.run_for(11 * 60_000)
    expect(clock).to_have_text("1:59")
    expect(clock).to_have_class("script-only is-short")
