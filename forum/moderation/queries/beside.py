"""What lies around a case: the posts next to it, its author's past in the group, and what others decided and noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, Select, and_, literal, or_, select, true

from forum.accounts import queries as accounts
from forum.domain.people import Reader
from forum.domain.queueing import Spot
from forum.domain.replies import filled
from forum.domain.sanctions import COUNTS_FOR, suggested
from forum.groups.models import Membership
from forum.infra.db import db
from forum.moderation.desk_models import CaseNote, CaseRound, SavedReply
from forum.moderation.models import Case, CaseDecision
from forum.moderation.queries.handed import colleagues_of, handed_cards, staff_beside
from forum.moderation.queries.kin import kin_of
from forum.moderation.queries.placing import cases_in_place
from forum.moderation.queries.routing import comes_after, unseen, unseen_sets
from forum.moderation.queries.sifting import moderated, passed_by, waiting
from forum.moderation.queries.sitewide import sitewide_cases
from forum.moderation.queries.unread import closed_cases
from forum.moderation.records import DecisionReversal, Sanction
from forum.moderation.targets import POST
from forum.posts.models import Post
from forum.posts.pressing import Place, print_body, read_document
from forum.presenting.moderation import (
    BesideCard,
    CaseNoteCard,
    CasePage,
    ContextCard,
    PastCard,
    SanctionCard,
    SavedReplyCard,
)
from forum.rendering.words import ENGLISH, Words
from forum.shows import queries as shows
from forum.threads.models import Thread

NEAR = 2
A_FEW = 5
SIMILAR_FOR = timedelta(days=180)
MOST_REPLIES = 100
_Decided = Row[CaseDecision, list[str]]


def beside_case(reader: Reader, page: CasePage, now: datetime, *, words: Words = ENGLISH) -> BesideCard:
    """Everything around a case that this reader is shown. A fixed number of statements.

    Shapes: `page` comes from `case_page`, which has looked at the reader's rights.
    """
    case = db.session.get_one(Case, page.id)
    if case.post_id is None:
        return _beside_sitewide(reader, case, page, now)
    thread = db.session.get_one(Thread, page.place.thread_id)
    position = page.place.position if page.place.kind == POST else 0  # a title stands before the first post
    before, after = _near(reader, thread, position, now, words)
    hidden = bool(page.withheld) or page.covered or page.barred == "own-post"
    notes = db.session.scalars(select(CaseNote).where(CaseNote.case_id == case.id).order_by(CaseNote.id)).all()
    sanctions = _sanctions(case.author_id, thread.group_id)
    kin = kin_of(reader, [case.author_id], [thread.id], now)
    kin_author, kin_thread = kin.of(case.id, case.author_id, thread.id)
    past, similar = _cards(reader, now, _past(case, thread.group_id, now), _similar(case, thread.group_id, now))
    return BesideCard(
        before=before,
        after=after,
        joined_at=_joined(thread.group_id, case.author_id),
        past=past,
        sanctions=sanctions,
        sanction_after=_usual_after(sanctions, now),
        similar=similar,
        notes=_notes(reader, notes, hidden=hidden),
        replies=_replies(thread.group_id, page),
        next_id=_next(reader, case, now, anyway=page.read_anyway),
        kin_author=kin_author,
        handed=handed_cards(reader, case, hidden=hidden),
        colleagues=colleagues_of(reader, case, thread.group_id),
        kin_thread=kin_thread,
    )


def _beside_sitewide(reader: Reader, case: Case, page: CasePage, now: datetime) -> BesideCard:
    """A profile or a message has no neighbours; its author's past is that of the whole site."""
    hidden = page.closed or page.barred == "own-post"
    notes = db.session.scalars(select(CaseNote).where(CaseNote.case_id == case.id).order_by(CaseNote.id)).all()
    about = and_(Case.author_id == case.author_id, Case.id != case.id, CaseDecision.outcome != "dismiss")
    sanctions = _sanctions(case.author_id, None)
    return BesideCard(
        before=(),
        after=(),
        joined_at=None,
        past=_cards(reader, now, db.session.execute(_standing(now).where(about)).all())[0],
        sanctions=sanctions,
        sanction_after=_usual_after(sanctions, now),
        similar=(),
        notes=_notes(reader, notes, hidden=hidden),
        replies=(),
        next_id=_next(reader, case, now, anyway=True),
        handed=handed_cards(reader, case, hidden=hidden),
        colleagues=staff_beside(reader, case, now),
    )


