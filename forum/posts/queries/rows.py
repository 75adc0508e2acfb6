"""Rows of posts as values: what every reading query selects, with authors and the post that is answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, literal, null, select, union_all
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.domain.gates import Gate
from forum.domain.people import Reader, SiteRole
from forum.domain.permissions import PostFacts, ThreadFacts
from forum.infra.db import prepared
from forum.posts.forms import Nod
from forum.posts.models import Draft, Post, Reaction, Reveal
from forum.posts.pressing import gate_of, read_document
from forum.presenting.accounts import PersonCard
from forum.presenting.posts import ReactionCard, ReplyToCard
from forum.rendering.document import Document

_Answered = aliased(Post)
_AnsweredAuthor = aliased(Person)

_COLUMNS = (
    Post.id,
    Post.thread_id,
    Post.position,
    Post.author_id,
    Post.reply_to_id,
    Post.document,
    Post.held,
    Post.version,
    Post.created_at,
    Post.edited_at,
    Post.withdrawn_at,
    Post.removed_at,
    Post.removed_rule,
    Post.removed_reason,
    Post.purged_at,
    Post.seal,
    Post.echo,
    Person.handle,
    Person.site_role,
    _Answered.position.label("answered_position"),
    _Answered.thread_id.label("answered_thread_id"),
    _Answered.author_id.label("answered_author_id"),
    _AnsweredAuthor.handle.label("answered_handle"),
    _AnsweredAuthor.site_role.label("answered_role"),
)


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post as it is stored, with its author. It is no card: its document is for `pressing`.

    Shapes: `document` None when it is withdrawn, removed (nobody is shown it) or broken; `held` = what its author
    alone gets of a post whose words are held, and `document` is empty then; `about` = what a removed post was about,
    for the words in which its removal is explained.
    """

    id: int
    thread_id: int
    position: int
    author: PersonCard | None
    author_id: int | None
    document: Document | None
    held: Document | None
    version: int
    created_at: datetime
    edited_at: datetime | None
    withdrawn: bool
    removed: bool
    removed_rule: str | None
    removed_reason: str | None
    purged_at: datetime | None
    seal: Gate | None
    echo: Gate | None
    reply_to: ReplyToCard | None
    about: frozenset[Gate] = frozenset()

    @property
    def stands(self) -> bool:
        """Neither withdrawn nor removed."""
        return not (self.withdrawn or self.removed)

    def facts(self, thread: ThreadFacts) -> PostFacts:
        """The post as the rules see it."""
        return PostFacts(self.id, thread, self.author_id, self.removed, self.withdrawn)


def posts_selected(*more: Any) -> Select[Any]:
    """Posts with authors; the caller says which, and sees to it that the reader may know of them."""
    return (
        select(*_COLUMNS, *more)
        .outerjoin(Person, Person.id == Post.author_id)
        .outerjoin(_Answered, _Answered.id == Post.reply_to_id)
        .outerjoin(_AnsweredAuthor, _AnsweredAuthor.id == _Answered.author_id)
    )


_BETWEEN = (
    posts_selected()
    .where(
        Post.thread_id == bindparam("thread_id"),
        Post.position > bindparam("after"),
        Post.position <= bindparam("through"),
    )
    .order_by(Post.position)
)


def posts_between(thread_id: int, after: int, through: int) -> list[StoredPost]:
    """A stretch of a thread by position, in one statement that costs the same wherever it is."""
    rows = prepared(_BETWEEN, thread_id=thread_id, after=after, through=through)
    return [stored_post(row) for row in rows]


def stored_post(row: Row[Any]) -> StoredPost:
    """The values of a row of `posts_selected`."""
    stands = row.withdrawn_at is None and row.removed_at is None
    return StoredPost(
        id=row.id,
        thread_id=row.thread_id,
        position=row.position,
        author=_person(row.author_id, row.handle, row.site_role),
        author_id=row.author_id,
        document=read_document(row.id, row.document) if stands else None,
        held=read_document(row.id, row.held) if stands and row.held is not None else None,
        version=row.version,
        created_at=row.created_at,
        edited_at=row.edited_at,
        withdrawn=row.withdrawn_at is not None,
        removed=row.removed_at is not None,
        removed_rule=row.removed_rule,
        removed_reason=row.removed_reason,
        purged_at=row.purged_at,
        seal=gate_of(row.seal),
        echo=gate_of(row.echo),
        reply_to=_reply_to(row),
        about=_about(row) if row.removed_at is not None else frozenset(),
    )


