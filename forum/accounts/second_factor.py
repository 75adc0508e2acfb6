"""Setting up an app for codes: whoever mistypes the first code goes on with the key that their app has already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_security.forms import TwoFactorSetupForm, TwoFactorVerifyCodeForm
from flask_security.proxies import _datastore, _security
from flask_security.utils import check_and_get_token_status, get_message

from forum.infra.web.reader import current_reader


def keeping_key(validate: Callable[..., Any]) -> Callable[..., Any]:
    """Flask-Security answers a wrong first code by starting again, with another key than the one just scanned."""

    def door(token: str) -> ResponseReturnValue:
        answer: ResponseReturnValue = validate(token)
        secret = session.get("tf_totp_secret")  # still there only after a wrong code
        _late, _odd, state = check_and_get_token_status(
            token, "tf_setup", current_app.config["SECURITY_TWO_FACTOR_SETUP_WITHIN"]
        )
        if not secret or not state or state["totp_secret"] != secret:
            return answer
        session.pop("_flashes", None)  # what was said stands beside the field instead
        return _page(current_user, secret, token)

    return door


def keeping_key_at_the_door(validate: Callable[..., Any]) -> Callable[..., Any]:
    """The same for staff who have to set it up before they are in."""

    def door() -> ResponseReturnValue:
        answer: ResponseReturnValue = validate()
        secret = session.get("tf_totp_secret")
        if not isinstance(answer, str) or request.method != "POST" or not secret:
            return answer  # either they are in, or it is no set-up
        return _page(_datastore.find_user(fs_uniquifier=session["tf_user_id"]), secret, None)

    return door


def _page(person: Any, secret: str, token: str | None) -> ResponseReturnValue:
    """The picture, the key and the field once more. Shapes: `token` None while somebody is on the way in."""
    values = _security.totp_factory.fetch_setup_values(secret, person)
    form = TwoFactorVerifyCodeForm(formdata=None)
    form.code.errors = [get_message("TWO_FACTOR_INVALID_TOKEN")[0]]
    page = render_template(
        "security/two_factor_setup.html",
        two_factor_setup_form=TwoFactorSetupForm(formdata=None),
        two_factor_verify_code_form=form,
        choices=["authenticator"],
        chosen_method="authenticator",
        changing=not current_reader().is_stranger,
        state_token=token,
        authr_qrcode=values["image"],
        authr_key=values["key"],
    )
    return page, 422
