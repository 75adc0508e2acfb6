"""The queue: what waits for a moderator in their groups, gravest and longest waiting first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, literal, select, union_all

from forum.accounts import queries as accounts
from forum.domain.catalogue import Catalogue
from forum.domain.errors import Denied
from forum.domain.gates import Gate
from forum.domain.people import Reader
from forum.domain.queueing import distresses, urgency
from forum.domain.spoilers import Clearance
from forum.groups.models import Group
from forum.infra.db import db
from forum.moderation.desk_models import CoverOpening
from forum.moderation.models import Case, Flag
from forum.moderation.queries import reading
from forum.moderation.queries.claims import barred, claim_card
from forum.moderation.queries.done import done_card
from forum.moderation.queries.kin import Kin, kin_of
from forum.moderation.queries.paging import paged, spot_of
from forum.moderation.queries.placing import cases_in_place, is_covered_title, own_gates, place_card, thread_of
from forum.moderation.queries.routing import sight_of_queue, unseen
from forum.moderation.queries.sifting import handed_to, moderated, sifted, waiting
from forum.moderation.queries.sitewide import sitewide_rows, waiting_sitewide
from forum.presenting.accounts import PersonCard
from forum.presenting.moderation import QueueFilter, QueuePage, QueueRow, in_words
from forum.presenting.posts import ENGLISH, PageWords
from forum.presenting.threads import thread_topics
from forum.rendering.scope_words import scope_words
from forum.shows.models import Show
from forum.threads.models import Thread

A_PAGE = 30
MOST = 1000
"""Cases that a page counts at most: whoever has more knows that it is many."""


def open_cases(
    reader: Reader, wanted: QueueFilter, now: datetime, done: int = 0, *, words: PageWords = ENGLISH
) -> QueuePage:
    """A page of the queue. A fixed number of statements, whatever its length.

    Shapes: `done` = the decision that was just made, 0 for none.
    Raises: `Denied` for readers who moderate nothing.
    """
    groups, about_shows = _choices(reader, now)
    mine = and_(moderated(reader, now), *sifted(reader, wanted, now))
    sight, sets = sight_of_queue(reader, now, about_shows)
    rank = unseen(reader, sets)
    query = cases_in_place(reader).add_columns(
        reading.reads(reader).label("anyway"),
        uncovered_by(reader).label("uncovered"),
        handed_to(reader).label("handed"),
        rank.label("rank"),
        _counted(reader, mine),
    )
    rows = db.session.execute(paged(query.where(mine), wanted, rank, A_PAGE)).all()
    profiles = waiting_sitewide(reader, wanted, now, A_PAGE)
    shown = _in_order([*rows, *profiles], decided=wanted.decided)[:A_PAGE]
    made = _rows(reader, [row for row in shown if row.Case.post_id is not None], sight, now, words)
    if profiles:
        about = sitewide_rows(reader, [row.Case for row in shown if row.Case.post_id is None], now)
        known = {row.id: row for row in made} | about
        made = tuple(known[row.Case.id] for row in shown)
    return QueuePage(
        rows=made if wanted.decided else tuple(sorted(made, key=lambda row: row.covered == "unseen")),
        groups=groups,
        shows=tuple(about_shows.values()),
        wanted=wanted,
        total=sum(found[0].total for found in (rows, profiles) if found),
        next=spot_of(shown[-1], decided=wanted.decided) if len(rows) + len(profiles) > A_PAGE else "",
        seen_at=now,
        done=done_card(reader, done, now),
    )


def _in_order(rows: list[Row[Any]], *, decided: bool) -> list[Row[Any]]:
    """What two statements found, as one queue."""
    if decided:
        return sorted(rows, key=lambda row: (row.Case.decided_at, row.Case.id), reverse=True)
    return sorted(rows, key=lambda row: (row.rank, row.Case.place_at, row.Case.id))


def _counted(reader: Reader, mine: ColumnElement[bool]) -> ColumnElement[int]:
    """How many there are in all, and never more than `MOST` of them looked at."""
    some = cases_in_place(reader).with_only_columns(Case.id).where(mine).limit(MOST).subquery()
    return select(func.count()).select_from(some).scalar_subquery().label("total")


def refuse_others(reader: Reader) -> None:
    """Raises: `Denied` for strangers and suspended accounts."""
    if reader.is_stranger:
        raise Denied("sign-in")
    if reader.suspended:
        raise Denied("suspended")


def _choices(reader: Reader, now: datetime) -> tuple[tuple[tuple[str, str], ...], dict[int, tuple[str, str]]]:
    """Groups that the reader moderates, and by id the shows that waiting cases there are about. One statement.

    Raises: `Denied` for readers who moderate nothing.
    """
    refuse_others(reader)
    none = literal(0).label("id")
    groups = select(none, Group.slug, Group.name).where(moderated(reader, now)).order_by(Group.name_folded).limit(500)
    about = (
        cases_in_place(reader)
        .with_only_columns(Thread.show_id.label("show_id"))
        .where(moderated(reader, now), waiting(), Thread.show_id.is_not(None))
        .limit(MOST)
        .subquery()
    )
    shows = select(Show.id, Show.slug, Show.name).where(Show.id.in_(select(about.c.show_id)))
    found = db.session.execute(union_all(select(groups.subquery()), shows))
    rows = sorted(found, key=lambda row: (row.name.casefold(), row.slug))
    tended = tuple((row.slug, row.name) for row in rows if not row.id)
    if not tended and not reader.is_staff:
        raise Denied("moderators-only")
    return tended, {row.id: (row.slug, row.name) for row in rows if row.id}


def _rows(
    reader: Reader, rows: Sequence[Row[Any]], sight: Clearance, now: datetime, words: PageWords
) -> tuple[QueueRow, ...]:
    if not rows:
        return ()
    cases = [row.Case for row in rows]
    flags = db.session.scalars(select(Flag).where(Flag.case_id.in_([one.id for one in cases])).order_by(Flag.id)).all()
    claimed = reading.claimed_gates(flags)
    seals = {row.Case.id: claimed.get(row.Case.id, set()) | own_gates(row) for row in rows}
    texts = reading.latest_texts(cases, seals, {row.Case.id: thread_of(row).show_id for row in rows})
    gates = frozenset[Gate]().union(*seals.values(), *(text.gates() for text in texts.values()))
    clearance = reading.enough(sight, reader, gates, [thread_of(row).show_id for row in rows], now)
    people = accounts.people_cards([who for case in cases for who in (case.author_id, case.claimed_by_id)])
    own = frozenset(flag.case_id for flag in flags if flag.person_id == reader.id)
    kin = kin_of(reader, [case.author_id for case in cases], [thread_of(row).id for row in rows], now)
    view = _View(reader, clearance, people, own, kin, now, words)
    return tuple(_row(view, row, texts.get(row.Case.id), claimed.get(row.Case.id, set())) for row in rows)


@dataclass(frozen=True, slots=True)
class _View:
    """What all rows of a page need. Shapes: `own` = cases that the reader reported."""

    reader: Reader
    clearance: Clearance
    people: Mapping[int, PersonCard]
    own: frozenset[int]
    kin: Kin
    now: datetime
    words: PageWords


def _row(view: _View, row: Row[Any], text: reading.Text | None, claimed: set[Gate]) -> QueueRow:
    case, thread = row.Case, thread_of(row)
    topics = thread_topics(thread, view.clearance.catalogues)
    covered = _cover(view, row, text, topics)
    body = None
    if text is not None and not covered:
        body = reading.printed(text, view.reader, view.clearance, view.now, words=view.words.press, anyway=row.anyway)
    kin_author, kin_thread = view.kin.of(case.id, case.author_id, thread.id)
    return QueueRow(
        id=case.id,
        place=place_card(row, view.clearance, view.now, view.words.titles),
        author=view.people.get(case.author_id),
        reasons=tuple(case.reasons),
        flag_count=case.flag_count,
        spoils=in_words(reading.labels(claimed, view.clearance, thread.show_id, view.now, view.words.titles.labels)),
        opened_at=case.opened_at,
        excerpt=body.excerpt if body else None,
        topics=topics,
        barred=barred(view.reader, case, own_flag=case.id in view.own),
        claim=claim_card(view.reader, case, view.people, view.now),
        urgency=urgency(case.place_at, view.now).value,
        covered=covered,
        suggested=suggested(claimed, thread.show_id, view.clearance.catalogues),
        handed=bool(row.handed),
        kin_author=kin_author,
        kin_thread=kin_thread,
    )


def _cover(view: _View, row: Row[Any], text: reading.Text | None, topics: frozenset[str]) -> str:
    """Why a text is not shown to a moderator unasked: "unseen", "distressing", or "" when it is shown."""
    closed = text is not None and bool(reading.withheld(text.gates(), view.clearance, view.now))
    if not row.anyway and (closed or is_covered_title(row, view.reader)):
        return "unseen"
    distressing = row.held or distresses(row.Case.reasons, topics)
    return "distressing" if distressing and not row.uncovered else ""


def suggested(claimed: Iterable[Gate], home: int | None, catalogues: Mapping[int, Catalogue]) -> str:
    """The episode that a flagger named, as one would type it; of another show than the thread's, with its name."""
    for gate in sorted(claimed, key=lambda one: (one.show_id != home, one.key)):
        if gate.ceiling_id and gate.span == "episode" and (words := scope_words(gate, catalogues)):
            return words.partition(" ")[2] if gate.show_id == home else words
    return ""


def uncovered_by(reader: Reader) -> ColumnElement[bool]:
    """Whether the reader asked for the words of a distressing case."""
    return exists().where(CoverOpening.case_id == Case.id, CoverOpening.person_id == reader.id)
