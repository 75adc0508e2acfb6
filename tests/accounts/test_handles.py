"""Names: their shape, those kept back, and look-alikes."""

from __future__ import annotations

import pytest

from forum.accounts import handles


@pytest.mark.parametrize("name", ["ann", "Ann_2", "a-b", "x" * 30, "007", "O_o"])
def test_plain_names_may_be_taken(name: str) -> None:
    assert handles.fault_of(name) == ""


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("ab", "too-short:3"),
        ("x" * 31, "too-long:30"),
        ("-ann", "bad-handle"),
        ("ann_", "bad-handle"),
        ("an n", "bad-handle"),
        ("ann.com", "bad-handle"),
        ("ann/..", "bad-handle"),
        ("аnna", "bad-handle"),  # a Cyrillic a
        ("ann\n", "bad-handle"),
        ("Admin", "reserved"),
        ("adm1n", "reserved"),
        ("M0derator", "reserved"),
        ("rnoderator", "reserved"),
        ("sett1ngs", "reserved"),
    ],
)
def test_other_names_are_refused_with_a_code(name: str, fault: str) -> None:
    assert handles.fault_of(name) == fault


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bill", "B1ll"),
        ("otto", "0tt0"),
        ("morn", "mom"),
        ("vvilma", "wilma"),
        ("a_b", "a-b"),
        ("a--b", "a-b"),
        ("sam5", "sams"),
    ],
)
def test_look_alikes_share_a_skeleton(one: str, other: str) -> None:
    assert handles.skeleton(one) == handles.skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("ann", "anna"), ("ab", "a-b"), ("clara", "dara"), ("tom2", "tom3")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert handles.skeleton(one) != handles.skeleton(other)
