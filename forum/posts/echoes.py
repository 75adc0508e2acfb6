"""Which posts answer or quote which, and what that makes an answer hide: seals, covers and moves that came later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from sqlalchemy import select

from forum.domain.catalogue import Catalogue
from forum.domain.covering import covers, highest
from forum.domain.gates import Gate
from forum.infra.db import db
from forum.posts.models import Post, PostEvent, Quotation, Revision
from forum.posts.pressing import gate_of, read_document
from forum.rendering.document import Document, Html, own_gates, veils
from forum.shows.queries import catalogues
from forum.threads.models import Thread

ASKED_AT_ONCE = 500
"""So many ids one statement names."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A post as it matters to those that answer it.

    Shapes: `whole` = gates that all of it lies behind by its author's own marks; `quotes` = it holds a quotation.
    """

    id: int
    thread_id: int
    answers_id: int | None
    seal: Gate | None
    echo: Gate | None
    document: Document | None
    whole: tuple[Gate, ...]
    quotes: bool


@dataclass(slots=True)
class Web:
    """Posts, what each of them answers or quotes, and everything that is needed to say what they inherit.

    Shapes: `heard` by id; `quoted` = by id of a post the ids that it quotes, with what the quote was tagged as;
    `gates` = of threads, by id; `moved` = ids of posts that a moderator moved.
    """

    heard: dict[int, Heard] = field(default_factory=dict)
    quoted: dict[int, dict[int, str | None]] = field(default_factory=dict)
    gates: Mapping[int, Gate | None] = field(default_factory=dict)
    moved: frozenset[int] = frozenset()
    known: Mapping[int, Catalogue] = field(default_factory=dict)

    def inherited(self, post_ids: Iterable[int]) -> dict[int, Gate | None]:
        """What each of these posts hides on top of its own marks because of what it answers, over any number of steps.

        None where that is nothing, or no more than its thread, its seal and its author hide anyway.
        """
        gates: dict[int, list[Gate]] = {}
        below = self._below()
        for post_id, gate in self._sources():
            for reached in _reached(below, post_id):
                gates.setdefault(reached, []).append(gate)
        for post_id, gate in self._torn():
            for reached in (post_id, *_reached(below, post_id)):
                gates.setdefault(reached, []).append(gate)
        return {post_id: self._net(self.heard[post_id], gates.get(post_id, [])) for post_id in post_ids}

    def _below(self) -> dict[int, set[int]]:
        below: dict[int, set[int]] = {}
        for one in self.heard.values():
            for above_id in (one.answers_id, *self.quoted.get(one.id, ())):
                if above_id is not None:
                    below.setdefault(above_id, set()).add(one.id)
        return below

    def _sources(self) -> Iterator[tuple[int, Gate]]:
        """What is sealed, and what its author covers whole."""
        for one in self.heard.values():
            for gate in (one.seal, *one.whole):
                if gate is not None:
                    yield one.id, gate

    def _torn(self) -> Iterator[tuple[int, Gate]]:
        """Answers and quotes of what stands in another thread today and did not when they were written."""
        for one in self.heard.values():
            for above_id, tagged, is_torn in self._ties(one):
                above = self.heard.get(above_id)
                if above is None or above.thread_id == one.thread_id or not is_torn:
                    continue
                gate = self.gates.get(above.thread_id)
                if gate is not None and gate.key != tagged:
                    yield one.id, gate

    def _ties(self, one: Heard) -> Iterator[tuple[int, str | None, bool]]:
        if one.answers_id is not None:
            # An answer that was moved away says what its mover read; an answer to what was moved does not.
            yield one.answers_id, None, one.quotes or one.answers_id in self.moved
        for quoted_id, tagged in self.quoted.get(one.id, {}).items():
            yield quoted_id, tagged, True

    def _net(self, post: Heard, gates: Sequence[Gate]) -> Gate | None:
        if not gates:
            return None
        gate = reduce(lambda a, b: highest(a, b, self.known), gates)
        there = (self.gates.get(post.thread_id), post.seal, *post.whole)
        return None if any(covers(one, gate, self.known) for one in there if one is not None) else gate


def _reached(below: Mapping[int, set[int]], start: int) -> set[int]:
    """Everything that answers or quotes `start`, not itself; circles made by edits come to an end."""
    found: set[int] = set()
    waiting = [start]
    while waiting:
        fresh = below.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found - {start}


def in_steps(ids: Iterable[int], size: int) -> Iterator[list[int]]:
    """The ids in order, so many at once: no statement names more."""
    ordered = sorted(ids)
    return (ordered[start : start + size] for start in range(0, len(ordered), size))


def everything_after(post_ids: Iterable[int]) -> list[int]:
    """These posts and all that answer or quote them, over any number of steps. Two statements a step."""
    found = set(post_ids)
    fresh = set(found)
    while fresh:
        below: set[int] = set()
        for some in in_steps(fresh, ASKED_AT_ONCE):
            below.update(db.session.scalars(select(Post.id).where(Post.reply_to_id.in_(some))))
            below.update(db.session.scalars(select(Quotation.post_id).where(Quotation.quoted_id.in_(some))))
        fresh = below - found
        found |= fresh
    return sorted(found)


def web_of(post_ids: Iterable[int]) -> Web:
    """These posts with all that they answer or quote, over any number of steps. Two statements a step."""
    web = Web()
    fresh = set(post_ids)
    while fresh:
        above: set[int] = set()
        for some in in_steps(fresh, ASKED_AT_ONCE):
            above |= _load(web, some)
        fresh = above - web.heard.keys()
    threads = {one.thread_id for one in web.heard.values()}
    rows = select(Thread).where(Thread.id.in_(threads))
    web.gates = {thread.id: thread.gate_now() for thread in db.session.scalars(rows)}
    web.moved = _moved(web)
    seals = [gate for one in web.heard.values() for gate in (one.seal, *one.whole) if gate is not None]
    gates = [*seals, *(gate for gate in web.gates.values() if gate is not None)]
    web.known = catalogues(frozenset().union(*(gate.show_ids() for gate in gates)))
    return web


def _load(web: Web, post_ids: Sequence[int]) -> set[int]:
    """Put these posts into the web. Returns what they answer and quote."""
    newest = (Revision.post_id == Post.id) & (Revision.version == Post.version)
    rows = db.session.execute(
        select(Post.id, Post.thread_id, Post.reply_to_id, Post.seal, Post.echo, Revision.document)
        .outerjoin(Revision, newest)
        .where(Post.id.in_(post_ids))
    )
    above: set[int] = set()
    for row in rows:
        document = read_document(row.id, row.document or {})
        seal, echo, whole = gate_of(row.seal), gate_of(row.echo), whole_gates(document)
        web.heard[row.id] = Heard(
            row.id, row.thread_id, row.reply_to_id, seal, echo, document, whole, has_quote(document)
        )
        above |= {row.reply_to_id} - {None}
    for tie in db.session.scalars(select(Quotation).where(Quotation.post_id.in_(post_ids))):
        web.quoted.setdefault(tie.post_id, {})[tie.quoted_id] = tie.tagged
        above.add(tie.quoted_id)
    return above


def _moved(web: Web) -> frozenset[int]:
    """Of the posts that are answered from another thread, those that were moved away."""
    apart = {
        one.answers_id
        for one in web.heard.values()
        if one.answers_id in web.heard and web.heard[one.answers_id].thread_id != one.thread_id
    }
    if not apart:
        return frozenset()
    wanted = select(PostEvent.post_id).where(PostEvent.post_id.in_(apart), PostEvent.what == "moved")
    return frozenset(db.session.scalars(wanted))


def whole_gates(document: Document | None) -> tuple[Gate, ...]:
    """The gates behind which all of a text lies by its author's marks; none where a word of it stands outside."""
    if document is None:
        return ()
    gates, is_all = own_gates(document)
    return gates if is_all else ()


def has_quote(document: Document | None) -> bool:
    """Whether a text holds a quotation, veiled or not."""
    if document is None:
        return False
    pieces = [*document.pieces, *(piece for veil in veils(document.pieces) for piece in veil.inside)]
    return any("<blockquote>" in piece.markup for piece in pieces if isinstance(piece, Html))
