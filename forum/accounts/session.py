"""Signing in: Flask-Security attached, our server-side sign-ins behind its cookie, the reader set on each request."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask, g, request, session
from flask_login import user_logged_out
from flask_login.utils import _user_context_processor
from flask_security import Security, user_authenticated
from flask_security.utils import set_request_attr

from forum.accounts import actions, entrances, gatekeeping, parts, queries
from forum.accounts.browsers import browser_country, browser_label, browser_language, remember_names
from forum.accounts.datastore import PeopleStore
from forum.accounts.link_keys import StoredKeys
from forum.accounts.models import Person
from forum.accounts.queries.sign_ins import ABSOLUTE
from forum.domain.people import Reader
from forum.infra import clock
from forum.infra.db import db
from forum.infra.settings import Settings
from forum.infra.web.reader import current_reader, set_reader

SEEN_EVERY = timedelta(minutes=10)
_COOKIE = "sign_in"


def init_app(app: Flask) -> None:
    """Attach everything that lets people in."""
    settings: Settings = app.extensions["settings"]
    gatekeeping.configure(app, settings)
    app.config.update(PERMANENT_SESSION_LIFETIME=ABSOLUTE, SESSION_REFRESH_EACH_REQUEST=False)
    app.before_request(_recognise)
    app.context_processor(lambda: {"reader": current_reader()})
    security = _security(app)
    user_authenticated.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    entrances.furnish(app, security)


def _security(app: Flask) -> Security:
    security = Security(
        datastore=PeopleStore(),
        login_form=parts.SignInForm,
        mail_util_cls=parts.Postman,
        password_util_cls=parts.PasswordJudge,
        totp_cls=parts.CodeChecker,
        webauthn_util_cls=parts.PasskeyWishes,
    )
    security.init_app(app, datetime_factory=clock.now)
    security.mf_recovery_codes_context_processor(_codes_kept)
    security.want_json(lambda _request: False)  # the API has its own keys; these pages are for people
    for purpose in ("confirm", "reset", "change_email"):
        name = "address" if purpose == "change_email" else purpose
        setattr(security, f"{purpose}_serializer", StoredKeys(name))
    security.login_manager.user_loader(_load_person)
    security.login_manager.request_loader(lambda _request: None)  # no token of Flask-Security's opens anything
    security.login_manager.session_protection = None
    # Both would load the whole person on every page; templates have `reader`, rules have `judge`.
    security.principal.identity_loaders.clear()
    app.template_context_processors[None].remove(_user_context_processor)
    return security


def _codes_kept() -> dict[str, int]:
    """How many recovery codes are left: who has none is not offered a look at them."""
    return {"codes_kept": queries.security_page(current_reader(), clock.now()).recovery_codes}


def _recognise() -> None:
    """Set the reader: one statement for who is signed in, none for strangers."""
    if request.endpoint in ("static", "accounts.static"):
        return
    secret, g.sign_in_id = session.get(_COOKIE), None
    now = clock.now()
    live = queries.live_sign_in(secret, now) if isinstance(secret, str) else None
    if live is None:
        if secret is not None:
            _forget()
        set_reader(Reader.stranger(browser_country(request), browser_language(request)))
        return
    g.sign_in_id = live.id
    set_reader(live.reader if live.reader.country else _with_country(live.reader))
    if now - live.last_seen_at >= SEEN_EVERY:
        actions.note_seen(live.id, now)


def _with_country(reader: Reader) -> Reader:
    """Whoever has not said where they are is taken to be where their browser says."""
    return replace(reader, country=browser_country(request))


def _load_person(uniquifier: str) -> Person | None:
    """Flask-Login's user, for Flask-Security's pages: only with a live sign-in."""
    reader = current_reader()
    person = db.session.get(Person, reader.id) if reader.id is not None and g.get("sign_in_id") else None
    if person is None or person.fs_uniquifier != uniquifier:
        return None
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return person


def _signed_in(_app: Flask, user: Person, **_facts: Any) -> None:
    """Every way in ends here: open a sign-in, and leave nothing of the cookie that was there before."""
    session[_COOKIE] = actions.open_sign_in(user.id, browser_label(request), clock.now())
    session.permanent = True
    for name in ("csrf_token", "_id"):
        session.pop(name, None)
        g.pop(name, None)
    remember_names(session, user.handle, user.email)


def _signed_out(_app: Flask, **_facts: Any) -> None:
    sign_in_id = g.pop("sign_in_id", None)
    if sign_in_id is not None:
        actions.end_sign_in(current_reader(), sign_in_id, clock.now())
        set_reader(Reader.stranger())
    _forget()


def _forget() -> None:
    for name in (_COOKIE, "_user_id", "_fresh", "_id", "fs_paa", "fs_gexp"):
        session.pop(name, None)
