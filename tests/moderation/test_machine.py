"""Random sequences by several people about one post: nothing is lost, decided twice, or told otherwise elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select

from forum.domain.errors import Conflict, Denied, Invalid, Missing
from forum.domain.flags import LEASE, UNDO_WITHIN
from forum.domain.people import GroupRole, Reader
from forum.domain.replaying import Told, replayed
from forum.infra.db import db, transaction
from forum.moderation import actions
from forum.moderation.forms import AnswerAppealForm, AppealForm, DecideForm, FlagForm, ReverseForm
from forum.moderation.models import Case, CaseDecision, Flag, LedgerEntry
from forum.moderation.queries.chain import ledger_fault
from forum.moderation.records import FlagRecord
from forum.posts.models import Post
from forum.threads.models import Thread
from tests.factories import accounts, groups, posts
from tests.moderation.conftest import Court

WAITS = ("open", "claimed", "reopened")
OUTCOMES = ("dismiss", "advise", "remove", "split", "merge")
READERS, JUDGES = some.integers(0, 2), some.integers(0, 2)
NUMBERS = count(1)


@dataclass
class Made:
    """A decision as the model remembers it. Shapes: `answered` = readers whose reports it answered."""

    id: int
    outcome: str
    by: int
    at: datetime
    answered: frozenset[int]
    stands: bool = True
    appeals: dict[str, bool] = field(default_factory=dict)
    """By whom; True while it waits."""

    @property
    def agrees(self) -> bool:
        return self.outcome != "dismiss"

    @property
    def is_appealed(self) -> bool:
        return any(self.appeals.values())


class Life(RuleBasedStateMachine):
    """One case, three readers, three moderators, one author; time goes on by itself."""

    court: ClassVar[Court]
    readers: ClassVar[list[Reader]]
    judges: ClassVar[list[Reader]]

    @initialize()
    def begin(self) -> None:
        with transaction():
            db.session.execute(delete(FlagRecord))
        self.now = self.court.now
        number = next(NUMBERS)
        self.home = groups.thread(self.court.group_id, self.court.ann, f"Where it began, number {number}", kind="open")
        self.other = groups.thread(self.court.group_id, self.court.ben, f"Another one, number {number}", kind="open")
        posts.post(self.court.cleo, self.home, f"The first word of number {number}.")
        self.post_id = posts.post(self.court.ann, self.home, f"Text number {number} of its kind.")
        self.answer_id = posts.post(self.court.ben, self.home, f"An answer, the {number}th.", reply_to=self.post_id)
        self.flags: dict[int, int | None] = {}
        self.records = {number: [0, 0] for number in range(3)}
        self.decisions: list[Made] = []
        self.state, self.holder, self.until = "", -1, self.now
        self.removed, self.case_id, self.version = False, 0, 0

    # what should happen

    def later(self) -> None:
        self.now += timedelta(seconds=1)
        if self.state == "claimed" and self.until <= self.now:
            self.state, self.holder = "open", -1

    def does(self, may: bool, act: Callable[[], object]) -> bool:
        """It is done exactly when the model says that it may be."""
        try:
            act()
        except (Conflict, Denied, Invalid, Missing):
            db.session.rollback()
            assert not may
            return False
        assert may
        return True

    def count(self, made: Made, by: int) -> None:
        for who in made.answered:
            held = self.records[who]
            held[0 if made.agrees else 1] = max(0, held[0 if made.agrees else 1] + by)

    def take_back(self, made: Made, *, again: bool) -> None:
        made.stands = False
        self.count(made, -1)
        latest = made is self.decisions[-1]
        if made.outcome == "remove":
            self.removed = False
        if again:
            self.state = "reopened"
            self.flags = {who: None if answer == made.id else answer for who, answer in self.flags.items()}
        elif self.state == "decided" and latest:
            self.state = "reversed"

    # what people do

    @rule(who=READERS)
    def flag(self, who: int) -> None:
        self.later()
        form = FlagForm.read({"reason": "harassment"})
        if not self.does(not self.removed, lambda: actions.raise_flag(self.readers[who], self.post_id, form, self.now)):
            return
        if who not in self.flags:
            self.flags[who] = None
            self.state = {"": "open", "decided": "reopened", "reversed": "reopened"}.get(self.state, self.state)
        found = select(Case.id).where(Case.target_kind == "post", Case.target_id == self.post_id)
        self.case_id = db.session.scalars(found).one()

    @precondition(lambda self: self.case_id)
    @rule(who=JUDGES)
    def claim(self, who: int) -> None:
        self.later()
        may = self.state in ("open", "reopened") or (self.state == "claimed" and self.holder == who)
        if self.does(may, lambda: actions.claim_case(self.judges[who], self.case_id, self.now)):
            self.state, self.holder, self.until = "claimed", who, self.now + LEASE

    @precondition(lambda self: self.case_id)
    @rule(who=JUDGES)
    def release(self, who: int) -> None:
        self.later()
        may = self.state != "claimed" or self.holder == who
        if self.does(may, lambda: actions.release_case(self.judges[who], self.case_id, self.now)):
            self.state = "open" if self.state == "claimed" else self.state

    @rule(minutes=some.sampled_from([6, 16]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.later()

    @rule()
    def edit(self) -> None:
        self.later()
        words = f"Other words, number {next(NUMBERS)}."
        self.does(not self.removed, lambda: posts.amended(self.court.ann, self.post_id, words))

    def regroups(self, outcome: str) -> bool:
        """Whether there is something to part or to bring together, by how the threads stand."""
        post = posts.row(self.post_id)
        here, there = (db.session.get_one(Thread, one) for one in (post.thread_id, self.other))
        if outcome == "split":
            return not self.removed and post.position > 1
        return outcome != "merge" or (not self.removed and here.id != there.id and there.merged_into_id is None)

    @precondition(lambda self: self.case_id)
    @rule(who=JUDGES, outcome=some.sampled_from(OUTCOMES), stale=some.sampled_from([0, 0, 0, 1]))
    def decide(self, who: int, outcome: str, stale: int) -> None:
        self.later()
        version = self.row().version
        values = {"version": max(1, version - stale), "outcome": outcome, "reason": "Because.", "rule": 1}
        values |= {"title": f"Title {next(NUMBERS)}"} if outcome == "split" else {}
        values |= {"thread": self.other} if outcome == "merge" else {}
        free = self.state in ("open", "reopened") or (self.state == "claimed" and self.holder == who)
        may = free and not (stale and version > 1) and not (outcome == "remove" and self.removed)
        may = may and self.regroups(outcome)
        form, made = DecideForm.read(values), []
        if not self.does(may, lambda: made.append(actions.decide_case(self.judges[who], self.case_id, form, self.now))):
            return
        answered = frozenset(one for one, answer in self.flags.items() if answer is None)
        self.decisions.append(Made(made[0], outcome, who, self.now, answered))
        self.flags = {one: made[0] if answer is None else answer for one, answer in self.flags.items()}
        self.count(self.decisions[-1], +1)
        self.state, self.removed = "decided", self.removed or outcome == "remove"

    @precondition(lambda self: self.decisions)
    @rule(who=JUDGES, which=some.integers(0, 2))
    def undo(self, who: int, which: int) -> None:
        self.later()
        made = self.decisions[-1 - which % len(self.decisions)]
        in_time = made.by == who and self.now < made.at + UNDO_WITHIN
        latest = made is self.decisions[-1] and self.state == "decided"
        may = in_time and latest and made.stands and not made.is_appealed
        if self.does(may, lambda: actions.undo_decision(self.judges[who], made.id, self.now)):
            self.take_back(made, again=True)

    @precondition(lambda self: self.decisions)
    @rule(who=JUDGES, which=some.integers(0, 2))
    def reverse(self, who: int, which: int) -> None:
        self.later()
        made = self.decisions[-1 - which % len(self.decisions)]
        form = ReverseForm.read({"reason": "I was wrong."})
        may = made.stands and not made.is_appealed
        if self.does(may, lambda: actions.reverse_decision(self.judges[who], made.id, form, self.now)):
            self.take_back(made, again=False)

    @precondition(lambda self: self.decisions)
    @rule(who=some.sampled_from(["ann", 0, 1, 2]), which=some.integers(0, 2))
    def appeal(self, who: str | int, which: int) -> None:
        self.later()
        made = self.decisions[-1 - which % len(self.decisions)]
        told = made.agrees if who == "ann" else who in made.answered
        may = told and made.stands and str(who) not in made.appeals
        actor = self.court.ann if who == "ann" else self.readers[int(who)]
        form = AppealForm.read({"words": "It was a quotation."})
        if self.does(may, lambda: actions.appeal(actor, made.id, form, self.now)):
            made.appeals[str(who)] = True

    @precondition(lambda self: any(made.is_appealed for made in self.decisions))
    @rule(who=JUDGES, outcome=some.sampled_from(["upheld", "overturned"]))
    def answer(self, who: int, outcome: str) -> None:
        self.later()
        made = next(one for one in self.decisions if one.is_appealed)
        by = next(one for one, waits in made.appeals.items() if waits)
        person = self.court.ann if by == "ann" else self.readers[int(by)]
        number = appeal_of(made.id, person)
        form = AnswerAppealForm.read({"outcome": outcome, "answer": "We looked again."})
        if not self.does(made.by != who, lambda: actions.answer_appeal(self.judges[who], number, form, self.now)):
            return
        made.appeals[by] = False
        if outcome == "overturned" and made.stands:
            latest = made is self.decisions[-1] and self.state == "decided"
            self.take_back(made, again=not made.agrees and latest)

    # what is always so

    def row(self) -> Case:
        db.session.expire_all()
        return db.session.get_one(Case, self.case_id)

    @invariant()
    def the_record_is_the_model(self) -> None:
        if not getattr(self, "case_id", 0):
            return
        case = self.row()
        assert (case.standing(self.now).value, case.flag_count) == (self.state, len(self.flags))
        assert case.version >= self.version
        self.version = case.version
        kept = db.session.execute(select(Flag.person_id, Flag.decision_id).where(Flag.case_id == case.id))
        expected = {self.readers[who].id: answer for who, answer in self.flags.items()}
        assert {row.person_id: row.decision_id for row in kept} == expected
        made = select(CaseDecision.id).where(CaseDecision.case_id == case.id).order_by(CaseDecision.number)
        assert list(db.session.scalars(made)) == [one.id for one in self.decisions]
        assert posts.row(self.post_id).stands is not self.removed
        for who, counts in self.records.items():
            record = db.session.get(FlagRecord, self.readers[who].id)
            assert ([record.agreed, record.disagreed] if record else [0, 0]) == counts

    @invariant()
    def every_post_has_one_place_and_is_counted_there(self) -> None:
        if not getattr(self, "case_id", 0):
            return
        places = {one: posts.row(one).thread_id for one in (self.post_id, self.answer_id)}
        if not any(made.outcome in ("split", "merge") for made in self.decisions):
            assert set(places.values()) == {self.home}
        for thread_id in {*places.values(), self.home, self.other}:
            thread = db.session.get_one(Thread, thread_id)
            here = select(Post.position, Post.removed_at).where(Post.thread_id == thread_id)
            found = db.session.execute(here).all()
            assert thread.post_count == sum(row.removed_at is None for row in found)
            assert max((row.position for row in found), default=0) <= thread.last_position
            if thread.merged_into_id is not None:
                assert (found, thread.locked_at is not None) == ([], True)

    @invariant()
    def the_ledger_tells_the_same(self) -> None:
        if not getattr(self, "case_id", 0):
            return
        lines = db.session.scalars(
            select(LedgerEntry).where(LedgerEntry.case_id == self.case_id).order_by(LedgerEntry.id)
        )
        told = replayed(Told(self.case_id, line.what, line.decision_id) for line in lines)
        state = told[self.case_id].value if told else "open"
        assert ("waits" if state in WAITS else state) == ("waits" if self.state in WAITS else self.state)

    def teardown(self) -> None:
        assert ledger_fault() == ""


def appeal_of(decision_id: int, person: Reader) -> int:
    from forum.moderation.records import Appeal

    waiting = Appeal.decision_id == decision_id, Appeal.person_id == person.id, Appeal.answered_at.is_(None)
    return db.session.scalars(select(Appeal.id).where(*waiting)).one()


def test_whatever_people_do_the_record_is_right(court: Court) -> None:
    nia, dora = accounts.person("nia"), accounts.person("dora")
    groups.member(court.group_id, nia, GroupRole.MODERATOR)
    groups.member(court.group_id, dora)
    Life.court, Life.readers, Life.judges = court, [court.ben, court.cleo, dora], [court.mona, court.max, nia]
    examples = 10 if db.engine.dialect.name == "sqlite" else 3
    bounds = settings(
        max_examples=examples,
        stateful_step_count=30,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Life, settings=bounds)
