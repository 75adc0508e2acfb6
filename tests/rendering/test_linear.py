"""Hostile shapes of full length cost little work, and twice the length costs about twice as much.

Work is counted in function calls, which are the same on every machine and every day; how long they take is measured
by `python -m bench.press`.
"""

import sys

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


CALLS_A_CHARACTER = 300
QUARTER = FULL // 4


@pytest.mark.parametrize("unit", UNITS, ids=[f"{number}" for number in range(len(UNITS))])
def test_work_is_bounded_and_grows_with_length(unit: str) -> None:
    half, whole = calls(shape(unit, QUARTER // 2)), calls(shape(unit, QUARTER))
    assert whole < CALLS_A_CHARACTER * QUARTER
    assert whole < 2.2 * half + 10_000


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
    assert calls(source) < CALLS_A_CHARACTER * FULL


def shape(unit: str, length: int) -> str:
    return "a " + (unit * (length // len(unit)))[: length - 2]


def calls(source: str) -> int:
    """How many functions are called to read `source`."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        codes(source)
    finally:
        sys.setprofile(before)
    return counted
