"""The tables of docs/operating.md are those of the code. To write them anew: `python -m tests.infra.test_operating`."""

from __future__ import annotations

import re
from pathlib import Path

from forum.infra.web import bounds
from forum.infra.web.limits import LIMITS
from forum.rendering import limits as press

FILE = Path(__file__).parents[2] / "docs" / "operating.md"
_SIZES = {
    "a request": f"{bounds.REQUEST_BYTES // 1024:,} KiB",
    "an uploaded show file": f"{bounds.UPLOAD_BYTES // 1024**2:,} MiB",
    "pages of a list": f"{bounds.LARGEST_PAGE:,}",
    "a post": f"{press.SOURCE_CHARACTERS:,} characters",
    "a post as it is sent": f"{press.OUTPUT_CHARACTERS:,} characters",
    "links in a post": f"{press.LINKS:,}",
    "a link": f"{press.LINK_CHARACTERS:,} characters",
    "people mentioned in a post": f"{press.MENTIONS:,}",
    "spoiler marks in a post": f"{press.MARKS:,}",
    "the scope of a mark": f"{press.SCOPE_CHARACTERS:,} characters",
    "quotes in quotes": f"{press.QUOTE_NESTING}",
    "lists in lists": f"{press.LIST_NESTING}",
    "emphasis in emphasis": f"{press.INLINE_NESTING}",
    "columns of a table": f"{press.TABLE_COLUMNS}",
    "cells of all tables": f"{press.TABLE_CELLS:,}",
}


def _table(head: str, rows: dict[str, str]) -> str:
    lines = [f"| {head} |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows.items())]
    return "\n".join(lines)


def as_it_should_be(text: str) -> str:
    """The document with the tables of today's code."""
    parts = {
        "limits": _table("what | how often", {f"`{name}`": limit for name, limit in LIMITS.items()}),
        "sizes": _table("what | at most", _SIZES),
    }
    for name, table in parts.items():
        text = re.sub(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", rf"\g<1>\n{table}\n\n\g<2>", text, flags=re.DOTALL)
    return text


def test_the_tables_are_those_of_the_code() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert "| `reply` |" in text
    assert text == as_it_should_be(text)


if __name__ == "__main__":
    FILE.write_text(as_it_should_be(FILE.read_text(encoding="utf-8")), encoding="utf-8")
