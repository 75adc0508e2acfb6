"""E-mail addresses: how one is written down, and how two are compared."""

from __future__ import annotations

import hashlib
import string
import unicodedata

from email_validator import EmailNotValidError, validate_email

LONGEST = 254
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def canonical(address: str) -> str:
    """The address as mail is sent to it: NFC before the @, lower-case ASCII after it.

    Raises: `ValueError("bad-email")` when it is none, or holds an encoded word: mail programs would read another
    address out of it. No name server is asked.
    """
    try:
        valid = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        raise ValueError("bad-email") from None
    local = unicodedata.normalize("NFC", valid.local_part)
    result = f"{local}@{(valid.ascii_domain or '').translate(_LOWER)}"
    if len(result) > LONGEST or not valid.ascii_domain or "=?" in local:
        raise ValueError("bad-email")
    return result


def folded(address: str) -> str:
    """The address as it is compared: A to Z alone lose their case.

    Full Unicode folding would make different mailboxes equal (a dotless i and an i), and a look-alike address would
    receive somebody else's reset mail.
    """
    return unicodedata.normalize("NFC", address).translate(_LOWER)


def digest(address: str) -> str:
    """A mark by which mails to one address are counted without keeping the address."""
    return hashlib.sha256(folded(address).encode()).hexdigest()
