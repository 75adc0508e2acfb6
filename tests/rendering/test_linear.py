"""Hostile shapes of full length cost little, and twice the length costs about twice as much."""

import gc
import time

import pytest

from forum.rendering import limits
from tests.rendering.world import codes

FULL = limits.SOURCE_CHARACTERS
UNITS = (
    "[",
    "]",
    "(",
    ")",
    "![",
    "[](",
    "[a](",
    "[a](b",
    "[a](<b",
    "](",
    "[[]",
    "*",
    "_",
    "**",
    "*a ",
    "_a_ ",
    "**a ",
    "*a_ ",
    "*a **a ",
    "a**b",
    "~",
    "~~",
    "~~a",
    "~!",
    "!~",
    "`",
    "``a",
    "`a``",
    "> ",
    ">",
    ">a\n",
    "> > a\n",
    "- ",
    "- a\n",
    " - a\n",
    "1. ",
    "1) a\n",
    "+\n",
    "* * ",
    "#",
    "# a\n",
    "=\n",
    "-",
    "---\n",
    "a\n===\n",
    "<",
    "<a",
    "<a ",
    "<!--",
    "<![CDATA[",
    "<?",
    "<https://a",
    "<a@",
    "&",
    "&amp;",
    "&#1",
    "&a",
    "\\",
    "\\\\",
    "\\[",
    "|",
    "||",
    "| a ",
    "|a|\n|-|\n",
    "a|b\n-|-\n",
    "|-",
    "https://a",
    "https://a ",
    "https://a.b/(",
    "https://",
    "http:",
    ":",
    "://",
    "https://a)",
    "@",
    "@a",
    "@abc ",
    "@abc",
    "a@b.c ",
    ">!",
    "!<",
    ">!a!< ",
    ">!a!<>",
    "!",
    "[spoiler S01E03]",
    "[/spoiler]",
    "[spoiler ",
    "[spoiler]a[/spoiler]",
    ":::spoiler S01E03\n",
    ":::\n",
    ":",
    "::",
    ":::spoiler\na\n:::\n",
    "```\n",
    "~~~\n",
    "```a",
    "    a\n",
    "\t",
    "\n",
    " \n",
    "  \n",
    "a  \n",
    "a\\\n",
    "\u0301",
    "\u200b",
    "a\u0301",
    "😀",
    "é",
    "＞",
    "\u3164",
    "'",
    '"',
    '"a',
    '("',
    "[a]: b\n",
    "[a]:",
    "[a][b]",
    "[^1]",
    "x" * 50 + " ",
)


@pytest.mark.parametrize("unit", UNITS, ids=[f"{number}" for number in range(len(UNITS))])
def test_time_is_bounded(unit: str) -> None:
    assert _seconds(unit, FULL) < 1


@pytest.mark.parametrize(
    "unit", ["[", "*a **a ", "`a``", "https://a.b/(", "> a\n", "&#1", "[a](<b", "@a", "_a_ ", "- a\n", "~~a", "a\u0301"]
)
def test_time_grows_with_length(unit: str) -> None:
    half, whole = (min(_seconds(unit, length) for _ in range(2)) for length in (FULL // 2, FULL))
    assert whole < 3 * half + 0.05


@pytest.mark.parametrize(
    "source",
    [
        "[" * 6000 + "a" + "](b)" * 3000,
        "*" * 9000 + "a" + "*" * 9000,
        ">!" + "[" * 9000 + "!<",
        "`" + "a" * 9000 + "``" + "b" * 9000,
        "|" * 9000 + "\n" + "|-" * 5000,
        "|" + "a|" * 20 + "\n|" + "-|" * 20 + "\n" + "a\n" * 9000,
        "https://example.org/" + "(" * 9000 + ")" * 9000,
        "".join(f"{'`' * n} " for n in range(1, 190)),
        "".join("> " * (n % 7) + "- " * (n % 9) + "a\n" for n in range(1200)),
        "*_" * 5000 + "a" + "_*" * 4000,
        "<" * 9000 + "https://a" + ">" * 9000,
        "".join(f"[spoiler S01E0{n % 6 + 1}]a[/spoiler] " for n in range(600)),
    ],
    ids=range(12),
)
def test_mixed_shapes(source: str) -> None:
    started = time.process_time()
    codes(source)
    assert time.process_time() - started < 1


def _seconds(unit: str, length: int) -> float:
    source = "a " + (unit * (length // len(unit)))[: length - 2]
    gc.disable()  # its pauses grow with everything else that lives in this process
    try:
        started = time.process_time()
        codes(source)
        return time.process_time() - started
    finally:
        gc.enable()
