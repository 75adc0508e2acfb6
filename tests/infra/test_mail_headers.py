"""One message, one recipient, no new header: whatever people typed into what a mail is made of."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses

import pytest
from flask import Flask
from flask_mailman import EmailMessage
from jinja2 import DictLoader

from forum.infra import clock, jobs, mail
from tests.factories import accounts, groups, posts
from tests.factories.accounts import person

OURS = {
    "Auto-Submitted",
    "Content-Type",
    "Date",
    "From",
    "MIME-Version",
    "Message-ID",
    "Subject",
    "To",
}
LISTS = {"List-Unsubscribe", "List-Unsubscribe-Post"}
SMUGGLED = (
    "A title\r\nBcc: eve@evil.example",
    "A title\nBcc: eve@evil.example\n\nAnother text",
    "A title\rX-Injected: yes",
    "A title\x0bBcc: eve@evil.example",
    "A title\x0cBcc: eve@evil.example",
    "A title\x1cBcc: eve@evil.example",
    "A title\x85Bcc: eve@evil.example",
    "A title\u2028Bcc: eve@evil.example\u2029Cc: eve@evil.example",
    "=?utf-8?q?A_title=0D=0ABcc:_eve@evil.example?=",
    "%0d%0aBcc: eve@evil.example",
    "é" * 300 + "\r\nBcc: eve@evil.example",
)
ADDRESSES = (
    "eve@evil.example\r\nBcc: ann@people.example",
    "eve@evil.example\nBcc: ann@people.example",
    "eve@evil.example%0d%0aBcc: ann@people.example",
    "eve@evil.example, ann@people.example",
    "eve@evil.example;ann@people.example",
    "eve@evil.example ann@people.example",
    "Eve <eve@evil.example>, Ann <ann@people.example>",
    '"eve@evil.example\r\nBcc: ann"@people.example',
    "eve@evil.example\x00ann@people.example",
    "eve@evil.example\u2028Bcc: ann@people.example",
    "=?utf-8?q?eve=40evil.example=2Cann?=@people.example",
)


def sent(app: Flask) -> list[EmailMessage]:
    """The mails of all announced work."""
    jobs.drain(clock.now())
    return list(app.extensions["mailman"].outbox)


def as_sent(message: EmailMessage) -> Message:
    """The bytes that a mail server is given, read as a mail program reads them."""
    return message_from_bytes(message.message().as_bytes())


def assert_plain(message: EmailMessage, recipient: str) -> None:
    read = as_sent(message)
    assert message.recipients() == [recipient]
    assert [address for _, address in getaddresses(read.get_all("To", []))] == [recipient]
    names = read.keys()
    assert len(names) == len(set(names)), "a header stands twice"
    assert set(names) - LISTS == OURS
    assert [part.get_content_type() for part in read.walk()] == ["multipart/alternative", "text/plain", "text/html"]


@pytest.fixture(autouse=True)
def _empty(app: Flask) -> None:
    app.extensions["mailman"].outbox = []


@pytest.mark.parametrize("typed", SMUGGLED)
def test_what_people_typed_makes_no_header(app: Flask, typed: str) -> None:
    """Given to every place of a mail that a template might print: names, titles, texts, links."""
    mail.send(
        "ann@people.example",
        "confirm",
        "en",
        message_id="<one@forum.example>",
        handle=typed,
        language="en",
        link=typed,
    )
    (message,) = sent(app)
    assert_plain(message, "ann@people.example")


@pytest.mark.parametrize("typed", SMUGGLED)
def test_a_subject_is_one_line_whatever_its_template_printed(
    app: Flask, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No subject of ours prints what people typed; one that did would print it as words."""
    printed = {"subject.txt": "{{ handle }}", "body.txt": "{{ handle }}", "body.html": "<p>{{ handle }}</p>"}
    ours = DictLoader({f"mail/careless/{name}": text for name, text in printed.items()})
    monkeypatch.setattr(app.jinja_env, "loader", ours)
    mail.send("ann@people.example", "careless", "en", stop_link="https://forum.example/stop", handle=typed)
    (message,) = sent(app)
    assert_plain(message, "ann@people.example")
    assert as_sent(message)["List-Unsubscribe"] == "<https://forum.example/stop>"


def test_titles_and_names_reach_the_mail_and_no_header_of_it(app: Flask) -> None:
    """The whole way: a thread and a group whose names were sent with line breaks, and a mail about an answer."""
    ann, ben = person("ann"), person("ben")
    group_id = groups.group(ann)
    groups.member(group_id, ben)
    browser = accounts.signed_in(app, ann)
    for typed in SMUGGLED:
        data = {"kind": "open", "title": typed[:150], "body": "A word.", "submission_key": typed[:40]}
        browser.post("/g/binge-club/new", data=data)
    thread_id = posts.started(ann, group_id, "What now?", "The first word.")
    posts.post(ben, thread_id, "Hello @ann\r\nBcc: eve@evil.example", reply_to=None)
    messages = sent(app)
    assert len(messages) >= 1
    for message in messages:
        assert_plain(message, message.to[0])
        assert message.to[0] in {"ann@people.example", "ben@people.example"}
        assert "evil.example" not in str(as_sent(message).items())


@pytest.mark.parametrize("path", ["/account/register", "/account/recover"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_one_recipient_or_none(app: Flask, path: str, address: str) -> None:
    person("ann")
    data = {"email": address, "handle": "eve", "password": "correct horse battery staple 9"}
    answer = app.test_client().post(path, data=data)
    assert answer.status_code < 500
    assert sent(app) == []
