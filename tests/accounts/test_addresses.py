"""E-mail addresses: how they are kept and compared."""

from __future__ import annotations

import pytest

from forum.accounts import addresses


def test_the_domain_becomes_lower_case_ascii_and_the_rest_stays() -> None:
    assert addresses.canonical("Ann.B@Bücher.Example") == "Ann.B@xn--bcher-kva.example"


def test_the_local_part_is_composed() -> None:
    assert addresses.canonical("e\u0301va@people.example") == "\u00e9va@people.example"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ann",
        "ann@",
        "@people.example",
        "a b@people.example",
        "ann@people.example\nBcc: x@y.example",
        "a" * 250 + "@people.example",
        "ann@localhost",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^bad-email$"):
        addresses.canonical(text)


def test_only_a_to_z_lose_their_case_when_compared() -> None:
    assert addresses.folded("ANN@people.example") == addresses.folded("ann@people.example")
    # A dotless i, and a long s, are letters of other people's addresses.
    assert addresses.folded("m\u0131ke@people.example") != addresses.folded("mike@people.example")
    assert addresses.folded("gro\u017fs@people.example") != addresses.folded("gross@people.example")
