"""Sign-ins live on the server, are listed, and end at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts import actions, queries
from forum.accounts.models import SignIn
from forum.accounts.secrets_kept import digest_of
from forum.domain.errors import Missing
from forum.domain.people import Reader, SiteRole
from forum.infra import clock as clocks
from forum.infra.db import db
from tests.factories.accounts import PASSWORD, administrator, moderator, person, sign_in, signed_in, token

NEW = "slow rivers carry big boats"


def still_in(browser: FlaskClient) -> bool:
    return browser.get("/settings").status_code == 200


def replayed(app: Flask, browser: FlaskClient) -> FlaskClient:
    """The same cookie in another browser, as a thief would use it."""
    thief = app.test_client()
    thief.set_cookie("session", browser.get_cookie("session").value)
    return thief


def _change_password(app: Flask, ann: Reader) -> None:
    form = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    assert signed_in(app, ann).post("/account/password", data=form).status_code == 302


ENDINGS: dict[str, Callable[[Flask, Reader], None]] = {
    "password": _change_password,
    "suspension": lambda _app, ann: actions.suspend(
        administrator(), ann.id or 0, clocks.now() + timedelta(days=1), "spam", clocks.now()
    ),
    "role": lambda _app, ann: actions.set_site_role(
        administrator(), ann.id or 0, SiteRole.MODERATOR, "help wanted", clocks.now()
    ),
    "everywhere": lambda app, ann: signed_in(app, ann).post("/settings/sessions/end-all"),
    "elsewhere": lambda app, ann: signed_in(app, ann).post("/settings/sessions/end-others"),
    "that one": lambda app, ann: signed_in(app, ann).post("/settings/sessions/1/end"),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_ends_a_sign_in_ends_a_stolen_cookie_too(app: Flask, ending: str) -> None:
    ann, bea = person("ann"), person("bea")
    browser, other = signed_in(app, ann), signed_in(app, bea)
    thief = replayed(app, browser)
    assert still_in(browser)
    assert still_in(thief)
    ENDINGS[ending](app, ann)
    assert not still_in(browser)
    assert not still_in(thief)
    assert still_in(other)


def test_sign_out_ends_a_stolen_cookie_too(app: Flask) -> None:
    browser = signed_in(app, person("ann"))
    thief = replayed(app, browser)
    browser.post("/account/logout")
    assert not still_in(thief)


def test_after_a_password_change_this_browser_stays_with_a_new_cookie(app: Flask, mails) -> None:
    ann = person("ann")
    browser = signed_in(app, ann)
    thief = replayed(app, browser)
    keys = [{"Authorization": f"Bearer {token(who)}"} for who in (ann, person("bob"))]
    assert [app.test_client().get("/api/v1/me", headers=key).status_code for key in keys] == [200, 200]
    form = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    assert browser.post("/account/password", data=form).headers["Location"] == "/settings/security"
    assert still_in(browser)
    assert not still_in(thief)
    assert [app.test_client().get("/api/v1/me", headers=key).status_code for key in keys] == [401, 200]
    (mail,) = [one for one in mails() if "password" in one.subject]
    assert (mail.to, mail.subject) == (["ann@people.example"], "Your password for Watercooler was changed")
    assert "keys to the API were shut too" in mail.body
    assert app.test_client().post("/account/login", data={"email": "ann", "password": PASSWORD}).status_code == 200
    sign_in(app.test_client(), "ann", NEW)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"password": "wrong words here"}, "not your password"),
        ({"new_password": "password1", "new_password_confirm": "password1"}, "too easy to guess"),
        ({"new_password_confirm": "else"}, "not the same"),
        ({"new_password": PASSWORD, "new_password_confirm": PASSWORD}, "have already"),
    ],
)
def test_a_refused_password_change_ends_nothing(app: Flask, form: dict[str, str], words: str) -> None:
    ann = person("ann")
    browser, other = signed_in(app, ann), signed_in(app, ann)
    data = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW, **form}
    assert words in browser.post("/account/password", data=data).text
    assert still_in(other)


def test_the_list_names_browsers_and_this_one_first(app: Flask, client: FlaskClient, clock: clocks.SetClock) -> None:
    person("ann")
    agents = {
        "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0": "Firefox · Linux",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17 Safari/604": "Safari · iPhone",
        "<script>alert(1)</script>": "A browser that does not say its name",
    }
    for agent in agents:
        browser = app.test_client()
        form = {"email": "ann", "password": PASSWORD}
        browser.post("/account/login", data=form, headers={"User-Agent": agent})
        clock.forward(timedelta(minutes=1))
    first = app.test_client()
    sign_in(first, "ann")
    page = first.get("/settings/sessions").text
    for label in agents.values():
        assert label in page
    assert page.index("this one") < page.index("Firefox")
    assert "<script>alert" not in page


def test_nobody_ends_somebody_elses(app: Flask) -> None:
    ann, bea = person("ann"), person("bea")
    browser = signed_in(app, ann)
    assert signed_in(app, bea).post("/settings/sessions/1/end").status_code == 404
    assert still_in(browser)
    with pytest.raises(Missing):
        actions.end_sign_in(ann, 99, clocks.now())


@pytest.mark.parametrize(("make", "idle"), [(person, timedelta(days=30)), (moderator, timedelta(hours=12))])
def test_idle_sign_ins_end(app: Flask, clock: clocks.SetClock, make, idle: timedelta) -> None:
    browser = signed_in(app, make())
    for _ in range(2):
        clock.forward(idle - timedelta(seconds=1))
        assert still_in(browser)
    clock.forward(idle)
    assert not still_in(browser)


def test_no_sign_in_lives_for_more_than_90_days(app: Flask, clock: clocks.SetClock) -> None:
    browser = signed_in(app, person("ann"))
    for _ in range(4):
        clock.forward(timedelta(days=22))
        assert still_in(browser)
    clock.forward(timedelta(days=2))
    assert not still_in(browser)


def test_last_seen_is_written_every_ten_minutes_at_most(app: Flask, clock: clocks.SetClock, statements) -> None:
    browser = signed_in(app, person("ann"))

    def writes() -> int:
        with statements() as seen:
            browser.get("/settings")
        return len([s for s in seen if s.startswith("UPDATE")])

    assert writes() == 0
    clock.forward(timedelta(minutes=9))
    assert writes() == 0
    clock.forward(timedelta(minutes=1))
    assert (writes(), writes()) == (1, 0)


def test_the_secret_is_stored_as_a_digest_and_the_row_goes_in_time(app: Flask, clock: clocks.SetClock) -> None:
    ann = person("ann")
    secret = actions.open_sign_in(ann.id or 0, "x" * 500, clocks.now())
    row = db.session.scalars(select(SignIn)).one()
    assert (row.digest, len(row.label)) == (digest_of(secret), 80)
    assert secret not in str(vars(row))
    actions.end_all_sign_ins(ann.id or 0, clocks.now())
    for days, left in ((29, 1), (2, 0)):
        clock.forward(timedelta(days=days))
        actions.forget_old_sign_ins(clocks.now())
        assert db.session.scalar(select(func.count()).select_from(SignIn)) == left


@pytest.mark.parametrize("cookie", ["", "x", 5, ["a"], None, "é" * 9999])
def test_forged_secrets_open_nothing(app: Flask, cookie: object) -> None:
    person("ann")
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["sign_in"] = cookie
        session["_user_id"] = "1"
    assert browser.get("/settings").status_code == 401
    assert browser.get("/account/password").status_code == 302


def test_suspended_people_may_come_back_to_read(app: Flask, client: FlaskClient) -> None:
    ann, ada = person("ann"), administrator()
    actions.suspend(ada, ann.id or 0, clocks.now() + timedelta(days=1), "spam", clocks.now())
    sign_in(client, "ann")
    assert still_in(client)
    assert queries.reader_of(ann.id or 0, clocks.now()).suspended


def test_who_signs_out_everywhere_is_told_so(app: Flask) -> None:
    page = signed_in(app, person("ann")).post("/settings/sessions/end-all", follow_redirects=True).text
    assert "You are signed out everywhere, here too." in page
