"""Messages of the care team, for the one person they are to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from forum.care.models import CareCase, CareChoice, CareMessage
from forum.domain.crisis import Directory, Notice, notice
from forum.domain.errors import Denied
from forum.domain.people import Reader
from forum.infra.db import db
from forum.infra.directory import directory
from forum.infra.web.beside import adds_to
from forum.posts.models import Post
from forum.presenting.caring import LetterCard, LettersPage
from forum.threads.models import Thread

SHOWN = 50
DEFAULT = ("suicide",)
"""What the lines are for where a thread names no topic."""


def help_for(reader: Reader, topics: Sequence[str], lines: Directory) -> Notice:
    """Lines for where this reader is; without a country no number at all."""
    found = notice(lines, topics or DEFAULT, reader.country, reader.language)
    if found is None:
        raise AssertionError("there is always a topic")
    return found


def letters_page(reader: Reader, lines: Directory, now: datetime) -> LettersPage:  # noqa: ARG001 - every reading query takes the instant
    """Everything the team wrote to this reader, newest first, with their answers.

    Raises: `Denied` for strangers.
    """
    if reader.id is None:
        raise Denied("sign-in")
    rows = db.session.execute(
        _letters().where(CareMessage.person_id == reader.id).order_by(CareMessage.id.desc()).limit(SHOWN)
    ).all()
    off = select(CareChoice.messages_off_at).where(CareChoice.person_id == reader.id)
    return LettersPage(
        letters=tuple(_card(row, reader, lines) for row in rows if row.CareMessage.closed_at is None),
        wanted=db.session.scalar(off) is None,
    )


@adds_to("posts.written")
def letter_after_writing(reader: Reader, ids: tuple[int, ...], now: datetime) -> dict[str, object]:  # noqa: ARG001 - an offer's signature
    """Whether the team has a word for the author of a post that was just written."""
    return {"said": db.session.scalar(_own(reader, ids).with_only_columns(CareMessage.id)) is not None}


@adds_to("posts.thread")
def letter_beside_post(reader: Reader, ids: tuple[int, ...], now: datetime) -> dict[str, object]:  # noqa: ARG001 - an offer's signature
    """The word of the team under the post of its author, and of nobody else."""
    row = db.session.execute(_own(reader, ids)).one_or_none()
    return {"letter": _card(row, reader, directory()) if row is not None else None}


def _own(reader: Reader, ids: Sequence[int]) -> Select[Any]:
    mine = CareMessage.person_id == reader.id, CareMessage.closed_at.is_(None)
    latest = _letters().where(CareMessage.post_id.in_(ids), *mine, CareMessage.kind.in_(("self", "other")))
    return latest.order_by(CareMessage.id.desc()).limit(1)


def _letters() -> Select[Any]:
    columns: tuple[Any, ...] = (CareMessage, CareCase.asked_at, Post.thread_id, Thread.topics)
    return (
        select(*columns)
        .outerjoin(CareCase, CareCase.id == CareMessage.case_id)
        .outerjoin(Post, Post.id == CareMessage.post_id)
        .outerjoin(Thread, Thread.id == Post.thread_id)
    )


def _card(row: Row[Any], reader: Reader, lines: Directory) -> LetterCard:
    message: CareMessage = row.CareMessage
    return LetterCard(
        id=message.id,
        kind=message.kind,
        words=message.words,
        help=help_for(reader, tuple(row.topics or ()), lines),
        post_id=message.post_id,
        thread_id=row.thread_id,
        sent_at=message.sent_at,
        is_new=message.seen_at is None,
        is_closed=message.closed_at is not None,
        may_answer=message.case_id is not None,
        asked=row.asked_at is not None,
    )
