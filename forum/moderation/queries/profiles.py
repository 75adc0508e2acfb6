"""Cases about profiles: they stand in no group and no thread, and staff of the site alone look after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, literal, select

from forum.accounts import queries as accounts
from forum.domain.errors import Missing
from forum.domain.flags import BY_TARGET, CaseOutcome
from forum.domain.people import Reader
from forum.domain.permissions import Action, judge
from forum.domain.queueing import urgency
from forum.infra.db import db
from forum.infra.rows import LARGEST_ID
from forum.moderation.locking import facts_of
from forum.moderation.models import Case, CaseDecision, Flag, Snapshot
from forum.moderation.queries.claims import barred, claim_card
from forum.moderation.queries.paging import paged
from forum.moderation.queries.placing import profile_card
from forum.moderation.queries.sifting import sifted
from forum.moderation.targets import PERSON
from forum.posts.pressing import Place, print_body, read_document
from forum.presenting.accounts import PersonCard
from forum.presenting.moderation import CasePage, DecisionCard, FlagCard, QueueFilter, QueueRow, TextCard
from forum.shows import queries as shows

MOST = 1000


def are_looked_at(reader: Reader, wanted: QueueFilter | None = None) -> bool:
    """Whether this reader looks after profiles, and wants to see them: they are of no group and about no show."""
    is_wanted = wanted is None or not (wanted.group or wanted.show or wanted.thread)
    return reader.is_staff and not reader.suspended and is_wanted


def waiting_profiles(reader: Reader, wanted: QueueFilter, now: datetime, size: int) -> Sequence[Row[Any]]:
    """Cases in the order of the queue, one more than a page. Shapes: rows with `Case`, `rank` and `total`."""
    if not are_looked_at(reader, wanted):
        return ()
    mine = (Case.target_kind == PERSON, *sifted(reader, wanted, now))
    some = select(Case.id).where(*mine).limit(MOST).subquery()
    total = select(func.count()).select_from(some).scalar_subquery().label("total")
    seen: ColumnElement[int] = literal(0)  # a name is of no episode
    found = select(Case, seen.label("rank"), total).where(*mine)
    return db.session.execute(paged(found, wanted, seen, size)).all()


def of_profiles(reader: Reader) -> Select[Case] | None:
    """All cases about profiles, for those who look after them."""
    return select(Case).where(Case.target_kind == PERSON) if are_looked_at(reader) else None


def profile_rows(reader: Reader, cases: Sequence[Case], now: datetime) -> dict[int, QueueRow]:
    """By case, its line in the queue. Two statements."""
    if not cases:
        return {}
    own = set(
        db.session.scalars(
            select(Flag.case_id).where(Flag.case_id.in_([one.id for one in cases]), Flag.person_id == reader.id)
        )
    )
    people = accounts.people_cards([who for case in cases for who in (case.target_id, case.claimed_by_id)])
    return {case.id: _row(reader, case, people, now, own_flag=case.id in own) for case in cases}


def _row(reader: Reader, case: Case, people: Mapping[int, PersonCard], now: datetime, *, own_flag: bool) -> QueueRow:
    return QueueRow(
        id=case.id,
        place=profile_card(people.get(case.target_id)),
        author=people.get(case.target_id),
        reasons=tuple(case.reasons),
        flag_count=case.flag_count,
        spoils=(),
        opened_at=case.opened_at,
        excerpt=None,
        topics=frozenset(),
        barred=barred(reader, case, own_flag=own_flag),
        claim=claim_card(reader, case, people, now),
        urgency=urgency(case.place_at, now).value,
    )


@dataclass(frozen=True, slots=True)
class _View:
    reader: Reader
    case: Case
    people: Mapping[int, PersonCard]
    now: datetime


def profile_case_page(reader: Reader, case_id: int, now: datetime) -> CasePage:
    """A case about a profile. A fixed number of statements.

    Raises: `Missing` for everybody but staff of the site.
    """
    case = profile_case(reader, case_id)
    flags = db.session.scalars(select(Flag).where(Flag.case_id == case.id).order_by(Flag.id)).all()
    decisions = db.session.scalars(
        select(CaseDecision).where(CaseDecision.case_id == case.id).order_by(CaseDecision.number.desc())
    ).all()
    kept = db.session.scalars(
        select(Snapshot).where(Snapshot.case_id == case.id).order_by(Snapshot.post_version.desc())
    ).all()
    who = [case.target_id, case.claimed_by_id, *(one.decided_by_id for one in decisions)]
    people = accounts.people_cards([*who, *(flag.person_id for flag in flags)])
    view = _View(reader, case, people, now)
    return CasePage(
        id=case.id,
        version=case.version,
        place=profile_card(people.get(case.target_id)),
        author=people.get(case.target_id),
        post_state="open",
        claim=claim_card(reader, case, people, now),
        reasons=tuple(case.reasons),
        opened_at=case.opened_at,
        flags=tuple(_flag(view, flag) for flag in flags),
        texts=_texts(view, kept),
        withheld=(),
        read_anyway=False,
        decisions=_decisions(view, decisions),
        rules=(),
        codes=(),
        suggested="",
        notice=None,
        barred=barred(reader, case, own_flag=any(flag.person_id == reader.id for flag in flags)),
        outcomes=tuple(one.value for one in CaseOutcome if one in BY_TARGET[PERSON]),
    )


def profile_case(reader: Reader, case_id: int) -> Case:
    """The case, if it is about a profile and this reader may read it.

    Raises: `Missing`.
    """
    found = of_profiles(reader)
    if found is None or not 0 < case_id <= LARGEST_ID:
        raise Missing
    case: Case | None = db.session.scalar(found.where(Case.id == case_id))
    if case is None:
        raise Missing
    return case


def profile_role(reader: Reader, case: Case, decision: CaseDecision, now: datetime) -> str:
    """How a decision about a profile concerns somebody.

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


def _texts(view: _View, kept: Iterable[Snapshot]) -> tuple[TextCard, ...]:
    """The name as it was reported. It spoils nothing."""
    place = Place.of(view.reader, shows.clearance(view.reader, (), view.now), view.now)
    cards: list[TextCard] = []
    for one in kept:
        document = read_document(0, one.document)
        body = print_body(document, place, post_id=0, author_id=None, plain=True) if document else None
        cards.append(TextCard(one.post_version, body.html if body else None, is_current=not cards))
    return tuple(cards)


def _flag(view: _View, flag: Flag) -> FlagCard:
    is_author = view.case.author_id == view.reader.id
    return FlagCard(
        person=None if is_author else view.people.get(flag.person_id or 0),
        reason=flag.reason,
        words=None if is_author else flag.words,
        spoils="",
        flagged_at=flag.flagged_at,
        version=flag.post_version,
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
            reason=one.reason,
            decided_by=view.people.get(one.decided_by_id),
            decided_at=one.decided_at,
        )
        for one in decisions
    )
