"""How spoiler marks are read in a place: in an episode's thread, elsewhere, and when a text is edited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.accounts.handles import folded
from forum.accounts.models import Person
from forum.domain.catalogue import Catalogue
from forum.domain.errors import Invalid
from forum.domain.gates import Gate
from forum.domain.policies import USUAL, SpoilerPolicy
from forum.domain.scopes import ScopeError, covers, read_scope, refrozen
from forum.infra.db import db
from forum.rendering.compose import compose
from forum.rendering.document import Document, behind
from forum.rendering.problems import Refused
from forum.shows import queries as shows

_HANDLE = re.compile(r"@([A-Za-z0-9_-]{3,30})")
HANDLES_LOOKED_UP = 200
"""So many different names of one text are looked up; what follows stays words."""


class ScopeReader:
    """Reads what marks name, and remembers how each was read.

    Shapes: `outer` = the thread's gate, whose show is meant where a mark names none; without a gate every mark names
    its show. `before` = how the version that is being edited read each scope; `known` = catalogues
    that were read already; `policy` = what the group asks for. Statements: one for the thread's show,
    one for the names of shows when a mark names one, one for each show whose mark is edited.
    """

    def __init__(
        self,
        outer: Gate | None,
        written_at: datetime,
        before: Mapping[str, Any] | None = None,
        known: Mapping[int, Catalogue] | None = None,
        policy: SpoilerPolicy = USUAL,
    ) -> None:
        self.policy = policy
        self.outer, self.written_at, self.before = outer, written_at, before or {}
        self.scopes: dict[str, Gate] = {}
        self._names = shows.show_names()
        self._known: dict[int, Catalogue] = dict(known or {})

    def __call__(self, text: str) -> Gate:
        """The gate that `text` stands for here and now; a season's ceiling moves up with an edit, never down.

        Raises: `ScopeError`.
        """
        home = self.catalogues(self.outer.show_ids()).get(self.outer.show_id) if self.outer else None
        if text in self.before:
            gate = self._again(text, home)
        else:
            gate = read_scope(text, self._names, home, self.written_at, self.outer)
        if text not in self.before and self.policy.refuses(gate):
            raise ScopeError("leaks-not-allowed", text)
        self.scopes[text] = gate
        return gate

    def _again(self, text: str, home: Catalogue | None) -> Gate:
        """A mark of the version before: it goes on meaning its show, also where the post was moved meanwhile."""
        before = Gate.from_json(self.before[text])
        try:
            gate = read_scope(text, self._names, home, self.written_at, self.outer)
        except ScopeError:
            return before
        if gate.show_ids() != before.show_ids():
            return before
        return refrozen(before, gate, self.catalogues(gate.show_ids()))

    def catalogues(self, show_ids: Iterable[int]) -> Mapping[int, Catalogue]:
        """The catalogues of these shows, each read once."""
        missing = set(show_ids) - self._known.keys()
        if missing:
            self._known.update(shows.catalogues(missing))
        return self._known

    def more_than_outer(self, gate: Gate) -> Gate | None:
        """`gate` where it asks for anything that the thread does not ask for anyway."""
        known = self.catalogues(gate.show_ids() | (self.outer.show_ids() if self.outer else frozenset()))
        return None if self.outer is not None and covers(self.outer, gate, known) else gate

    def stored(self) -> dict[str, Any]:
        """What was read, for the revision."""
        return {text: gate.to_json() for text, gate in self.scopes.items()}


@dataclass(frozen=True, slots=True)
class Composed:
    """A text that was understood. Shapes: `people` = ids by folded handle, of the handles in it that are somebody's."""

    source: str
    document: Document
    scopes: Mapping[str, Any]
    people: Mapping[str, int]
    cover: Gate | None = None


def composed(body: str, reader: ScopeReader, typed: Mapping[str, Any], cover: Gate | None = None) -> Composed:
    """The document that `body` says in this place, all of it behind `cover` when the thread asks for less.

    Raises: `Invalid` with the codes under "body", what was `typed`, and each problem with its place in `facts`.
    """
    people = people_named(body)
    try:
        document = compose(body, reader, outer=reader.outer, is_known=lambda handle: folded(handle) in people)
    except Refused as refused:
        raise refusal(refused, typed) from None
    wanted = None if cover is None else reader.more_than_outer(cover)
    return Composed(body, behind(document, wanted) if wanted else document, reader.stored(), people, wanted)


def refusal(refused: Refused, typed: Mapping[str, Any]) -> Invalid:
    """A refused text as a refused form. Shapes: facts["problems"] = [{code, line, column, excerpt, start}, ...]."""
    codes = tuple(dict.fromkeys(problem.code for problem in refused.problems))
    return Invalid({"body": codes}, typed, problems=[asdict(problem) for problem in refused.problems])


def people_named(body: str) -> dict[str, int]:
    """Ids by folded handle of everybody whom `@handle` might name. One statement, none without an "@"."""
    wanted = list(dict.fromkeys(folded(handle) for handle in _HANDLE.findall(body)))[:HANDLES_LOOKED_UP]
    # A handle may be followed by a hyphen or underscore that belongs to the sentence.
    wanted += [bare for handle in wanted if (bare := handle.rstrip("-_")) != handle]
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Person.handle_folded, Person.id).where(
            Person.handle_folded.in_(wanted), Person.active, Person.confirmed_at.is_not(None)
        )
    )
    return {row.handle_folded: row.id for row in rows}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a member's thread is about. Shapes: `gate` = what everything in it may give away, None for nothing."""

    show_id: int | None = None
    gate: Gate | None = None


def thread_subject(show: str, scope: str, now: datetime, policy: SpoilerPolicy = USUAL) -> Subject:
    """The show and the gate of a thread that a member starts.

    Shapes: `show` = slug or name, "" for none; `scope` as in a mark, "" for no gate.
    Raises: `Invalid` under "show" or "scope".
    """
    if not show:
        return Subject()
    names = shows.show_names()
    catalogue = names.by_name(show)
    if catalogue is None:
        raise Invalid({"show": ["unknown-show"]})
    if not scope:
        return Subject(catalogue.show_id)
    try:
        gate = read_scope(scope, names, catalogue, now)
    except ScopeError as fault:
        raise Invalid({"scope": [fault.code]}) from None
    if policy.refuses(gate):
        raise Invalid({"scope": ["leaks-not-allowed"]})
    return Subject(catalogue.show_id, gate)
