"""`forum crisis check`: says what is wrong, and exits with 1 when anything is, with 2 for what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from forum.care.commands import crisis_check
from forum.infra.directory import LINES_FILE


def test_the_shipped_lines_pass() -> None:
    done = CliRunner().invoke(crisis_check, [])
    assert done.exit_code == 0
    assert "117 lines in 50 countries, 92 shown in notices. No fault." in done.output
    assert "1-800-273-8255" not in done.output


def test_a_swapped_digit_is_named(tmp_path: Path) -> None:
    file = tmp_path / "lines.json"
    file.write_text(LINES_FILE.read_text(encoding="utf-8").replace('"dial": "116123"', '"dial": "116132"', 1))
    done = CliRunner().invoke(crisis_check, [str(file)])
    assert done.exit_code == 1
    assert "number and dial disagree" in done.output
    assert "1 fault: nothing of this file is shown." in done.output


def test_as_json(tmp_path: Path) -> None:
    done = CliRunner().invoke(crisis_check, ["--json"])
    told = json.loads(done.output)
    assert (told["ok"], told["countries"]["GB"]) == (True, {"high": 5, "medium": 1})
    broken = CliRunner().invoke(crisis_check, ["--json", str(tmp_path / "nothing.json")])
    assert (broken.exit_code, json.loads(broken.output)["ok"]) == (2, False)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, None])
def test_what_cannot_be_read_is_no_directory(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "lines.json"
    if content is not None:
        file.write_bytes(content)
    done = CliRunner().invoke(crisis_check, [str(file)])
    assert done.exit_code == 2
    assert done.output.startswith(f"{file}: ")
    assert "nothing of this file is shown" in done.output


@pytest.mark.parametrize("content", ["[]", "{}", "null"])
def test_json_that_is_no_directory_is_a_fault(tmp_path: Path, content: str) -> None:
    file = tmp_path / "lines.json"
    file.write_text(content, encoding="ascii")
    assert CliRunner().invoke(crisis_check, [str(file)]).exit_code == 1
