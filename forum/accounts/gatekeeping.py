"""Flask-Security as this forum wants it: its switches, and the few parts of it that are ours."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from forum.accounts.actions.joining import CONFIRM_WITHIN
from forum.accounts.messages import MESSAGES
from forum.accounts.passwords import SHORTEST
from forum.infra.settings import Settings

RESET_WITHIN = timedelta(hours=1)
FRESH = timedelta(minutes=15)

_FEATURES: dict[str, Any] = {
    "REGISTERABLE": True,
    "CONFIRMABLE": True,
    "RECOVERABLE": True,
    "CHANGEABLE": True,
    "CHANGE_EMAIL": True,
    "TWO_FACTOR": True,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "MULTI_FACTOR_RECOVERY_CODES_N": 10,
    "WEBAUTHN": True,
    "WAN_RP_NAME": "Watercooler",
    "WAN_ALLOW_USER_HINTS": False,  # hints would tell who has an account
    "API_ENABLED_METHODS": ["session"],
    "RETURN_GENERIC_RESPONSES": True,
    "JOIN_USER_ROLES": False,
    "DEFAULT_REMEMBER_ME": False,
    "LOGOUT_CSRF": False,  # CSRFProtect has checked every unsafe request before Flask-Security sees it
    "CACHE_CONTROL": None,  # the headers of all pages are set in one place
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
    "STATIC_FOLDER": None,
    "TOTP_ISSUER": "Watercooler",
    # Mails are announced by our own actions and rendered when they are sent.
    "EMAIL_PLAINTEXT": False,
    "EMAIL_HTML": False,
    "SEND_PASSWORD_CHANGE_EMAIL": False,
    "SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
}

_TIMES: dict[str, Any] = {
    "CONFIRM_EMAIL_WITHIN": CONFIRM_WITHIN,
    "RESET_PASSWORD_WITHIN": RESET_WITHIN,
    "CHANGE_EMAIL_WITHIN": timedelta(hours=2),
    "FRESHNESS": FRESH,
    "FRESHNESS_GRACE_PERIOD": FRESH,
}

_PASSWORDS: dict[str, Any] = {
    "PASSWORD_LENGTH_MIN": SHORTEST,
    "PASSWORD_NORMALIZE_FORM": "NFKC",
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    "DEPRECATED_PASSWORD_SCHEMES": [],
    "PASSWORD_SINGLE_HASH": True,
    # Fast, because what is hashed with it (an address in a signed link) is no password.
    "HASHING_SCHEMES": ["hex_sha256"],
    "DEPRECATED_HASHING_SCHEMES": [],
}

_ADDRESSES: dict[str, Any] = {
    "URL_PREFIX": "/account",
    "LOGIN_URL": "/login",
    "LOGOUT_URL": "/logout",
    "REGISTER_URL": "/register",
    "RESET_URL": "/recover",
    "CHANGE_URL": "/password",
    "CONFIRM_URL": "/confirm",
    "VERIFY_URL": "/verify",
    "CHANGE_EMAIL_URL": "/address",
    "CHANGE_EMAIL_CONFIRM_URL": "/address",
    "TWO_FACTOR_SETUP_URL": "/second-factor",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/second-factor/code",
    "TWO_FACTOR_RESCUE_URL": "/second-factor/rescue",
    "TWO_FACTOR_SELECT_URL": "/second-factor/choose",
    "MULTI_FACTOR_RECOVERY_URL": "/second-factor/recovery",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/recovery-codes",
    "WAN_REGISTER_URL": "/passkeys",
    "WAN_SIGNIN_URL": "/passkeys/login",
    "WAN_DELETE_URL": "/passkeys/delete",
    "WAN_VERIFY_URL": "/passkeys/verify",
    "POST_LOGIN_VIEW": "/",
    "POST_LOGOUT_VIEW": "/",
    "POST_CONFIRM_VIEW": "/account/login",
    "POST_RESET_VIEW": "/account/login",
    "POST_CHANGE_VIEW": "/settings/security",
    "POST_CHANGE_EMAIL_VIEW": "/settings/security",
    "POST_VERIFY_VIEW": "/settings/security",
    "TWO_FACTOR_POST_SETUP_VIEW": "/settings/security",
}

ARGON2 = {"argon2__time_cost": 2, "argon2__memory_cost": 47104, "argon2__parallelism": 1}
"""Units: KiB. Source: OWASP's password storage cheat sheet (46 MiB and one pass), with a second pass."""

ARGON2_IN_TESTS = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}


def configure(app: Flask, settings: Settings) -> None:
    """Set Flask-Security's configuration."""
    switches = {**_FEATURES, **_TIMES, **_PASSWORDS, **_ADDRESSES}
    app.config.update({f"SECURITY_{name}": value for name, value in switches.items()})
    app.config.update({f"SECURITY_MSG_{name}": value for name, value in MESSAGES.items()})
    app.config.update(
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=ARGON2_IN_TESTS if settings.mode == "test" else ARGON2,
        SECURITY_TOTP_SECRETS={"1": _derived(settings, "totp").hex()},
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS=[base64.urlsafe_b64encode(_derived(settings, "recovery codes"))],
        # One catalogue for all texts: ours.
        SECURITY_I18N_DOMAIN="messages",
        SECURITY_I18N_DIRNAME=[str(Path(app.root_path) / "translations")],
        SECURITY_REDIRECT_BEHAVIOR=None,
    )


def _derived(settings: Settings, purpose: str) -> bytes:
    """A key of its own for each purpose, so that none opens two doors."""
    return hmac.new(settings.secret.encode(), purpose.encode(), hashlib.sha256).digest()
