"""The one rule of the house: who may read a text behind a gate, now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from forum.domain.catalogue import Catalogue, later
from forum.domain.covering import scope_bits
from forum.domain.gates import Gate, GateKind, book_optin
from forum.domain.policies import SpoilerPolicy
from forum.domain.progress import NOTHING_STATED, Progress, before, seen_bits, stated_bits, watched

__all__ = ["Clearance", "Decision", "Gate", "GateKind", "Outcome", "Progress", "decide", "watched"]


class Outcome(StrEnum):
    """Shown at once, fetched by an explicit request, or not to be had."""

    SHOWN = "shown"
    CLICK = "click"
    HIDDEN = "hidden"


_STRICTNESS = (Outcome.SHOWN, Outcome.CLICK, Outcome.HIDDEN)


@dataclass(frozen=True, slots=True)
class Decision:
    """What one reader gets of one text.

    Shapes: `reason` is one of
    shown: covered, opted-in, author, revealed, opened-all;
    click: behind, nothing-stated, not-in-your-country, unknown-ceiling, promo, book, leak, moderating;
    hidden: unreleased, rolling, no-date, date-withdrawn, not-in-your-country, strict, muted, unknown-show.
    `opens_at` = when a hidden text can be had by click (None: unknown, or not by time); for the click reason
    not-in-your-country when it is out there. `missing` = uncovered episode ids in aired order. `changes_at` = nothing
    of this changes before, by time alone (None: never).
    """

    outcome: Outcome
    reason: str
    opens_at: datetime | None = None
    missing: tuple[int, ...] = ()
    changes_at: datetime | None = None


Verdict = tuple[Outcome, str, datetime | None]

RELEASED = frozenset({"behind", "nothing-stated", "not-in-your-country"})
"""Reasons for a click of texts about episodes that are out."""
UNKNOWN_SHOW = Decision(Outcome.HIDDEN, "unknown-show")
COVERED = Decision(Outcome.SHOWN, "covered")
OPTED_IN = Decision(Outcome.SHOWN, "opted-in")
AUTHOR = Decision(Outcome.SHOWN, "author")


class Standing(NamedTuple):
    """One reader before one show at one instant."""

    catalogue: Catalogue
    progress: Progress
    territory: str | None
    now: datetime


def decide(
    gate: Gate,
    catalogues: Mapping[int, Catalogue],
    progress: Mapping[int, Progress],
    territory: str | None,
    now: datetime,
    *,
    strict: bool = False,
    await_region: bool = False,
) -> Decision:
    """The decision for somebody who is not the author.

    A show that is not among the catalogues hides (fail closed). `strict` = the reader wants hidden what a click would
    open; `await_region` = the site hides until the reader's own country has it.
    Source: the decision table in tests/data/spoiler_decisions.json.
    """
    decisions = []
    for part in gate.parts():
        catalogue = catalogues.get(part.show_id)
        if catalogue is None:
            decisions.append(UNKNOWN_SHOW)
            continue
        standing = Standing(catalogue, progress.get(part.show_id, NOTHING_STATED), territory, now)
        decisions.append(_decide_part(part, standing, await_region=await_region))
    decision = decisions[0] if len(decisions) == 1 else _all_of(decisions)
    return _kept_from(decision) if strict else decision


def _decide_part(gate: Gate, standing: Standing, *, await_region: bool) -> Decision:
    chosen = gate.kind in (GateKind.PROMO, GateKind.BOOK)
    decision = _by_choice(gate, standing.progress) if chosen else _by_release(gate, standing)
    if await_region and decision.reason == "not-in-your-country":
        decision = replace(decision, outcome=Outcome.HIDDEN)
    until = standing.progress.muted_until
    return decision if until is None or until <= standing.now else _muted(decision, until)


def _by_choice(gate: Gate, progress: Progress) -> Decision:
    """Promotion and books are tied to no date."""
    wanted = {gate.kind.value, book_optin(gate.work)} if gate.kind is GateKind.BOOK else {gate.kind.value}
    return OPTED_IN if wanted & progress.optins else Decision(Outcome.CLICK, gate.kind.value)


def _by_release(gate: Gate, standing: Standing) -> Decision:
    catalogue, progress, territory, now = standing
    scope = scope_bits(gate, catalogue)
    if not scope:
        return Decision(Outcome.CLICK, "unknown-ceiling")
    missing = scope & ~seen_bits(progress, catalogue, territory, now)
    if not missing:
        return COVERED
    pending = missing & ~catalogue.released.reached(now)
    if gate.kind is GateKind.LEAK and "leak" in progress.optins:
        verdict: Verdict = (Outcome.CLICK, "leak", None)
    elif pending:
        verdict = _not_out(pending, standing)
    else:
        verdict = _out(missing, standing)
    return Decision(*verdict, catalogue.ids(missing), _next_change(missing, pending, standing))


def _not_out(pending: int, standing: Standing) -> Verdict:
    """Hidden until the last one is out, or shown somewhere if the reader ticked it before its date was moved."""
    catalogue, progress, _, now = standing
    ticked = pending & stated_bits(progress, catalogue)
    ends = [
        timeline.last_of(bits)
        for timeline, bits in ((catalogue.begun, ticked), (catalogue.released, pending & ~ticked))
        if bits
    ]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return Outcome.HIDDEN, "date-withdrawn" if pending & catalogue.withdrawn_bits else "no-date", None
    begun = not pending & ~catalogue.begun.reached(now)
    return Outcome.HIDDEN, "rolling" if begun else "unreleased", max(known)


def _out(missing: int, standing: Standing) -> Verdict:
    catalogue, progress, territory, now = standing
    in_territory = catalogue.released_in(territory)
    awaited = missing & ~in_territory.reached(now)
    if awaited:
        return Outcome.CLICK, "not-in-your-country", in_territory.last_of(awaited)
    stated = progress.caught_up or stated_bits(progress, catalogue)
    return Outcome.CLICK, "behind" if stated else "nothing-stated", None


def _next_change(missing: int, pending: int, standing: Standing) -> datetime | None:
    """The first instant at which a missing episode begins, ends, comes to the reader's country or counts as seen."""
    catalogue, progress, territory, now = standing
    coming = [catalogue.released_in(territory).next_after(now, missing)]
    if pending:
        coming += [catalogue.begun.next_after(now, pending), catalogue.released.next_after(now, pending)]
    if progress.caught_up:
        delay = progress.caught_up_delay
        coming.append(later(catalogue.caught_up_in(territory).next_after(before(now, delay), missing), delay))
    return min((instant for instant in coming if instant is not None), default=None)


