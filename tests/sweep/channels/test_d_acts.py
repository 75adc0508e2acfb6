"""Channels D1, D3 and D9 whole: what every unsafe route answers, feeds by everybody's keys, everybody's archive."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from forum.accounts import actions as accounts
from forum.accounts.feed_keys import Purpose
from forum.accounts.queries import feed_keys_of
from forum.belongings import actions, queries
from forum.domain.people import Reader
from forum.infra import jobs
from forum.infra.clock import SetClock
from forum.infra.db import db
from forum.search.gates import forget_open_gates
from forum.shows.queries import forget_catalogues
from tests.posts.canaries import ABOUT_CASES, CLOCKS, KINDS, ROLES, Cage, canary, may_see
from tests.sweep.asking import filled, given_to, variables
from tests.sweep.channels.looking import BEHIND, canaries, get, send

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
ELSEWHERE = re.compile(r"^/api/v1/reveals$|^/reveal$|/(enter|entry|open-all|opened|reading)$|/(cases|waiting)/.*/read$")
"""How one asks to see what is hidden: D10, G4, G13 and I12 look at what these open."""
ABOUT = (
    {"post": "episode", "thread": 0, "case": 0},
    {"post": "thread", "thread": 1, "case": 1},
    {"post": "seal", "thread": 2, "case": -1},
    {"post": "removed", "thread": 0, "case": 2},
)
"""What the acts are about: a mark, an episode's thread, a seal and a title, what was taken away."""
TAKEN_OFF = {"unseal": {"seal", "echo", "echo of an echo", "echo of a quote"}, "restore": {"removed"}}
"""What an act itself uncovers for everybody: words that had no mark of their own."""


def acts(cage: Cage) -> list[tuple[str, str]]:
    """Method and rule of every unsafe route but those by which one asks to see."""
    return sorted(
        (method, rule.rule)
        for rule in cage.app.url_map.iter_rules()
        for method in (rule.methods or set()) & set(UNSAFE)
        if not ELSEWHERE.search(rule.rule) and not rule.endpoint.startswith("security.")
    )


def ids(cage: Cage, about: dict[str, Any], rule: str) -> dict[str, Any]:
    """What stands for each name of a rule."""
    known: dict[str, Any] = {
        "post_id": cage.posts[about["post"]],
        "thread_id": cage.threads[about["thread"]],
        "case_id": cage.cases[about["case"]],
        "decision_id": cage.decisions[0],
        "episode_id": cage.episodes[3],
        "slug": "harbour-lights" if rule.startswith(("/shows/", "/api/v1/shows/")) else "binge-club",
        "show": "harbour-lights",
        "handle": "ann",
        "nod": "heart",
        "verb": "seal",
        "purpose": "threads",
    }
    return {name: known.get(name, 1) for name in variables(rule)}


@pytest.fixture(scope="module")
def kept(caged: tuple[Cage, SetClock], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The cage's database, and a copy of it as it was furnished."""
    cage, _ = caged
    with cage.app.app_context():
        path = Path(str(db.engine.url.database))
        _rest(cage)
    copy = tmp_path_factory.mktemp("kept") / "forum.sqlite3"
    shutil.copy(path, copy)
    return path, copy


def _rest(cage: Cage) -> None:
    """Nothing is open, and everything stands in the one file."""
    db.session.remove()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.engine.dispose()


def put_back(cage: Cage, kept: tuple[Path, Path]) -> None:
    """As it was furnished."""
    with cage.app.app_context():
        _rest(cage)
        shutil.copy(kept[1], kept[0])
    forget_catalogues()
    forget_open_gates()


@pytest.mark.parametrize("role", BEHIND[:3])
def test_d3_no_unsafe_route_answers_with_a_word(cage: Cage, kept: tuple[Path, Path], role: str) -> None:
    """Fails when the answer to any act, or the page that it leads to, says more than reading would: also when it is
    refused, or about something else than was meant."""
    leaks, done = [], 0
    for method, rule in acts(cage):
        for about in ABOUT if set(variables(rule)) & {"post_id", "thread_id", "case_id"} else ABOUT[:1]:
            given = ids(cage, about, rule)
            body = given_to(rule, {"<thread_id>": cage.threads[1], "<episode_id>": cage.episodes[3], "<other>": "no"})
            how = {"json": body} if rule.startswith("/api/") else {"data": body}
            answer = send(cage, role, method, filled(rule, given), **how)
            assert answer.status_code < 500, f"{method} {rule}"
            told = canaries(answer)
            if answer.status_code < 400:
                done += 1
                onward = answer.headers.get("Location", "").removeprefix("http://localhost").split("#")[0]
                told |= canaries(get(cage, role, onward)) if onward.startswith("/") else set()
                put_back(cage, kept)
            told = {kind for kind in told if not may_see(kind, role, "after")}
            told -= TAKEN_OFF.get(rule.rsplit("/", 1)[-1], set())
            leaks += [f"{kind} by {method} {rule} ({about['post']})" for kind in told]
    assert leaks == []
    assert done >= (5 if role == "stranger" else 50), "most acts were refused: nothing is proved"


def archive_of(cage: Cage, reader: Reader, clock: SetClock) -> str:
    """All that this person takes with them, unpacked."""
    with cage.app.app_context():
        actions.ask_for_belongings(reader, clock.instant)
        jobs.drain(clock.instant)
        card = queries.takeout_of(reader, clock.instant)
        assert card is not None
        assert card.is_ready
        held = zipfile.ZipFile(io.BytesIO(queries.archive(reader, card.id, clock.instant)))
        db.session.remove()
    return "\n".join(held.read(name).decode() for name in held.namelist())


@pytest.mark.parametrize("at", ["before", "after"])
@pytest.mark.parametrize("role", ROLES[1:])
def test_d9_an_archive_holds_no_word_that_its_reader_may_not_read(
    caged: tuple[Cage, SetClock], kept: tuple[Path, Path], role: str, at: str
) -> None:
    """Fails when what somebody takes with them holds others' words past a gate, in what they answered or reported."""
    cage, clock = caged
    clock.set(CLOCKS[at])
    told = archive_of(cage, cage.readers[role], clock)
    put_back(cage, kept)
    found = {kind for kind in KINDS if canary(kind) in told}
    own = {"author": set(KINDS) - ABOUT_CASES, "caught up": {"flag words"}}.get(role, set())  # also what was taken away
    assert [kind for kind in sorted(found - own) if not may_see(kind, role, at)] == []
    assert ("episode" in found) == (role == "author"), "the control: who wrote it takes it along"


@pytest.mark.parametrize("role", ROLES[1:])
def test_d1_nobodys_own_feed_knows_whose_it_is(
    caged: tuple[Cage, SetClock], kept: tuple[Path, Path], role: str
) -> None:
    """Fails when a feed behind a key is made for its owner: the key is in every program that reads it."""
    cage, clock = caged
    reader = cage.readers[role]
    with cage.app.app_context():
        for purpose in Purpose:
            accounts.make_feed_key(reader, purpose, clock.instant)
        paths = [card.path for card in feed_keys_of(reader)]
        db.session.remove()
    assert len(paths) == 2
    for at in ("before", "at", "after"):
        clock.set(CLOCKS[at])
        for path in paths:
            for asking in ("stranger", role, "caught up"):
                answer = get(cage, asking, path)
                assert (answer.status_code, canaries(answer)) == (200, set())
                assert "Part 5" not in answer.get_data(as_text=True)
    clock.set(CLOCKS["after"])
    put_back(cage, kept)
