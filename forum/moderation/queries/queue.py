"""The queue: what waits for a moderator in their groups, gravest and longest waiting first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, select, true

from forum.accounts import queries as accounts
from forum.domain.errors import Denied
from forum.domain.flags import WAITING, CaseState
from forum.domain.gates import Gate
from forum.domain.people import GroupRole, Reader
from forum.domain.spoilers import Clearance
from forum.groups.models import Group, Membership
from forum.groups.visibility import banned_now
from forum.infra.db import db
from forum.moderation.models import Case, Flag
from forum.moderation.queries import reading
from forum.moderation.queries.placing import cases_in_place, own_gates, place_card, thread_of
from forum.presenting.accounts import PersonCard
from forum.presenting.moderation import ClaimCard, QueueFilter, QueuePage, QueueRow, in_words
from forum.presenting.threads import thread_topics

A_PAGE = 30
_MODERATORS = (GroupRole.MODERATOR.value, GroupRole.OWNER.value)


def moderated(reader: Reader, now: datetime) -> ColumnElement[bool]:
    """Groups whose cases this reader may read: the SQL twin of the rule for `case:read`."""
    if reader.is_staff:
        return true()
    return and_(
        exists().where(
            Membership.group_id == Group.id, Membership.person_id == reader.id, Membership.role.in_(_MODERATORS)
        ),
        ~banned_now(reader, now),
    )


def open_cases(reader: Reader, wanted: QueueFilter, page: int, now: datetime) -> QueuePage:
    """A page of the queue. A fixed number of statements, whatever its length.

    Raises: `Denied` for readers who moderate nothing.
    """
    groups = _groups(reader, now)
    condition = and_(moderated(reader, now), *_wanted(reader, wanted, now))
    order = (Case.decided_at.desc(), Case.id.desc()) if wanted.decided else (Case.place_at, Case.id)
    rows = db.session.execute(
        cases_in_place(reader)
        .add_columns(func.count().over().label("total"))
        .where(condition)
        .order_by(*order)
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    ).all()
    total = rows[0].total if rows else 0
    return QueuePage(_rows(reader, rows, now), groups, wanted, total, page, max(1, -(-total // A_PAGE)))


def _groups(reader: Reader, now: datetime) -> tuple[tuple[str, str], ...]:
    if reader.is_stranger:
        raise Denied("sign-in")
    if reader.suspended:
        raise Denied("suspended")
    rows = db.session.execute(
        select(Group.slug, Group.name).where(moderated(reader, now)).order_by(Group.name_folded).limit(500)
    ).all()
    if not rows and not reader.is_staff:
        raise Denied("moderators-only")
    return tuple((row.slug, row.name) for row in rows)


def _wanted(reader: Reader, wanted: QueueFilter, now: datetime) -> list[ColumnElement[bool]]:
    states = [CaseState.DECIDED.value] if wanted.decided else [state.value for state in WAITING]
    conditions: list[ColumnElement[bool]] = [Case.state.in_(states)]
    if wanted.group:
        conditions.append(Group.slug == wanted.group)
    if wanted.reason:
        conditions.append(exists().where(Flag.case_id == Case.id, Flag.reason == wanted.reason))
    if wanted.mine:
        conditions.append(and_(Case.claimed_by_id == reader.id, Case.claimed_until > now))
    return conditions


def _rows(reader: Reader, rows: Sequence[Row[Any]], now: datetime) -> tuple[QueueRow, ...]:
    if not rows:
        return ()
    cases = [row.Case for row in rows]
    numbers = [case.id for case in cases]
    flags = db.session.scalars(select(Flag).where(Flag.case_id.in_(numbers)).order_by(Flag.id)).all()
    claimed = reading.claimed_gates(flags)
    seals = {row.Case.id: claimed.get(row.Case.id, set()) | own_gates(row) for row in rows}
    texts = reading.latest_texts(cases, seals, {row.Case.id: thread_of(row).show_id for row in rows})
    gates = frozenset[Gate]().union(*seals.values(), *(text.gates() for text in texts.values()))
    clearance = reading.clearance_for(reader, gates, [thread_of(row).show_id for row in rows], now)
    people = accounts.people_cards([who for case in cases for who in (case.author_id, case.claimed_by_id)])
    anyway = reading.readings_of(reader, numbers)
    flaggers = {(flag.case_id, flag.person_id) for flag in flags}
    made = []
    for row in rows:
        case, text = row.Case, texts.get(row.Case.id)
        body = reading.printed(text, reader, clearance, now, anyway=case.id in anyway) if text else None
        made.append(
            QueueRow(
                id=case.id,
                place=place_card(row, clearance, now),
                author=people.get(case.author_id),
                reasons=tuple(case.reasons),
                flag_count=case.flag_count,
                spoils=_spoils(claimed.get(case.id, set()), clearance, row, now),
                opened_at=case.opened_at,
                excerpt=body.excerpt if body else None,
                topics=thread_topics(thread_of(row), clearance.catalogues),
                barred=barred(reader, case, own_flag=(case.id, reader.id) in flaggers),
                claim=claim_card(reader, case, people, now),
            )
        )
    return tuple(made)


def claim_card(reader: Reader, case: Case, people: Mapping[int, PersonCard], now: datetime) -> ClaimCard:
    """Where the case stands at this instant, and who holds it."""
    state = case.standing(now)
    if state is not CaseState.CLAIMED or case.claimed_by_id is None:
        return ClaimCard(state.value)
    return ClaimCard(
        state.value, people.get(case.claimed_by_id), case.claimed_until, mine=case.claimed_by_id == reader.id
    )


def _spoils(gates: set[Gate], clearance: Clearance, row: Row[Any], now: datetime) -> tuple[str, ...]:
    return in_words(reading.labels(gates, clearance, thread_of(row).show_id, now))


def barred(reader: Reader, case: Case, *, own_flag: bool) -> str:
    """Why this moderator may not decide a case of their own groups; "" when they may."""
    if case.author_id == reader.id:
        return "own-post"
    return "own-flag" if own_flag else ""
