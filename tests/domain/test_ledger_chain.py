"""The chain of the ledger shows every tampering."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from forum.domain.ledger import START, Line, fingerprint, first_fault

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def chain(*said: object) -> tuple[list[Line], str]:
    lines, before = [], START
    for number, one in enumerate(said, 1):
        words = {"what": one, "happened_at": NOON}
        lines.append(Line(number, before, fingerprint(before, words), words))
        before = lines[-1].hash
    return lines, before


def test_a_whole_chain_has_no_fault() -> None:
    assert first_fault([], START) == ""
    assert first_fault(*chain("seal", "remove", "dismiss")) == ""


@given(st.lists(st.sampled_from(["seal", "remove", "dismiss"]), min_size=2, max_size=8), st.data())
def test_every_change_shows(said: list[str], data: st.DataObject) -> None:
    lines, head = chain(*said)
    place = data.draw(st.integers(0, len(lines) - 1))
    changed = [*lines]
    changed[place] = replace(lines[place], said={"what": "restore", "happened_at": NOON})
    assert first_fault(changed, head) == f"line {place + 1} was changed"
    assert first_fault(lines[:place] + lines[place + 1 :], head) != ""
    assert first_fault(lines[::-1], head) != ""


def test_a_line_whose_words_were_taken_out_keeps_its_place() -> None:
    lines, head = chain("seal", "remove", "dismiss")
    assert first_fault([lines[0], replace(lines[1], said=None), lines[2]], head) == ""
    assert first_fault([lines[0], lines[2]], head) == "line 3 does not follow the one before it"
    assert first_fault(lines[:2], head) == "the newest lines are missing"


def test_order_of_keys_and_zone_do_not_matter() -> None:
    assert fingerprint(START, {"a": 1, "b": NOON}) == fingerprint(START, {"b": NOON.astimezone(), "a": 1})
