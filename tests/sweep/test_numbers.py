"""Numbers that people dial: the right lines for each country and topic, and none that is no more, in any outlet."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from forum.domain.crisis import GRAVITY, notice
from forum.infra import clock
from forum.infra.db import db
from forum.infra.directory import directory
from forum.infra.jobs import drain
from tests.factories import accounts, posts
from tests.sweep import notice_table
from tests.sweep import test_notices as notices

MAILS = Path(__file__).parents[2] / "templates" / "mail"
__all__ = ["world"]
world = notices.world

CARRY = frozenset(
    (
        "case_decided",
        "case_handed",
        "digest",
        "line_proposed",
        "mention",
        "note_called",
        "post_covered",
        "reply",
        "rule_matched",
        "thread_opened",
        "thread_slipped",
        "title_changed",
        "waiting_decided",
    )
)
"""Mails that name a thread: they carry its notice."""
ABOUT_THE_ACCOUNT = "about one's own account"
NAMES_NONE = "names no thread"
SILENT = {
    **dict.fromkeys(
        (
            "account_restored",
            "account_suspended",
            "address_changed",
            "already_member",
            "change_email",
            "confirm",
            "password_changed",
            "reset",
            "role_changed",
        ),
        ABOUT_THE_ACCOUNT,
    ),
    **dict.fromkeys(("date_decided", "join_answered", "join_asked", "shown_out"), NAMES_NONE),
    "care_message": "neutral by intent: whoever sees the screen learns nothing",
    **dict.fromkeys(("notice_answered", "notice_confirm", "notice_receipt"), NAMES_NONE),
    "care_page": "to the care team: a number and a clock",
    "cases_wait": "to moderators: how many wait",
    "appeals_wait": "to moderators: how many wait",
    "notices_wait": "to the staff: how many wait",
}
_PAGE = (
    '{% from "parts/notice.html" import notice, notice_again %}'
    '{% from "notifications/mail_notice.html" import mail_notice %}'
    "{{ notice(n) }}{{ notice_again(n) }}{{ mail_notice(n, '/support') }}"
)


def test_every_mail_says_whether_it_carries_the_notice() -> None:
    there = {path.name for path in MAILS.iterdir() if path.is_dir()}
    assert sorted(there - CARRY - SILENT.keys()) == []
    assert sorted((CARRY | SILENT.keys()) - there) == []
    for name in CARRY:
        for file in ("body.txt", "body.html"):
            assert "notice_frame" in (MAILS / name / file).read_text(encoding="utf-8"), (name, file)


def visible(text: str) -> str:
    """What one reads of a page, and where its links dial."""
    dialled = " ".join(f"call {number}" for number in re.findall(r'(?:tel|sms):([^"]+)', text))
    return html.unescape(re.sub(r"<[^>]+>", " ", text)) + " " + dialled


def wrong_in(text: str) -> list[str]:
    return [str(one) for one in directory().wrong.found_in(visible(text))]


def test_the_finder_finds() -> None:
    assert wrong_in("<p>Please call 1-800-784-2433 now.</p>")
    assert wrong_in('<a href="tel:18007842433">here</a>')


@pytest.mark.parametrize("topic", GRAVITY)
def test_every_country_and_topic_has_its_lines_or_the_neutral_text(app: Flask, topic: str) -> None:
    lines, wrong = directory(), []
    us_numbers = notices.US_NUMBERS
    with app.test_request_context(headers={"Accept-Language": "en"}):
        for country in (*lines.countries, "NG", "AQ", None):
            found = notice(lines, [topic], country, "en")
            assert found is not None
            text = render_template_string(_PAGE, n=found)
            told = set(re.findall(r'href="(?:tel|sms):([^"]+)"', text))
            ours = {form for line in lines.of(country) for form in (line.dial, line.sms_dial) if form}
            allowed = ours | set(lines.emergency.get(country or "", ()))
            wrong += [f"{country}: {number} is not of there" for number in told - allowed]
            wrong += [f"{country}: {number}" for number in wrong_in(text)]
            if country not in ("US", "CA"):
                wrong += [f"{country}: {number} of the United States" for number in (told & us_numbers) - allowed]
            if not found.lines and found.directory_url not in text:
                wrong.append(f"{country}: neither lines nor the directory")
            if len(found.lines) > 2:
                wrong.append(f"{country}: more than two lines")
    assert wrong == []


@pytest.mark.parametrize("country", ["US", "GB", "NL", "KR", None])
def test_no_outlet_tells_a_number_that_is_no_more(app: Flask, world: notice_table.World, country: str | None) -> None:
    drawn = {**notice_table.SHOWS, **notice_table.MARKS}
    wrong = []
    for endpoint, row in drawn.items():
        for who in row.who:
            url = row.url(world)
            sent = notices.headers(world, who, country, url)
            text = notices.browser(app, world, who).get(url, headers=sent, follow_redirects=True).text
            wrong += [f"{endpoint} for a {who}: {number}" for number in wrong_in(text)]
    stranger = app.test_client()
    for url in ("/support", "/support/worried", "/support/wrong-number", "/about", "/api/v1/support-lines", "/nowhere"):
        wrong += [f"{url}: {number}" for number in wrong_in(stranger.get(url).text)]
    assert wrong == []


def test_no_page_of_a_country_tells_one(app: Flask) -> None:
    client = app.test_client()
    pages = {code: client.get(f"/support/{code.lower()}").text for code in directory().countries}
    assert {code: found for code, text in pages.items() if (found := wrong_in(text))} == {}
    assert all("tel:" in text or "sms:" in text for text in pages.values())


def test_letters_and_mails_tell_none(app: Flask, world: notice_table.World) -> None:
    box = app.extensions["mailman"].outbox = []
    author = world.people["author"]
    posts.post(world.people["member"], world.thread_id, "So it was, @the-author.", reply_to=world.post_id)
    posts.post(author, world.thread_id, "I want to kill myself.")
    drain(clock.now())
    client = accounts.signed_in(app, author)
    for country in ("US", "GB", "DE"):
        page = client.get("/care/messages", headers={"Accept-Language": f"en-{country}"}).text
        assert wrong_in(page) == []
        assert "tel:" in page
    db.session.rollback()
    assert len(box) >= 3
    assert [found for one in box if (found := wrong_in(f"{one.subject} {one.body} {one.alternatives[0][0]}"))] == []
