"""The way of a newcomer through the forum, and of a post through the hands of its readers."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.club import SLUG, Club, written
from tests.browser.site import Site, sign_in

Visit = Callable[..., Page]
PASSWORD = "three kettles on a balcony"
SAID = "The corridor scene again"
SPOILT = "Jessica speaks in court"
UNMARKED = "it is Bryce who answers the door"


def register(site: Site, page: Page, handle: str) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="You").get_by_role("link", name="Register").click()
    page.get_by_label("Name", exact=True).fill(handle)
    page.get_by_label("E-mail address").fill(f"{handle}@people.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Register").click()
    page.wait_for_url("**/account/mail-sent")
    page.goto(site.mailed_link())
    page.get_by_role("button", name="Confirm my address").click()
    expect(page.get_by_role("main")).not_to_contain_text("Confirm my address")


def join(page: Page) -> None:
    page.goto("/groups")
    page.get_by_role("link", name="Binge Club").first.click()
    page.get_by_role("main").get_by_role("link", name="Join", exact=True).click()
    page.get_by_label("I have read the rules and accept them").check()
    page.get_by_role("button", name="Join", exact=True).click()
    page.wait_for_url(f"**/g/{SLUG}")


def stand_before_the_door(page: Page) -> None:
    """Covered posts, three ways on, and help in sight."""
    page.get_by_role("link", name="S02E01").first.click()
    door = page.get_by_role("region", name="You are not there yet")
    expect(door.get_by_role("button", name="I have seen it")).to_be_visible()
    expect(door.get_by_role("link", name="Take me to S01E01")).to_be_visible()
    expect(door.get_by_role("button", name="Enter anyway")).to_be_visible()
    notice = page.get_by_role("complementary", name="If this topic is close to home")
    expect(notice).to_contain_text("116 123")
    first_post = page.locator("article.post").first
    assert notice.bounding_box()["y"] < first_post.bounding_box()["y"]
    assert SAID not in page.content()


def write_with_a_spoiler(page: Page) -> None:
    """Select the words, name the episode, press the button; see what three readers will see; send."""
    area = page.get_by_label("Your post")
    area.fill(f"Well, {UNMARKED}. {SPOILT}")
    area.evaluate("(a, words) => a.setSelectionRange(a.value.indexOf(words), a.value.length)", SPOILT)
    page.get_by_label("What the spoiler is about").fill("S02E05")
    page.wait_for_load_state("networkidle")  # the composer comes after the page
    page.get_by_role("button", name="Hide as spoiler").click()
    expect(area).to_have_value(f"Well, {UNMARKED}. [spoiler S02E05]{SPOILT}[/spoiler]")
    preview = page.get_by_role("region", name="Preview")
    stranger, behind, caught_up = (preview.locator("section").nth(n) for n in range(3))
    expect(caught_up).to_contain_text(SPOILT)
    expect(behind).to_contain_text(UNMARKED)
    expect(behind).not_to_contain_text(SPOILT)
    expect(stranger).not_to_contain_text(UNMARKED)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("article.post").last).to_contain_text(SPOILT)


def report(page: Page) -> None:
    page.locator("article.post").last.get_by_role("link", name="Report").click()
    page.get_by_label("It spoils something").check()
    page.get_by_label("Which episode does it give away?").fill("S02E03")
    page.get_by_role("button", name="Send to the moderators").click()
    expect(page.get_by_role("main")).to_contain_text("Thank")


def seal_unread(page: Page) -> None:
    """A moderator who is behind decides from what is said about the post."""
    page.get_by_role("navigation", name="You").get_by_role("link", name="Moderation").click()
    expect(page.get_by_role("main")).to_contain_text("S02E03")
    page.get_by_role("link", name="Open").first.click()
    expect(page.get_by_role("main")).to_contain_text("It spoils something")
    assert UNMARKED not in page.content()
    page.get_by_role("button", name="I take it").click()
    expect(page.get_by_role("button", name="Give it back")).to_be_visible()
    page.get_by_label("Seal it as a spoiler").check()
    expect(page.get_by_label("Seal as a spoiler of")).to_have_value("S02E03")
    page.get_by_role("textbox", name="Reason").fill("The door belongs to the third episode.")
    page.get_by_role("button", name="Look at what would happen").click()
    expect(page.get_by_role("heading", name="Before you confirm")).to_be_visible()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("main")).to_contain_text("Decided")
    assert UNMARKED not in page.content()


def read_the_decision(page: Page, words: str) -> None:
    page.goto("/notifications")
    page.get_by_role("link", name=words).click()
    expect(page.get_by_role("main")).to_contain_text("The door belongs to the third episode.")
    expect(page.get_by_role("main")).not_to_contain_text("mona")


def test_from_the_front_door_to_a_sealed_post(site: Site, club: Club, person: Visit, member: Visit) -> None:
    with site.inside():
        written(club["olga"], club.reasons_thread, SAID)
    nora = person()
    register(site, nora, "nora")
    if "/account/login" in nora.url or nora.get_by_role("link", name="Sign in").count():
        sign_in(nora, "nora", PASSWORD)
    join(nora)
    stand_before_the_door(nora)
    nora.get_by_role("button", name="I have seen it").click()
    expect(nora.locator("article.post").first).to_contain_text(SAID)
    write_with_a_spoiler(nora)
    thread = nora.url.split("#")[0]

    gwen = member("gwen")
    gwen.goto(thread)
    expect(gwen.locator("article.post").last).to_contain_text(UNMARKED)
    assert SPOILT not in gwen.content()
    report(gwen)

    site.drain()
    mona = member("mona")
    seal_unread(mona)
    site.drain()

    gwen.goto(thread)
    assert UNMARKED not in gwen.content()
    read_the_decision(nora, "A decision about your post")
    read_the_decision(gwen, "What became of your report")
    gwen.goto(f"/g/{SLUG}/ledger")
    ledger = gwen.get_by_role("main")
    expect(ledger).to_contain_text("Sealed as a spoiler")
    for name in ("mona", "nora", "gwen"):
        expect(ledger).not_to_contain_text(name)
