"""The console as an operator meets it: its words, and how it ends (0 done, 1 failed, 2 unusable)."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import click
import pytest
from cryptography.fernet import Fernet

from forum.cli import cli, main
from forum.infra.web.limits import limiter

TOP = Path(__file__).resolve().parents[2]
TV = TOP / "forum" / "data" / "tv"
COMMANDS = [
    ("care", "turn-keys"),
    ("crisis", "check"),
    ("crisis", "evaluate"),
    ("doctor",),
    ("import-show",),
    ("import-windows",),
    ("ledger", "redact"),
    ("run",),
    ("search", "rebuild"),
    ("seed",),
    ("token", "create"),
    ("upgrade",),
    ("user", "create"),
    ("worker",),
]
REVISIONS = [path.name[:4] for path in (TOP / "migrations" / "versions").glob("[0-9]*.py")]
SECRET = "0123456789abcdef" * 3
NOWHERE = {"FORUM_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}


def environment(instance: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
    return {**kept, "FORUM_INSTANCE": str(instance), "PYTHONWARNINGS": "default", **more}


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def forum(instance: Path, *arguments: object, more: Mapping[str, str] | None = None, given: str = "") -> Ended:
    """Run a command to its end, in this process: starting one takes seconds."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(os, "environ", environment(instance, **(more or {})))
        patch.setattr(sys, "argv", ["forum", *map(str, arguments)])
        patch.setattr(sys, "stdin", StringIO(given))
        with pytest.raises(SystemExit) as ended:
            main()
    return Ended(int(ended.value.code or 0), out.getvalue(), err.getvalue())


