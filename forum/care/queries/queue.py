"""The care queue and its cases, for the care team alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from forum.accounts import queries as accounts
from forum.care.models import CareAccess, CareCase, CareEvent, CareFollowUp, CareMember, CareMessage, Concern
from forum.care.queries.letters import help_for
from forum.care.working import care_facts, require_carer
from forum.domain.crisis import Directory, Notice
from forum.domain.errors import Missing
from forum.domain.gates import Gate
from forum.domain.labels import label
from forum.domain.people import Reader
from forum.domain.spoilers import Clearance, Outcome
from forum.infra.db import db
from forum.infra.rows import LARGEST_ID
from forum.infra.settings import current_settings
from forum.posts.models import Post
from forum.posts.pressing import Place, print_body, read_document
from forum.presenting.accounts import PersonCard
from forum.presenting.caring import (
    CareDeed,
    CasePage,
    CaseRow,
    ConcernCard,
    FollowUpCard,
    QueuePage,
    SaidCard,
)
from forum.rendering.document import Document
from forum.rendering.words import ENGLISH, Words
from forum.shows import queries as shows
from forum.threads.models import Thread

SHOWN = 200
People = Mapping[int, PersonCard]


def care_queue(reader: Reader, lines: Directory, now: datetime) -> QueuePage:
    """Open cases: most urgent first, among these what nobody has looked at or answered yet, then by their time.

    Raises: `Denied` for everybody who is not of the team.
    """
    me = require_carer(reader)
    wanted = select(CareCase, Post.held.is_not(None).label("held")).join(Post, Post.id == CareCase.post_id)
    rows = db.session.execute(
        wanted.where(CareCase.closed_at.is_(None))
        .order_by(CareCase.priority, CareCase.due_at, CareCase.id)
        .limit(SHOWN)
    ).all()
    cases = [row.CareCase for row in rows]
    numbers = [case.id for case in cases]
    asks, wrote_back = _asks(numbers), _wrote_back(numbers)
    team = db.session.scalars(select(CareMember).where(CareMember.ended_at.is_(None)).order_by(CareMember.id)).all()
    on_call = [one.person_id for one in team if one.on_call_since is not None]
    people = accounts.people_cards([*_named(cases), *on_call])
    shown = [_row(row.CareCase, row.held, people, asks.get(row.CareCase.id), now) for row in rows]
    shown = [replace(one, wrote_back=one.id in wrote_back) for one in shown]
    return QueuePage(
        rows=tuple(sorted(shown, key=lambda one: (one.priority, one.looked_at is not None and not one.wrote_back))),
        on_call=tuple(people[one] for one in on_call if one in people),
        am_on_call=me in on_call,
        is_lead=care_facts(reader).role == "lead",
        own=help_for(reader, ("emotional distress",), lines),
        team_support=current_settings().care_team_support,
    )


def case_page(reader: Reader, case_id: int, lines: Directory, now: datetime, words: Words = ENGLISH) -> CasePage:
    """A case with everything the team needs to go on with it; what is closed is named in `words`.

    Raises: `Denied` for everybody who is not of the team; `Missing`.
    """
    me = require_carer(reader)
    case = db.session.get(CareCase, case_id) if 0 < case_id <= LARGEST_ID else None
    if case is None:
        raise Missing
    post = db.session.scalars(select(Post).where(Post.id == case.post_id).options(undefer(Post.source))).one()
    thread = db.session.get_one(Thread, post.thread_id)
    events = db.session.scalars(select(CareEvent).where(CareEvent.case_id == case.id).order_by(CareEvent.id)).all()
    worries = db.session.scalars(select(Concern).where(Concern.case_id == case.id).order_by(Concern.id)).all()
    said = db.session.scalars(select(CareMessage).where(CareMessage.case_id == case.id).order_by(CareMessage.id)).all()
    asks = db.session.scalars(
        select(CareFollowUp).where(CareFollowUp.case_id == case.id).order_by(CareFollowUp.due_at, CareFollowUp.id)
    )
    others = [*(one.person_id for one in events), *(one.person_id for one in worries), *(one.sender_id for one in said)]
    people = accounts.people_cards([*_named([case]), *others])
    anyway = _read_anyway(me, case.id)
    document = read_document(post.id, post.held if post.held is not None else post.document) or Document(())
    sight, withheld = _sight(reader, document, thread, now, words)
    body = None
    if anyway or not withheld:
        place = Place.of(reader, sight, now, thread_id=thread.id, home=thread.show_id, words=words)
        body = print_body(document, place, post_id=post.id, author_id=me)
    follow_ups = tuple(FollowUpCard(one.after, one.due_at, one.done_at, one.due_at <= now) for one in asks)
    next_at = min((one.due_at for one in follow_ups if one.done_at is None), default=None)
    return CasePage(
        row=_row(case, post.held is not None, people, next_at, now),
        post_id=post.id,
        thread_id=thread.id,
        rules=tuple(case.rules),
        state=_state(post),
        body_html=body.html if body else None,
        title=thread.title if body and case.place == "title" else "",
        withheld=() if anyway else withheld,
        read_anyway=anyway,
        source=post.source if body and post.held is not None else None,
        help=_author_help(case, thread, lines, now),
        history=tuple(CareDeed(one.what, people.get(one.person_id or 0), one.words, one.happened_at) for one in events),
        concerns=tuple(
            ConcernCard(people.get(one.person_id), one.worry, one.when_where, one.told_at) for one in worries
        ),
        said=tuple(_said(one, case, people) for one in said),
        follow_ups=follow_ups,
        called_at=case.called_at,
        why=case.why,
        alone=case.priority == 0 and None in (case.carer_id, case.second_id),
        mine=me in (case.carer_id, case.second_id),
        own=help_for(reader, ("emotional distress",), lines),
        team_support=current_settings().care_team_support,
    )


def _named(cases: Iterable[CareCase]) -> list[int | None]:
    return [one for case in cases for one in (case.person_id, case.carer_id, case.second_id)]


def _asks(case_ids: Sequence[int]) -> dict[int, datetime]:
    """By case, when somebody is to ask again next."""
    undone = CareFollowUp.case_id.in_(case_ids), CareFollowUp.done_at.is_(None)
    wanted = select(CareFollowUp.case_id, func.min(CareFollowUp.due_at)).where(*undone).group_by(CareFollowUp.case_id)
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def _wrote_back(case_ids: Sequence[int]) -> frozenset[int | None]:
    """Cases whose last word is the person's."""
    last = select(func.max(CareMessage.id)).where(CareMessage.case_id.in_(case_ids)).group_by(CareMessage.case_id)
    answers = CareMessage.id.in_(last), CareMessage.kind == "answer"
    return frozenset(db.session.scalars(select(CareMessage.case_id).where(*answers)))


