"""Channels A1 to A10: mails, digests, what goes to telephones, and the list of notices."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import meta

from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db, transaction
from forum.infra.jobs import Outbox
from forum.notifications.actions import tell
from forum.notifications.choosing import choose_mails
from forum.notifications.digests import begin_digests
from forum.notifications.forms import MailChoices
from forum.notifications.models import About, Notification
from forum.notifications.payloads import payload
from tests.posts.canaries import BY_CHOICE, BY_CLICK, KINDS, Cage, canary
from tests.posts.furnishing import furnish, put_back, stay_signed_in
from tests.sweep.channels.looking import canaries, get, sees

READERS = ("behind", "caught up", "moderator")
TEMPLATES = Path(__file__).parents[3] / "templates" / "mail"
SAFE_BY: dict[str, str] = {
    "account_restored": "about the account alone",
    "account_suspended": "about the account alone",
    "address_changed": "about the account alone",
    "care_message": "says that there is a message; its words stand on its page",
    "cases_wait": "how many cases wait, and since when",
    "appeals_wait": "how many appeals wait",
    "notices_wait": "how many notices wait",
    "care_page": "the number of a case and an instant",
    "date_decided": "says that there is an answer; what it is stands on its page",
    "title_changed": "names neither thread nor title",
    "already_member": "about the account alone",
    "case_handed": "names no group and no word",
    "line_proposed": "names no line and no reason",
    "note_called": "names no group and no word",
    "case_decided": "says that something was decided; what and why stands on its page",
    "change_email": "about the account alone",
    "confirm": "about the account alone",
    "digest": "the same lines as the mails about each piece of news, below",
    "join_answered": "names no group",
    "waiting_decided": "names no group",
    "notice_confirm": "a number alone",
    "notice_receipt": "a number alone",
    "notice_answered": "a number and a link to a page without words of the site",
    "post_covered": "names no group",
    "rule_matched": "names no group and no word",
    "join_asked": "names no group and nobody",
    "mention": "the outward title, which holds no word of anybody where something could be spoiled",
    "password_changed": "about the account alone",
    "role_changed": "about the account alone",
    "reply": "the outward title, as above",
    "reset": "about the account alone",
    "shown_out": "names no group",
    "thread_opened": "the outward title, as above",
    "thread_slipped": "the outward title, as above",
}
"""Every mail there is, and why it gives nothing away. A new template without a row here fails."""


@pytest.fixture(scope="module")
def mails(caged: tuple[Cage, SetClock]) -> list[Message]:
    """Everything that was sent about the canaries, at once and as digests, to all who are told of them."""
    cage, clock = caged
    with cage.app.app_context():
        cage.app.extensions["mailman"].outbox = []
        jobs.drain(clock.instant)
        for role in READERS:
            choose_mails(
                cage.readers[role], MailChoices.read(dict.fromkeys(MailChoices.model_fields, "daily")), clock.instant
            )
        with transaction():
            db.session.query(Notification).update({"mailed_at": None, "cadence": "daily"})
        clock.set(clock.instant + timedelta(days=1))
        begin_digests(clock.instant)
        jobs.drain(clock.instant)
        sent = [one.message() for one in cage.app.extensions["mailman"].outbox]
        db.session.remove()
    return sent


def kinds_in(text: str) -> set[str]:
    return {kind for kind in KINDS if canary(kind) in text}


def parts(mails: list[Message], kind: str) -> Iterator[str]:
    """The decoded parts of this type of all mails."""
    for mail in mails:
        for part in mail.walk():
            if part.get_content_type() == kind:
                yield bytes(part.get_payload(decode=True)).decode()  # type: ignore[arg-type]  # a leaf has bytes


def test_a_every_mail_template_has_its_row() -> None:
    """Fails when a mail is added without a word about why it gives nothing away."""
    assert {one.name for one in TEMPLATES.iterdir() if one.is_dir()} == set(SAFE_BY)
    for name in SAFE_BY:
        assert {one.name for one in (TEMPLATES / name).iterdir()} == {"subject.txt", "body.txt", "body.html"}


def test_a_every_template_that_a_mail_builds_on_is_there(cage: Cage) -> None:
    """Fails when a frame is moved and a mail still names its old place: it would never be sent."""
    made = cage.app.jinja_env
    for path in TEMPLATES.rglob("*.*"):
        named = meta.find_referenced_templates(made.parse(path.read_text(encoding="utf-8")))
        assert [one for one in named if one is not None and one not in made.list_templates()] == [], path


def test_a1_no_mail_holds_a_word_in_subject_preheader_or_page(mails: list[Message]) -> None:
    """Fails when a subject, the line beside it or the HTML part holds anything behind a gate."""
    subjects = {str(make_header(decode_header(str(mail["Subject"])))) for mail in mails}
    pages = list(parts(mails, "text/html"))
    assert len(pages) == len(mails) >= 18
    assert kinds_in(" ".join(subjects)) == set()
    assert all(subject.endswith("on Watercooler") for subject in subjects), "subjects are fixed sentences"
    for page in pages:
        assert kinds_in(page) == set()
        assert page.index("Open Watercooler to read it") < page.index("Hello"), "the line beside the subject is fixed"


def test_a2_no_mail_holds_a_word_in_its_plain_text(mails: list[Message]) -> None:
    """Fails when the text part is made another way than the page, as a copy without tags."""
    texts = list(parts(mails, "text/plain"))
    assert len(texts) == len(mails)
    assert kinds_in(" ".join(texts)) == set()


def test_a2_no_part_of_a_mail_holds_a_word(mails: list[Message]) -> None:
    """Fails for any other part, header or encoding: the whole message as it goes over the wire, decoded."""
    for mail in mails:
        assert {part.get_content_type() for part in mail.walk()} == {"multipart/alternative", "text/plain", "text/html"}
        assert kinds_in(mail.as_string()) == set()


def test_a3_no_digest_holds_a_word(cage: Cage, mails: list[Message]) -> None:
    """Fails when the digest, a path of its own, quotes what it tells of."""
    digests = [mail for mail in mails if str(mail["Subject"]).startswith("Your day")]
    told = {str(mail["To"]).partition("@")[0] for mail in digests}
    assert told == {"ann", "ben", "cora", "fay", "mona"}
    text = " ".join([*parts(digests, "text/plain"), *parts(digests, "text/html")])
    assert kinds_in(text) == set()
    assert "ann answered you in" in text, "the digest does tell of what the canaries stand in"
    assert sees(cage, f"/p/{cage.posts['mention']}/history", "mention"), "who got it may read what it does not say"


def test_a4_browser_notices_have_nothing_to_show() -> None:
    """Fails when a page asks for notices of the desktop, which lie on the screen for everybody."""
    scripts = Path(__file__).parents[3] / "forum" / "static" / "js"
    text = " ".join(one.read_text(encoding="utf-8") for one in scripts.rglob("*.js"))
    assert len(text) > 1000
    assert [
        word for word in ("Notification(", "showNotification", "requestPermission", "PushManager") if word in text
    ] == []


def test_a5_what_goes_to_telephones_is_ids_alone() -> None:
    """Fails when the payload of a push grows a field that could hold words."""
    made = payload(7, 8, About.REPLY.value, 9)
    assert made == {"v": 1, "note_id": 7, "person_id": 8, "about": "reply", "subject_id": 9}
    for about in About:
        told = payload(1, 2, about.value, 3)
        assert {name for name, value in told.items() if not isinstance(value, int)} == {"about"}


def test_a6_the_list_of_notices_is_written_when_it_is_read(cage: Cage) -> None:
    """Fails when a notice keeps a text, or its list says more than the page it leads to."""
    columns = {column.name: str(column.type) for column in Notification.__table__.columns}
    assert {name for name, kind in columns.items() if "VARCHAR" in kind or "TEXT" in kind} == {"about", "cadence"}
    for role in ("behind", "moderator"):
        answer = get(cage, role, "/notifications")
        assert answer.status_code == 200
        assert canaries(answer) == set()


def test_a7_a_list_of_messages_has_no_beginning_of_any(cage: Cage) -> None:
    """Fails when a list shows the first words of what is new in a thread."""
    for address in (
        "/",
        "/notifications",
        "/g/binge-club",
        "/api/v1/notifications",
        "/api/v1/groups/binge-club/threads",
    ):
        for role in ("behind", "moderator"):
            answer = get(cage, role, address)
            assert (answer.status_code, canaries(answer)) == (200, set())


def test_a8_mails_about_mentions_and_answers_quote_nobody(mails: list[Message]) -> None:
    """Fails when a mail says what was said about its reader."""
    text = " ".join([*parts(mails, "text/plain"), *parts(mails, "text/html")])
    assert "mentioned you in" in text
    for kind in ("mention", "quote", "thread reply"):
        assert canary(kind) not in text


def test_a9_no_mail_is_read_back(cage: Cage, mails: list[Message]) -> None:
    """Fails when mails can be answered by mail: a quoted mail would come back as somebody's ungated words."""
    assert [mail for mail in mails if mail["Reply-To"] or mail["In-Reply-To"]] == []
    assert [rule for rule in cage.app.url_map.iter_rules() if "inbound" in rule.rule] == []


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a10_a_mail_that_was_sent_before_a_release_slips_holds_nothing_to_recall(app: Flask, clock: SetClock) -> None:
    """Fails when a mail that was right yesterday is a leak today: not even the episode's name is in it."""
    app.config["WTF_CSRF_ENABLED"] = False
    cage = furnish(app, clock)
    stay_signed_in(clock.instant)
    told = _sent(cage, clock)
    address = f"/t/{cage.threads[1]}"
    assert {"thread", "thread reply"} <= canaries(get(cage, "caught up", address))
    put_back(cage)
    tell([cage.readers["behind"].id or 0], About.SLIPPED, cage.threads[1], clock.instant)
    told += _sent(cage, clock)
    assert len(told) >= 10
    assert [kind for mail in told for kind in kinds_in(decoded(mail))] == []
    assert [mail for mail in told if "Part 4" in decoded(mail)] == []
    links = set(re.findall(r"http://127\.0\.0\.1:8000(/[pt]/\d+)", " ".join(map(decoded, told))))
    assert address in links
    for link in links:
        assert canaries(get(cage, "caught up", link, follow_redirects=True)) <= BY_CHOICE | BY_CLICK, link


def _sent(cage: Cage, clock: SetClock) -> list[Message]:
    """What goes out now."""
    cage.app.extensions["mailman"].outbox = []
    jobs.drain(clock.instant)
    return [one.message() for one in cage.app.extensions["mailman"].outbox]


def decoded(mail: Message) -> str:
    """A mail as its reader gets it: headers and every part, no encoding left."""
    heads = " ".join(str(make_header(decode_header(str(value)))) for value in mail.values())
    return heads + " ".join(part for kind in ("text/plain", "text/html") for part in parts([mail], kind))


def test_a5_every_announcement_that_waits_holds_ids_and_codes(cage: Cage) -> None:
    """Fails when any job's payload, which a push or a hook may send on, carries words."""
    with cage.app.app_context():
        waiting: list[dict[str, Any]] = [dict(one.payload) for one in db.session.query(Outbox)]
        db.session.remove()
    assert kinds_in(json.dumps(waiting)) == set()
