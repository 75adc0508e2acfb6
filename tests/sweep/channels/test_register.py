"""The register of channels: each one of `tests/data/leak_channels.md` has a test, and each test has one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[2]
TABLE = TESTS / "data" / "leak_channels.md"
_ROW = re.compile(r"^\| ([A-I][0-9]+) \|", re.MULTILINE)
_ID = re.compile(r"test_([a-i][0-9]+)_")
_GROUP = re.compile(r"test_([a-i])_")


def named() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every test that begins with the id of a channel."""
    for path in TESTS.rglob("test_*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and (found := _ID.match(node.name)):
                yield found[1].upper(), node


def test_every_channel_has_a_test_and_every_test_a_channel() -> None:
    """Fails when a row of the table has no test, or a test has an id that is in no row."""
    listed = _ROW.findall(TABLE.read_text(encoding="utf-8"))
    assert len(listed) == len(set(listed)) == 94
    tested = {channel for channel, _ in named()}
    assert set(listed) - tested == set(), "channels without a test"
    assert tested - set(listed) == set(), "tests of no channel"


def test_every_test_says_what_would_fail() -> None:
    """Fails when a test of a channel does not say what makes it fail."""
    silent = [node.name for _, node in named() if not (ast.get_docstring(node) or "").startswith("Fails ")]
    assert silent == []


def test_every_test_of_this_folder_names_its_channel() -> None:
    """Fails when a test here has neither an id nor at least its group's letter."""
    nameless = [
        node.name
        for path in Path(__file__).parent.glob("test_[a-i]_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test")
        and not (_ID.match(node.name) or _GROUP.match(node.name))
    ]
    assert nameless == []
