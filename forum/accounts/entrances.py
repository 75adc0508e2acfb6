"""The doors of the house: registering, recovering, confirming; and limits on Flask-Security's own doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import Security
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from forum.accounts import actions
from forum.accounts.browsers import is_known
from forum.accounts.forms import Identity, Registration
from forum.accounts.second_factor import keeping_key, keeping_key_at_the_door
from forum.accounts.secrets_kept import digest_of
from forum.domain.errors import Invalid, Missing
from forum.infra import clock
from forum.infra.web.forms import FormState, read_form
from forum.infra.web.limits import limited, limiter
from forum.infra.web.reader import current_reader
from forum.infra.web.safe import is_own_path

TRIES_A_NAME = "10 per 10 minutes; 50 per day"
"""Wrong or right, from anywhere but a browser that this name has used before."""

_LIMITED = {
    "login": "sign-in",
    "verify": "sign-in",
    "two_factor_token_validation": "sign-in",
    "mf_recovery": "sign-in",
    "wan_signin_response": "sign-in",
    "wan_verify_response": "sign-in",
    "register": "register",
    "forgot_password": "recover",
    "send_confirmation": "recover",
    "reset_password": "recover",
    "confirm_email": "recover",
    "change_password": "change",
    "change_email": "change",
    "change_email_do": "change",
    "two_factor_setup": "change",
    "two_factor_setup_validate": "change",
    "mf_recovery_codes": "change",
    "wan_register": "change",
    "wan_register_response": "change",
    "wan_delete": "change",
}


def furnish(app: Flask, security: Security) -> None:
    """Put our own doors where Flask-Security's would tell too much, buttons before links that act, limits on all."""
    doors = app.view_functions
    app.before_request_funcs.setdefault("security", []).extend((_refuse_odd_input, _count_tries))
    doors["security.register"] = register
    doors["security.forgot_password"] = forgot_password
    doors["security.send_confirmation"] = send_confirmation
    doors["security.two_factor_rescue"] = _no_such_door
    for name in ("confirm_email", "change_email_confirm"):
        doors[f"security.{name}"] = _with_button(name, doors[f"security.{name}"])
    name = "security.two_factor_token_validation"
    doors[name] = _for_strangers(keeping_key_at_the_door(doors[name]))
    name = "security.two_factor_setup_validate"
    doors[name] = keeping_key(doors[name])
    app.add_url_rule(
        "/account/address/<token>", "security.change_email_do", doors["security.change_email_confirm"], methods=["POST"]
    )
    security.login_manager.login_view = "security.login"


def register() -> ResponseReturnValue:
    """Ask for an account."""
    if not current_reader().is_stranger:
        return redirect("/")
    state = FormState()
    if request.method == "POST":
        try:
            actions.ask_to_join(read_form(Registration), clock.now())
        except Invalid as fault:
            state = FormState.of(fault)
        else:
            return redirect(url_for("accounts.mail_sent"), 303)
    return render_template("accounts/register.html", form=state), 422 if state.errors else 200


def forgot_password() -> ResponseReturnValue:
    """Ask for a mail that lets one choose a new password."""
    return _ask_for_mail(actions.ask_for_reset, "accounts/recover.html")


def send_confirmation() -> ResponseReturnValue:
    """Ask for the first mail once more."""
    return _ask_for_mail(actions.ask_for_confirmation, "accounts/confirm_again.html")


def _ask_for_mail(ask: Callable[..., None], template: str) -> ResponseReturnValue:
    state = FormState.filled(identity=current_reader().handle)
    if request.method == "POST":
        try:
            ask(read_form(Identity).identity, clock.now())
        except Invalid as fault:
            state = FormState.of(fault)
        else:
            return redirect(url_for("accounts.mail_sent"), 303)
    return render_template(template, form=state), 422 if state.errors else 200


def _with_button(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
    """A link in a mail opens a page with a button: mail programs that look at links must not act for people."""

    def door(token: str) -> ResponseReturnValue:
        if request.method == "POST":
            answer: ResponseReturnValue = act(token)
            return answer
        return render_template("accounts/press_button.html", act=name)

    return door


def _for_strangers(view: Callable[..., Any]) -> Callable[..., Any]:
    """Flask-Security signs out whoever looks at this page while signed in; a look must not do that."""

    def door() -> ResponseReturnValue:
        if not current_reader().is_stranger:
            return redirect(url_for("accounts.security"))
        answer: ResponseReturnValue = view()
        return answer

    return door


def _gate(name: str, limit: Callable[..., Any]) -> Callable[[], None]:
    """Something to pass through that does nothing but count. The limiter tells functions apart by their names."""

    def gate() -> None:
        """Let through whoever is within the limit."""

    gate.__name__ = f"gate_{name}"
    counted: Callable[[], None] = limit(gate)
    return counted


_GATES = {row: _gate(row, limited(row)) for row in sorted(set(_LIMITED.values()))}

_NAME_GATE = _gate(
    "name",
    limiter.shared_limit(
        TRIES_A_NAME,
        scope="sign-in-name",
        key_func=lambda: digest_of(request.form.get("email", "").strip().casefold()),
        exempt_when=lambda: is_known(session, request.form.get("email", "")),
    ),
)
"""Slows down guessing at one account from many places, whether or not it exists. Its owner is not shut out: a browser
in which they have signed in before is not counted."""


def _count_tries() -> None:
    """Count tries, not looks at a form."""
    name = (request.endpoint or "").removeprefix("security.")
    if request.method != "POST" or name not in _LIMITED:
        return
    _GATES[_LIMITED[name]]()
    if name == "login":
        _NAME_GATE()


def _refuse_odd_input() -> ResponseReturnValue | None:
    """These pages take forms of plain text; `next` leads to our own pages or nowhere."""
    if request.is_json:
        raise UnsupportedMediaType
    if any("\x00" in value or len(value) > _longest(name) for name, value in request.form.items()):
        raise BadRequest
    wanted = [target for target in (request.args.get("next"), request.form.get("next")) if target]
    if all(_is_ours(target) for target in wanted):
        return None
    if request.method == "POST":
        raise BadRequest
    return redirect(request.path)


def _longest(name: str) -> int:
    """Characters: more than this is no password, no address and no passkey, and hashing it would only cost time."""
    return 200 if "password" in name else 20_000 if name == "credential" else 4_000


def _is_ours(target: str) -> bool:
    """A path of ours, or (as Flask-Security writes it) one behind our own host name."""
    own = request.host_url
    return is_own_path("/" + target[len(own) :] if target.startswith(own) else target)


def _no_such_door() -> ResponseReturnValue:
    raise Missing
