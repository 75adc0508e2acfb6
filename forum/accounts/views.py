"""Settings, profile, and the page that says "look into your mail"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security.utils import check_and_update_authn_fresh, set_request_attr

from forum.accounts import actions, queries
from forum.accounts.choices import country_choices, language_choices, timezone_choices
from forum.accounts.feed_keys import Purpose
from forum.accounts.forms import (
    TOKEN_DAYS,
    NewToken,
    Preferences,
    RelationForm,
    SiteRoleForm,
    SuspendForm,
    UnsuspendForm,
)
from forum.accounts.gatekeeping import FRESH
from forum.domain.errors import Denied, Invalid, Missing
from forum.domain.people import Reader, SiteRole
from forum.infra import clock
from forum.infra.forms import Form
from forum.infra.web.forms import FormState, given, read_form
from forum.infra.web.limits import limited
from forum.infra.web.locale import base_url, speaking
from forum.infra.web.reader import current_reader
from forum.infra.web.safe import safe_next

F = TypeVar("F", bound=Form)

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


@bp.get("/u/<handle>/standing")
def standing(handle: str) -> ResponseReturnValue:
    """What somebody is on this site, for staff."""
    return _standing_page(handle, FormState())


def _standing_page(handle: str, form: FormState) -> str:
    page = queries.standing_page(current_reader(), queries.person_by_handle(handle), clock.now())
    return render_template("accounts/standing.html", page=page, form=form, is_fresh=_is_fresh())


def _is_fresh() -> bool:
    """Whether this browser has just shown who sits before it: by signing in, or at "Is it you?"."""
    set_request_attr("fs_paa", session.get("fs_paa"))
    return bool(check_and_update_authn_fresh(FRESH, FRESH, "session"))


@bp.post("/u/<handle>/suspend")
@limited("decide")
def suspend(handle: str) -> ResponseReturnValue:
    """Take away somebody's writing for a while."""
    now = clock.now()

    def act(actor: Reader, person_id: int, form: SuspendForm) -> None:
        actions.suspend(actor, person_id, now + timedelta(days=form.days), form.reason, now)

    return _tend(handle, SuspendForm, act, _("%(name)s can read, and not write.", name=handle))


@bp.post("/u/<handle>/unsuspend")
@limited("decide")
def unsuspend(handle: str) -> ResponseReturnValue:
    """Give it back."""

    def act(actor: Reader, person_id: int, form: UnsuspendForm) -> None:
        actions.unsuspend(actor, person_id, form.reason, clock.now())

    return _tend(handle, UnsuspendForm, act, _("%(name)s can write again.", name=handle))


@bp.post("/u/<handle>/role")
@limited("decide")
def assign_role(handle: str) -> ResponseReturnValue:
    """Make somebody staff, or no longer. Whoever finds a browser left open may not."""
    if current_reader().is_administrator and not _is_fresh():
        return _standing_page(handle, FormState.filled(**request.form.to_dict())), 403

    def act(actor: Reader, person_id: int, form: SiteRoleForm) -> None:
        actions.set_site_role(actor, person_id, SiteRole(form.role), form.reason, clock.now())

    return _tend(handle, SiteRoleForm, act, _("The role is changed."))


def _tend(handle: str, form: type[F], act: Callable[[Reader, int, F], None], said: str) -> ResponseReturnValue:
    """Every act on somebody's standing: read its form, do it, show their standing again."""
    reader = current_reader()
    card = queries.person_by_handle(handle)
    queries.standing_page(reader, card, clock.now())  # others than staff are refused before they see faults of a form
    try:
        act(reader, card.id, read_form(form))
    except Invalid as fault:
        return _standing_page(handle, FormState.of(fault)), 422
    flash(said, "success")
    return redirect(url_for("accounts.standing", handle=handle), 303)


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
        form = read_form(Preferences)
        actions.update_preferences(_member(), form, clock.now())
    except Invalid as fault:
        return _settings_page(FormState.of(fault)), 422
    with speaking(form.language):  # the next page is in the new language
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
    return render_template("accounts/security.html", page=queries.security_page(_member(), clock.now()))


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
    flash(_("You are signed out everywhere, here too."), "success")
    return redirect(url_for("security.login"), 303)


@bp.get("/settings/tokens")
def tokens() -> ResponseReturnValue:
    """My keys to the API."""
    return _tokens_page(FormState())


@bp.post("/settings/tokens")
@limited("token")
def create_token() -> ResponseReturnValue:
    """Make a key and show it, this once. Whoever finds a browser left open makes none."""
    _member()
    if not _is_fresh():
        return _tokens_page(FormState.filled(**given(NewToken))), 403
    try:
        form = read_form(NewToken)
        secret = actions.create_token(_member(), form, clock.now())
    except Invalid as fault:
        return _tokens_page(FormState.of(fault)), 422
    return _tokens_page(FormState(), secret)


def _tokens_page(form: FormState, secret: str = "") -> str:
    cards = queries.tokens_of(_member(), clock.now())
    return render_template(
        "accounts/tokens.html", tokens=cards, form=form, secret=secret, days=TOKEN_DAYS, is_fresh=_is_fresh()
    )


@bp.post("/settings/tokens/<int:token_id>/revoke")
@limited("token")
def revoke_token(token_id: int) -> ResponseReturnValue:
    """Shut one of my keys."""
    actions.revoke_token(_member(), token_id, clock.now())
    flash(_("That key opens nothing any more."), "success")
    return redirect(url_for("accounts.tokens"), 303)


@bp.get("/settings/blocks")
def blocks() -> ResponseReturnValue:
    """Whom I have put aside."""
    return render_template("accounts/blocks.html", people=queries.relations_of(_member()))


@bp.post("/u/<handle>/relation")
@limited("relate")
def relate(handle: str) -> ResponseReturnValue:
    """Block somebody, mute them, or neither any more."""
    actor, card, now = _member(), queries.person_by_handle(handle), clock.now()
    form = read_form(RelationForm)
    actions.relate(actor, card.id, form, now)
    said = {
        "block": _("%(name)s is blocked, and is not told.", name=card.handle),
        "mute": _("%(name)s is muted, and is not told.", name=card.handle),
        "none": _("You meet %(name)s again.", name=card.handle),
    }
    flash(said[form.kind], "success")
    return redirect(safe_next(url_for("accounts.profile", handle=card.handle)), 303)


@bp.get("/settings/feeds")
def feeds() -> ResponseReturnValue:
    """The addresses of my own feeds."""
    return render_template("accounts/feeds.html", feeds=queries.feed_keys_of(_member()), base=base_url())


@bp.post("/settings/feeds/<purpose>")
@limited("token")
def make_feed(purpose: str) -> ResponseReturnValue:
    """Make an address, or replace it."""
    actions.make_feed_key(_member(), _purpose(purpose), clock.now())
    flash(_("Your address is ready. One that was there before opens nothing any more."), "success")
    return redirect(url_for("accounts.feeds"), 303)


@bp.post("/settings/feeds/<purpose>/revoke")
@limited("token")
def revoke_feed(purpose: str) -> ResponseReturnValue:
    """Shut an address."""
    actions.revoke_feed_key(_member(), _purpose(purpose), clock.now())
    flash(_("That address opens nothing any more."), "success")
    return redirect(url_for("accounts.feeds"), 303)


def _purpose(given: str) -> Purpose:
    try:
        return Purpose(given)
    except ValueError:
        raise Missing from None
