"""Markup hostility by name: a text is refused with the place shown, or hidden, and never shown.

The ids are those of the channels of leaks that each test closes.
"""

from __future__ import annotations

import pytest

from forum.domain.gates import Gate
from forum.rendering import limits
from forum.rendering.document import Document, Html, Piece, Veil, behind, own_gates
from forum.rendering.lowering import lowered
from forum.rendering.outputs import html, text
from forum.rendering.preview import preview
from forum.rendering.problems import Refused
from forum.rendering.words import ENGLISH
from tests.rendering.test_linear import CALLS_A_CHARACTER, calls
from tests.rendering.world import CATALOGUES, STRANGER, WRITER, pressed, refusal, scope, seen_by

SECRET = "secret"


def hidden(source: str) -> None:
    """Printed, without the secret for a stranger and with it for the author."""
    document = pressed(source)
    for sent in (
        html(seen_by(document, STRANGER), CATALOGUES, ENGLISH),
        text(seen_by(document, STRANGER), CATALOGUES, ENGLISH),
    ):
        assert SECRET not in sent
    assert SECRET in html(seen_by(document, WRITER), CATALOGUES, ENGLISH)


def refused(source: str, code: str, line: int) -> None:
    """Refused, with that code on that line; and the preview hides it from everybody but the author."""
    assert (code, line) in [(found, at) for found, at, _ in refusal(source)]
    assert SECRET not in html(seen_by(preview(source, scope).document, STRANGER), CATALOGUES, ENGLISH)


@pytest.mark.parametrize("space", [" ", "  ", "\t", "\u00a0", "\u2003"])
def test_f1_space_inside_the_delimiter(space: str) -> None:
    """Fails when a blank inside of a mark makes it no mark, and the words are shown."""
    hidden(f">!{space}secret{space}!<")
    hidden(f"[spoiler S01E03]{space}secret{space}[/spoiler]")


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n", "\n- a\n- b\n", "\n> said\n\n"])
def test_f2_several_lines(between: str) -> None:
    """Fails when a mark covers its first line or paragraph alone."""
    hidden(f":::spoiler S01E03\nsecret{between}secret\n:::")
    hidden(f"[spoiler S01E03]\nsecret{between}secret\n[/spoiler]")


@pytest.mark.parametrize(
    "inside",
    [
        "> secret", "- secret\n  - secret", "1. secret", "| a | b |\n|---|---|\n| secret | secret |", "`secret`",
        "```\nsecret\n```", "    secret", "[secret](https://example.org/secret)", "https://secret.example/secret",
        "@secret", "![secret](https://example.org/secret.png)", "# secret",
        "**secret** ~~secret~~ *secret*", "a  \nsecret",
    ],
)  # fmt: skip  # rows of a table
def test_f3_quotes_lists_tables_code_links_and_mentions_inside(inside: str) -> None:
    """Fails when something inside of a mark is printed outside of it."""
    hidden(f":::spoiler S01E03\n{inside}\n:::")


@pytest.mark.parametrize(
    "around", ["> {}", "- {}", "1. {}", "| a | b |\n|---|---|\n| {} | c |", "# {}", "**{}**", "a {} b"]
)
def test_f3_inside_quotes_lists_tables_and_headings(around: str) -> None:
    """Fails when a mark is not seen where it stands inside of something else."""
    hidden(around.format("[spoiler S01E03]secret[/spoiler]"))


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("a\n[spoiler S01E03]secret", "unclosed-mark", 2),
        ("a\n\nsecret[/spoiler]", "stray-close", 3),
        (":::spoiler S01E03\nsecret", "unclosed-mark", 1),
        ("[spoiler S01E03]secret!<", "crossing-mark", 1),
        (">!secret[/spoiler]", "crossing-mark", 1),
        ("[spoiler S01E03]secret[/spoiler][/spoiler]", "stray-close", 1),
        ("[spoiler S01E03][spoiler S01E03]secret[/spoiler]", "nested-mark", 1),
    ],
)
def test_f4_unbalanced_or_repeated(source: str, code: str, line: int) -> None:
    """Fails when a mark without its partner is guessed at, or shown."""
    refused(source, code, line)


@pytest.mark.parametrize(
    "source",
    [
        "[spoiler S01E03]a [spoiler S01E05]secret[/spoiler] b[/spoiler]",  # the inner one higher
        "[spoiler S01E05]a [spoiler S01E03]secret[/spoiler] b[/spoiler]",  # the inner one lower
        ":::spoiler S01E03\n>!secret!<\n:::",
        ">![spoiler S01E05]secret[/spoiler]!<",
    ],
)
def test_nesting_is_refused_where_it_begins(source: str) -> None:
    refused(source, "nested-mark", source.count("\n", 0, source.rindex("secret")) + 1)


@pytest.mark.parametrize("shape", ["`{}`", "```\n{}\n```", "    {}", "`` {} ``", "~~~\n{}\n~~~"])
def test_a_mark_in_code_is_refused(shape: str) -> None:
    source = shape.format("[spoiler S01E03]secret[/spoiler]")
    refused(source, "mark-in-code", 2 if shape[0] in "`~" and "\n" in shape else 1)


COMBINING = ("\u0301", "\u0338", "\u20e0", "\u034f", "\ufe0f", "\u200d", "\u200b", "\u2060", "\u00ad")


@pytest.mark.parametrize("sign", COMBINING)
@pytest.mark.parametrize(
    "source",
    [
        ">{0}!secret!{0}<",
        "[{0}spoiler S01E03]secret[/{0}spoiler]",
        "[spo{0}iler S01E03]secret[/spoiler]",
        ":{0}::spoiler S01E03\nsecret\n:::",
    ],
)
def test_combining_and_invisible_characters_in_a_mark(source: str, sign: str) -> None:
    """Looks like a mark and is none: it is never printed as plain words."""
    typed = source.format(sign)
    assert refusal(typed)
    assert SECRET not in html(seen_by(preview(typed, scope).document, STRANGER), CATALOGUES, ENGLISH)


