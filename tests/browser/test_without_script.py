"""Everything that matters, in a browser that runs no script."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.club import SLUG, Club, written
from tests.browser.site import Site

Visit = Callable[..., Page]


def test_a_member_reads_behind_marks_replies_and_previews(site: Site, club: Club, member: Visit) -> None:
    with site.inside():
        (post_id,) = written(
            club["ann"], club.reasons_thread, "The POLAROID is real. [spoiler S02E02]The CLUBHOUSE too.[/spoiler]"
        )
    mona = member("mona", java_script_enabled=False)
    mona.goto(f"/g/{SLUG}")
    mona.get_by_role("link", name="S02E01").first.click()
    assert "POLAROID" not in mona.content()
    assert mona.locator(".script-only").count() > 0
    expect(mona.locator(".script-only:visible")).to_have_count(0)
    mona.get_by_role("button", name="I have seen it").click()
    post = mona.locator(f"#p{post_id}")
    expect(post).to_contain_text("POLAROID")
    assert "CLUBHOUSE" not in mona.content()

    post.get_by_role("button", name="Show").click()
    expect(post).to_contain_text("The CLUBHOUSE too.")
    post.get_by_role("button", name="Hide").click()
    assert "CLUBHOUSE" not in mona.content()

    mona.get_by_label("Your post").fill("I agree. [spoiler S02E03]DRAWN[/spoiler]")
    mona.get_by_role("button", name="Preview").click()
    expect(mona.get_by_role("region", name="Somebody caught up sees")).to_contain_text("DRAWN")
    expect(mona.get_by_role("region", name="A stranger sees")).not_to_contain_text("I agree")
    mona.go_back()
    mona.get_by_label("Your post").fill("I agree. [spoiler S02E03]DRAWN[/spoiler]")
    mona.get_by_role("button", name="Send").click()
    expect(mona.locator("article.post").last).to_contain_text("I agree. ")

    mona.locator("summary", has_text="mona").click()
    mona.get_by_role("button", name="Sign out").click()
    expect(mona.get_by_role("link", name="Sign in")).to_be_visible()


def test_a_stranger_opens_a_veil_on_a_page_of_its_own(site: Site, club: Club, person: Visit) -> None:
    with site.inside():
        (post_id,) = written(club["ann"], club.reasons_thread, "Only for those who ASK.")
    stranger = person(java_script_enabled=False)
    stranger.goto(f"/p/{post_id}")
    assert "ASK" not in stranger.content()
    stranger.locator(f"#p{post_id}").get_by_role("button", name="Show").click()
    expect(stranger.locator("article.post")).to_have_count(1)
    expect(stranger.locator("article.post")).to_contain_text("Only for those who ASK.")
    expect(stranger.get_by_role("complementary", name="If this topic is close to home")).to_be_visible()
    stranger.goto(f"/p/{post_id}")
    assert "ASK" not in stranger.content()


def test_help_is_found_by_a_stranger(person: Visit, club: Club) -> None:
    stranger = person(java_script_enabled=False)
    stranger.goto("/")
    stranger.get_by_role("contentinfo").get_by_role("link", name="Get support").click()
    stranger.get_by_label("Country").select_option(label="Ireland")
    stranger.get_by_role("button", name="Show").click()
    main = stranger.get_by_role("main")
    expect(main).to_contain_text("116 123")
    expect(main).not_to_contain_text("988")