def _all_of(decisions: list[Decision]) -> Decision:
    """A crossover: the strictest decision holds, and everything missing is named."""
    strictest = max(decisions, key=lambda one: _STRICTNESS.index(one.outcome))
    opening = [one.opens_at for one in decisions if one.outcome is strictest.outcome and one.opens_at is not None]
    unknown = [one for one in decisions if one.outcome is Outcome.HIDDEN and one.opens_at is None]
    changes = [one.changes_at for one in decisions if one.changes_at is not None]
    return Decision(
        strictest.outcome,
        unknown[0].reason if unknown else strictest.reason,
        None if unknown else max(opening, default=None),
        tuple(dict.fromkeys(episode_id for one in decisions for episode_id in one.missing)),
        min(changes, default=None),
    )


def _kept_from(decision: Decision) -> Decision:
    """For a reader who wants no buttons: what is not shown is hidden, and time opens nothing."""
    if decision.outcome is Outcome.SHOWN:
        return decision
    reason = "strict" if decision.outcome is Outcome.CLICK else decision.reason
    return replace(decision, outcome=Outcome.HIDDEN, reason=reason, opens_at=None)


def _muted(decision: Decision, until: datetime) -> Decision:
    closed = decision.outcome is Outcome.HIDDEN
    opens_at = until if not closed else decision.opens_at and max(until, decision.opens_at)
    changes_at = min(until, decision.changes_at or until)
    return Decision(Outcome.HIDDEN, "muted", opens_at, decision.missing, changes_at)


@dataclass(frozen=True)
class Clearance:
    """Everything about a reader that decides what they see. The stranger's is the strictest and the default.

    Shapes: `revealed` = keys of veils the reader opened; `moderating` = the moderator's view is on; `opened_all` = when
    the reader opened, by id of the thread, everything in it that was out; `resealed` = keys hidden again since.
    """

    reader_id: int | None
    catalogues: Mapping[int, Catalogue]
    progress: Mapping[int, Progress]
    territory: str | None
    strict: bool = False
    revealed: frozenset[str] = frozenset()
    moderating: bool = False
    await_region: bool = False
    opened_all: Mapping[int, datetime] = field(default_factory=dict)
    resealed: frozenset[str] = frozenset()

    @classmethod
    def stranger(cls, catalogues: Mapping[int, Catalogue]) -> "Clearance":
        """Nothing stated, nothing opened."""
        return cls(None, catalogues, {}, None)

    def under(self, policy: SpoilerPolicy) -> "Clearance":
        """The same reader inside a group with this policy, which only makes it stricter."""
        return replace(self, await_region=True) if policy.regional_hides else self

    def decide(
        self,
        gate: Gate,
        now: datetime,
        *,
        author_id: int | None = None,
        veil_key: str | None = None,
        thread_id: int | None = None,
    ) -> Decision:
        """The rule for this reader.

        Authors always read their own words; the moderator's view makes a click of what is hidden, never more; a reveal
        opens what could be had by click, never what is hidden; so does opening all of the thread `thread_id`.
        """
        if author_id is not None and author_id == self.reader_id:
            return AUTHOR
        decision = self._decided(gate, now)
        if self.moderating and decision.outcome is Outcome.HIDDEN:
            decision = replace(decision, outcome=Outcome.CLICK, reason="moderating")
        if decision.outcome is not Outcome.CLICK or veil_key is None:
            return decision
        if veil_key in self.revealed:
            return replace(decision, outcome=Outcome.SHOWN, reason="revealed")
        opened_at = self.opened_all.get(thread_id) if thread_id is not None else None
        if opened_at is not None and veil_key not in self.resealed and self._was_opened(gate, decision, opened_at):
            return replace(decision, outcome=Outcome.SHOWN, reason="opened-all")
        return decision

    def _was_opened(self, gate: Gate, decision: Decision, opened_at: datetime) -> bool:
        """Opening all opens what was out at that instant; what came out since is asked for anew, as are other kinds."""
        return decision.reason in RELEASED and self._decided(gate, opened_at).outcome is not Outcome.HIDDEN

    def _decided(self, gate: Gate, now: datetime) -> Decision:
        return decide(
            gate,
            self.catalogues,
            self.progress,
            self.territory,
            now,
            strict=self.strict,
            await_region=self.await_region,
        )
