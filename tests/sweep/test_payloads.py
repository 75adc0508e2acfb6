"""Every announcement that the code can make, read from the source: names, and the names of what it carries.

An announcement is what jobs, mails, pushes and hooks are made of. One that is not listed here fails, and so does one
with a value that is not an id, a number or a short code.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

from forum.infra.jobs import _handlers

FORUM = Path(__file__).parents[2] / "forum"
IDS = {"v", "about", "posts", "level"}
"""Names that are no ids: the version of the payload; codes for what it is about, what becomes of posts, how late."""


def announcements() -> dict[str, set[str]]:
    """The names given to `announce` in the code, with the names of their values."""
    found: dict[str, set[str]] = {}
    for path in FORUM.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: str(node.value.value)
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "announce":
                found.setdefault(_name(node.args[0], constants), set()).update(one.arg or "**" for one in node.keywords)
    return found


def _name(node: ast.expr, constants: Mapping[str, str]) -> str:
    if isinstance(node, ast.Name):
        return constants.get(node.id, "")
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in getattr(node, "values", ()))


def test_every_announcement_carries_ids() -> None:
    found = announcements()
    assert len(found) > 20
    wrong = {
        name: sorted(one for one in given if not one.endswith(("_id", "_ids", "at")) and one not in IDS)
        for name, given in found.items()
    }
    assert {name: bad for name, bad in wrong.items() if bad} == {"note.told": ["**"]}, "ids and codes alone"


def test_every_handler_listens_to_something_that_is_announced() -> None:
    """So that no job waits for a name that nobody says."""
    known = set(announcements()) | {
        f"post.{what}" for what in ("sealed", "unsealed", "removed", "restored", "withdrawn", "moved")
    }
    assert set(_handlers) - known == set()
