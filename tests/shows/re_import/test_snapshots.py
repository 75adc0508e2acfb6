"""The recorded snapshots, over and under the newer files."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from forum.infra import clock as clocks
from forum.shows import importing
from forum.shows.importing import WouldUnrelease
from tests.conftest import NOW
from tests.factories.shows import OPERATOR, REAL, SNAPSHOTS, catalogue, real_show
from tests.shows.re_import.hands import told


def snapshot(name: str) -> bytes:
    return next(SNAPSHOTS.glob(f"{name}*")).read_bytes()


def test_a_newer_file_over_a_snapshot_adds_a_season(app: Flask) -> None:
    importing.import_show(OPERATOR, snapshot("stranger"), "stranger-things.2022-06.json", NOW)
    before = catalogue("stranger-things")

    real_show("stranger-things")

    after = catalogue("stranger-things")
    assert (len(before.episodes), len(after.episodes)) == (34, 42)
    assert [one.id for one in before.episodes] == [one.id for one in after.episodes][:34]


def test_a_snapshot_over_a_newer_file_deletes_nothing(app: Flask) -> None:
    real_show("stranger-things", windows=True)
    before = catalogue("stranger-things")

    report = importing.import_show(OPERATOR, snapshot("stranger"), "stranger-things.2022-06.json", NOW)

    assert {code for what, code in told(report) if what == "vanished"} == {f"S05E0{n}" for n in range(1, 9)}
    assert [one.id for one in catalogue("stranger-things").episodes] == [one.id for one in before.episodes]
    assert [one.world for one in catalogue("stranger-things").episodes] == [one.world for one in before.episodes]


def test_what_vanished_returns(app: Flask) -> None:
    real_show("stranger-things")
    importing.import_show(OPERATOR, snapshot("stranger"), "stranger-things.2022-06.json", NOW)

    data = (REAL / "stranger-things.json").read_bytes()
    report = importing.import_show(OPERATOR, data, "stranger-things.json", NOW)

    assert {code for what, code in told(report) if what == "returned"} == {f"S05E0{n}" for n in range(1, 9)}


def test_the_finale_of_mr_robot_is_put_back_on_the_day_itself(app: Flask, clock: clocks.SetClock) -> None:
    clock.set(datetime(2015, 8, 27, 6, 30, tzinfo=UTC))  # it would be out by now
    importing.import_show(OPERATOR, snapshot("mr-robot"), "mr-robot.2015-08-25.json", clocks.now())
    data = (REAL / "mr-robot.json").read_bytes()

    with pytest.raises(WouldUnrelease) as refused:
        importing.import_show(OPERATOR, data, "mr-robot.json", clocks.now())
    assert [change.code for change in refused.value.changes] == ["S01E10"]
    assert len(catalogue("mr-robot").episodes) == 10

    report = importing.import_show(OPERATOR, data, "mr-robot.json", clocks.now(), allow_unrelease=True)

    assert told(report)[0] == ("unreleased", "S01E10")
    finale = catalogue("mr-robot").find(1, 10)
    assert finale is not None
    assert finale.world.earliest == datetime(2015, 9, 3, 2, tzinfo=UTC)


def test_a_finale_that_moves_before_its_day_needs_no_leave(app: Flask, clock: clocks.SetClock) -> None:
    clock.set(datetime(2015, 8, 26, tzinfo=UTC))
    importing.import_show(OPERATOR, snapshot("mr-robot"), "mr-robot.2015-08-25.json", clocks.now())

    report = importing.import_show(OPERATOR, (REAL / "mr-robot.json").read_bytes(), "mr-robot.json", clocks.now())

    assert ("moved", "S01E10") in told(report)
