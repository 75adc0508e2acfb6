"""One case, whole: the texts as they were reported, who reported them and why, and what was decided before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, select

from forum.accounts import queries as accounts
from forum.domain.crisis import Directory
from forum.domain.errors import Missing
from forum.domain.flags import BY_TARGET, CaseOutcome
from forum.domain.gates import Gate
from forum.domain.people import Reader
from forum.domain.queueing import distresses
from forum.domain.rulebook import fitting_rule, usual_outcome
from forum.domain.spoilers import Clearance
from forum.groups import queries as groups
from forum.infra.db import db
from forum.infra.rows import LARGEST_ID
from forum.moderation.models import Case, CaseDecision, Flag, Snapshot
from forum.moderation.queries import reading
from forum.moderation.queries.claims import barred, claim_card, reportable
from forum.moderation.queries.placing import (
    cases_in_place,
    codes_of,
    gate_of,
    is_covered_title,
    notice_for,
    own_gates,
    place_card,
    post_state,
    thread_of,
)
from forum.moderation.queries.queue import suggested, uncovered_by
from forum.moderation.queries.rules import rule_texts
from forum.moderation.queries.sifting import moderated
from forum.moderation.queries.sitewide import sitewide_case_page
from forum.moderation.targets import THREAD, title_document
from forum.posts.models import Revision
from forum.presenting.accounts import PersonCard
from forum.presenting.moderation import CasePage, DecisionCard, FlagCard, TextCard, in_words
from forum.presenting.posts import ENGLISH, PageWords
from forum.presenting.threads import thread_topics


@dataclass(frozen=True, slots=True)
class _View:
    """What all parts of the page need.

    Shapes: `anyway` = the reader chose to read; `closed` = what they have not seen; `unnamed` = a title that was taken
    from all eyes, for whatever it tells.
    """

    reader: Reader
    row: Row[Any]
    clearance: Clearance
    people: Mapping[int, PersonCard]
    now: datetime
    words: PageWords
    anyway: bool
    closed: frozenset[Gate]
    covered: bool = False
    unnamed: bool = False

    @property
    def is_seen(self) -> bool:
        return self.anyway or not (self.closed or self.unnamed)

    @property
    def is_open(self) -> bool:
        return self.is_seen and not self.covered

    def called(self, gates: Iterable[Gate]) -> tuple[str, ...]:
        return in_words(
            reading.labels(gates, self.clearance, thread_of(self.row).show_id, self.now, self.words.titles.labels)
        )


def case_page(
    reader: Reader, case_id: int, directory: Directory, now: datetime, *, words: PageWords = ENGLISH
) -> CasePage:
    """A case for a moderator of its group. A fixed number of statements.

    Who reported is not told to the author, moderator or not.
    Raises: `Missing` for everybody else.
    """
    row = _row(reader, case_id, now)
    if row is None:
        return sitewide_case_page(reader, case_id, directory, now)
    case: Case = row.Case
    thread = thread_of(row)
    flags = db.session.scalars(select(Flag).where(Flag.case_id == case.id).order_by(Flag.id)).all()
    decisions = db.session.scalars(
        select(CaseDecision).where(CaseDecision.case_id == case.id).order_by(CaseDecision.number.desc())
    ).all()
    claimed = reading.claimed_gates(flags).get(case.id, set())
    texts, current = _texts(row, claimed)
    gates = claimed.union(own_gates(row), *(text.gates() for text in texts))
    clearance = reading.clearance_for(reader, gates, [thread.show_id], now)
    view = _View(
        reader=reader,
        row=row,
        clearance=clearance,
        people=_people(case, flags, decisions),
        now=now,
        words=words,
        anyway=row.anyway,
        closed=reading.withheld(gates, clearance, now),
        unnamed=is_covered_title(row, reader),
        covered=not row.uncovered
        and (row.held or distresses(case.reasons, thread_topics(thread, clearance.catalogues))),
    )
    show = clearance.catalogues.get(thread.show_id or 0)
    rules = groups.rules(reader, thread.group_id, now).lines
    outcomes = tuple(one.value for one in CaseOutcome if one in BY_TARGET[case.target_kind])
    return CasePage(
        id=case.id,
        version=case.version,
        place=place_card(row, clearance, now, words.titles),
        author=view.people.get(case.author_id or 0),
        post_state=post_state(row),
        claim=claim_card(reader, case, view.people, now),
        reasons=tuple(case.reasons),
        opened_at=case.opened_at,
        flags=tuple(_flag(view, flag) for flag in flags),
        texts=tuple(_text(view, text, is_current=text.version == current) for text in texts),
        withheld=() if view.is_seen else view.called(view.closed) or (words.titles.unknown,),
        read_anyway=view.anyway and bool(view.closed or view.unnamed),
        decisions=_decisions(view, decisions),
        rules=rules,
        codes=codes_of(show),
        suggested=suggested(claimed, thread.show_id, clearance.catalogues),
        notice=notice_for(thread, clearance.catalogues, directory, reader),
        covered=view.covered,
        barred=barred(reader, case, own_flag=any(flag.person_id == reader.id for flag in flags)),
        outcomes=outcomes,
        usual=usual_outcome(case.reasons, outcomes),
        usual_rule=fitting_rule(case.reasons, rules),
    )


def _row(reader: Reader, case_id: int, now: datetime) -> Row[Any] | None:
    """Where the case stands; None for one that stands in no group that this reader moderates."""
    if reader.is_stranger or reader.suspended or not 0 < case_id <= LARGEST_ID:
        raise Missing
    return db.session.execute(
        cases_in_place(reader)
        .add_columns(reading.reads(reader).label("anyway"), uncovered_by(reader).label("uncovered"))
        .where(and_(Case.id == case_id, moderated(reader, now)))
    ).one_or_none()


def _texts(row: Row[Any], claimed: set[Gate]) -> tuple[list[reading.Text], int]:
    """The reported versions, newest first, then the present one when it is another; and which one is present."""
    case, seals = row.Case, claimed | own_gates(row)
    kept = db.session.scalars(
        select(Snapshot).where(Snapshot.case_id == case.id).order_by(Snapshot.post_version.desc())
    ).all()
    texts = [reading.text_of(case, one.post_version, one.document, seals, thread_of(row).show_id) for one in kept]
    version, present = _present(row, kept)
    if present is not None and version not in {one.post_version for one in kept}:
        texts.append(reading.text_of(case, version, present, seals, thread_of(row).show_id))
    return texts, version


def _present(row: Row[Any], kept: Sequence[Snapshot]) -> tuple[int, dict[str, Any] | None]:
    """The words as they stand today. A title has a new version when it reads otherwise than it was reported."""
    case, thread = row.Case, thread_of(row)
    if case.target_kind == THREAD:
        title = title_document(thread.id)
        same = [one.post_version for one in kept if one.document == title]
        return (same[0] if same else 1 + thread.event_count), title
    if row.post_version in {one.post_version for one in kept}:
        return row.post_version, None
    wanted = select(Revision.document).where(Revision.post_id == case.post_id, Revision.version == row.post_version)
    return row.post_version, db.session.scalar(wanted)


def _text(view: _View, text: reading.Text, *, is_current: bool) -> TextCard:
    body = None
    if view.is_open:
        words = view.words.press
        body = reading.printed(text, view.reader, view.clearance, view.now, words=words, anyway=view.anyway)
    return TextCard(text.version, body.html if body else None, is_current)


def _people(case: Case, flags: Sequence[Flag], decisions: Sequence[CaseDecision]) -> dict[int, PersonCard]:
    deciders = [one.decided_by_id for one in decisions]
    return accounts.people_cards([case.author_id, case.claimed_by_id, *deciders, *(flag.person_id for flag in flags)])


def _flag(view: _View, flag: Flag) -> FlagCard:
    is_author = view.row.Case.author_id == view.reader.id
    is_open = view.is_open and not is_author
    gate = flag.gate()
    return FlagCard(
        person=None if is_author else view.people.get(flag.person_id or 0),
        reason=flag.reason,
        words=flag.words if is_open else None,
        spoils=next(iter(view.called([gate])), "") if gate else "",
        flagged_at=flag.flagged_at,
        version=flag.post_version,
        id=reportable(view.reader, flag) if is_open else 0,
    )


def _decisions(view: _View, decisions: Sequence[CaseDecision]) -> tuple[DecisionCard, ...]:
    group_id, case = thread_of(view.row).group_id, view.row.Case
    texts = rule_texts([(group_id, one.rules_version, one.rule) for one in decisions])
    cards = []
    for one in decisions:
        seal = gate_of(one.seal)
        cards.append(
            DecisionCard(
                id=one.id,
                number=one.number,
                outcome=one.outcome,
                rule_number=one.rule,
                rule=texts.get((group_id, one.rules_version, one.rule), ""),
                seal=next(iter(view.called([seal])), "") if seal else "",
                reason=one.reason if view.is_seen or view.reader.id in (one.decided_by_id, case.author_id) else None,
                decided_by=view.people.get(one.decided_by_id),
                decided_at=one.decided_at,
            )
        )
    return tuple(cards)
