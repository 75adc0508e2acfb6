"""Mails as files that a mail program opens, one each, named after whom they go to and what they say."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path
from typing import Protocol

from flask_mailman.backends.base import BaseEmailBackend

_ODD = re.compile(r"[^a-z0-9]+")
LONGEST = 60


class Mail(Protocol):
    """What is written here of a mail."""

    subject: str
    to: Sequence[str]

    def message(self) -> Message:
        """The whole of it, as it would be sent."""


class EmailBackend(BaseEmailBackend):  # type: ignore[misc]  # the library is not typed
    """Found by its name, as the library wants it. The folder, `MAIL_FILE_PATH`, is made when it is missing."""

    def send_messages(self, email_messages: Sequence[Mail]) -> int:
        """Write them. Returns how many."""
        folder = Path(self.mailman.file_path)
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            (folder / file_name(mail, datetime.now(UTC))).write_bytes(mail.message().as_bytes())
        return len(email_messages)


def file_name(mail: Mail, now: datetime) -> str:
    """Like "20261123-090004-to-behind-somebody-answered-you-1f6a09.eml"; names sort by the time they were written."""
    words = f"to {mail.to[0].partition('@')[0]} {mail.subject}".lower()
    said = _ODD.sub("-", words)[:LONGEST].strip("-")
    return f"{now:%Y%m%d-%H%M%S}-{said}-{secrets.token_hex(3)}.eml"
