"""Tables of the search room. They hold words and gates, never a text; all of it can be made anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, BigInteger, ForeignKey, Index, Integer, String, Text, event
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from forum.domain.gates import Gate
from forum.infra.db import ON_POSTGRESQL, JsonValue, UtcDateTime, db

ROWS_EACH = 64
"""Places for the rows of one post, thread or episode: order of rows is order of writing."""
POST_ROWS, EPISODE_PLACE, THREAD_PLACE = 60, 62, 63

_RowId = BigInteger().with_variant(Integer, "sqlite")
_Words = Text().with_variant(TSVECTOR(), "postgresql")


class GateSet(db.Model):
    """The gates around a piece of text, outermost or not: all of them must be open. Rows are only ever added.

    Shapes: `key` = hash of the gates' keys, sorted; `show_id` = the first show that they name, `is_alone` when they
    name no other.
    """

    __tablename__ = "search_gates"
    __table_args__ = (Index("ix_search_gates_show_id_id", "show_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    show_id: Mapped[int]
    is_alone: Mapped[bool]
    gates: Mapped[list[dict[str, Any]]] = mapped_column(JsonValue)

    def read(self) -> tuple[Gate, ...]:
        """The gates."""
        return tuple(Gate.from_json(stored) for stored in self.gates)


class SearchRow(db.Model):
    """What can be found in one post behind exactly one set of gates; or a thread's title; or an episode.

    Shapes: `id` = id of what is found times `ROWS_EACH`, plus a place; `gate_set_id` 0 = no gate; `version`,
    `sealed_at`, `echoed_at` and `thread_gate` are the post's and its thread's when the row was made: a row that is
    behind them is not looked at. `words` are there on PostgreSQL alone, SQLite keeps them in the table `search_words`
    by row id.
    """

    __tablename__ = "search_rows"
    __table_args__ = (
        Index("ix_search_rows_words", "words", postgresql_using="gin", info=ON_POSTGRESQL).ddl_if(dialect="postgresql"),
        {"sqlite_autoincrement": False},
    )

    id: Mapped[int] = mapped_column(_RowId, primary_key=True, autoincrement=False)
    gate_set_id: Mapped[int]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"), index=True)
    show_id: Mapped[int | None] = mapped_column(ForeignKey("shows.id", ondelete="CASCADE"), index=True)
    version: Mapped[int] = mapped_column(default=0)
    sealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    echoed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    thread_gate: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)
    words: Mapped[str | None] = mapped_column(_Words)


MAKE_WORDS = (
    "CREATE VIRTUAL TABLE search_words USING fts5(words, tokenize=\"ascii tokenchars '_'\", detail=none, prefix='3 5')"
)
DROP_WORDS = "DROP TABLE IF EXISTS search_words"

event.listen(SearchRow.__table__, "after_create", DDL(MAKE_WORDS).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]  # SQLAlchemy states no types here
event.listen(SearchRow.__table__, "before_drop", DDL(DROP_WORDS).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]  # as above
