"""Whatever a source publishes: places, veils and scopes follow episodes by id, in every sequence of versions."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from itertools import count

from flask import Flask
from hypothesis import example, given, settings
from sqlalchemy import select

from forum.domain.catalogue import Catalogue
from forum.domain.gates import Gate, GateKind
from forum.domain.people import Reader
from forum.domain.progress import NOTHING_STATED, Progress, watched
from forum.domain.releases import State
from forum.domain.spoilers import decide
from forum.infra.db import db
from forum.shows import importing, models
from forum.shows.importing import Report, WouldUnrelease
from forum.shows.kept import values_of
from forum.shows.queries import clearance
from tests.conftest import NOW
from tests.domain.test_spoiler_properties import OPENNESS
from tests.factories.accounts import person
from tests.factories.shows import OPERATOR, catalogue, made_up_rows, show_file
from tests.shows.re_import.hands import PAST, WEEK, Rows
from tests.shows.re_import.versions import Move, moved, moves

EXAMPLES = os.environ.get("FUZZ_EXAMPLES")  # a long run with new examples; the suite itself repeats the same few
OUT = (State.UNRELEASED, State.ROLLING, State.RELEASED)
READERS = ("through", "ticks", "both", "dvd", "caught up", "as new", "nothing")
_ids = count(9_700_001)


@dataclass
class World:
    """One show and everybody's place in it. Shapes: `gates` = everything anybody has written behind so far."""

    readers: dict[str, Reader]
    source_id: int = field(default_factory=lambda: next(_ids))
    rows: Rows = field(default_factory=lambda: made_up_rows((4, 3), PAST, WEEK))
    slug: str = ""
    gates: set[Gate] = field(default_factory=set)

    def bring(self, rows: Rows, *, allowed: bool = False) -> Report:
        data = show_file(f"Show {self.source_id}", self.source_id, rows)
        report = importing.import_show(OPERATOR, data, "x.json", NOW, allow_unrelease=allowed)
        self.slug = report.slug
        return report

    def show(self) -> Catalogue:
        return catalogue(self.slug)

    def write(self) -> None:
        """Somebody writes behind each episode that is listed."""
        show = self.show()
        for one in show.episodes:
            kinds = (GateKind.THROUGH, GateKind.ONLY)
            self.gates |= {Gate(kind, show.show_id, one.id, "episode") for kind in kinds}

    def settle(self) -> None:
        """Everybody has a place: the show's first three episodes, said in every way."""
        show = self.show()
        ids = [one.id for one in show.regular]
        db.session.add(models.ShowOrder(show_id=show.show_id, name="dvd", ids=ids[::-1]))
        places = {
            "through": Progress(through_id=ids[2]),
            "ticks": Progress(ticked=frozenset(ids[:3])),
            "both": Progress(through_id=ids[3], unticked=frozenset(ids[1:2])),
            "dvd": Progress(through_id=ids[4], order="dvd"),
            "caught up": Progress(through_id=ids[1], caught_up=True),
            "as new": Progress(ticked=frozenset(ids), rewatch_id=ids[2], as_new=True),
        }
        for name, place in places.items():
            values = values_of(place)
            row = models.ProgressMark(person_id=self.readers[name].id, show_id=show.show_id, updated_at=NOW)
            row.through_id, row.rewatch_id = values.pop("through"), values.pop("rewatch")
            for key, value in values.items():
                setattr(row, key, value)
            db.session.add(row)
        show_row = db.session.scalars(select(models.Show).where(models.Show.id == show.show_id)).one()
        show_row.touch()
        db.session.commit()

    def eyes(self) -> dict[tuple[str, Gate], int]:
        """How open each text is to each reader."""
        show_id = self.show().show_id
        seen = {}
        for name, reader in self.readers.items():
            eyes = clearance(reader, [show_id], NOW)
            for gate in self.gates:
                seen[name, gate] = OPENNESS[decide(gate, eyes.catalogues, eyes.progress, None, NOW).outcome]
        return seen

    def seen(self) -> dict[str, frozenset[int]]:
        """What counts as seen by whom."""
        show_id = self.show().show_id
        found = {}
        for name, reader in self.readers.items():
            eyes = clearance(reader, [show_id], NOW)
            place = eyes.progress.get(show_id, NOTHING_STATED)
            found[name] = watched(place, eyes.catalogues[show_id], None, NOW)
        return found


def states(show: Catalogue) -> dict[int, int]:
    return {one.id: OUT.index(one.world.state(NOW)) for one in show.episodes}


def take(world: World, rows: Rows) -> None:
    """Bring the next version in and look at all that must hold."""
    show, eyes, seen = world.show(), world.eyes(), world.seen()
    try:
        world.bring(rows)
    except WouldUnrelease:
        assert (world.show().version, world.eyes(), world.seen()) == (show.version, eyes, seen)
        world.bring(rows, allowed=True)
    else:
        after = states(world.show())
        assert [one for one, state in states(show).items() if after[one] < state] == []
    follows(world, show, eyes, seen)
    twice(world, rows)


def follows(world: World, show: Catalogue, eyes: dict[tuple[str, Gate], int], seen: dict[str, frozenset[int]]) -> None:
    after = world.show()
    was, stands = states(show), states(after)
    assert was.keys() <= stands.keys()
    assert [one.id for one in show.episodes if not show.up_to(one.id) <= after.up_to(one.id)] == []
    looked = world.eyes()
    assert [which for which, open_ in eyes.items() if looked[which] > open_] == []
    in_future = {one for one, state in stands.items() if state == 0}
    for name, ids in world.seen().items():
        known = ids & was.keys()
        assert known <= seen[name], name
        if name != "as new":
            assert known == seen[name] - in_future, name


def twice(world: World, rows: Rows) -> None:
    show = world.show()
    assert world.bring(rows).is_empty
    assert world.show().version == show.version


def test_in_any_versions_places_veils_and_scopes_follow_ids(app: Flask) -> None:
    """Fails when a number instead of an id decides what somebody has seen, or what a text gives away."""
    readers = {name: person(name.replace(" ", "-")) for name in READERS}

    @settings(max_examples=int(EXAMPLES or 15), derandomize=EXAMPLES is None, database=None, deadline=None)
    @given(moves)
    @example([("swap", 1, 4)])
    @example([("renumber", 5, 0), ("special", 1, 0)])
    @example([("split", 0, 0), ("merge", 2, 0), ("postpone", 0, 9)])
    @example([("special", 6, 0), ("regular", 6, 0), ("swap", 6, 0)])
    def holds(steps: list[Move]) -> None:
        world = World(readers)
        world.bring(world.rows)
        world.settle()
        for fresh, step in enumerate(steps, 100):
            world.write()
            world.rows = moved(world.rows, step, fresh)
            take(world, world.rows)

    holds()