def process(instance: Path, *arguments: object, more: Mapping[str, str] | None = None) -> Ended:
    """The same as a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-m", "forum.cli", *map(str, arguments)],
        check=False, env=environment(instance, **(more or {})), cwd=TOP, capture_output=True, text=True, timeout=120,
    )  # fmt: skip  # rows of a table
    return Ended(ended.returncode, ended.stdout, ended.stderr)


@pytest.fixture(scope="module", autouse=True)
def _no_limits_afterwards() -> Iterator[None]:
    """Commands run here as an operator's would, and the limiter is one for all applications of a process."""
    yield
    limiter.enabled = False


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance whose database has its tables."""
    instance = tmp_path_factory.mktemp("instance")
    made = forum(instance, "upgrade")
    assert made.returncode == 0
    assert made.stdout == f"The schema is at {max(REVISIONS)}.\n"
    return instance


def test_the_list_of_commands() -> None:
    """Ours; libraries add theirs to the same list once one command was run."""
    own = {name: command for name, command in cli.commands.items() if name not in ("db", "limiter")}
    found = {(name,) for name in own} | {
        (name, below) for name, group in own.items() for below in getattr(group, "commands", {})
    }
    assert found - {("care",), ("crisis",), ("ledger",), ("search",), ("token",), ("user",)} == set(COMMANDS)


def test_every_command_and_option_says_what_it_is_for() -> None:
    for path in COMMANDS:
        command = cli.commands[path[0]]
        for name in path[1:]:
            command = command.commands[name]
        assert command.help, path
        options = [option for option in command.params if isinstance(option, click.Option)]
        assert [option.name for option in options if not option.help] == [], path


def test_help_ends_with_0(tmp_path: Path) -> None:
    whole, one = process(tmp_path, "--help"), forum(tmp_path, "import-show", "--help")

    assert (whole.returncode, one.returncode) == (0, 0)
    assert whole.stdout.startswith("Usage: forum [OPTIONS] COMMAND")
    assert "--allow-unrelease" in one.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nonsense",), 2, "No such command 'nonsense'"),
        (("import-show",), 2, "Missing argument 'FILE...'"),
        (("import-show", "no-such-file.json"), 2, "no-such-file.json: No such file or directory"),
        (("run", "--port", "99999"), 2, "99999 is not in the range"),
        (("token", "create", "--handle", "nobody"), 2, "Nobody goes by nobody."),
        (("token", "create", "--handle", "ann", "--days", "5"), 2, "'5' is not one of"),
        (("user", "create", "--handle", "a", "--email", "x", "--password-stdin"), 2, "at least 3 characters"),
        (("crisis", "check", "no-such-file.json"), 2, "nothing of this file is shown"),
        (("upgrade", "--to", "9999"), 2, "there is no revision '9999', only head, 0001, "),
        (("upgrade", "--to", ""), 2, "there is no revision ''"),
        (("import-show", "tvmaze:lost"), 2, "after tvmaze: comes the show's number there, like tvmaze:7194"),
        (("token", "create", "--handle", "\udcff"), 2, "characters that cannot be stored"),
        (("crisis", "check"), 0, "No fault."),
    ],
)
def test_how_commands_end(ready: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    ended = forum(ready, *arguments)

    assert ended.returncode == code, ended.stderr
    assert said in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_doctor_misses_the_worker(ready: Path) -> None:
    with closing(sqlite3.connect(ready / "forum.sqlite3")) as database, database:
        database.execute("DELETE FROM beats")  # other tests let a worker run here

    ended = forum(ready, "doctor")

    assert ended.returncode == 1
    assert "no worker is running; start one with: forum worker" in ended.stdout


@pytest.mark.parametrize(
    ("more", "said"), [({}, "the schema is at nothing"), (NOWHERE, "the database does not answer")]
)
def test_the_doctor_tells_all_even_without_a_database(tmp_path: Path, more: dict[str, str], said: str) -> None:
    ended = forum(tmp_path, "doctor", more=more)

    assert ended.returncode == 1
    assert said in ended.stdout
    assert ended.stdout.count("FAULT") >= 2
    assert "well   crisis lines" in ended.stdout
    assert ended.stderr == ""


@pytest.mark.parametrize(("more", "said"), [({}, "no such table"), (NOWHERE, "Connection refused")])
@pytest.mark.parametrize(
    "arguments", [("seed",), ("token", "create", "--handle", "ann"), ("import-show", TV / "lost.json")]
)
def test_a_database_that_is_not_there_is_one_line(
    tmp_path: Path, arguments: tuple[str, ...], more: dict[str, str], said: str
) -> None:
    ended = forum(tmp_path, *arguments, more=more)

    assert ended.returncode == 1
    (line,) = [line for line in ended.stderr.splitlines() if line.startswith("forum: ")]
    assert said in line
    assert "forum upgrade" in line
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"FORUM_MODEE": "test"}, "FORUM_MODEE is not a setting. Did you mean FORUM_MODE?"),
        ({"FORUM_MODE": "production"}, "FORUM_SECRET_KEY must be your own"),
        ({"FORUM_DATABASE_URL": "mysql://me:hush@host/forum"}, "must begin with postgresql:// or sqlite:///"),
        ({"FORUM_INSTANCE": "/dev/null/forum"}, "FORUM_INSTANCE: /dev/null/forum cannot be made (Not a directory)"),
    ],
)
def test_settings_that_cannot_be_used_end_with_2(tmp_path: Path, more: dict[str, str], said: str) -> None:
    ended = process(tmp_path, "doctor", more=more)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "hush" not in ended.stderr


def test_the_schema_that_is_told_is_the_one_that_is_there(tmp_path: Path) -> None:
    first, again = forum(tmp_path, "upgrade", "--to", "0001"), forum(tmp_path, "upgrade")
    back = forum(tmp_path, "upgrade", "--to", "0001")

    assert first.stdout == "The schema is at 0001.\n"
    assert again.stdout == back.stdout != first.stdout


def test_many_files_show_their_progress(ready: Path) -> None:
    files = [TV / "firefly.json", TV / "lost.json"]
    several, one = forum(ready, "import-show", *files), forum(ready, "import-show", files[0])
    windows = forum(ready, "import-windows", TV / "release_windows.json", TV / "release_windows.json", "--skip-bad")

    assert (several.returncode, one.returncode, windows.returncode) == (0, 0, 0), windows.stderr
    assert "Importing" in several.stderr
    assert "Importing" not in one.stderr
    assert "Importing" in windows.stderr


def test_the_demo_is_not_for_production(ready: Path) -> None:
    settings = {"FORUM_MODE": "production", "FORUM_SECRET_KEY": SECRET, "FORUM_BASE_URL": "https://forum.example"}
    settings["FORUM_CARE_KEY"] = Fernet.generate_key().decode()
    ended = forum(ready, "seed", more=settings)

    assert ended.returncode == 1
    assert "not for production" in ended.stderr


def test_a_person_and_a_key(ready: Path) -> None:
    person = ("--handle", "keeper", "--email", "keeper@people.example", "--password-stdin")
    made = forum(ready, "user", "create", *person, given="watch slowly, talk late\n")
    again = forum(ready, "user", "create", *person, given="watch slowly, talk late\n")
    key = forum(ready, "token", "create", "--handle", "keeper")

    assert (made.returncode, again.returncode, key.returncode) == (0, 2, 0)
    assert again.stderr.splitlines()[0] == "handle: Somebody has this name already."
    assert len(key.stdout.strip()) > 30
    assert forum(ready, "seed").returncode == 2


# -- serving


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("also", [(), ("--check",)])
def test_a_busy_port_is_one_line_that_says_what_to_do(tmp_path: Path, also: tuple[str, ...]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        busy = other.getsockname()[1]
        ended = forum(tmp_path, "run", "--port", busy, *also)

    assert ended.returncode == 1
    assert ended.stderr == (
        f"Error: Port {busy} is in use. Stop the other program, or choose another: "
        f"make run PORT={busy + 1}, or: forum run --port {busy + 1}\n"
    )


def test_a_free_port_is_found_free_and_nothing_is_served(tmp_path: Path, port: int) -> None:
    ended = forum(tmp_path, "run", "--port", port, "--check")

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


@pytest.mark.parametrize("host", ["nobody.invalid", "192.0.2.7"])
def test_an_address_that_is_not_ours_is_not_a_busy_port(tmp_path: Path, host: str, port: int) -> None:
    ended = forum(tmp_path, "run", "--host", host, "--port", port)

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Error: {host} is no address of this machine")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["forum.cli", "gunicorn"])
def test_a_server_with_settings_that_cannot_be_used_says_so_in_one_line(
    tmp_path: Path, port: int, command: str
) -> None:
    arguments = ["run", "--port", str(port)] if command == "forum.cli" else ["wsgi:app", "--bind", f"127.0.0.1:{port}"]
    ended = subprocess.run(
        [sys.executable, "-m", command, *arguments],
        check=False, env=environment(tmp_path, FORUM_MODE="production", FORUM_CARE_KEY=Fernet.generate_key().decode(),
        FORUM_BASE_URL="https://forum.example"), cwd=TOP, capture_output=True, text=True, timeout=120,
    )  # fmt: skip  # rows of a table

    assert ended.returncode != 0
    assert ended.stdout == ""
    (line,) = [line for line in ended.stderr.splitlines() if "Warning" not in line and not line.startswith("  ")]
    assert line.startswith("forum: FORUM_SECRET_KEY must be your own")


def answer(url: str, seconds: float = 60) -> str:
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return str(response.read().decode())
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_the_site_and_its_worker_start_together_and_stop_together(ready: Path, port: int) -> None:
    server = subprocess.Popen(
        [sys.executable, "-m", "forum.cli", "run", "--port", str(port), "--with-worker"],
        env=environment(Path(ready.name)), cwd=ready.parent,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip  # rows of a table
    try:  # in a folder that is not the checkout's: both find the same relative instance
        assert answer(f"http://127.0.0.1:{port}/healthz") == '{"status":"ok"}\n'
        assert '"status":"ready"' in answer(f"http://127.0.0.1:{port}/readyz")
        assert forum(ready, "doctor").returncode == 0
        assert process(ready, "worker", "--once").stdout.endswith("done.\n")
    finally:
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=60)
    assert f"Serving on http://127.0.0.1:{port}/" in said
    assert "stopped" in said
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_worker_outlives_a_database_that_is_away(tmp_path: Path) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-m", "forum.cli", "worker"],
        env=environment(tmp_path, **NOWHERE), cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip  # rows of a table
    assert worker.stdout is not None
    said = ""
    try:
        # It says so as soon as it has tried; a worker that gave up would end what it says instead.
        for line in worker.stdout:
            said += line
            if "the database does not answer; trying again" in line:
                break
        assert worker.poll() is None, said
    finally:
        worker.terminate()
        said += worker.communicate(timeout=60)[0]
    assert "the database does not answer; trying again" in said
    assert "Traceback" not in said
    assert worker.returncode == 0
