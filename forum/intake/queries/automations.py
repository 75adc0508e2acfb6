"""A group's if-then rules, what they met, and its pace."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from forum.accounts.queries import people_cards
from forum.domain.errors import Missing
from forum.domain.gates import Gate
from forum.domain.labels import label
from forum.domain.people import Reader
from forum.domain.permissions import Action, CaseFacts, require
from forum.groups.models import Group
from forum.groups.queries import group_facts
from forum.infra.db import db
from forum.infra.rows import LARGEST_ID
from forum.intake.models import Automation, AutomationMatch, GroupPace, WaitingPost, terms_of
from forum.intake.queries.readers import refuse_bystanders
from forum.intake.queries.unread import unread, without_words
from forum.posts.models import Post
from forum.presenting.accounts import PersonCard
from forum.presenting.intake import AutomationCard, MatchCard
from forum.shows.queries import catalogues

SHOWN = 20


def automation_cards(reader: Reader, group: int | str, now: datetime) -> tuple[AutomationCard, ...]:
    """The rules of a group, oldest first, for its moderators. Five statements at most.

    Raises: `Missing`; `Denied`.
    """
    facts = group_facts(reader, group, now)
    require(reader, Action.CASE_READ, CaseFacts(0, facts))
    rows = list(
        db.session.scalars(
            select(Automation)
            .where(Automation.group_id == facts.id, Automation.ended_at.is_(None))
            .order_by(Automation.id)
        )
    )
    return _cards(rows)


def automation_card(reader: Reader, automation_id: int, now: datetime) -> tuple[AutomationCard, int]:
    """One of them, whatever became of it, with the id of its group.

    Raises: `Missing`; `Denied`.
    """
    row = db.session.get(Automation, automation_id) if 0 < automation_id <= LARGEST_ID else None
    if row is None:
        raise Missing
    require(reader, Action.CASE_READ, CaseFacts(0, group_facts(reader, row.group_id, now)))
    return _cards([row])[0], row.group_id


def _cards(rows: list[Automation]) -> tuple[AutomationCard, ...]:
    people = people_cards(row.written_by_id for row in rows)
    ids = [row.id for row in rows]
    counted = db.session.execute(
        select(AutomationMatch.automation_id, func.count(AutomationMatch.id))
        .where(AutomationMatch.automation_id.in_(ids))
        .group_by(AutomationMatch.automation_id)
    )
    met = {row[0]: row[1] for row in counted}
    gates = {row.id: Gate.from_json(row.seal) for row in rows if row.seal}
    known = catalogues({show for gate in gates.values() for show in gate.show_ids()})
    scopes = {number: label(gate, known, show=True) for number, gate in gates.items()}
    return tuple(_card(row, people, met.get(row.id, 0), scopes.get(row.id, "")) for row in rows)


def _card(row: Automation, people: Mapping[int, PersonCard], met: int, scope: str) -> AutomationCard:
    terms = terms_of(row.terms)
    return AutomationCard(
        id=row.id,
        version=row.version,
        name=row.name,
        words=terms.words,
        sites=terms.sites,
        any_link=terms.any_link,
        newcomer=terms.newcomer,
        pace=terms.pace,
        deed=row.deed,
        reason=row.reason,
        scope=scope,
        note=row.note,
        author=people.get(row.written_by_id or 0),
        written_at=row.written_at,
        on_since=row.on_since,
        met=met,
    )


_LIVE = aliased(Automation)


def newest_matches(reader: Reader, group_id: int, now: datetime) -> tuple[MatchCard, ...]:
    """What the rules of a group met lately, newest first; the caller knows that the reader is a moderator there."""
    there = select(_LIVE.id).where(_LIVE.group_id == group_id)
    rows = db.session.execute(
        _matches().where(AutomationMatch.automation_id.in_(there)).order_by(AutomationMatch.id.desc()).limit(SHOWN)
    ).all()
    return _match_cards(reader, rows, now)


def match_card(reader: Reader, match_id: int, now: datetime) -> MatchCard:
    """Why a rule met a post, for its author and for the moderators of the group.

    Raises: `Missing` for everybody else.
    """
    row = None
    if 0 < match_id <= LARGEST_ID and not reader.is_stranger:
        row = db.session.execute(_matches().where(AutomationMatch.id == match_id)).one_or_none()
    if row is None:
        raise Missing
    refuse_bystanders(reader, row.AutomationMatch.author_id, row.Automation.group_id, now)
    return _match_cards(reader, [row], now)[0]


def _matches() -> Any:
    return (
        select(
            AutomationMatch,
            Automation,
            Group.slug,
            Group.name,
            WaitingPost.post_id.label("became"),
            WaitingPost.document.label("sent"),
            Post.document,
        )
        .join(Automation, Automation.id == AutomationMatch.automation_id)
        .join(Group, Group.id == Automation.group_id)
        .outerjoin(WaitingPost, WaitingPost.id == AutomationMatch.waiting_id)
        .outerjoin(Post, Post.id == func.coalesce(AutomationMatch.post_id, WaitingPost.post_id))
    )


def _match_cards(reader: Reader, rows: Any, now: datetime) -> tuple[MatchCard, ...]:
    closed = unread(reader, {row.AutomationMatch.id: (row.sent, row.document) for row in rows}, now)
    people = people_cards(one for row in rows for one in (row.Automation.written_by_id, row.AutomationMatch.author_id))
    return tuple(_match_card(reader, row, people, closed) for row in rows)


def _match_card(reader: Reader, row: Row[Any], people: Mapping[int, PersonCard], closed: Collection[int]) -> MatchCard:
    rule, match = row.Automation, row.AutomationMatch
    mine = match.author_id == reader.id
    post_id = match.post_id or row.became
    return MatchCard(
        id=match.id,
        rule=rule.name,
        deed=rule.deed,
        note=rule.note,
        because=without_words(match.because, closed=match.id in closed and not mine),
        rule_author=people.get(rule.written_by_id or 0),
        author=people.get(match.author_id or 0),
        matched_at=match.matched_at,
        url=f"/p/{post_id}" if post_id else f"/waiting/{match.waiting_id}",
        group_slug=row.slug,
        group_name=row.name,
        mine=mine,
    )


def pace_of(group_id: int) -> dict[str, object]:
    """What a group asks, as its form has it. One statement."""
    row = db.session.get(GroupPace, group_id)
    names = ("first_posts", "hold_first", "newcomer_links", "premiere_seconds", "later_seconds")
    return {name: getattr(row, name) for name in names} if row is not None else {}
