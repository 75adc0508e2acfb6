"""Writing the index: what can be found in posts, titles of threads, episodes. The worker may do it twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, text

from forum.domain.catalogue import Catalogue
from forum.domain.episodes import Episode
from forum.infra.db import db, transaction
from forum.infra.once import insert_once
from forum.posts.models import Post
from forum.posts.pressing import read_document
from forum.search.gates import NO_GATE
from forum.search.models import EPISODE_PLACE, ROWS_EACH, THREAD_PLACE, GateSet, SearchRow
from forum.search.pieces import Gates, key_of, words_by_gates
from forum.search.words import tokens_of
from forum.shows.queries import catalogues
from forum.threads.models import Thread

POST, THREAD, EPISODE = "w_p", "w_t", "w_e"
"""Marks of what a row is about."""


BATCH = 200


def index_posts(post_ids: Sequence[int]) -> None:
    """Make the rows of these posts anew: none for those that are gone."""
    with transaction():
        _drop(SearchRow.post_id.in_(post_ids))
        rows = db.session.execute(
            select(Post, Thread).join(Thread, Thread.id == Post.thread_id).where(Post.id.in_(post_ids))
        )
        _write([row for post, thread in rows.all() if post.stands for row in _of_post(post, thread)])


def index_posts_of(thread_id: int) -> None:
    """The same for a whole thread, in steps."""
    ids = list(db.session.scalars(select(Post.id).where(Post.thread_id == thread_id).order_by(Post.id)))
    for start in range(0, len(ids), BATCH):
        index_posts(ids[start : start + BATCH])


def index_thread(thread_id: int) -> None:
    """Make the row of a thread's title anew."""
    with transaction():
        _drop((SearchRow.thread_id == thread_id) & SearchRow.post_id.is_(None))
        thread = db.session.get(Thread, thread_id)
        if thread is not None:
            _write([_of_title(thread, catalogues([thread.show_id] if thread.show_id is not None else []))])


def index_show(show_id: int) -> None:
    """Make the rows of a show's episodes anew."""
    with transaction():
        _drop((SearchRow.show_id == show_id) & SearchRow.thread_id.is_(None))
        known = catalogues([show_id]).get(show_id)
        _write([_of_episode(known, episode) for episode in known.episodes] if known is not None else [])


# -- what a row holds


def _of_post(post: Post, thread: Thread) -> Iterable[dict[str, Any]]:
    document = read_document(post.id, post.document)
    if document is None:
        return
    about = [POST, f"a_{post.author_id or 0}", *_marks_of(thread)]
    for place, (gates, words) in enumerate(words_by_gates(document).items()):
        yield {
            "id": post.id * ROWS_EACH + place,
            "post_id": post.id,
            "thread_id": thread.id,
            "show_id": None,
            "version": post.version,
            "sealed_at": post.sealed_at,
            "echoed_at": post.echoed_at,
            "thread_gate": thread.gate,
            **_found_by(gates, words, about),
        }


def _of_title(thread: Thread, known: dict[int, Catalogue]) -> dict[str, Any]:
    """A member's title stands behind the thread's gate. The calendar's is nobody's words: it is checked when shown."""
    gate = thread.gate_now()
    catalogue = known.get(thread.show_id or 0)
    episode = catalogue.episode(thread.episode_id) if catalogue is not None else None
    made = f"{catalogue.code(episode.id)} {episode.name}" if catalogue is not None and episode is not None else ""
    gates: Gates = frozenset((gate,)) if gate is not None and thread.title else frozenset()
    written = "" if thread.neutral_at is not None else thread.title
    words = written or f"{catalogue.name if catalogue is not None else ''} {made} season {thread.season or ''}"
    about = [THREAD, f"a_{thread.author_id or 0}", *_marks_of(thread)]
    return {
        "id": thread.id * ROWS_EACH + THREAD_PLACE,
        "post_id": None,
        "thread_id": thread.id,
        "show_id": None,
        "version": 0,
        "sealed_at": None,
        "echoed_at": None,
        "thread_gate": thread.gate,
        **_found_by(gates, words, about),
    }


def _of_episode(catalogue: Catalogue, episode: Episode) -> dict[str, Any]:
    """Anybody may look for an episode; whether its title may be read is asked when it is shown."""
    return {
        "id": episode.id * ROWS_EACH + EPISODE_PLACE,
        "post_id": None,
        "thread_id": None,
        "show_id": catalogue.show_id,
        "version": 0,
        "sealed_at": None,
        "echoed_at": None,
        "thread_gate": None,
        **_found_by(frozenset(), f"{catalogue.name} {catalogue.code(episode.id)} {episode.name}", [EPISODE]),
    }


def _marks_of(thread: Thread) -> list[str]:
    return [f"c_{thread.group_id}", f"h_{thread.show_id or 0}", f"k_{thread.kind}"]


def _found_by(gates: Gates, words: str, about: Sequence[str]) -> dict[str, Any]:
    number, marks = _gate_set(gates)
    return {"gate_set_id": number, "tokens": sorted({*tokens_of(words), *marks, *about})}


def _gate_set(gates: Gates) -> tuple[int, list[str]]:
    """The number of a set, made when it is new, and the marks of its rows."""
    if not gates:
        return NO_GATE, [f"g_{NO_GATE}"]
    key = key_of(gates)
    wanted = select(GateSet).where(GateSet.key == key)
    found = db.session.scalar(wanted)
    if found is None:
        shows = sorted({show_id for gate in gates for show_id in gate.show_ids()})
        stored = [gate.to_json() for gate in sorted(gates, key=lambda gate: gate.key)]
        insert_once(GateSet(key=key, show_id=shows[0], is_alone=len(shows) == 1, gates=stored))
        found = db.session.scalars(wanted).one()
    return found.id, [f"g_{found.id}", *([f"s_{found.show_id}"] if found.is_alone else [])]


# -- the two databases


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _drop(which: ColumnElement[bool]) -> None:
    ids = list(db.session.scalars(select(SearchRow.id).where(which)))
    if not ids:
        return
    if _is_sqlite():
        db.session.execute(text("DELETE FROM search_words WHERE rowid = :id"), [{"id": one} for one in ids])
    db.session.execute(delete(SearchRow).where(which))


def _write(rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    if _is_sqlite():
        words = [{"id": row["id"], "words": " ".join(row["tokens"])} for row in rows]
        db.session.execute(text("INSERT INTO search_words (rowid, words) VALUES (:id, :words)"), words)
        db.session.execute(insert(SearchRow), [_without_tokens(row) for row in rows])
        return
    values = [{**_without_tokens(row), "tokens": row["tokens"]} for row in rows]
    written = insert(SearchRow).values(words=_vector())
    db.session.execute(written, values)


def _vector() -> Any:
    from sqlalchemy import ARRAY, String, func

    return func.array_to_tsvector(bindparam("tokens", type_=ARRAY(String)))


def _without_tokens(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "tokens"}
