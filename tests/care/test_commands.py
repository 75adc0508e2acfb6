"""`forum crisis check`: says what is wrong, and exits with 1 when anything is."""

from __future__ import annotations

import json
from pathlib import Path

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
    assert (broken.exit_code, json.loads(broken.output)["ok"]) == (1, False)
