"""A full evening for the moderators of the demo: reports of posts that are there already, some of them decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from forum.infra.directory import directory
from forum.moderation import actions as moderation
from forum.moderation.forms import DecideForm, FlagForm, ReverseForm
from forum.moderation.queries import case_page
from forum.pages.demo.cast import Cast
from forum.pages.demo.film import Film, chance
from forum.pages.demo.talk import Talk

Found = tuple[Talk, int]
LONGEST_HOURS = 90
OUTCOMES = {"spoiler": "seal", "harassment": "remove", "hate": "remove", "spam": "remove"}
"""How a report ends that was right; everything else is dismissed."""


@dataclass(frozen=True, slots=True)
class _Report:
    """Shapes: `number` from 0; `kind` of the script."""

    number: int
    kind: Mapping[str, Any]
    decided: bool
    again: bool


class Queue:
    """The reports of one group. Which post each is about is settled when its moment comes."""

    def __init__(
        self, script: Mapping[str, Any], cast: Cast, talks: Mapping[str, Talk], members: Sequence[str]
    ) -> None:
        self.script, self.cast = script, cast
        here = (talk for talk in talks.values() if talk.script["group"] == script["group"])
        self.talks = [talk for talk in here if talk.script.get("reported", True)]
        self.members = [one for one in members if one not in script["judges"]]
        self.used: set[tuple[int, int]] = set()
        self.cases: dict[int, int] = {}
        self.decisions: dict[int, int] = {}
        self.posts: dict[int, Found] = {}
        self.mistakes: set[int] = set()

    def plan(self, film: Film) -> None:
        """Put all reports, decisions and claims into the last days of the film."""
        reports = list(self._reports())
        for report in reports:
            at = film.ends_at - self._ago(report)
            film.add(at, partial(self._flag, report))
            if report.number % 4 == 0:
                film.add(at + timedelta(minutes=9), partial(self._join, report))
            if report.decided or report.again:
                film.add(
                    at + timedelta(minutes=20 + 300 * chance("decided", report.number)), partial(self._decide, report)
                )
            if report.again:
                film.add(at + timedelta(hours=8), partial(self._join, report), before_end=timedelta(minutes=5))
        mistaken = next(one for one in reports if one.decided and self._outcome(one) == "remove")
        film.add(film.ends_at - self._ago(mistaken) + timedelta(hours=9), partial(self._take_back, mistaken))
        film.add(film.ends_at - timedelta(minutes=2), partial(self._take, reports))

    def _reports(self) -> Iterator[_Report]:
        """The kinds in turn, mixed; the oldest are decided."""
        kinds = [kind for kind in self.script["kinds"] for _ in range(kind["share"])]
        mixed = sorted(range(len(kinds)), key=lambda place: chance("kind", place))
        decided, again = self.script["decided"], self.script["again"]
        for number, place in enumerate(mixed[: decided + self.script["waiting"]]):
            yield _Report(number, kinds[place], number < decided, decided <= number < decided + again)

    def _ago(self, report: _Report) -> timedelta:
        """Those that wait came in lately for the most part, the decided ones in the days before."""
        part = chance("ago", report.number)
        if report.decided or report.again:
            return timedelta(hours=30 + (LONGEST_HOURS - 30) * part)
        return timedelta(minutes=12 + 60 * 60 * part**2.5)

    def _flag(self, report: _Report, now: datetime) -> None:
        talk, number = self._pick(report)
        author = talk.script["posts"][number]["by"]
        said = {"reason": report.kind["reason"], "words": self._words(report)}
        if report.kind["reason"] == "spoiler":
            said["spoils"] = _turn(self.script["spoils"][talk.script["show"]], report.number)
        flagger = self._member(report, author, 0)
        form = FlagForm.read(said)
        self.cases[report.number] = moderation.raise_flag(self.cast[flagger], talk.post_ids[number], form, now)
        self.used.add((talk.thread_id, number))
        self.posts[report.number] = (talk, number)

    def _join(self, report: _Report, now: datetime) -> None:
        """Somebody else reports the same."""
        talk, number = self.posts[report.number]
        flagger = self._member(report, talk.script["posts"][number]["by"], 1 + report.again + now.hour % 3)
        form = FlagForm.read({"reason": "harassment" if report.again else "other", "words": "I think so too."})
        moderation.raise_flag(self.cast[flagger], talk.post_ids[number], form, now)

    def _pick(self, report: _Report) -> Found:
        """A post that is there and that nobody reported."""
        wants_show = report.kind["reason"] == "spoiler"
        there = [
            (talk, number)
            for talk in self.talks
            for number in talk.post_ids
            if (talk.thread_id, number) not in self.used
            and _is_free(talk.script["posts"][number])
            and (not wants_show or talk.script.get("show") in self.script["spoils"])
            and talk.script["posts"][number]["by"] not in self.script["judges"]
        ]
        return min(there, key=lambda one: chance("post", report.number, one[0].thread_id, one[1]))

    def _member(self, report: _Report, author: str, turn: int) -> str:
        """Who reports: another one each time."""
        others = sorted(
            (one for one in self.members if one != author), key=lambda one: chance("who", report.number, one)
        )
        return others[turn]

    def _words(self, report: _Report) -> str:
        return _turn(report.kind["words"], report.number)

    def _decide(self, report: _Report, now: datetime) -> None:
        judge, case_id = self.cast[_turn(self.script["judges"], report.number)], self.cases[report.number]
        outcome = self._outcome(report)
        said = {"outcome": outcome, "reason": _turn(self.script["reasons"][outcome], report.number)}
        if outcome == "seal":
            show = self.posts[report.number][0].script["show"]
            said["scope"] = f"{show} {_turn(self.script['spoils'][show], report.number)}"
        if outcome == "remove":
            said["rule"] = "2"
        moderation.claim_case(judge, case_id, now - timedelta(minutes=3 + 9 * chance("look", report.number)))
        version = case_page(judge, case_id, directory(), now).version
        self.decisions[report.number] = moderation.decide_case(
            judge, case_id, DecideForm.read({**said, "version": version}), now
        )

    def _take_back(self, report: _Report, now: datetime) -> None:
        judge = self.cast[_turn(self.script["judges"], report.number)]
        self.mistakes.add(report.number)
        moderation.reverse_decision(
            judge, self.decisions[report.number], ReverseForm.read({"reason": self.script["sorry"]}), now
        )

    def removals(self) -> list[int]:
        """The decisions by which posts were removed and still are, the first one first."""
        return [
            self.decisions[report.number]
            for report in self._reports()
            if report.number in self.decisions
            and self._outcome(report) == "remove"
            and report.number not in self.mistakes
        ]

    def _outcome(self, report: _Report) -> str:
        """A third of all reports, and all that come back, were about nothing."""
        is_nothing = report.again or report.number % 3 == 0
        return "dismiss" if is_nothing else OUTCOMES.get(report.kind["reason"], "dismiss")

    def _take(self, reports: Sequence[_Report], now: datetime) -> None:
        """Others are at work as well."""
        waiting = iter([one.number for one in reports if not one.decided and not one.again and one.number % 5 == 1])
        for handle, count in self.script["taken"].items():
            for _ in range(count):
                moderation.claim_case(self.cast[handle], self.cases[next(waiting)], now)


def _is_free(post: Mapping[str, Any]) -> bool:
    return not {"flags", "withdrawn", "verdict", "claim"} & set(post)


def _turn(choices: Sequence[str], number: int) -> str:
    return choices[number % len(choices)]
