"""Cases that lie near each other: about the same author, or in the same thread. One look serves them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_

from forum.domain.people import Reader
from forum.infra.db import db
from forum.moderation.models import Case
from forum.moderation.queries.placing import cases_in_place
from forum.moderation.queries.sifting import moderated, passed_by, waiting
from forum.threads.models import Thread

MOST = 1000
"""Waiting cases that are looked at: whoever has more near one another knows that it is many."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Shapes: ids of waiting cases, by author and by thread."""

    by_author: Mapping[int, Set[int]]
    in_thread: Mapping[int, Set[int]]

    def of(self, case_id: int, author_id: int | None, thread_id: int) -> tuple[int, int]:
        """How many other cases than this one are about this author, and in this thread."""
        about, here = self.by_author.get(author_id or 0, set()), self.in_thread.get(thread_id, set())
        return len(about - {case_id}), len(here - {case_id})


def kin_of(reader: Reader, author_ids: Iterable[int | None], thread_ids: Iterable[int], now: datetime) -> Kin:
    """What of the reader's queue is about these authors and lies in these threads. One statement."""
    authors, threads = {one for one in author_ids if one}, set(thread_ids)
    rows = db.session.execute(
        cases_in_place(reader)
        .with_only_columns(Case.id, Case.author_id, Thread.id)
        .where(moderated(reader, now), waiting(), ~passed_by(reader))
        .where(or_(Case.author_id.in_(authors), Thread.id.in_(threads)))
        .limit(MOST)
    )
    by_author, in_thread = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    for case_id, author_id, thread_id in rows:
        by_author[author_id or 0].add(case_id)
        in_thread[thread_id].add(case_id)
    by_author.pop(0, None)  # of whom nobody knows who they were, nobody is the same author
    return Kin(by_author, in_thread)
