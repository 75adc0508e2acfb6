"""The shipped directory of crisis lines: checked, and refused as a whole when one digit is doubtful."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import phonenumbers
import pytest

from forum.domain.helpline_checks import digits, faults_in
from forum.domain.helplines import DirectoryFault, read_directory
from forum.infra.directory import LINES_FILE, directory, load_directory

SHIPPED: dict[str, Any] = json.loads(LINES_FILE.read_text(encoding="utf-8"))
PINNED = Path(__file__).parent.parent / "data" / "crisis_numbers.txt"


def shipped() -> dict[str, Any]:
    return copy.deepcopy(SHIPPED)


def entry(data: dict[str, Any], entry_id: str) -> dict[str, Any]:
    return next(one for one in data["entries"] if one["id"] == entry_id)


def test_the_shipped_file_has_no_fault() -> None:
    assert faults_in(shipped()) == []
    assert (len(directory().lines), len(directory().countries)) == (117, 50)


def test_every_number_is_the_one_that_was_looked_at() -> None:
    rows = []
    for one in SHIPPED["entries"]:
        sms, whatsapp = one["sms"] or {}, one["whatsapp"] or {}
        forms = (one["dial"], one["e164"], sms.get("dial"), whatsapp.get("number"))
        rows.append("\t".join([one["id"], *(form or "-" for form in forms)]))
    rows += (f"{code}\t{' '.join(known['numbers'])}" for code, known in sorted(SHIPPED["emergency"].items()))
    assert rows == PINNED.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("one", [e for e in SHIPPED["entries"] if e["e164"]], ids=lambda e: e["id"])
def test_every_international_number_is_possible_in_its_country(one: dict[str, Any]) -> None:
    number = phonenumbers.parse(one["e164"], None)
    assert phonenumbers.is_valid_number(number)
    assert one["country"] in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[number.country_code]
    national = phonenumbers.parse(one["dial"], one["country"])
    assert phonenumbers.format_number(national, phonenumbers.PhoneNumberFormat.E164) == one["e164"]


def test_every_emergency_number_is_one_in_its_country() -> None:
    known_gaps = {("BD", "999"), ("RS", "112"), ("UY", "911"), ("UA", "103"), ("IS", "112")}
    for country, known in SHIPPED["emergency"].items():
        for number in known["numbers"]:
            is_one = phonenumbers.is_emergency_number(number, country)
            assert is_one or (country, number) in known_gaps or not known["two_sources"], (country, number)


@pytest.mark.parametrize("one", SHIPPED["entries"], ids=lambda e: e["id"])
def test_a_swapped_digit_in_one_place_is_refused(one: dict[str, Any]) -> None:
    for where, form in (("number", one["number"]), ("dial", one["dial"]), ("e164", one["e164"])):
        for at in range(len(form or "") - 1):
            left, right = form[at], form[at + 1]
            if left == right or not (left + right).isdigit():
                continue
            data = shipped()
            entry(data, one["id"])[where] = form[:at] + right + left + form[at + 2 :]
            changed = digits(entry(data, one["id"])[where]) != digits(form)
            menu_only = where == "number" and " then " in form and at > form.index(" then ")
            if changed and not menu_only:
                assert faults_in(data), (where, form, at)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"topics": ["despair"]}, "unknown topic 'despair'"),
        ({"kind": ["pigeon"]}, "unknown kind 'pigeon'"),
        ({"country": "XX"}, "unknown country 'XX'"),
        ({"confidence": "low"}, "confidence is neither high nor medium"),
        ({"emergency_number": ["999"]}, "emergency number missing or not that of the country"),
        ({"emergency_number": []}, "emergency_number must be a list of texts, not empty"),
        ({"verified_on": "2031-01-01"}, "verified_on is no date or lies after the file's own"),
        ({"verified_on": "2025-02-30"}, "verified_on is no date or lies after the file's own"),
        ({"sources": [{"title": "One", "url": "https://a.example", "date": None}]}, "fewer than two sources"),
        ({"chat_url": "http://988lifeline.org"}, "chat_url is not a plain https address"),
        ({"chat_url": "https://988lifeline.org/?ref=forum"}, "chat_url is not a plain https address"),
        ({"url": "javascript:alert(1)"}, "url is not a plain web address"),
        ({"rank": True}, "rank is missing or of the wrong kind"),
        ({"name": None}, "name is missing or of the wrong kind"),
        ({"number": "988 then press 3"}, "shows a menu choice that has ended"),
        ({"e164": "+1988"}, "a short code has no international form"),
        ({"number": "1-800-273-8255", "dial": "18002738255", "short_code": False}, "shows 18002738255, which is"),
        ({"hours": "24/7, or 1-800-784-2433"}, "shows 18007842433, which is"),
        ({"name": "Lifeline, was 1 (800) 784 2433"}, "shows 18007842433, which is"),
    ],
)
def test_a_doubtful_entry_is_named(change: dict[str, Any], fault: str) -> None:
    data = shipped()
    entry(data, "us-988").update(change)
    assert any(found.startswith(f"us-988: {fault}") for found in faults_in(data)), faults_in(data)


@pytest.mark.parametrize("kind", ["retired", "known_wrong"])
def test_no_retired_or_wrong_number_can_become_a_line(kind: str) -> None:
    for bad in SHIPPED[kind]:
        text = bad.get("number") or bad["text"].split(" as ")[0]
        data = shipped()
        victim = next((e for e in data["entries"] if e["country"] == bad["country"]), None)
        if victim is None:
            continue
        dial = digits(text.split(" then ")[0])
        victim.update(number=text, dial=dial, e164=None, kind=sorted({*victim["kind"], "call"}))
        assert any("retired or known to be wrong" in f or "has ended" in f for f in faults_in(data)), text


def test_numbers_that_are_wrong_in_one_country_may_be_right_in_another() -> None:
    assert ("TW", "1952") not in {(line.country, line.dial) for line in directory().lines}
    assert {line.id for line in directory().lines if line.dial == "116111"} >= {"de-ngk", "pl-116111"}


@pytest.mark.parametrize("content", ["", "[]", "null", "{", '{"entries": []}', '{"entries": 3}', "\udcff"])
def test_a_damaged_file_is_refused_with_its_path(tmp_path: Path, content: str) -> None:
    file = tmp_path / "lines.json"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(DirectoryFault, match=r"lines\.json"):
        load_directory(file)


def test_a_missing_file_is_refused_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(DirectoryFault, match=r"nothing\.json"):
        load_directory(tmp_path / "nothing.json")


def test_all_faults_are_told_at_once() -> None:
    data = shipped()
    entry(data, "us-988")["topics"] = ["despair"]
    entry(data, "gb-sam")["dial"] = "116132"
    with pytest.raises(DirectoryFault) as fault:
        read_directory(data)
    assert fault.value.faults == ["us-988: unknown topic 'despair'", "gb-sam: number and dial disagree"]
