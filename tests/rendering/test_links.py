"""Addresses, mentions and the characters at the door."""

import pytest

from forum.rendering import limits
from forum.rendering.links import clean_address, is_clean
from tests.rendering.world import codes, pressed, refusal

CLEAN = {
    "https://example.org": "https://example.org",
    "HTTPS://Example.ORG/Path?q=1#f": "https://example.org/Path?q=1#f",
    "http://example.org:8080/a_(b)": "http://example.org:8080/a_(b)",
    "https://example.org/ü?ä=%20%zz": "https://example.org/%C3%BC?%C3%A4=%20%25zz",
    "https://bücher.example/": "https://xn--bcher-kva.example/",
    "https://раypal.example/": "https://xn--ypal-43d9g.example/",
    "mailto:a.b+c@example.org": "mailto:a.b+c@example.org",
    "https://example.org/@user": "https://example.org/@user",
}


@pytest.mark.parametrize("address", CLEAN)
def test_addresses_are_written_in_ascii(address: str) -> None:
    assert clean_address(address) == CLEAN[address]
    assert is_clean(CLEAN[address])


BARE = {
    "see https://example.org/a_b_c.": ["https://example.org/a_b_c"],
    "(https://example.org/x_(y))": ["https://example.org/x_(y)"],
    "**https://example.org/x**": ["https://example.org/x"],
    "https://example.org/a, https://example.org/b!": ["https://example.org/a", "https://example.org/b"],
    "xhttps://example.org": [],
    "`https://example.org`": [],
    "https://": [],
    "ftp://example.org": [],
    "[x https://example.org/a](https://example.org/b)": ["https://example.org/b"],
    "https://a@example.org": [],
}


@pytest.mark.parametrize("source", BARE)
def test_bare_addresses(source: str) -> None:
    markup = repr(pressed(source).pieces)
    assert [part.split('"')[0] for part in markup.split('href="')[1:]] == BARE[source]


def test_the_host_is_shown_where_the_words_hide_it() -> None:
    assert '<span class="link-host"> (evil.example)</span>' in repr(
        pressed("[bank](https://www.evil.example/x)").pieces
    )
    assert "link-host" not in repr(pressed("[evil.example](https://evil.example/x)").pieces)
    assert "(evil.example)" in repr(pressed("[https://good.example](https://evil.example/x)").pieces)


def test_pictures_become_links() -> None:
    markup = repr(pressed("![a *cat*](https://example.org/cat.png)").pieces)
    assert "<img" not in markup
    assert 'href="https://example.org/cat.png"' in markup
    assert "<em>cat</em></a>" in markup


def test_mentions() -> None:
    document = pressed(
        "@ann, @Bob_1! x@example.org `@code` [@in](https://example.org) @no_such @ann", is_known=str.isalpha
    )
    assert document.mentions == ("ann",)
    assert pressed("@ann @Bob_1").mentions == ("ann", "Bob_1")
    assert codes(" ".join(f"@user{number}" for number in range(51))) == {"too-many-mentions"}
    assert codes("@same @SAME " * 20) == set()


def test_limits() -> None:
    assert codes("https://example.org/ " * limits.LINKS) == set()
    assert codes("https://example.org/ " * (limits.LINKS + 1)) == {"too-many-links"}
    assert codes(">!a!< " * limits.MARKS) == set()
    assert codes(">!a!< " * (limits.MARKS + 1)) == {"too-many-marks"}
    assert codes("> " * limits.QUOTE_NESTING + "a") == set()
    assert codes("> " * (limits.QUOTE_NESTING + 1) + "a") == {"too-deep"}
    assert codes("- " * limits.LIST_NESTING + "a") == set()
    assert codes("- " * (limits.LIST_NESTING + 1) + "a") == {"too-deep"}
    assert codes("a" * limits.SOURCE_CHARACTERS) == set()
    assert codes("a" * (limits.SOURCE_CHARACTERS + 1)) == {"too-long"}
    assert codes("> " * 5 + "- " * 6 + "[spoiler S01E03]a[/spoiler]") == set()
    assert codes("") == codes(" \n\u200b\u3164") == {"empty"}


def test_no_reference_definitions() -> None:
    markup = repr(pressed("[x]: https://example.org\n\n[x]").pieces)
    assert "[x]: " in markup
    assert markup.count("[x]") == 2


def test_headings_stand_below_those_of_the_page() -> None:
    markup = repr(pressed("# a\n\n## b\n\n###### c").pieces)
    assert [tag for tag in ("<h1", "<h2", "<h3", "<h4", "<h6") if tag in markup] == ["<h3", "<h4", "<h6"]


@pytest.mark.parametrize(
    "char",
    [
        "\x00",
        "\x1b",
        "\x0b",
        "\ud800",
        "\u202e",
        "\u2066",
        "\ufdd0",
        "\ufdd3",
        "\uffff",
        "\U0010ffff",
        "\x80",
    ],
)
def test_characters_refused_at_the_door(char: str) -> None:
    assert refusal(f"a\nb{char}c") == [("character", 2, 2)]


def test_line_ends_are_made_one() -> None:
    assert pressed("a\r\nb\rc\u2028d\x85e") == pressed("a\nb\nc\nd\ne")
