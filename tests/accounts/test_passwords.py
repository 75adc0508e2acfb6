"""Which passwords are taken."""

from __future__ import annotations

import pytest

from forum.accounts import passwords


@pytest.mark.parametrize(
    "password",
    ["watch slowly, talk late", "zß7#kQp!", "x9" * 20 + "ab", "пароль для кино", " " * 4 + "spaced out" + " " * 4],
)
def test_good_passwords_are_taken(password: str) -> None:
    assert passwords.fault_of(password) == ""


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("short77", "too-short:8"),
        ("q" * 129, "too-long:128"),
        ("password", "weak-password"),
        ("PassWord1", "weak-password"),
        ("iloveyou", "weak-password"),
        ("aaaaaaaaaaaa", "weak-password"),
        ("abababab", "weak-password"),
        ("abcdefghij", "weak-password"),
        ("0987654321", "weak-password"),
        ("qwertyuiop", "weak-password"),
    ],
)
def test_weak_passwords_are_not(password: str, fault: str) -> None:
    assert passwords.fault_of(password) == fault


def test_128_characters_are_not_cut() -> None:
    long = "seven sleepy seals " * 7
    assert passwords.fault_of(long[:128]) == ""


@pytest.mark.parametrize("password", ["annabella", "Annabella2024!", "annabella@people.example"])
def test_ones_own_name_is_no_password(password: str) -> None:
    assert passwords.fault_of(password, own=("annabella", "annabella@people.example")) == "weak-password"


def test_the_common_list_is_there_and_long_enough() -> None:
    assert len(passwords._common()) > 3000
