"""How `make translations` finds the machine's words that stand as defaults in a module, outside any `_()`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import IO

Found = tuple[int, str, str, list[str]]


def words(fileobj: IO[bytes], keywords: object, tags: object, options: object) -> Iterator[Found]:  # noqa: ARG001 - the interface
    """Every text that a name or a field begins with. Source: Babel's interface for extraction methods."""
    for node in ast.walk(ast.parse(fileobj.read())):
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        for line, text in _texts(value):
            if any(sign.isalpha() for sign in text) and "%Y" not in text:
                yield line, "gettext", text, []


def _texts(value: ast.expr | None) -> Iterator[tuple[int, str]]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.lineno, value.value
    elif isinstance(value, ast.Dict):
        for one in value.values:
            yield from _texts(one)
