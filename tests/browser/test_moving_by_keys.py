"""A post is moved, and a whole thread merged, by keys alone; what would happen is shown before, on a clean page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from forum.domain.flags import FlagReason
from forum.infra.db import db
from forum.moderation import actions as moderation
from forum.moderation.forms import FlagForm
from forum.posts.models import Post
from forum.threads.models import Thread
from tests.browser.club import Club, written
from tests.browser.site import Site
from tests.browser.test_axe import looked_at
from tests.browser.test_fifty_cases import choose, tab_to
from tests.factories import groups

Member = Callable[..., Page]


@pytest.mark.parametrize("outcome", ["move", "merge"])
def test_posts_and_threads_go_elsewhere_by_keys(site: Site, club: Club, member: Member, outcome: str) -> None:
    with site.inside():
        here = groups.thread(club.group_id, club["gwen"], f"Here to {outcome}", kind="open")
        there = groups.thread(club.group_id, club["gwen"], f"There to {outcome}", kind="open")
        first, post = written(club["ann"], here, "The first word.", "This belongs elsewhere.")
        form = FlagForm.read({"reason": FlagReason.WRONG_THREAD.value})
        case = moderation.raise_flag(club["gwen"], post, form, site.clock.instant)
    site.drain()
    page = member("mona", reduced_motion="reduce")
    page.goto("/mod")
    page.wait_for_selector(f"#case-{case}.is-at:focus")
    page.keyboard.press("d")
    page.wait_for_selector(f"form[action='/mod/cases/{case}/preview'] input[name=outcome]:focus")
    choose(page, outcome)
    tab_to(page, "textarea[name=reason]")
    page.keyboard.type("It is talked about there.")
    tab_to(page, "summary")
    if not page.evaluate("document.activeElement.parentElement.open"):
        page.keyboard.press("Enter")
    tab_to(page, "input[name=thread]")
    page.keyboard.type(str(there))
    tab_to(page, ".actions > .button-primary")
    page.keyboard.press("Enter")
    page.wait_for_selector("#does:focus")
    assert looked_at(page, f"preview of {outcome}") == []
    page.keyboard.press("d")
    page.wait_for_selector(f"form[action='/mod/cases/{case}/decide'] button:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector(f".done-bar:has-text('Case {case} is decided')")
    with site.inside():
        assert db.session.get_one(Post, post).thread_id == there
        assert db.session.get_one(Post, first).thread_id == (there if outcome == "merge" else here)
        assert db.session.get_one(Thread, here).merged_into_id == (there if outcome == "merge" else None)
    page.goto(f"/p/{post}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"There to {outcome}")