def show_ids_of(posts: Collection[StoredPost]) -> frozenset[int]:
    """The shows that a clearance must know to print these posts."""
    found = [document for post in posts for document in (post.document, post.held) if document is not None]
    told = [gate.show_ids() for post in posts for gate in post.about]
    return frozenset().union(*(document.show_ids() for document in found), *told)


def _about(row: Row[Any]) -> frozenset[Gate]:
    document = read_document(row.id, row.held if row.held is not None else row.document)
    return document.gates() if document is not None else frozenset()


def _person(number: int | None, handle: str | None, role: str | None) -> PersonCard | None:
    return None if number is None or handle is None else PersonCard(number, handle, SiteRole(role or "member"))


def _reply_to(row: Row[Any]) -> ReplyToCard | None:
    if row.reply_to_id is None or row.answered_position is None:
        return None
    author = _person(row.answered_author_id, row.answered_handle, row.answered_role)
    return ReplyToCard(row.reply_to_id, row.answered_position, author, row.answered_thread_id != row.thread_id)


@dataclass(frozen=True, slots=True)
class Marks:
    """What people have put on the posts of a page, and what is this reader's own.

    Shapes: `nods` by post id, in the order of `Nod`; `revealed` = keys of veils that this reader opened, `resealed` of
    those that they hid again.
    """

    nods: Mapping[int, tuple[ReactionCard, ...]]
    revealed: frozenset[str] = frozenset()
    draft: str = ""
    resealed: frozenset[str] = frozenset()


# Built once: putting statements together costs more than running them.
_NODS = select(
    literal("nod").label("what"), Reaction.post_id, Reaction.kind.label("word"), Reaction.person_id.label("who")
).where(Reaction.post_id.in_(bindparam("post_ids", expanding=True)))
_VEILS = select(
    case((Reveal.withdrawn_at.is_(None), "veil"), else_="resealed"), Reveal.post_id, Reveal.veil_key, null()
).where(
    Reveal.person_id == bindparam("person_id"),
    Reveal.post_id.in_(bindparam("post_ids", expanding=True)),
)
_DRAFT = select(literal("draft"), null(), Draft.text, null()).where(
    Draft.person_id == bindparam("person_id"), Draft.place == bindparam("place")
)
_OWN_MARKS: Any = union_all(_NODS, _VEILS, _DRAFT)


def marks_on(reader: Reader, post_ids: Sequence[int], draft_place: str = "") -> Marks:
    """Reactions, this reader's reveals and their draft, in one statement."""
    ids = list(post_ids)
    if reader.is_stranger:
        return _marks(prepared(_NODS, post_ids=ids).all(), None)
    return _marks(prepared(_OWN_MARKS, post_ids=ids, person_id=reader.id, place=draft_place).all(), reader.id)


def _marks(rows: Sequence[Any], person_id: int | None) -> Marks:
    nods: dict[int, dict[str, list[int]]] = {}
    for row in rows:
        if row.what == "nod":
            nods.setdefault(row.post_id, {}).setdefault(row.word, []).append(row.who)
    return Marks(
        {post_id: _nods(given, person_id) for post_id, given in nods.items()},
        frozenset(row.word for row in rows if row.what == "veil"),
        next((row.word for row in rows if row.what == "draft"), ""),
        frozenset(row.word for row in rows if row.what == "resealed"),
    )


def _nods(given: Mapping[str, Sequence[int]], person_id: int | None) -> tuple[ReactionCard, ...]:
    return tuple(ReactionCard(nod.value, len(given.get(nod, ())), person_id in given.get(nod, ())) for nod in Nod)
