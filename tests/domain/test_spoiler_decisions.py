"""The decision table: 61 cases, each by its id."""

from typing import Any

import pytest

from forum.domain.catalogue import Catalogue
from forum.domain.gates import Gate, GateKind
from forum.domain.progress import Progress
from forum.domain.scopes import ScopeError, read_scope
from forum.domain.spoilers import Clearance
from tests.domain.tvmaze_catalogue import Names, build, catalogue_of, instant, load

CASES = load("spoiler_decisions")["cases"]
AUTHOR_ID, READER_ID = 7, 8


def catalogue_for(case: dict[str, Any]) -> Catalogue:
    if case["inline_windows"]:
        return build(case["show"], load("tv/release_windows")["windows"] + case["inline_windows"])
    return catalogue_of(case["show"], windows=case["windows"], snapshot=case["snapshot"])


def gate_for(case: dict[str, Any], catalogue: Catalogue) -> Gate:
    if case["kind"] == "promo":
        return Gate(GateKind.PROMO, catalogue.show_id, None, "work")
    prefix = {"content": "", "leak": "leak ", "book": "book:"}[case["kind"]]
    if case["id"] == "D61":  # a stored scope whose episode is no longer listed
        return Gate(GateKind.THROUGH, catalogue.show_id, None, "series")
    return read_scope(prefix + case["scope"], Names(), catalogue, instant(case["posted_at"]))


def episode_id(code: str, catalogue: Catalogue) -> int:
    ceiling = read_scope(code, Names(), catalogue, instant("2026-01-01T00:00:00Z")).ceiling_id
    assert ceiling is not None
    return ceiling


def progress_for(reader: dict[str, Any], catalogue: Catalogue) -> Progress:
    through, order = reader.get("through"), reader.get("order", "aired")
    if isinstance(through, int):
        through_id = catalogue.orders[order][through - 1]
    else:
        through_id = episode_id(through, catalogue) if through else None
    return Progress(
        through_id=through_id,
        order=order,
        ticked=frozenset(episode_id(code, catalogue) for code in reader.get("watched", [])),
        caught_up=reader["mode"] == "live",
        rewatch_id=episode_id(reader["rewatch"], catalogue) if "rewatch" in reader else None,
        as_new=reader.get("fresh", False),
        optins=frozenset(reader.get("optin", [])),
    )


def test_the_table_is_whole() -> None:
    assert [case["id"] for case in CASES] == [f"D{number:02d}" for number in range(1, 62)]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_decision(case: dict[str, Any]) -> None:
    catalogue = catalogue_for(case)
    reader = case["reader"]
    clearance = Clearance(
        AUTHOR_ID if case["is_author"] else READER_ID,
        {catalogue.show_id: catalogue},
        {catalogue.show_id: progress_for(reader, catalogue)},
        reader.get("region"),
    )
    decision = clearance.decide(gate_for(case, catalogue), instant(case["now"]), author_id=AUTHOR_ID)
    assert decision.outcome == case["expect"], case["why"]


def test_a_scope_without_episode_is_refused_when_written() -> None:
    case = CASES[60]
    with pytest.raises(ScopeError, match="unknown-episode"):
        read_scope(case["scope"], Names(), catalogue_for(case), instant(case["posted_at"]))


REASONS = {
    "D09": ("behind", 25),
    "D22": ("rolling", 70),
    "D29": ("not-in-your-country", 68),
    "D31": ("unreleased", 751),
    "D32": ("no-date", 13),
    "D36": ("unreleased", 1),
    "D39": ("behind", 1),
    "D49": ("covered", 0),
    "D61": ("unknown-ceiling", 0),
}


@pytest.mark.parametrize("case", [case for case in CASES if case["id"] in REASONS], ids=sorted(REASONS))
def test_reason_and_what_is_missing(case: dict[str, Any]) -> None:
    catalogue = catalogue_for(case)
    clearance = Clearance(
        READER_ID,
        {catalogue.show_id: catalogue},
        {catalogue.show_id: progress_for(case["reader"], catalogue)},
        case["reader"].get("region"),
    )
    decision = clearance.decide(gate_for(case, catalogue), instant(case["now"]))
    assert (decision.reason, len(decision.missing)) == REASONS[case["id"]]
