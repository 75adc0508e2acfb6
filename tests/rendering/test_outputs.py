"""What is printed around veils, for eyes, ears and plain text."""

from zoneinfo import ZoneInfo

import pytest

from forum.rendering.document import rewrap
from forum.rendering.outputs import excerpt, html, text
from forum.rendering.redact import Closed
from forum.rendering.words import ENGLISH
from tests.rendering.world import CATALOGUES, STRANGER, WRITER, member, pressed, scope, seen_by


def printed(source: str, clearance: object = STRANGER, **more: object) -> str:
    return str(html(seen_by(pressed(source), clearance), CATALOGUES, ENGLISH, **more))  # type: ignore[arg-type]  # html's own options


def test_a_veil_that_a_click_opens() -> None:
    key = "5:m0:through.1.1103.episode"
    assert printed("[spoiler S01E03]x[/spoiler]") == (
        f'<p><span class="veil" data-veil="{key}"><span class="veil-label">spoils S01E03</span>'
        f'<button class="veil-open" type="submit" form="reveal" name="veil" value="{key}" '
        'aria-expanded="false" aria-label="Show what spoils S01E03">Show</button></span></p>\n'
    )


def test_a_veil_that_nothing_opens_yet() -> None:
    shown = printed(":::spoiler S01E08\nx\n:::", zone=ZoneInfo("Europe/Vienna"))
    assert shown == (
        '<div class="veil" data-veil="5:m0:through.1.1108.episode"><span class="veil-label">spoils S01E08</span>'
        '<span class="veil-reason">not released yet, opens '
        '<time datetime="2026-03-02T20:00:00Z">02 Mar 2026, 21:00</time></span></div>'
    )


def test_an_open_veil_has_bounds_and_closes_again_only_if_asked_for() -> None:
    key = "5:m0:through.1.1103.episode"

    def bounds(why: str) -> str:
        return (
            f'<p><span class="veil is-open" data-veil="{key}"><span class="veil-label">spoils S01E03'
            f'<span class="veil-why"> · {why}</span></span><span class="veil-body">x</span>'
        )

    seen = printed("[spoiler S01E03]x[/spoiler]", member("S01E03"))
    assert seen == bounds("you have seen it") + "</span></p>\n"
    assert printed("[spoiler S01E03]x[/spoiler]", member(revealed=frozenset({key}))) == (
        f'{bounds("you opened it")}<button class="veil-hide" type="submit" form="reveal" name="hide" value="{key}" '
        'aria-expanded="true" aria-label="Hide again what spoils S01E03">Hide again</button></span></p>\n'
    )


def test_closed_veils_differ_in_nothing_that_was_written() -> None:
    assert printed(">!x!<") == printed(">!" + "long *secret* @ann " * 50 + "!<")


def test_shows_are_named_where_they_could_be_mistaken() -> None:
    assert "spoils S01E02<" in printed("[spoiler Fargo S01E02]x[/spoiler]")
    assert "spoils Fargo S01E02<" in printed("[spoiler Fargo S01E02]x[/spoiler]", home=1)
    assert "spoils Lost S01E03<" in printed("[spoiler Fargo S01E02]x[/spoiler] [spoiler S01E03]y[/spoiler]")


def test_the_threads_own_veil_is_bare_once_its_episode_was_seen() -> None:
    document = pressed("x", outer=scope("S01E03"))
    assert str(html(seen_by(document, member("S01E03")), CATALOGUES, ENGLISH)) == "<p>x</p>\n"
    assert 'class="veil"' in html(seen_by(document, STRANGER), CATALOGUES, ENGLISH)


def test_a_seal_says_so() -> None:
    sealed = rewrap(pressed("x"), scope("S01E03"))
    assert "sealed: spoils S01E03" in html(seen_by(sealed, STRANGER), CATALOGUES, ENGLISH)


SOURCE = """Hello **you**, see [this](https://example.org/a) and https://example.org/b

> quoted
> > deeper

1. one
2. two
   - [spoiler S01E03]nested[/spoiler]

| a | b |
|---|---|
| 1 | [spoiler S01E08]2[/spoiler] |

```
code  here
  more
```

@bob &amp; <b>
"""