def _near(
    reader: Reader, thread: Thread, position: int, now: datetime, words: Words
) -> tuple[tuple[ContextCard, ...], tuple[ContextCard, ...]]:
    """The posts next to the reported one, through the door that they pass for every reader."""
    here = select(Post).where(Post.thread_id == thread.id, Post.withdrawn_at.is_(None), Post.removed_at.is_(None))
    earlier = db.session.scalars(here.where(Post.position < position).order_by(Post.position.desc()).limit(NEAR)).all()
    later = db.session.scalars(here.where(Post.position > position).order_by(Post.position).limit(NEAR)).all()
    documents = {post.id: read_document(post.id, post.document) for post in (*earlier, *later)}
    gates = {gate for document in documents.values() if document for gate in document.gates()}
    show_ids = {one for gate in gates for one in gate.show_ids()} | ({thread.show_id} - {None})
    clearance = shows.clearance(reader, {one for one in show_ids if one}, now)
    place = Place.of(reader, clearance, now, home=thread.show_id, words=words)
    people = accounts.people_cards([post.author_id for post in (*earlier, *later)])

    def card(post: Post) -> ContextCard:
        body = print_body(documents[post.id], place, post_id=post.id, author_id=post.author_id, plain=True)
        is_shown = body is not None and body.readable
        author = people.get(post.author_id or 0)
        return ContextCard(post.id, post.position, author, body.excerpt if body and is_shown else None)

    return tuple(card(post) for post in reversed(earlier)), tuple(card(post) for post in later)


def _joined(group_id: int, person_id: int | None) -> datetime | None:
    own = Membership.group_id == group_id, Membership.person_id == person_id
    return db.session.scalar(select(Membership.joined_at).where(*own))


def _decided(group_id: int, now: datetime) -> Select[CaseDecision, list[str]]:
    """Decisions about posts of a group that stand; advice that has expired is forgotten."""
    here = _standing(now).join(Post, Post.id == Case.post_id).join(Thread, Thread.id == Post.thread_id)
    return here.where(Thread.group_id == group_id)


def _standing(now: datetime) -> Select[CaseDecision, list[str]]:
    return (
        select(CaseDecision, Case.reasons)
        .join(Case, Case.id == CaseDecision.case_id)
        .outerjoin(DecisionReversal, DecisionReversal.decision_id == CaseDecision.id)
        .where(DecisionReversal.id.is_(None))
        .where(or_(CaseDecision.expires_at.is_(None), CaseDecision.expires_at > now))
        .order_by(CaseDecision.decided_at.desc())
        .limit(A_FEW)
    )


def _past(case: Case, group_id: int, now: datetime) -> Sequence[_Decided]:
    about = and_(Case.author_id == case.author_id, Case.id != case.id, CaseDecision.outcome != "dismiss")
    return db.session.execute(_decided(group_id, now).where(about)).all() if case.author_id else ()


def _similar(case: Case, group_id: int, now: datetime) -> Sequence[_Decided]:
    """The latest decisions of this group about the same reason."""
    lately = (
        select(CaseRound.decision_id)
        .where(CaseRound.group_id == group_id, CaseRound.decided_at > now - SIMILAR_FOR)
        .where(CaseRound.reason.in_(case.reasons), CaseRound.case_id != case.id)
        .order_by(CaseRound.decided_at.desc())
        .limit(A_FEW)
    )
    return db.session.execute(_decided(group_id, now).where(CaseDecision.id.in_(lately))).all()


