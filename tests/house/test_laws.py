"""The laws of the house that a linter does not know, checked on the source itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from forum.infra.web.errors import LONG_TEXTS

TOP = Path(__file__).resolve().parents[2]
FORUM = TOP / "forum"
ROOM_FILES = [
    path
    for name in ("models", "queries", "actions", "jobs", "forms")
    for path in (*FORUM.glob(f"*/{name}.py"), *FORUM.glob(f"*/{name}/*.py"))
    if path.parent.name not in ("infra", "api")
]


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", ROOM_FILES, ids=lambda path: str(path.relative_to(FORUM)))
def test_verbs_are_told_they_do_not_ask(path: Path) -> None:
    """No flask, and no clock but the one that hands out `now`, below the views."""
    outside = {name for name in imports_of(path) if name.split(".")[0] in ("flask", "flask_login", "flask_babel")}
    assert outside == set()


def test_views_are_leaves() -> None:
    importers = {
        str(path.relative_to(FORUM))
        for path in FORUM.rglob("*.py")
        for name in imports_of(path)
        if re.fullmatch(r"forum\.\w+\.views(\.\w+)?", name) and path.parent.name != "views"
    }
    assert importers <= {"app.py"}


def test_only_the_outputs_make_markup() -> None:
    makers = {
        str(path.relative_to(FORUM))
        for path in FORUM.rglob("*.py")
        if re.search(r"\bMarkup\([^)]", path.read_text(encoding="utf-8"))
    }
    # Texts of our own templates and translations are the second and last source.
    assert makers == {"rendering/outputs.py", "infra/web/locale.py"}


def test_no_template_calls_text_safe() -> None:
    marked = [
        str(path.relative_to(TOP))
        for path in (TOP / "templates").rglob("*")
        if path.is_file() and re.search(r"\|\s*safe\b|autoescape\s+false", path.read_text(encoding="utf-8"))
    ]
    assert marked == []


def test_every_long_field_is_shown_again_when_its_form_is_refused() -> None:
    templates = " ".join(path.read_text(encoding="utf-8") for path in (TOP / "templates").rglob("*.html"))
    named = re.findall(r'\barea\([^\n]*?"(\w+)", label=|<textarea[^>\n]* name="(\w+)"', templates)
    assert {one or other for one, other in named} | {"body"} == LONG_TEXTS  # the composer's is called body by its pages


def test_no_template_has_inline_style_or_script() -> None:
    """The content security policy would switch them off."""
    guilty = [
        str(path.relative_to(TOP))
        for path in (TOP / "templates").rglob("*.html")
        if "mail" not in path.parts
        and not path.name.startswith("mail_")  # frames and lines of mails, which have no style sheet
        and re.search(
            r"\sstyle=|\son\w+=[\"']|<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", path.read_text(encoding="utf-8")
        )
    ]
    assert guilty == []


def test_importing_the_law_loads_nothing_else() -> None:
    program = (
        "import sys, forum.domain.permissions, forum.domain.spoilers, forum.domain.crisis, forum.domain.flags;"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in "
        "('flask', 'sqlalchemy', 'pydantic', 'markupsafe', 'bleach')))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=TOP)
    assert ran.stdout.strip() == "[]"


def test_rows_are_held_without_their_keys() -> None:
    """Who holds keys makes everybody wait who writes a row that points at them: sooner or later a deadlock."""
    holders = {
        str(path.relative_to(FORUM))
        for path in FORUM.rglob("*.py")
        for given in re.findall(r"with_for_update(?:=|\()([^)\n]*)", path.read_text(encoding="utf-8"))
        if "HELD" not in given and given != "skip_locked=True"
    }
    assert holders == set()
