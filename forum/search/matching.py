"""Rows that answer a question and stand behind open gates: proposals, which the one path for text then looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, column, or_, select, table, text, true

from forum.domain.people import Reader
from forum.groups.models import Group
from forum.groups.visibility import readable
from forum.infra.db import db
from forum.posts.models import Post
from forum.search.actions import EPISODE, POST, THREAD
from forum.search.gates import NO_GATE, OpenGates
from forum.search.models import ROWS_EACH, SearchRow
from forum.search.words import Question
from forum.threads.models import Thread
from forum.threads.queries.lists import listed
from forum.threads.queries.muting import in_sight_of

LAST = 2**31 - 1
"""No id is larger."""

_FTS = table("search_words", column("rowid"))


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the reader chose. Shapes: ids; `kind` a code; None and "" = any."""

    group_id: int | None = None
    show_id: int | None = None
    author_id: int | None = None
    kind: str = ""

    @property
    def marks(self) -> list[str]:
        """The marks that rows of this choice carry."""
        chosen = (("c", self.group_id), ("h", self.show_id), ("a", self.author_id), ("k", self.kind or None))
        return [f"{letter}_{value}" for letter, value in chosen if value is not None]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks what, when, and which gates are open to them.

    Shapes: `viewer` = in whose lists it is to stand, where the answer is nobody's in particular.
    """

    reader: Reader
    question: Question
    narrowed: Narrowed
    gates: OpenGates
    now: datetime
    viewer: Reader | None = None

    @property
    def behind(self) -> list[str]:
        """One of these marks a row must have: what is open to the reader, and what they wrote."""
        return [*self.gates.tokens, *([] if self.reader.is_stranger else [f"a_{self.reader.id}"])]

    def exactly(self, author: Any) -> ColumnElement[bool]:
        """The same said once more by number, where the marks are coarser than the gates."""
        if self.gates.is_exact:
            return true()
        return or_(SearchRow.gate_set_id.in_(sorted(self.gates.ids)), author == self.reader.id)


def matching_posts(asking: Asking, *, before: int, limit: int) -> tuple[list[int], bool]:
    """Ids of posts that came before `before`, newest first, and whether these are all. One statement.

    Only rows that are as new as their post count, so a seal, an edit and a removal hold at once.
    """
    marks, group_id = [POST, *asking.narrowed.marks], asking.narrowed.group_id
    columns = (SearchRow.post_id, SearchRow.thread_gate, Thread.gate)
    rows = (
        _of_fresh_posts(_matching(asking.question, marks, asking.behind, *columns, before=before), asking)
        .join(Thread, Thread.id == SearchRow.thread_id)
        .join(Group, Group.id == Thread.group_id)
        .where(
            Thread.slipped_at.is_(None),
            listed(asking.now),
            readable(asking.reader),
            in_sight_of(asking.reader, asking.now),
            Thread.group_id == group_id if group_id is not None else true(),
        )
        .limit(limit)
    )
    found = db.session.execute(rows).all()
    fresh = [row.post_id for row in found if row.thread_gate == row.gate]
    return list(dict.fromkeys(fresh)), len(found) < limit


def _of_fresh_posts(rows: Select[Any], asking: Asking) -> Select[Any]:
    """Those whose post stands and is not newer than the row.

    PostgreSQL must look it up row by row: left to itself it takes these conditions to leave nothing, reads the whole
    table of posts and sorts every match of a common word, where the newest hundred are wanted.
    """
    conditions = (
        Post.id == SearchRow.post_id,
        Post.withdrawn_at.is_(None),
        Post.removed_at.is_(None),
        Post.version == SearchRow.version,
        Post.thread_id == SearchRow.thread_id,
        Post.sealed_at.is_not_distinct_from(SearchRow.sealed_at),
        Post.echoed_at.is_not_distinct_from(SearchRow.echoed_at),
        or_(Post.author_id.is_(None), Post.author_id.not_in(asking.reader.aside)),
        asking.exactly(Post.author_id),
    )
    if db.engine.dialect.name == "sqlite":
        return rows.join(Post, and_(*conditions))
    return rows.join(select(Post.id).where(*conditions).limit(1).correlate(SearchRow).lateral(), true())


def matching_threads(asking: Asking, limit: int) -> list[int]:
    """Ids of threads by their titles, newest first. One statement."""
    rows = (
        _rare(asking.question, [THREAD, *asking.narrowed.marks], asking.behind, SearchRow.thread_id)
        .join(Thread, Thread.id == SearchRow.thread_id)
        .join(Group, Group.id == Thread.group_id)
        .where(
            listed(asking.now),
            or_(Thread.author_id.is_(None), Thread.author_id.not_in((asking.viewer or asking.reader).aside)),
            readable(asking.reader),
            asking.exactly(Thread.author_id),
            in_sight_of(asking.viewer or asking.reader, asking.now),
        )
        .limit(limit)
    )
    return [row.thread_id for row in db.session.execute(rows)]


def matching_episodes(question: Question, limit: int) -> list[tuple[int, int]]:
    """Ids of episodes with their shows'. Their titles were not asked whether they may be read."""
    rows = _rare(question, [EPISODE], [f"g_{NO_GATE}"], SearchRow.id, SearchRow.show_id).limit(limit)
    return [(row.id // ROWS_EACH, row.show_id) for row in db.session.execute(rows)]


def _matching(
    question: Question, marks: Sequence[str], behind: Sequence[str], *columns: Any, before: int = LAST
) -> Select[Any]:
    """Rows with all the words, all the marks, and one of the marks `behind`; newest first, from `before` on."""
    if db.engine.dialect.name == "sqlite":
        words = [f'"{term.token}"{" *" if term.begins else ""}' for term in question.terms]
        said = " AND ".join([*words, *_quoted(marks, '"'), "(" + " OR ".join(_quoted(behind, '"')) + ")"])
        rows = select(*columns).select_from(_FTS).join(SearchRow, SearchRow.id == _FTS.c.rowid)
        asked = text("search_words MATCH :said").bindparams(said=said)
        return rows.where(asked, _FTS.c.rowid < before * ROWS_EACH).order_by(_FTS.c.rowid.desc())
    words = [f"'{term.token}'{':*' if term.begins else ''}" for term in question.terms]
    said = " & ".join([*words, *_quoted(marks, "'"), "(" + " | ".join(_quoted(behind, "'")) + ")"])
    # Written out: a plan that is kept for every question would walk through all rows for a word that nobody wrote.
    asked = text("search_rows.words @@ CAST(:said AS tsquery)").bindparams(
        bindparam("said", said, String, literal_execute=True)
    )
    rows = select(*columns).select_from(SearchRow)
    return rows.where(asked, SearchRow.id < before * ROWS_EACH).order_by(SearchRow.id.desc())


def _rare(question: Question, marks: Sequence[str], behind: Sequence[str], *columns: Any) -> Select[Any]:
    """The same of rows that are few: titles. PostgreSQL must look into the index of words first; it believes that they
    are as many as posts, and would read every row from the newest on until it has found enough.
    """
    if db.engine.dialect.name == "sqlite":
        return _matching(question, marks, behind, *columns)
    hits = _matching(question, marks, behind, SearchRow.id).order_by(None).cte("hits").prefix_with("MATERIALIZED")
    return (
        select(*columns).select_from(SearchRow).where(SearchRow.id.in_(select(hits.c.id))).order_by(SearchRow.id.desc())
    )


def _quoted(marks: Sequence[str], sign: str) -> list[str]:
    return [f"{sign}{mark}{sign}" for mark in marks]
