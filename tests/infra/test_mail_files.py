"""Mails that are written into a folder: one file each, which a mail program opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path

import pytest

from forum.app import create_app
from forum.infra import mail
from forum.infra.mail_files import file_name
from tests.conftest import make_settings

AT = datetime(2026, 11, 23, 9, 0, 4, tzinfo=UTC)


@dataclass
class Letter:
    """Somebody's mail."""

    subject: str
    to: tuple[str, ...]

    def message(self) -> Message:
        return Message()


def test_each_mail_is_one_whole_file(tmp_path: Path) -> None:
    app = create_app(make_settings(tmp_path).model_copy(update={"mail_backend": "file"}))
    with app.test_request_context():
        for to in ("ann@people.example", "ben@people.example"):
            mail.send(to, "password_changed", "en", handle=to[:3], happened_at=AT, link="x", reset_link="x")
    files = sorted((tmp_path / "mail").iterdir(), key=lambda one: one.name.split("-to-")[1])
    assert [one.suffix for one in files] == [".eml", ".eml"]
    read = [message_from_bytes(one.read_bytes(), policy=policy.default) for one in files]
    assert [one["To"] for one in read] == ["ann@people.example", "ben@people.example"]
    assert [[part.get_content_type() for part in one.walk()] for one in read] == [
        ["multipart/alternative", "text/plain", "text/html"]
    ] * 2


@pytest.mark.parametrize(
    ("to", "subject", "named"),
    [
        ("behind@people.example", "Somebody answered you", "to-behind-somebody-answered-you"),
        ("../../etc@people.example", "a/b\\c: ..", "to-etc-a-b-c"),
        ("x@people.example", "Ä" * 300, "to-x"),
        ("x@people.example", "long " * 300, "to-x-long-long-long-long-long-long-long-long-long-long-long"),
    ],
)
def test_a_name_says_who_and_what_and_is_never_a_path(to: str, subject: str, named: str) -> None:
    name = file_name(Letter(subject, (to,)), AT)
    assert name.startswith("20261123-090004-")
    assert name.removeprefix("20261123-090004-").rpartition("-")[0] == named
    assert name.endswith(".eml")
