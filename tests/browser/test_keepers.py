"""What owners and administrators do, and how one comes back into one's own account."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.club import SLUG, Club
from tests.browser.site import Site, sign_in
from tests.conftest import NOW
from tests.factories import accounts, groups, shows

Visit = Callable[..., Page]


def test_an_administrator_imports_a_show_twice_and_a_bad_one(club: Club, member: Visit) -> None:
    data = shows.show_file("Salt Road", 9_700_001, shows.made_up_rows((2,), NOW, timedelta(days=7)))
    ada = member("ada")
    for words in ("The show is new.", "Nothing changed"):
        ada.goto("/shows/import")
        upload(ada, "salt-road.json", data)
        expect(ada.get_by_role("main")).to_contain_text(words)
    upload(ada, "half.json", data[: len(data) // 2])
    expect(ada.get_by_role("main")).to_contain_text("Nothing was imported")
    upload(ada, "odd.json", json.dumps({**json.loads(data), "name": 7}).encode())
    expect(ada.get_by_role("main")).to_contain_text("Nothing was imported")
    ada.goto("/shows")
    ada.get_by_role("link", name="Salt Road").click()
    expect(ada.get_by_role("main")).to_contain_text("S01E01")


def upload(page: Page, name: str, data: bytes) -> None:
    page.get_by_label("File").set_input_files({"name": name, "mimeType": "application/json", "buffer": data})
    page.get_by_role("button", name="Import").click()


def test_an_owner_answers_those_who_ask_to_join(site: Site, club: Club, member: Visit) -> None:
    with site.inside():
        groups.group(club["olga"], "slow-burn", joining="request", questions="Which show do you watch slowest?")
    gwen, olga = member("gwen"), member("olga")
    gwen.goto("/g/slow-burn")
    gwen.get_by_role("link", name="Ask to join").first.click()
    gwen.get_by_label("Which show do you watch slowest?").fill("All of them.")
    gwen.get_by_role("button", name="Ask to join").click()
    expect(gwen.get_by_role("main")).to_contain_text("you have asked")

    olga.goto("/g/slow-burn/requests")
    expect(olga.get_by_role("main")).to_contain_text("All of them.")
    olga.get_by_role("button", name="Decline").click()
    expect(olga.locator(".errors")).to_be_visible()
    olga.get_by_role("button", name="Let in").click()
    expect(olga.get_by_role("main")).to_contain_text("Nobody waits")
    gwen.goto("/g/slow-burn")
    expect(gwen.get_by_role("link", name="New thread").first).to_be_visible()


def test_a_hidden_group_is_found_by_its_link_alone(site: Site, club: Club, member: Visit, person: Visit) -> None:
    with site.inside():
        groups.hidden_group(club["olga"])
    gwen, olga, stranger = member("gwen"), member("olga"), person()
    assert gwen.goto("/g/attic").status == 404
    olga.goto("/g/attic/invitations")
    olga.get_by_role("button", name="Make a link").click()
    link = olga.get_by_role("link", name="/join/").get_attribute("href")
    stranger.goto(link)
    stranger.get_by_role("link", name="Sign in to join").click()
    expect(stranger.get_by_role("main").get_by_role("heading", name="Sign in")).to_be_visible()
    gwen.goto(link)
    gwen.get_by_role("button", name="Join").click()
    expect(gwen.get_by_role("heading", name="Attic")).to_be_visible()
    assert stranger.goto("/g/attic").status == 404


def test_a_lost_password_and_every_browser_signed_out(site: Site, club: Club, person: Visit) -> None:
    with site.inside():
        accounts.person("lou")
    old, new = person(), person()
    sign_in(old, "lou")
    new.goto("/account/login")
    new.get_by_role("link", name="Forgotten password").click()
    new.get_by_label("E-mail address or name").fill("lou")
    new.get_by_role("button", name="Send the mail").click()
    new.wait_for_url("**/account/mail-sent")
    new.goto(site.mailed_link())
    for label in ("New password", "The same once more"):
        new.get_by_label(label).fill("a lantern over the quay")
    new.get_by_role("button", name="Set the password").click()
    old.goto("/settings")
    expect(old.get_by_role("heading", name="Sign in")).to_be_visible()

    sign_in(old, "lou", "a lantern over the quay")
    other = person()
    sign_in(other, "lou", "a lantern over the quay")
    other.goto("/settings/sessions")
    other.get_by_role("button", name="Sign out everywhere, here too").click()
    for page in (old, other):
        page.goto("/settings")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_thread_is_locked_with_a_reason_that_members_read(club: Club, member: Visit) -> None:
    mona, ann = member("mona"), member("ann")
    mona.goto(f"/t/{club.lights_thread}/moderate")
    form = mona.locator("form[action$='/lock']")
    form.get_by_role("textbox").fill("We move to the next one.")
    form.get_by_role("button").click()
    ann.goto(f"/t/{club.lights_thread}")
    expect(ann.get_by_role("main")).to_contain_text("locked")
    expect(ann.get_by_role("button", name="Send")).to_have_count(0)
    ann.goto(f"/t/{club.lights_thread}/events")
    expect(ann.get_by_role("main")).to_contain_text("We move to the next one.")


def test_a_member_leaves_and_is_a_guest_again(site: Site, club: Club, member: Visit) -> None:
    with site.inside():
        groups.member(club.group_id, accounts.person("tom"))
    tom = member("tom")
    tom.goto(f"/g/{SLUG}/members")
    tom.get_by_role("button", name="Leave").click()
    tom.goto(f"/g/{SLUG}")
    expect(tom.get_by_role("link", name="Join", exact=True)).to_be_visible()
