"""Settings, profile, and the page that says "look into your mail"."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import auth_required

from forum.accounts import actions, queries
from forum.accounts.choices import country_choices, language_choices, timezone_choices
from forum.accounts.forms import TOKEN_DAYS, NewToken, Preferences
from forum.accounts.gatekeeping import FRESH
from forum.domain.errors import Denied, Invalid
from forum.domain.people import Reader
from forum.infra import clock
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited
from forum.infra.web.reader import current_reader

bp = Blueprint("accounts", __name__, static_folder="static", static_url_path="/account/static")


def _member() -> Reader:
    reader = current_reader()
    if reader.is_stranger:
        raise Denied("sign-in")
    return reader


@bp.get("/account/mail-sent")
def mail_sent() -> ResponseReturnValue:
    """The one answer to everything that may have sent a mail."""
    return render_template("accounts/mail_sent.html")


@bp.get("/u/<handle>")
def profile(handle: str) -> ResponseReturnValue:
    """Who somebody is."""
    page = queries.profile_page(current_reader(), handle, clock.now())
    return render_template("accounts/profile.html", page=page)


@bp.get("/settings")
def settings() -> ResponseReturnValue:
    """What I prefer."""
    card = queries.preferences_of(_member())
    return _settings_page(FormState.filled(**{name: getattr(card, name) for name in Preferences.model_fields}))


@bp.post("/settings")
@limited("change")
def save_settings() -> ResponseReturnValue:
    """Save what I prefer."""
    try:
        actions.update_preferences(_member(), read_form(Preferences), clock.now())
    except Invalid as fault:
        return _settings_page(FormState.of(fault)), 422
    flash(_("Your settings are saved."), "success")
    return redirect(url_for("accounts.settings"), 303)


def _settings_page(form: FormState) -> str:
    return render_template(
        "accounts/settings.html",
        form=form,
        countries=country_choices(),
        timezones=timezone_choices(),
        languages=language_choices(),
    )


@bp.get("/settings/security")
def security() -> ResponseReturnValue:
    """How my account is locked."""
    return render_template("accounts/security.html", page=queries.security_page(_member()))


@bp.get("/settings/sessions")
def sessions() -> ResponseReturnValue:
    """Where I am signed in."""
    cards = queries.sign_ins_of(_member(), g.get("sign_in_id"), clock.now())
    return render_template("accounts/sessions.html", sign_ins=cards)


@bp.post("/settings/sessions/<int:sign_in_id>/end")
@limited("change")
def end_session(sign_in_id: int) -> ResponseReturnValue:
    """Sign out in one browser."""
    actions.end_sign_in(_member(), sign_in_id, clock.now())
    flash(_("That browser is signed out."), "success")
    return redirect(url_for("accounts.sessions"), 303)


@bp.post("/settings/sessions/end-others")
@limited("change")
def end_other_sessions() -> ResponseReturnValue:
    """Sign out everywhere else."""
    actions.end_all_sign_ins(_member().id or 0, clock.now(), but=g.get("sign_in_id"))
    flash(_("You are signed out everywhere but here."), "success")
    return redirect(url_for("accounts.sessions"), 303)


@bp.post("/settings/sessions/end-all")
@limited("change")
def end_all_sessions() -> ResponseReturnValue:
    """Sign out everywhere, here too."""
    actions.end_all_sign_ins(_member().id or 0, clock.now())
    return redirect(url_for("security.login"), 303)


@bp.get("/settings/tokens")
def tokens() -> ResponseReturnValue:
    """My keys to the API."""
    return _tokens_page(FormState())


@bp.post("/settings/tokens")
@limited("token")
@auth_required("session", within=lambda: FRESH, grace=lambda: FRESH)  # type: ignore[untyped-decorator]  # Flask-Security has no types for it
def create_token() -> ResponseReturnValue:
    """Make a key and show it, this once."""
    try:
        form = read_form(NewToken)
        secret = actions.create_token(_member(), form, clock.now())
    except Invalid as fault:
        return _tokens_page(FormState.of(fault)), 422
    return _tokens_page(FormState(), secret)


def _tokens_page(form: FormState, secret: str = "") -> str:
    cards = queries.tokens_of(_member(), clock.now())
    return render_template("accounts/tokens.html", tokens=cards, form=form, secret=secret, days=TOKEN_DAYS)


@bp.post("/settings/tokens/<int:token_id>/revoke")
@limited("token")
def revoke_token(token_id: int) -> ResponseReturnValue:
    """Shut one of my keys."""
    actions.revoke_token(_member(), token_id, clock.now())
    flash(_("That key opens nothing any more."), "success")
    return redirect(url_for("accounts.tokens"), 303)
