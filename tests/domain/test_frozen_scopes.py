"""What a scope covers is settled when it is written."""

import pytest

from forum.domain.gates import Gate, GateKind
from forum.domain.scopes import both, read_scope, refrozen
from tests.domain.scoped_shows import BARRY, NAMES
from tests.domain.shows_made_up import (
    START,
    UNDATED,
    WEEK,
    by_id,
    episode,
    season_of,
    show,
    through,
)
from tests.domain.tvmaze_catalogue import catalogue_of, instant


@pytest.mark.parametrize(
    ("show_name", "scope", "written_at", "ceiling"),
    [
        ("stranger-things", "S04", "2022-06-10T00:00:00Z", "S04E07"),
        ("stranger-things", "S04", "2022-07-01T06:59:59Z", "S04E07"),
        ("stranger-things", "S04", "2022-07-01T07:00:00Z", "S04E09"),
        ("stranger-things", "S04", "2022-01-01T00:00:00Z", "S04E09"),
        ("game-of-thrones", "series", "2019-01-01T00:00:00Z", "S07E07"),
        ("game-of-thrones", "series", "2001-01-01T00:00:00Z", "S08E06"),
        ("breaking-bad", "season 5", "2012-10-01T00:00:00Z", "S05E08"),
    ],
)
def test_season_and_series_end_where_they_could_when_written(
    show_name: str, scope: str, written_at: str, ceiling: str
) -> None:
    listed = catalogue_of(show_name)
    gate = read_scope(scope, NAMES, listed, instant(written_at))
    assert gate.ceiling_id is not None
    assert listed.code(gate.ceiling_id) == ceiling


def test_an_edit_never_lowers_a_season() -> None:
    before = read_scope("S02", NAMES, BARRY, START + 14 * WEEK)
    moved = show(*season_of(3), episode(1, 2), episode(2, 2), *(episode(n, 2, world=UNDATED) for n in (3, 4, 5)))
    after = read_scope("S02", NAMES, moved, START + 15 * WEEK)
    assert (before.ceiling_id, after.ceiling_id) == (204, 202)
    assert refrozen(before, after, by_id(moved)) == before
    assert refrozen(after, before, by_id(moved)) == before
    assert refrozen(before, through(101), by_id(moved)) == through(101)  # the author's own lowering
    assert refrozen(before, through(103, span="season"), by_id(moved)) == through(103, span="season")


def _season(ceiling_id: int | None, **more: object) -> Gate:
    return through(ceiling_id, span="season", **more)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_season(203), _season(202, kind=GateKind.LEAK)),
        (_season(203, kind=GateKind.LEAK), _season(202)),
        (_season(203), _season(202, show_id=2)),
        (both(_season(203), through(201)), _season(202)),
        (_season(203), both(_season(202), through(101))),
        (_season(None), _season(202)),
        (_season(203), _season(None)),
        (_season(203), through(202, span="series")),
        (through(203, span="series"), _season(202)),
        (through(203), through(202)),
    ],
)
def test_what_is_no_longer_the_same_tag_is_frozen_anew(before: Gate, after: Gate) -> None:
    listed = show(*season_of(3), *season_of(3, season=2))
    assert refrozen(before, after, by_id(listed, show(*season_of(3, season=2), show_id=2))) == after


def test_a_series_keeps_its_ceiling_over_seasons() -> None:
    listed = show(*season_of(3), *season_of(3, season=2))
    before, after = through(201, span="series"), through(103, span="series")
    assert refrozen(before, after, by_id(listed)) == before
    assert refrozen(after, before, by_id(listed)) == before
    assert refrozen(before, after, {}) == after, "nothing is known of the show: what is written now holds"
