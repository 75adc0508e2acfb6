"""What Flask-Security says, in our words."""

from __future__ import annotations


def _(text: str) -> str:
    """Mark for translation; Flask-Security translates when it speaks."""
    return text


MESSAGES: dict[str, tuple[str, str]] = {
    "GENERIC_AUTHN_FAILED": (
        _(
            "That name and password do not open an account. "
            "If you have just registered, please follow the link in our mail first."
        ),
        "error",
    ),
    "UNAUTHENTICATED": (_("Please sign in to see this page."), "warning"),
    "REAUTHENTICATION_REQUIRED": (_("Please show once more that it is you before you change this."), "warning"),
    "REAUTHENTICATION_SUCCESSFUL": (_("Thank you. You can go on."), "success"),
    "EMAIL_CONFIRMED": (_("Your address is confirmed. Welcome! You can sign in now."), "success"),
    "ALREADY_CONFIRMED": (_("Your address has been confirmed already."), "success"),
    "INVALID_CONFIRMATION_TOKEN": (
        _("This link does not work any more. Ask for a new one here; older links end when a newer mail is sent."),
        "error",
    ),
    "CONFIRMATION_EXPIRED": (_("This link has run out after %(within)s. Ask for a new one here."), "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (
        _("This link does not work any more. Ask for a new one here; older links end when a newer mail is sent."),
        "error",
    ),
    "PASSWORD_RESET_EXPIRED": (_("This link has run out after %(within)s. Ask for a new one here."), "error"),
    "PASSWORD_RESET_NO_LOGIN": (
        _("Your new password is set, and you have been signed out everywhere. Please sign in with it."),
        "success",
    ),
    "PASSWORD_CHANGE": (_("Your new password is set. Every other browser has been signed out."), "success"),
    "PASSWORD_IS_THE_SAME": (_("This is the password you have already. Please choose another one."), "error"),
    "PASSWORD_NOT_PROVIDED": (_("Please enter a password."), "error"),
    "RETYPE_PASSWORD_MISMATCH": (_("The two passwords are not the same."), "error"),
    "INVALID_PASSWORD": (_("That is not your password."), "error"),
    "INVALID_EMAIL_ADDRESS": (_("Please enter an e-mail address."), "error"),
    "EMAIL_NOT_PROVIDED": (_("Please enter an e-mail address."), "error"),
    "CHANGE_EMAIL_SENT": (
        _("We have sent a link to %(email)s. Your address changes when you follow it."),
        "success",
    ),
    "CHANGE_EMAIL_CONFIRMED": (_("Your address has been changed."), "success"),
    "CHANGE_EMAIL_EXPIRED": (_("This link has run out after %(within)s. Please start again."), "error"),
    "API_ERROR": (_("That did not work. Please start again."), "error"),
    "TWO_FACTOR_INVALID_TOKEN": (
        _("This code is not right, or has been used. Please enter the one your app shows now."),
        "error",
    ),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (_("Welcome back."), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        _("Your authenticator app is set up. Please make recovery codes, too, in case you lose it."),
        "success",
    ),
    "TWO_FACTOR_PERMISSION_DENIED": (_("Please sign in first."), "warning"),
    "TWO_FACTOR_DISABLED": (_("Codes from your app are no longer asked for."), "success"),
    "TWO_FACTOR_SETUP_EXPIRED": (_("This took longer than %(within)s. Please start again."), "error"),
    "INVALID_RECOVERY_CODE": (_("This recovery code is not right, or has been used."), "error"),
    "NO_RECOVERY_CODES_SETUP": (_("You have made no recovery codes yet."), "info"),
    "WEBAUTHN_REGISTER_SUCCESSFUL": (_("Your passkey “%(name)s” is ready."), "success"),
    "WEBAUTHN_CREDENTIAL_DELETED": (_("Your passkey “%(name)s” is gone."), "success"),
    "WEBAUTHN_NAME_REQUIRED": (_("Please give your passkey a name."), "error"),
    "WEBAUTHN_NAME_INUSE": (_("You have a passkey named “%(name)s” already."), "error"),
    "WEBAUTHN_NAME_NOT_FOUND": (_("You have no passkey named “%(name)s”."), "error"),
    "WEBAUTHN_EXPIRED": (_("This took longer than %(within)s. Please start again."), "error"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (_("This passkey is not known here."), "error"),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": (_("This passkey was not made for this."), "error"),
    "INVALID_REDIRECT": (_("That link led somewhere else; we do not follow it."), "error"),
}
