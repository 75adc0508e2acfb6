"""Cases about profiles and messages to moderators: they stand in no group, and staff of the site look after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, literal, select

from forum.accounts import queries as accounts
from forum.domain.crisis import Directory, Notice
from forum.domain.errors import Missing
from forum.domain.flags import BY_TARGET, CaseOutcome
from forum.domain.people import Reader
from forum.domain.permissions import Action, judge
from forum.domain.queueing import distresses, urgency
from forum.infra.db import db
from forum.infra.rows import LARGEST_ID
from forum.moderation.desk_models import CoverOpening
from forum.moderation.locking import deciders_appealed_to, facts_of
from forum.moderation.models import Case, CaseDecision, Flag, Snapshot
from forum.moderation.queries.claims import barred, claim_card, reportable
from forum.moderation.queries.paging import paged
from forum.moderation.queries.placing import cases_in_place, notice_for, sitewide_card, thread_of
from forum.moderation.queries.sifting import sifted
from forum.moderation.queries.unread import closed_cases
from forum.moderation.targets import PERSON, SITEWIDE
from forum.posts.pressing import Place, print_body, read_document
from forum.presenting.accounts import PersonCard
from forum.presenting.moderation import CasePage, DecisionCard, FlagCard, QueueFilter, QueueRow, TextCard
from forum.shows import queries as shows

MOST = 1000


def are_looked_at(reader: Reader, wanted: QueueFilter | None = None) -> bool:
    """Whether this reader looks after them, and wants to see them: they are of no group and about no show."""
    is_wanted = wanted is None or not (wanted.group or wanted.show or wanted.thread)
    return reader.is_staff and not reader.suspended and is_wanted


def waiting_sitewide(reader: Reader, wanted: QueueFilter, now: datetime, size: int) -> Sequence[Row[Any]]:
    """Cases in the order of the queue, one more than a page. Shapes: rows with `Case`, `rank` and `total`."""
    if not are_looked_at(reader, wanted):
        return ()
    mine = (Case.target_kind.in_(SITEWIDE), *sifted(reader, wanted, now))
    some = select(Case.id).where(*mine).limit(MOST).subquery()
    total = select(func.count()).select_from(some).scalar_subquery().label("total")
    seen: ColumnElement[int] = literal(0)  # no words of theirs stand in the queue
    found = select(Case, seen.label("rank"), total).where(*mine)
    return db.session.execute(paged(found, wanted, seen, size)).all()


def sitewide_cases(reader: Reader) -> Select[Case] | None:
    """All of them, for those who look after them."""
    return select(Case).where(Case.target_kind.in_(SITEWIDE)) if are_looked_at(reader) else None


def sitewide_rows(reader: Reader, cases: Sequence[Case], now: datetime) -> dict[int, QueueRow]:
    """By case, its line in the queue. Three statements."""
    if not cases:
        return {}
    own = set(
        db.session.scalars(
            select(Flag.case_id).where(Flag.case_id.in_([one.id for one in cases]), Flag.person_id == reader.id)
        )
    )
    decided = {case_id for case_id, deciders in deciders_appealed_to(cases).items() if reader.id in deciders}
    people = accounts.people_cards([who for case in cases for who in (case.author_id, case.claimed_by_id)])
    view = _View(reader, people, now)
    return {
        case.id: _row(view, case, barred(reader, case, own_flag=case.id in own, own_decision=case.id in decided))
        for case in cases
    }


@dataclass(frozen=True, slots=True)
class _View:
    """What all rows of a page, or all parts of a case, need. Shapes: `closed` = the reader has not seen what it is
    about; `covered` = it distresses, and they have not asked for it."""

    reader: Reader
    people: Mapping[int, PersonCard]
    now: datetime
    closed: bool = False
    covered: bool = False

    @property
    def is_open(self) -> bool:
        return not (self.closed or self.covered)


def _row(view: _View, case: Case, refused: str) -> QueueRow:
    author = view.people.get(case.author_id or 0)
    return QueueRow(
        id=case.id,
        place=sitewide_card(case.target_kind, author),
        author=author,
        reasons=tuple(case.reasons),
        flag_count=case.flag_count,
        spoils=(),
        opened_at=case.opened_at,
        excerpt=None,
        topics=frozenset(),
        barred=refused,
        claim=claim_card(view.reader, case, view.people, view.now),
        urgency=urgency(case.place_at, view.now).value,
    )


def sitewide_case_page(reader: Reader, case_id: int, directory: Directory, now: datetime) -> CasePage:
    """A case about a profile or a message. A fixed number of statements.

    Raises: `Missing` for everybody but staff of the site.
    """
    case = sitewide_case(reader, case_id)
    flags = db.session.scalars(select(Flag).where(Flag.case_id == case.id).order_by(Flag.id)).all()
    decisions = db.session.scalars(
        select(CaseDecision).where(CaseDecision.case_id == case.id).order_by(CaseDecision.number.desc())
    ).all()
    kept = db.session.scalars(
        select(Snapshot).where(Snapshot.case_id == case.id).order_by(Snapshot.post_version.desc())
    ).all()
    who = [case.author_id, case.claimed_by_id, *(one.decided_by_id for one in decisions)]
    people = accounts.people_cards([*who, *(flag.person_id for flag in flags)])
    closed = case.id in closed_cases(reader, [case.id], now)
    help_there = _notice(reader, case, directory)
    covered = _is_covered(reader, case, help_there)
    view = _View(reader, people, now, closed, covered)
    author = people.get(case.author_id or 0)
    own_flag = any(flag.person_id == reader.id for flag in flags)
    own_decision = reader.id in deciders_appealed_to([case]).get(case.id, ())
    return CasePage(
        id=case.id,
        version=case.version,
        place=sitewide_card(case.target_kind, author),
        author=author,
        post_state="open",
        claim=claim_card(reader, case, people, now),
        reasons=tuple(case.reasons),
        opened_at=case.opened_at,
        flags=tuple(_flag(view, case, flag) for flag in flags),
        texts=_texts(view, kept),
        withheld=(),
        read_anyway=False,
        decisions=_decisions(view, decisions),
        rules=(),
        codes=(),
        suggested="",
        notice=help_there,
        covered=covered and not closed,
        barred=barred(reader, case, own_flag=own_flag, own_decision=own_decision),
        outcomes=tuple(one.value for one in CaseOutcome if one in BY_TARGET[case.target_kind]),
        about_id=case.about_id or 0,
        closed=closed,
    )


def sitewide_case(reader: Reader, case_id: int) -> Case:
    """The case, if it is one of these and this reader may read it.

    Raises: `Missing`.
    """
    found = sitewide_cases(reader)
    if found is None or not 0 < case_id <= LARGEST_ID:
        raise Missing
    case: Case | None = db.session.scalar(found.where(Case.id == case_id))
    if case is None:
        raise Missing
    return case


def sitewide_role(reader: Reader, case: Case, decision: CaseDecision, now: datetime) -> str:
    """How a decision about one of them concerns somebody.

    Raises: `Missing` when it does not.
    """
    if reader.is_stranger:
        raise Missing
    if case.author_id == reader.id and decision.outcome != "dismiss":
        return "author"
    if db.session.scalar(select(Flag.id).where(Flag.case_id == case.id, Flag.person_id == reader.id)):
        return "flagger"
    if case.author_id == reader.id or not judge(reader, Action.CASE_READ, facts_of(reader, case, now)).allowed:
        raise Missing
    return "moderator"


def _is_covered(reader: Reader, case: Case, help_there: Notice | None) -> bool:
    """Whether words distress and wait until this reader asks for them; a name is no such thing."""
    topics = help_there.topics if help_there else ()
    if case.target_kind == PERSON or not distresses(case.reasons, topics):
        return False
    opened = exists().where(CoverOpening.case_id == case.id, CoverOpening.person_id == reader.id)
    return not db.session.scalar(select(opened))


def _notice(reader: Reader, case: Case, directory: Directory) -> Notice | None:
    """That of the thread which a message is about."""
    row = db.session.execute(cases_in_place(reader).where(Case.id == case.about_id)).one_or_none()
    if row is None:
        return None
    thread = thread_of(row)
    return notice_for(thread, shows.catalogues(thread.show_ids), directory, reader)


def _texts(view: _View, kept: Iterable[Snapshot]) -> tuple[TextCard, ...]:
    """The name or the words as they were reported. A name spoils nothing; a message is closed with its case."""
    place = Place.of(view.reader, shows.clearance(view.reader, (), view.now), view.now)
    cards: list[TextCard] = []
    for one in kept:
        document = read_document(0, one.document)
        shown = document is not None and view.is_open
        body = print_body(document, place, post_id=0, author_id=None, plain=True) if shown else None
        cards.append(TextCard(one.post_version, body.html if body else None, is_current=not cards))
    return tuple(cards)


def _flag(view: _View, case: Case, flag: Flag) -> FlagCard:
    is_author = case.author_id == view.reader.id
    is_open = not is_author and view.is_open
    return FlagCard(
        person=None if is_author else view.people.get(flag.person_id or 0),
        reason=flag.reason,
        words=flag.words if is_open else None,
        spoils="",
        flagged_at=flag.flagged_at,
        version=flag.post_version,
        id=reportable(view.reader, flag) if is_open else 0,
    )


def _decisions(view: _View, decisions: Iterable[CaseDecision]) -> tuple[DecisionCard, ...]:
    return tuple(
        DecisionCard(
            id=one.id,
            number=one.number,
            outcome=one.outcome,
            rule_number=None,
            rule="",
            seal="",
            reason=None if view.closed and one.decided_by_id != view.reader.id else one.reason,
            decided_by=view.people.get(one.decided_by_id),
            decided_at=one.decided_at,
        )
        for one in decisions
    )