def _row(case: CareCase, held: bool, people: People, asks_on: datetime | None, now: datetime) -> CaseRow:
    return CaseRow(
        id=case.id,
        priority=case.priority,
        what=case.what,
        place=case.place,
        author=people.get(case.person_id or 0),
        opened_at=case.opened_at,
        due_at=case.due_at,
        looked_at=case.looked_at,
        is_over=case.looked_at is None and case.due_at <= now and case.closed_at is None,
        carer=people.get(case.carer_id or 0),
        second=people.get(case.second_id or 0),
        wants_contact=case.asked_at is not None,
        says_not_me=case.denied_at is not None,
        is_calmer=case.calmer_at is not None,
        is_held=held,
        asks_on=asks_on,
        closed_at=case.closed_at,
    )


def _said(message: CareMessage, case: CareCase, people: People) -> SaidCard:
    by_person = message.kind == "answer"
    sender = people.get((case.person_id if by_person else message.sender_id) or 0)
    return SaidCard(message.words, message.kind, sender, by_person, message.sent_at, message.seen_at)


def _read_anyway(person_id: int, case_id: int) -> bool:
    told = CareAccess.person_id == person_id, CareAccess.case_id == case_id, CareAccess.what == "read-anyway"
    return db.session.scalar(select(CareAccess.id).where(*told).limit(1)) is not None


def _sight(
    reader: Reader, document: Document, thread: Thread, now: datetime, words: Words
) -> tuple[Clearance, tuple[str, ...]]:
    """The reader before all shows concerned, and what of the post they have not seen, in words."""
    gate = thread.gate_now()
    gates: set[Gate] = set(document.gates()) | ({gate} if gate else set())
    home = {thread.show_id} if thread.show_id is not None else set()
    show_ids = frozenset().union(*(one.show_ids() for one in gates), home)
    sight = shows.clearance(reader, show_ids, now)
    shut = sorted(
        (one for one in gates if sight.decide(one, now).outcome is not Outcome.SHOWN), key=lambda one: one.key
    )
    return sight, tuple(label(one, sight.catalogues, show=True, now=now, words=words.labels) for one in shut)


def _author_help(case: CareCase, thread: Thread, lines: Directory, now: datetime) -> Notice:
    author = accounts.reader_of(case.person_id, now) if case.person_id is not None else Reader.stranger()
    return help_for(author, tuple(thread.topics), lines)


def _state(post: Post) -> str:
    if post.removed_at is not None:
        return "removed"
    return "withdrawn" if post.withdrawn_at is not None else "held" if post.held is not None else "open"
