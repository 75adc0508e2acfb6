"""Every odd file by name: what is refused, with which faults, and what is taken."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from forum.shows.reading.faults import REASONS, Fault, ImportRefused
from forum.shows.reading.parsed import ParsedEpisode, ShowFile
from forum.shows.reading.strict import LIMIT_BYTES, LIMIT_DEPTH
from forum.shows.reading.tvmaze import read_file
from forum.shows.reading.windows import read_windows
from tests.factories.shows import ODD, REAL

ROW = "_embedded.episodes"
WINDOW = {"show": "x", "scope": "S01", "territory": "*", "local_date": "2020-01-01"}


def read(name: str, **options: bool) -> ShowFile:
    found = read_file(next(ODD.glob(f"{name}*")).read_bytes(), f"{name}.json", **options)
    assert isinstance(found, ShowFile)
    return found


def faults(name: str, **options: bool) -> list[tuple[str, str]]:
    with pytest.raises(ImportRefused) as refused:
        read(name, **options)
    assert all(fault.file == f"{name}.json" for fault in refused.value.faults)
    return [(fault.place, fault.code) for fault in refused.value.faults]


def rows(file: ShowFile) -> dict[int, ParsedEpisode]:
    return {episode.source_id: episode for episode in file.episodes or ()}


REFUSED = {
    "01-missing-fields": [
        (f"{ROW}[1].season", "missing"),
        (f"{ROW}[2].id", "missing"),
        (f"{ROW}[3].id", "missing"),
        (f"{ROW}[3].season", "missing"),
    ],
    "02-missing-show-name": [("name", "missing")],
    "04-duplicate-numbers": [(f"{ROW}[1].number", "number-taken"), (f"{ROW}[2].id", "id-taken")],
    "07-huge-integers": [
        (f"{ROW}[0].season", "out-of-range"),
        (f"{ROW}[1].id", "out-of-range"),
        (f"{ROW}[2].number", "out-of-range"),
        (f"{ROW}[2].runtime", "out-of-range"),
        (f"{ROW}[3].number", "not-a-number"),
        (f"{ROW}[3].runtime", "not-a-number"),
    ],
    "08-wrong-types": [
        (f"{ROW}[0].id", "not-a-number"),
        (f"{ROW}[0].season", "not-a-number"),
        (f"{ROW}[0].number", "not-a-number"),
        (f"{ROW}[1].name", "not-text"),
        (f"{ROW}[1].airdate", "not-a-date"),
        (f"{ROW}[1].airstamp", "not-an-instant"),
        (f"{ROW}[2].season", "not-a-number"),
        (f"{ROW}[3]", "not-an-object"),
        (f"{ROW}[4]", "not-an-object"),
        (f"{ROW}[5]", "not-an-object"),
    ],
    "09-episodes-is-object": [(ROW, "not-a-list")],
    "10-invalid-dates": [
        (f"{ROW}[0].airdate", "not-a-date"),
        (f"{ROW}[0].airstamp", "not-an-instant"),
        (f"{ROW}[1].airdate", "not-a-date"),
        (f"{ROW}[2].airdate", "not-a-date"),
        (f"{ROW}[3].airtime", "not-a-time"),
        (f"{ROW}[4].airdate", "not-a-date"),
        (f"{ROW}[5].airdate", "far-away"),
        (f"{ROW}[5].airstamp", "not-an-instant"),
        (f"{ROW}[6].airstamp", "not-an-instant"),
        (f"{ROW}[7].airdate", "not-a-date"),
    ],
    "11-airstamp-offset-variants": [(f"{ROW}[4].airstamp", "no-offset"), (f"{ROW}[6].airstamp", "not-an-instant")],
    "13-hostile-text": [
        (f"{ROW}[2].name", "control-character"),
        (f"{ROW}[3].name", "too-long"),
        (f"{ROW}[5].name", "blank"),
    ],
    "17-latin1": [("byte 41", "not-utf8")],
    "18-truncated": [("line 1, column 701", "cut-off")],
    "19-empty-file": [("", "empty")],
    "20-null": [("", "null-answer")],
    "21-tvmaze-404-real": [("", "api-error")],
    "22-bare-episode-list": [("", "list-without-show")],
    "25-nan-infinity-dup-keys": [("line 1, column 17", "twice-a-key")],
    "26-deep-nesting": [("line 1, column 61", "too-deep")],
    "28-airstamp-and-date-disagree": [(f"{ROW}[0].airstamp", "dates-disagree")],
    "29-dirty-dates-real-second-source": [("", "list-without-show")],
    "30-lone-surrogate": [("name", "half-character")],
}
TAKEN = {
    "03-null-airstamp-real-firefly": 1,
    "05-bad-timezone": 1,
    "06-path-like-timezone": 1,
    "12-after-midnight-broadcast-day-real": 3,
    "14-dst-gap-and-fold": 4,
    "15-specials-and-season-zero": 6,
    "16-bom": 1,
    "23-no-embedded": 0,
    "24-empty-episodes": 0,
    "27-tba-names": 3,
}
SKIPPING = {
    "01-missing-fields": {1},
    "04-duplicate-numbers": {41, 43},
    "07-huge-integers": {75},
    "08-wrong-types": set(),
    "10-invalid-dates": {109},
    "11-airstamp-offset-variants": {111, 112, 113, 114, 116},
    "13-hostile-text": {131, 132, 135, 137, 138, 139, 140},
    "28-airstamp-and-date-disagree": {281, 282, 283},
}


def test_no_odd_file_is_forgotten() -> None:
    assert {path.stem for path in ODD.glob("*.json")} == REFUSED.keys() | TAKEN.keys()


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_every_fault_and_its_place(name: str) -> None:
    assert faults(name) == REFUSED[name]


@pytest.mark.parametrize("name", TAKEN)
def test_taken(name: str) -> None:
    assert len(read(name).episodes or ()) == TAKEN[name]


@pytest.mark.parametrize("name", SKIPPING)
def test_skipping_bad_rows_takes_the_good_ones_and_still_reports(name: str) -> None:
    file = read(name, skip_bad=True)

    assert rows(file).keys() == SKIPPING[name]
    reported = [(fault.place, fault.code) for fault in file.skipped]
    assert reported == [fault for fault in REFUSED[name] if fault[1] != "dates-disagree"]


@pytest.mark.parametrize("name", sorted(REFUSED.keys() - SKIPPING.keys()))
def test_skipping_never_saves_a_file_that_is_wrong_as_a_whole(name: str) -> None:
    assert faults(name, skip_bad=True) == REFUSED[name]


def test_03_no_date_is_no_date() -> None:
    trash = rows(read("03-null-airstamp-real-firefly"))[13007]

    assert (trash.airdate, trash.airtime, trash.airstamp) == (None, None, None)


def test_04_an_exact_repeat_is_merged_with_a_note() -> None:
    file = read("04-duplicate-numbers", skip_bad=True)

    assert [(note.place, note.code) for note in file.notes] == [(f"{ROW}[4]", "exact-repeat")]


@pytest.mark.parametrize("name", ["05-bad-timezone", "06-path-like-timezone"])
def test_05_06_an_unknown_zone_leaves_the_date_alone(name: str) -> None:
    file = read(name)
    (episode,) = file.episodes or ()

    assert [(note.place, note.code) for note in file.notes] == [("network.country.timezone", "unknown-zone")]
    assert file.show is not None
    assert file.show.channel.zone is None
    assert (str(episode.airdate), episode.airstamp) == ("2021-01-01", None)


def test_11_five_notations_are_one_instant() -> None:
    found = rows(read("11-airstamp-offset-variants", skip_bad=True))

    assert {episode.airstamp for episode in found.values()} == {datetime(2012, 6, 7, 3, tzinfo=UTC)}


def test_12_the_airstamp_wins_over_the_programme_day() -> None:
    found = rows(read("12-after-midnight-broadcast-day-real"))

    assert found[1551335].airstamp == datetime(2018, 11, 3, 5, tzinfo=UTC)
    assert found[122].airstamp == datetime(2023, 11, 28, 8, tzinfo=UTC)
    assert found[1979600].airstamp == datetime(2020, 12, 1, 9, tzinfo=UTC)


def test_13_a_script_link_is_dropped_and_text_is_kept_as_text() -> None:
    file = read("13-hostile-text", skip_bad=True)

    assert file.show is not None
    assert (file.show.url, file.show.name) == (None, "<script>alert(1)</script>")
    assert [(note.place, note.code) for note in file.notes] == [("url", "link-dropped")]
    assert rows(file)[137].name == "Robert'); DROP TABLE episodes;--"


def test_14_clock_changes_take_the_later_instant() -> None:
    found = rows(read("14-dst-gap-and-fold"))

    assert {number: episode.airstamp for number, episode in found.items()} == {
        141: datetime(2021, 3, 14, 7, 30, tzinfo=UTC),
        142: datetime(2021, 11, 7, 6, 30, tzinfo=UTC),
        143: datetime(2021, 3, 8, 2, tzinfo=UTC),
        144: datetime(2021, 3, 15, 1, tzinfo=UTC),
    }


def test_15_specials_by_number_and_season_zero() -> None:
    file = read("15-specials-and-season-zero")

    assert {number for number, episode in rows(file).items() if episode.number is None} == {152, 153, 154, 155}
    assert rows(file)[153].kind == "insignificant_special"
    assert rows(file)[156].kind == "regular"
    assert [(note.place, note.code) for note in file.notes] == [(f"{ROW}[5].type", "unknown-type")]


@pytest.mark.parametrize("name", ["23-no-embedded", "24-empty-episodes"])
def test_23_24_no_episodes_is_a_note_not_an_empty_list(name: str) -> None:
    file = read(name)

    assert file.episodes is None
    assert [note.code for note in file.notes] == ["no-episodes"]


def test_22_a_bare_list_needs_its_show_named() -> None:
    assert rows(read("22-bare-episode-list", show_named=True)).keys() == {221, 222}


def test_28_forced_takes_the_later_date_and_an_instant_gives_its_date() -> None:
    file = read("28-airstamp-and-date-disagree", skip_bad=True)

    assert rows(file)[281].airstamp == datetime(2021, 1, 2, 2, tzinfo=UTC)
    assert [note.code for note in file.notes] == ["later-instant"]
    assert str(rows(file)[283].airdate) == "2021-01-15"
    assert str(rows(file)[283].airtime) == "21:00:00"


# -- more than the files


def one_fault(data: bytes) -> Fault:
    with pytest.raises(ImportRefused) as refused:
        read_file(data, "file.json")
    return refused.value.faults[0]


def test_too_many_say_how_many() -> None:
    rows = ",".join(["{}"] * 20_001)
    fault = one_fault(f'{{"id": 1, "name": "x", "_embedded": {{"episodes": [{rows}]}}}}'.encode())
    with pytest.raises(ImportRefused) as windows:
        read_windows(f'{{"windows": [{rows}]}}'.encode(), "windows.json")

    assert (fault.place, fault.code, fault.value) == (ROW, "too-many", "20001 episodes")
    assert [str(one) for one in windows.value.faults] == [
        "windows.json: windows: these are more than 20,000 (20001 windows)"
    ]


def test_too_large() -> None:
    assert one_fault(b" " * (LIMIT_BYTES + 1)).code == "too-large"


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b'{"a":' * 100_000, b"[" * (LIMIT_DEPTH + 1) + b"]" * (LIMIT_DEPTH + 1)]
)
def test_nesting_is_bounded_before_the_parser(data: bytes) -> None:
    assert one_fault(data).code == "too-deep"


@pytest.mark.parametrize("data", [b'["' + b'\\"' * 400_000, b'"' * 400_001, b'{"a":"' + b"\\" * 400_001])
def test_unclosed_strings_cost_no_more_than_their_length(data: bytes) -> None:
    assert one_fault(data).code in ("cut-off", "not-json")


def test_every_cut_of_a_real_file_is_refused() -> None:
    whole = (REAL / "firefly.json").read_bytes()

    codes = {one_fault(whole[:end]).code for end in range(0, len(whole) - 2, 101)}

    assert codes <= {"empty", "cut-off", "not-json"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"a": NaN}', "not-strict"),
        ('{"a": -Infinity}', "not-strict"),
        ('{"a": 1, "\\u0061": 2}', "twice-a-key"),
        ("{'a': 1}", "not-json"),
        ('{"a": 1,}', "not-json"),
        ("7", "not-a-show"),
        ('"show"', "not-a-show"),
        ("{}", "missing"),
        ('{"windows": []}', "windows-file"),
        ('{"id": 1, "name": "x", "network": "HBO"}', "not-an-object"),
        ('{"id": 1, "name": "x", "_embedded": []}', "not-an-object"),
        ('{"id": 1, "name": "' + "x" * 201 + '"}', "too-long"),
        ('{"id": ' + "9" * 5000 + ', "name": "x"}', "not-a-number"),
        ('{"id": 1e400, "name": "x"}', "not-a-number"),
    ],
)
def test_more_faults(text: str, code: str) -> None:
    assert one_fault(text.encode()).code == code


def test_the_words_in_strings_are_not_taken_for_numbers() -> None:
    read_file(b'{"id": 1, "name": "NaN and Infinity", "x": {"name": "y"}}', "file.json")


def test_every_code_has_a_sentence_and_every_message_can_be_printed() -> None:
    fault = one_fault(b'{"id": 1, "name": "half \\ud83e"}')

    assert str(fault) == "file.json: name: this text holds half of a character (a lone surrogate) ('half \\ud83e')"
    assert all(fault.code in REASONS for found in REFUSED.values() for fault in [Fault("", *one) for one in found])


@pytest.mark.parametrize(
    ("row", "place", "code"),
    [
        ({}, "windows[0].show", "missing"),
        ({**WINDOW, "territory": "USA"}, "windows[0].territory", "not-a-territory"),
        ({**WINDOW, "local_date": None}, "windows[0].instant", "no-instant"),
        ({**WINDOW, "instant": "2020-01-01T00:00:00"}, "windows[0].instant", "no-offset"),
        ({**WINDOW, "show": True}, "windows[0].show", "not-a-number"),
        ("S01", "windows[0]", "not-an-object"),
    ],
)
def test_windows_name_their_faults(row: object, place: str, code: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_windows(json.dumps({"windows": [row]}).encode(), "windows.json")

    assert (place, code) in [(fault.place, fault.code) for fault in refused.value.faults]
