"""A passkey from beginning to end, with a device that Chromium plays: made, not made twice, and good for signing in."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.site import Site, sign_in

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _name_and_make(page: Page, name: str) -> None:
    page.get_by_label("A name for the new passkey").fill(name)
    page.get_by_role("button", name="Make a passkey").click()


def test_a_passkey_is_made_once_and_opens_the_account(site: Site, person: Callable[..., Page]) -> None:
    page = person(base_url=site.url.replace("127.0.0.1", "localhost"))  # browsers bind passkeys to a name
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    sign_in(page, "gwen")
    page.goto("/account/passkeys")
    _name_and_make(page, "laptop")
    expect(page.get_by_text("Your passkey “laptop” is ready.")).to_be_visible()

    _name_and_make(page, "the same laptop")
    expect(page.get_by_text("This device holds a passkey of yours for this site already")).to_be_visible()
    expect(page.get_by_text("That did not work")).to_be_hidden()

    page.goto("/")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Register").first).to_be_visible()
    page.goto("/account/login")
    page.get_by_role("link", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="Good to see you, gwen")).to_be_visible()