@pytest.mark.parametrize("sign", COMBINING)
def test_combining_characters_inside_a_mark_stay_inside(sign: str) -> None:
    hidden(f"[spoiler S01E03]{sign}secret{sign}[/spoiler]")
    hidden("e\u0301 [spoiler S01E03]secret[/spoiler]\u0301 e\u0301")


@pytest.mark.parametrize(
    "unit",
    [
        "secret ",
        "[spoiler S01E03]secret[/spoiler] ",
        ">!secret",
        "secret!<",
        "> ",
        "[",
        "|a",
        ":::\n",
        "e\u0301",
        "@a ",
    ],
)
def test_a_post_of_a_hundred_thousand_characters(unit: str) -> None:
    """Refused at the door, whatever it is made of, for the price of looking at its length."""
    source = (unit * (100_000 // len(unit) + 1))[:100_000]
    with pytest.raises(Refused) as fault:
        pressed(source)
    assert [problem.code for problem in fault.value.problems] == ["too-long"]
    assert calls(source) < limits.SOURCE_CHARACTERS


@pytest.mark.parametrize("many", [10, 20, 40])
def test_work_grows_with_the_number_of_marks(many: int) -> None:
    unit = "word [spoiler S01E03]secret[/spoiler] word\n\n"
    once, twice = calls(unit * many), calls(unit * many * 2) if many * 2 <= limits.MARKS else 0
    assert once < CALLS_A_CHARACTER * len(unit) * many
    assert twice < 2.2 * once + 10_000


def test_the_place_of_a_fault_is_shown_in_a_long_text() -> None:
    before = "A line of words.\n" * 700
    (problem,) = preview(f"{before}here >!secret", scope).problems
    assert (problem.code, problem.line, problem.column) == ("unclosed-mark", 701, 6)
    assert "secret" in problem.excerpt  # its author's own line


SIXTH: Gate = scope("S01E06")


@pytest.mark.parametrize(
    "source", ["plain secret", "[spoiler S01E03]secret[/spoiler]", "a [spoiler S02E01]secret[/spoiler]"]
)
def test_a_cover_hides_all_of_a_text(source: str) -> None:
    covered = behind(pressed(source), SIXTH)
    assert SECRET not in html(seen_by(covered, STRANGER), CATALOGUES, ENGLISH)
    assert own_gates(covered) == ((SIXTH,), True)
    within = behind(pressed(source, outer=scope("S01E02")), SIXTH)
    assert [piece.gate for piece in within.pieces if isinstance(piece, Veil)] == [scope("S01E02")]
    assert own_gates(within) == ((SIXTH,), True)


@pytest.mark.parametrize(
    ("source", "is_all"),
    [
        ("[spoiler S01E03]secret[/spoiler]", True),
        ("[spoiler S01E03]secret[/spoiler] …", True),
        ("so [spoiler S01E03]secret[/spoiler]", False),
        ("**[spoiler S01E03]secret[/spoiler]**\n\n[spoiler S01E03]more[/spoiler]", True),
    ],
)
def test_whether_all_of_a_text_is_hidden(source: str, is_all: bool) -> None:
    assert own_gates(pressed(source)) == ((scope("S01E03"),), is_all)


def test_a_text_without_marks_hides_nothing() -> None:
    assert own_gates(pressed("words")) == ((), False)


def unveiled(document: Document) -> Document:
    """The same words, all of them in the open."""

    def flat(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        return tuple(
            one
            for piece in pieces
            for one in (flat(piece.inside) if isinstance(piece, Veil) else (piece,))
            if isinstance(one, Html)
        )

    return Document(flat(document.pieces))


def test_lowering_is_seen_and_nothing_else_is() -> None:
    document = pressed("before [spoiler S01E05]the secret of it[/spoiler] after")
    assert lowered(document, document, CATALOGUES) == ()
    assert lowered(document, unveiled(document), CATALOGUES) == (scope("S01E05"),)
    assert lowered(unveiled(document), document, CATALOGUES) == ()
    higher = pressed("before [spoiler S01E06]the secret of it[/spoiler] after")
    assert lowered(document, higher, CATALOGUES) == ()
    assert lowered(higher, document, CATALOGUES) == (scope("S01E06"),)


@pytest.mark.parametrize(
    "source",
    [
        "[spolier S01E03]secret[/spolier]",
        "[spoler]secret[/spoler]",
        "[SPOIILER=S01E03]secret[/SPOIILER]",
        "[spoilter: S01E03]secret[/spoilter]",
        r"\&lbrack;spoiler S01E03]secret[/spoilerr]",
        r"\&gt;! secret",
    ],
)
def test_f4_marks_that_are_misspelt_at_both_ends(source: str) -> None:
    """Fails when a slip of the finger in both marks shows what lies between."""
    refused(source, "look-alike", 1)


@pytest.mark.parametrize("source", ["[spoiled] milk", "the spoiler of it", "[boiler room]", "[toiler]", "[spoil it]"])
def test_f4_words_that_are_no_marks(source: str) -> None:
    """Fails when words that only remind of a mark are refused."""
    assert refusal(source) == []


def test_f4_a_disguised_mark_before_a_lone_one() -> None:
    """Fails when the preview of a refused text hides from the lone mark on, and shows what the disguised one began."""
    refused("<https://example.org/]&#x7e;!\n# # secret!\u0301~!\\>", "unclear-mark", 1)
