"""Our own parts for Flask-Security: sign-in form, password judge, postman, code checker, passkey wishes."""

from __future__ import annotations

import base64
from typing import Any

import qrcode
from flask import render_template_string
from flask_security import LoginForm, MailUtil, PasswordUtil, Totp, WebauthnUtil
from flask_security.mail_util import EmailValidateException
from flask_security.utils import get_message
from passlib.totp import TotpMatch
from qrcode.image.svg import SvgFillImage
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from forum.accounts import addresses, passwords
from forum.accounts.datastore import PeopleStore
from forum.accounts.queries.people import find_person

_SAY = '{% from "parts/codes.html" import say %}{{ say(code) }}'


class SignInForm(LoginForm):
    """Sign in by address or handle. There is no "remember me": sign-ins last, and are listed and ended in settings."""

    email = StringField(validators=[InputRequired(), Length(max=addresses.LONGEST)])
    remember = None

    def validate(self, **kwargs: Any) -> bool:
        """Find the person by what was typed, then let Flask-Security judge the password."""
        self.ifield = self.email
        self.user = find_person(self.email.data) if isinstance(self.email.data, str) else None
        return bool(super().validate(**kwargs))


class PasswordJudge(PasswordUtil):
    """Our password rules at every place where Flask-Security takes a new one."""

    def normalize(self, password: str) -> str:
        """The same characters whatever keyboard typed them."""
        return passwords.normalised(password)

    def validate(self, password: str, is_register: bool, **known: Any) -> tuple[list[str] | None, str]:  # noqa: ARG002 - its signature
        """Sentences about what is wrong, or None, and the password as it is hashed."""
        password = self.normalize(password)
        person = known.get("user")
        own = (person.handle, person.email) if person is not None else ()
        fault = passwords.fault_of(password, own=own)
        return ([render_template_string(_SAY, code=fault).strip()] if fault else None), password


class Postman(MailUtil):
    """Sends nothing: every mail is announced by the action that causes it. Addresses are read our way."""

    def send_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """See `actions/mail_keys.py` and `actions/saving.py`."""

    def normalize(self, email: str) -> str:
        """The address as it is stored."""
        try:
            return addresses.canonical(email.strip())
        except ValueError:
            raise EmailValidateException(get_message("INVALID_EMAIL_ADDRESS")[0]) from None

    validate = normalize


class CodeChecker(Totp):
    """A code from an app opens once: the step it belongs to is remembered."""

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The picture for the app's camera, on white: a dark page would make it unreadable."""
        drawn = qrcode.make(self.get_totp_uri(username, totp), image_factory=SvgFillImage)
        return "data:image/svg+xml;base64," + base64.b64encode(drawn.to_string()).decode()

    def get_last_counter(self, user: Any) -> int | None:
        """The step of the last code that was taken."""
        step: int | None = user.tf_last_counter
        return step

    def set_last_counter(self, user: Any, tmatch: TotpMatch) -> None:
        """Remember the step."""
        user.tf_last_counter = tmatch.counter
        PeopleStore().put(user)


class PasskeyWishes(WebauthnUtil):
    """What we ask of a passkey: that it finds its owner by itself, and checks them when it stands alone."""

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:  # noqa: ARG002 - its signature
        """A passkey that signs in without password must check a finger, face or PIN: it is both factors."""
        alone = usage == "first"
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED if alone else UserVerificationRequirement.PREFERRED,
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:  # noqa: ARG002 - its signature
        """The same when it is used."""
        return UserVerificationRequirement.PREFERRED if "secondary" in usage else UserVerificationRequirement.REQUIRED