def test_plain_text_is_readable() -> None:
    assert text(seen_by(pressed(SOURCE), STRANGER), CATALOGUES, ENGLISH) == (
        "Hello you, see this <https://example.org/a> and https://example.org/b\n\n> quoted\n>\n> > deeper\n\n"
        "1. one\n2. two\n  - [spoils S01E03: hidden]\n\na | b\n1 | [spoils S01E08: not released yet]\n\n"
        "code  here\n  more\n\n@bob & <b>"
    )


def test_plain_text_of_an_open_veil_shows_its_ends() -> None:
    redacted = seen_by(pressed("a [spoiler S01E03]b[/spoiler] c"), WRITER)
    assert text(redacted, CATALOGUES, ENGLISH) == "a [spoils S01E03: b] c"


def test_an_excerpt_is_one_line_of_bounded_length() -> None:
    redacted = seen_by(pressed(SOURCE), STRANGER)
    assert excerpt(redacted, CATALOGUES, ENGLISH, 60) == "Hello you, see this and https://example.org/b quoted deeper…"
    assert excerpt(seen_by(pressed("short"), STRANGER), CATALOGUES, ENGLISH) == "short"
    assert len(excerpt(seen_by(pressed("x" * 500), STRANGER), CATALOGUES, ENGLISH)) == 200


@pytest.mark.parametrize("source", ["x", SOURCE])
def test_markup_knows_no_template_words(source: str) -> None:
    assert not [word for word in ("spoils", "Show", "veil") if word in repr(pressed(source).pieces[0])]


def test_labels_are_escaped() -> None:
    redacted = seen_by(pressed("[spoiler Lost book:<b>x</b>]y[/spoiler]"), STRANGER)
    assert isinstance(redacted.pieces[1], Closed)
    assert "<b>" not in html(redacted, CATALOGUES, ENGLISH)


def without(source: str, *names: str, unnamed: str = "") -> tuple[str, str]:
    """The text and the excerpt for somebody who has put these people aside."""
    redacted = seen_by(pressed(source), STRANGER)

    def said(name: str) -> str:
        return unnamed if not name else "[left out]" if name.lower() in names else ""

    return tuple(make(redacted, CATALOGUES, ENGLISH, said=said) for make in (text, excerpt))  # type: ignore[return-value]  # two


@pytest.mark.parametrize(
    ("source", "shown", "line"),
    [
        ("> ben · \\#2\n>\n> Words.\n\nYes.", "> [left out]\n\nYes.", "[left out] Yes."),
        ("> Ben · \\#2\n>\n> > older\n>\n> Words.\n\nYes.", "> [left out]\n\nYes.", "[left out] Yes."),
        ("> ann · \\#1\n>\n> Hm.\n>\n> > ben · \\#2\n> >\n> > Words.\n\nYes.",
         "> ann · #1\n>\n> Hm.\n>\n> > [left out]\n\nYes.", "ann · #1 Hm. [left out] Yes."),
        ("> ben · \\#2\n>\n> 1. one\n> 2. two\n>\n> `code` [link](https://a.example)\n\n1. mine\n2. too",
         "> [left out]\n\n1. mine\n2. too", "[left out] 1. mine 2. too"),
        ("> - ben\n> - Words\n\nYes.", "> - ben\n> - Words\n\nYes.", "· ben · Words Yes."),
        ("> bert · \\#2\n>\n> Words.\n\nben · #2 said.", "> bert · #2\n>\n> Words.\n\nben · #2 said.",
         "bert · #2 Words. ben · #2 said."),
    ],
)  # fmt: skip  # rows of a table
def test_quotes_of_people_put_aside_are_left_out_of_plain_text(source: str, shown: str, line: str) -> None:
    assert without(source, "ben") == (shown, line)


@pytest.mark.parametrize(
    "inside", ["Words.", ">!veiled!<", "- one\n> - two", "`code`", "| a | b |\n> |---|---|\n> | c | d |"]
)
def test_a_quote_without_a_name_is_of_whoever_is_answered(inside: str) -> None:
    source = f"> {inside}\n\n- mine\n- too"
    assert without(source, unnamed="[left out]") == ("> [left out]\n\n- mine\n- too", "[left out] · mine · too")
    assert "[left out]" not in "".join(without(source, "ben"))
