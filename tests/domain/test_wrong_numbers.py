"""Old and misprinted crisis lines are recognised however they are written, and years are left alone."""

from __future__ import annotations

import json

import pytest

from forum.domain.helpline_checks import CALLING_CODES
from forum.domain.wrong_numbers import WrongNumbers
from forum.infra.directory import LINES_FILE, shipped_directory

DATA = json.loads(LINES_FILE.read_text())
WRONG = shipped_directory().wrong


@pytest.mark.parametrize(
    "text",
    [
        "Call 1-800-784-2433 now",
        "1 800 784 2433",
        "+1 (800) 784-2433",
        "800.784.2433",
        "18007842433",
        "1-800-SUICIDE",
        "1-800-suicide",
        "1\u2013800\u2013784\u20132433",
    ],
)
def test_one_number_in_many_forms(text: str) -> None:
    assert [(one.country, one.line_id) for one in WRONG.found_in(text)] == [("US", "us-988")]


@pytest.mark.parametrize(
    ("text", "line_id"),
    [
        ("1-800-273-TALK helped me", "us-988"),
        ("In Korea the hotline is 1393.", "kr-109"),
        ("Text 988 and then press 3.", "us-trevor"),
        ("988, then press 3", "us-trevor"),
        ("die Nummer ist 166 111", None),
        ("08457 909090", "gb-sam"),
        ("+44 8457 90 90 90", "gb-sam"),
    ],
)
def test_others(text: str, line_id: str | None) -> None:
    assert line_id in [one.line_id for one in WRONG.found_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "It was made in 1952, when 141 people lived there.",
        "Joseon began in 1393 or so.",
        "1-800-784-24330",
        "218007842433",
        "116 123",
        "988",
        "Call 988 and press 1",
        "S01E41 is the best",
        "2026-11-22 12:00",
        "",
        "9" * 100_000,
        "1-800-" * 20_000,
    ],
)
def test_what_is_no_wrong_number(text: str) -> None:
    assert WRONG.found_in(text) == ()


def test_every_listed_number_is_found_where_somebody_says_to_call_it() -> None:
    for entry in (*DATA["retired"], *DATA["known_wrong"]):
        written = entry.get("number") or entry.get("text")
        if " as " in written:
            continue
        found = WRONG.found_in(f"Please call {written} if you are low.")
        assert entry.get("replaced_by") in {one.line_id for one in found}, written


def test_no_number_of_the_directory_is_taken_for_a_wrong_one() -> None:
    for line in shipped_directory().lines:
        for number in (line.number, line.dial, line.sms_number, line.whatsapp):
            if number:
                assert WRONG.found_in(f"call {number}") == (), line.id


def test_nothing_listed_finds_nothing() -> None:
    assert WrongNumbers((), CALLING_CODES).found_in("call 1-800-784-2433") == ()
