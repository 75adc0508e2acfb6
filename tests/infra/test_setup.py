"""`make` and deploy/setup.sh: on a machine that lacks something they say in one line what to do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
NEWER = "Install Python 3.11 or newer, or name yours: make PYTHON=python3.12"


def fake_python(folder: Path, *, version: str = "3.11.2", old: bool = False, venv: bool = True) -> Path:
    """A `python3` that answers setup.sh's questions as told and makes an environment out of nothing."""
    path = folder / "bin" / "python3"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f"""#!/bin/sh
echo "$*" >> "{folder}/asked"
case "$*" in
  *version_info*) exit {int(old)} ;;
  *"import venv"*) exit {int(not venv)} ;;
  --version) echo "Python {version}" ;;
  "-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
esac
"""
    )
    path.chmod(0o755)
    return path


def setup(folder: Path, python: str = "python3") -> subprocess.CompletedProcess[str]:
    """Run a copy of setup.sh in a folder of its own, with nothing but the basics and our python on the path."""
    (folder / "deploy").mkdir(exist_ok=True)
    shutil.copy(TOP / "deploy" / "setup.sh", folder / "deploy" / "setup.sh")
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    for name in ("sh", "touch", "mkdir", "cp"):
        if not (tools / name).exists():
            (tools / name).symlink_to(shutil.which(name) or name)
    found = {"PATH": f"{folder / 'bin'}:{tools}", "PYTHON": python}
    return subprocess.run(
        [str(tools / "sh"), "deploy/setup.sh"], check=False, cwd=folder, env=found, capture_output=True, text=True,
    )  # fmt: skip  # rows of a table


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"old": True, "version": "3.9.2"}, f"Python 3.9.2 is too old. {NEWER}"),
        ({"venv": False}, "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv"),
    ],
)
def test_what_is_missing_is_one_line(tmp_path: Path, given: dict[str, object], said: str) -> None:
    fake_python(tmp_path, **given)
    ended = setup(tmp_path)

    assert (ended.returncode, ended.stdout, ended.stderr) == (2, said + "\n", "")
    assert not (tmp_path / ".venv").exists()


def test_no_python_at_all_is_one_line(tmp_path: Path) -> None:
    ended = setup(tmp_path, "python3")

    assert (ended.returncode, ended.stdout, ended.stderr) == (2, f"Python is missing. {NEWER}\n", "")


def test_an_environment_is_made_from_the_lock_alone(tmp_path: Path) -> None:
    fake_python(tmp_path)
    ended = setup(tmp_path)

    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / ".venv" / ".installed").exists()
    installs = [line for line in (tmp_path / "asked").read_text().splitlines() if " install " in line]
    assert len(installs) == 2
    assert "--require-hashes -r deploy/lock.txt" in installs[0]
    assert "--no-deps" in installs[1]


def test_an_environment_is_made_once(tmp_path: Path) -> None:
    fake_python(tmp_path)
    assert setup(tmp_path).returncode == 0
    again = setup(tmp_path)

    assert again.returncode == 0
    assert (tmp_path / "asked").read_text().count("-m venv .venv") == 1


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(["make", *arguments], check=False, cwd=TOP, env=kept, capture_output=True, text=True)


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_alone_prints_every_target() -> None:
    targets = re.findall(r"^([a-z-]+):", (TOP / "Makefile").read_text(), re.MULTILINE)
    ended = make()

    assert ended.returncode == 0
    assert [line.split()[1] for line in ended.stdout.splitlines()] == targets
    assert {"setup", "run", "test", "check", "quick", "bench", "fuzz", "fmt", "lint", "migrate", "worker"} <= set(
        targets
    )
    assert all(len(line.split()) > 4 for line in ended.stdout.splitlines())


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_nothing_is_installed_again_when_nothing_changed() -> None:
    """The stamp is newer than lock, script and project: then `make setup` has nothing to do."""
    rules = (TOP / "Makefile").read_text()
    assert ".venv/.installed: deploy/lock.txt deploy/setup.sh pyproject.toml" in rules
    targets = re.findall(r"^([a-z-]+): *([^#\n]*)##", rules, re.MULTILINE)
    needing = {name for name, needs in targets if ".venv/.installed" in needs}
    assert needing >= {"setup", "run", "test", "quick", "lint", "fmt", "bench", "fuzz", "migrate", "worker"}
