"""The console commands: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from forum.infra.db import db
from forum.shows import models
from forum.shows.commands import import_show, import_windows
from forum.shows.reading.strict import LIMIT_BYTES
from tests.factories.shows import ODD, REAL, SNAPSHOTS, catalogue, episode_row, show_file


def run(app: Flask, command, *arguments: object) -> Result:
    result = app.test_cli_runner().invoke(command, [str(one) for one in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def shows() -> int:
    return db.session.scalar(select(func.count()).select_from(models.Show)) or 0


def test_all_shipped_files_in_one_go(app: Flask) -> None:
    files = [path for path in sorted(REAL.glob("*.json")) if path.stem not in ("release_windows", "content_notes")]

    done = run(app, import_show, *files)
    again = run(app, import_show, *files)
    windows = run(app, import_windows, REAL / "release_windows.json", "--allow-unrelease")

    assert (done.exit_code, again.exit_code, windows.exit_code) == (0, 0, 0)
    assert shows() == 12
    assert "13 Reasons Why (13-reasons-why): new; 49 added" in done.output
    assert again.output.count("nothing changed") == 13
    assert "dvd" in catalogue("firefly").orders
    assert "13 Reasons Why (13-reasons-why): 49 added" in windows.output


def test_what_changed_is_told(app: Flask) -> None:
    run(app, import_show, SNAPSHOTS / "stranger-things.2022-06.json")

    told = run(app, import_show, REAL / "stranger-things.json").output

    assert "8 added" in told
    assert "S05E01 is new: - -> 2025-11-26" in told


@pytest.mark.parametrize(
    "name", ["02-missing-show-name", "10-invalid-dates", "17-latin1", "19-empty-file", "26-deep-nesting"]
)
def test_a_file_that_cannot_be_used_ends_with_2_and_names_itself(app: Flask, name: str) -> None:
    result = run(app, import_show, REAL / "firefly.json", ODD / f"{name}.json")

    assert result.exit_code == 2
    assert f"{name}.json: " in result.stderr
    assert "Traceback" not in result.output + result.stderr
    assert shows() == 0


def test_place_and_fault_are_named(app: Flask) -> None:
    result = run(app, import_show, ODD / "18-truncated.json")

    assert result.stderr == "18-truncated.json: line 1, column 701: the file ends in the middle\n"


def test_bad_rows_can_be_skipped_and_are_still_told(app: Flask) -> None:
    result = run(app, import_show, "--skip-bad", ODD / "10-invalid-dates.json")

    assert result.exit_code == 0
    assert "1 added" in result.output
    assert result.stderr.count("skipped: ") == 10


def test_a_bare_list_with_a_show_file_or_a_slug(app: Flask) -> None:
    alone = run(app, import_show, ODD / "22-bare-episode-list.json")
    with_file = run(app, import_show, ODD / "22-bare-episode-list.json", "--show", ODD / "23-no-embedded.json")
    with_slug = run(app, import_show, ODD / "22-bare-episode-list.json", "--show", "no-embedded-episodes")
    with_nothing = run(app, import_show, ODD / "22-bare-episode-list.json", "--show", "nothing")

    assert (alone.exit_code, with_file.exit_code, with_slug.exit_code, with_nothing.exit_code) == (2, 0, 0, 2)
    assert "--show" in alone.stderr
    assert len(catalogue("no-embedded-episodes").episodes) == 2
    assert "nothing changed" in with_slug.output
    assert "no such show" in with_nothing.stderr


def test_taking_a_release_back_must_be_meant(app: Flask, tmp_path: Path) -> None:
    row = episode_row(1, 1, 1, None)
    file = tmp_path / "slip.json"
    for year in (2020, 2062):
        row.update(airdate=f"{year}-01-01", airtime="20:00", airstamp=f"{year}-01-01T20:00:00+00:00")
        file.write_bytes(show_file("Slip", 9_500_001, [row]))
        result = run(app, import_show, file)

    assert result.exit_code == 2
    assert "slip.json: S01E01 was out and would be in the future again" in result.stderr
    assert "--allow-unrelease" in result.stderr
    assert run(app, import_show, "--allow-unrelease", file).exit_code == 0


def test_files_that_are_not_there_or_too_large(app: Flask, tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(LIMIT_BYTES + 1)

    missing, huge, folder = (run(app, import_show, one) for one in (tmp_path / "no.json", large, tmp_path))

    assert (missing.exit_code, huge.exit_code, folder.exit_code) == (2, 2, 2)
    assert "No such file" in missing.stderr
    assert "larger than 20 MB" in huge.stderr


def test_a_file_without_an_end_is_not_read_to_its_end(app: Flask) -> None:
    endless = run(app, import_show, "/dev/zero")

    assert (endless.exit_code, endless.stderr) == (2, "zero: the file is larger than 20 MB\n")


def test_what_to_do_at_the_console_is_said_there_alone(app: Flask) -> None:
    bare = run(app, import_show, ODD / "22-bare-episode-list.json")

    assert bare.stderr.splitlines() == [
        "22-bare-episode-list.json: this is a bare list of episodes: name the show it belongs to",
        "Name the show with --show SLUG, or with --show FILE.",
    ]


def test_a_show_without_episodes_is_new_and_no_more(app: Flask) -> None:
    told = run(app, import_show, ODD / "24-empty-episodes.json").output

    assert "Empty Episodes (empty-episodes): new\n" in told
    assert "nothing changed" not in told


def test_windows_of_shows_that_are_not_there(app: Flask) -> None:
    run(app, import_show, REAL / "firefly.json")

    refused = run(app, import_windows, REAL / "release_windows.json")
    taken = run(app, import_windows, "--skip-bad", REAL / "release_windows.json")

    assert refused.exit_code == 2
    assert "windows[0].show: no such show is in the catalogue" in refused.stderr
    assert taken.exit_code == 0
    assert "Firefly (firefly): 3 added" in taken.output


def test_a_windows_file_given_to_the_wrong_command(app: Flask) -> None:
    assert "Use: forum import-windows" in run(app, import_show, REAL / "release_windows.json").stderr
    assert "not a file of release windows" in run(app, import_windows, REAL / "firefly.json").stderr


def test_orders_may_stand_before_their_show(app: Flask) -> None:
    result = run(app, import_show, REAL / "firefly.alternate-dvd.json", REAL / "firefly.json")

    assert result.exit_code == 0
    assert len(catalogue("firefly").orders["dvd"]) == 14


def test_an_order_of_unknown_episodes_is_refused(app: Flask, tmp_path: Path) -> None:
    run(app, import_show, REAL / "firefly.json")
    order = json.loads((REAL / "firefly.alternate-dvd.json").read_text())
    order["alternateepisodes"][0]["_embedded"]["episodes"][0]["id"] = 4711
    (tmp_path / "order.json").write_text(json.dumps(order))

    result = run(app, import_show, tmp_path / "order.json")

    assert result.exit_code == 2
    assert "alternateepisodes: the show has no such episode (4711)" in result.stderr