def _cards(reader: Reader, now: datetime, *lists: Sequence[_Decided]) -> list[tuple[PastCard, ...]]:
    """Each list as cards, without the reasons of cases that this reader should not read unasked."""
    closed = closed_cases(reader, [row.CaseDecision.case_id for rows in lists for row in rows], now)

    def card(one: CaseDecision) -> PastCard:
        reason = None if one.case_id in closed and one.decided_by_id != reader.id else one.reason
        return PastCard(one.id, one.outcome, reason, one.rule, one.decided_at)

    return [tuple(card(row.CaseDecision) for row in rows) for rows in lists]


def _sanctions(person_id: int | None, group_id: int | None) -> tuple[SanctionCard, ...]:
    """Shapes: `group_id` None = in every group."""
    here = or_(Sanction.group_id == group_id, Sanction.group_id.is_(None)) if group_id else true()
    rows = db.session.scalars(
        select(Sanction).where(Sanction.person_id == person_id, here).order_by(Sanction.begins_at.desc()).limit(A_FEW)
    )
    return tuple(
        SanctionCard(one.kind, one.group_id is None, one.begins_at, one.ends_at, one.lifted_at is not None)
        for one in rows
    )


def _usual_after(sanctions: Iterable[SanctionCard], now: datetime) -> tuple[str, int]:
    """The next step of the ladder. As many sanctions are read as it has steps."""
    counted = sum(not one.lifted and one.begins_at > now - COUNTS_FOR for one in sanctions)
    kind, hours = suggested(counted)
    return kind.value, hours


def _notes(reader: Reader, notes: Sequence[CaseNote], *, hidden: bool) -> tuple[CaseNoteCard, ...]:
    people = accounts.people_cards([note.person_id for note in notes])
    return tuple(
        CaseNoteCard(
            id=note.id,
            person=people.get(note.person_id),
            words=None if hidden and note.person_id != reader.id else note.words,
            written_at=note.written_at,
            mine=note.person_id == reader.id,
            calls_me=reader.id in note.named,
        )
        for note in notes
    )


def _replies(group_id: int, page: CasePage) -> tuple[SavedReplyCard, ...]:
    return tuple(
        SavedReplyCard(
            id=reply.id,
            rule=reply.rule,
            language=reply.language,
            title=reply.title,
            words=reply.words,
            filled=filled(reply.words, _values(page, reply.rule)),
        )
        for reply in saved(group_id)
    )


def saved(group_id: int) -> Sequence[SavedReply]:
    """The replies of a group, by rule, then by title."""
    kept = select(SavedReply).where(SavedReply.group_id == group_id)
    return db.session.scalars(kept.order_by(SavedReply.rule, SavedReply.title, SavedReply.id).limit(MOST_REPLIES)).all()


def _values(page: CasePage, rule: int | None) -> dict[str, str]:
    is_known = rule is not None and rule <= len(page.rules)
    return {
        "author": page.author.handle if page.author else "",
        "group": page.place.group_name,
        "thread": page.place.title,
        "rule": str(rule) if is_known else "",
        "rule_text": page.rules[rule - 1] if rule is not None and is_known else "",
    }


def _next(reader: Reader, case: Case, now: datetime, *, anyway: bool) -> int:
    """The case that comes after this one in the queue and that nobody holds."""
    sets = unseen_sets(reader, now)
    rank = unseen(reader, sets)
    here = Spot(case.place_at, case.id, not anyway and case.gate_set_id in sets)
    later = comes_after(here, rank)
    free = or_(Case.claimed_until.is_(None), Case.claimed_until <= now, Case.claimed_by_id == reader.id)
    base = waiting(), ~passed_by(reader), free
    in_groups = cases_in_place(reader).with_only_columns(Case, rank.label("rank"))
    in_groups = in_groups.where(moderated(reader, now), later, *base).order_by(rank, Case.place_at, Case.id)
    found = list(db.session.execute(in_groups.limit(1)))
    profiles = sitewide_cases(reader)
    if profiles is not None:
        seen: ColumnElement[int] = literal(0)
        further = profiles.add_columns(seen.label("rank")).where(comes_after(here, seen), *base)
        found += db.session.execute(further.order_by(Case.place_at, Case.id).limit(1)).all()
    following = min(found, key=lambda row: (row.rank, row.Case.place_at, row.Case.id), default=None)
    return following.Case.id if following is not None else 0
