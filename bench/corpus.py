"""The corpus: 200 people, 20 groups, 2,000 threads, 100,000 posts, one thread of 10,000.

Rows are inserted in bulk; texts are composed by the same function that members' posts go through.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, text, update

from forum.accounts import actions as accounts
from forum.accounts.forms import Registration
from forum.accounts.queries import reader_of
from forum.domain.gates import Gate, GateKind
from forum.domain.people import GroupRole, Reader, SiteRole
from forum.groups.models import Group, Membership
from forum.infra.db import db, transaction
from forum.posts.models import Post, Revision
from forum.posts.scoping import Composed, ScopeReader, composed
from forum.search.actions import index_posts_of, index_thread
from forum.shows.actions import mark_finished
from forum.shows.importing import import_show
from forum.shows.models import Episode, Show
from forum.threads.models import Thread

PEOPLE, GROUPS, THREADS, POSTS, LONG = 200, 20, 2_000, 100_000, 10_000
BATCH = 2_000
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)

_SENTENCES = (
    "That scene on the stairs was the whole season in one shot.",
    "I had to pause twice, and not because of the doorbell.",
    "The writers keep *promising* a pay-off and then cutting away.",
    "Does anybody else think the colour of the coat matters?",
    "My theory from last week did not survive the first five minutes.",
    "The music in the last act is the same theme as in the pilot, only slower.",
    "> said nobody ever\n\nI did, and I stand by it.",
    "Two things: the **letter** and the empty chair.",
    "- the train\n- the phone call\n- the wrong key",
    "Somebody should count how often they say the name of the town.",
    "I watched it with my mother, who guessed everything.",
    "The recap on https://magazine.example/recap gets the order of events wrong.",
    "It is a comedy if you have worked in an office, a tragedy otherwise.",
    "Rewatching it made me like the second lead much more.",
)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What to measure: ids and slugs."""

    long_thread: int
    episode_thread: int
    group_slug: str
    member_id: int
    writer_ids: tuple[int, ...]
    posts: int


def corpus() -> Corpus:
    """The corpus in this database; built when there is none yet."""
    if not db.session.scalar(select(func.count()).select_from(Post)):
        db.session.rollback()
        _build(random.Random(7))
        _index()
    return _found()


def _index() -> None:
    """What members' posts go through by and by in the worker."""
    for thread_id in db.session.scalars(select(Thread.id).order_by(Thread.id)).all():
        index_thread(thread_id)
        index_posts_of(thread_id)


def _found() -> Corpus:
    long_thread = db.session.scalar(select(Thread.id).order_by(Thread.last_position.desc()).limit(1))
    episode = db.session.execute(
        select(Thread.id, Thread.group_id)
        .where(Thread.kind == "episode")
        .order_by(Thread.last_position.desc(), Thread.id)
        .limit(1)
    ).one()
    slug = db.session.scalar(select(Group.slug).where(Group.id == episode.group_id))
    members = db.session.scalars(
        select(Membership.person_id).where(Membership.group_id == episode.group_id).order_by(Membership.person_id)
    ).all()
    everywhere = select(Membership.person_id).join(Thread, Thread.group_id == Membership.group_id)
    writers = db.session.scalars(everywhere.where(Thread.id == long_thread, Membership.person_id > members[2])).all()
    posts = db.session.scalar(select(func.count()).select_from(Post))
    db.session.rollback()
    # The first two look after these groups; who measures is one of the others.
    return Corpus(long_thread or 0, episode.id, slug or "", members[2], tuple(writers), posts or 0)


def _build(dice: random.Random) -> None:
    people = _people()
    _shows(people[0])
    groups = _groups(people)
    with transaction():
        for reader in people[:50]:
            for show_id in db.session.scalars(select(Show.id)).all():
                mark_finished(reader, show_id, BEGIN)
    _threads(dice, people, groups)
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _shows(administrator: Reader) -> None:
    data = Path(__file__).resolve().parents[1] / "forum" / "data" / "tv"
    for path in sorted(data.glob("*.json")):
        if path.name not in ("release_windows.json", "content_notes.json") and "alternate" not in path.name:
            import_show(administrator, path.read_bytes(), path.name, BEGIN)


def _people() -> list[Reader]:
    hashed = "!"  # nobody signs in by password here
    ids = []
    for n in range(PEOPLE):
        form = Registration.read(
            {"handle": f"bench-{n:03d}-x", "email": f"bench{n}@people.example", "password": "not used, but long enough"}
        )
        role = SiteRole.ADMINISTRATOR if n == 0 else SiteRole.MEMBER
        ids.append(accounts.register_person(form, BEGIN, role=role, password_hash=hashed))
    return [reader_of(number, BEGIN) for number in ids]


def _groups(people: list[Reader]) -> list[int]:
    with transaction():
        rows = [
            {
                "slug": f"group-{n}",
                "name": f"Group {n}",
                "name_folded": f"group {n}",
                "description": "",
                "listed": True,
                "joining": "open",
                "questions": [],
                "rules_version": 0,
                "created_at": BEGIN,
                "created_by_id": people[n].id,
            }
            for n in range(GROUPS)
        ]
        db.session.execute(insert(Group), rows)
        ids = list(db.session.scalars(select(Group.id).order_by(Group.id)))
        members = [
            {"group_id": group_id, "person_id": reader.id, "role": _role(n, index), "joined_at": BEGIN}
            for index, group_id in enumerate(ids)
            for n, reader in enumerate(people)
            if n == index or (n + index) % 4 == 0 or n < 10 or index == 1  # the long thread's: it needs many writers
        ]
        db.session.execute(insert(Membership), members)
        counts = Counter(member["group_id"] for member in members)
        db.session.execute(update(Group), [{"id": one, "member_count": counts[one]} for one in ids])
    return ids


def _role(person: int, group: int) -> str:
    return (GroupRole.OWNER if person == group else GroupRole.MEMBER).value


def _threads(dice: random.Random, people: list[Reader], groups: list[int]) -> None:
    episodes = db.session.execute(
        select(Episode.id, Episode.show_id, Episode.season)
        .where(Episode.number.is_not(None), Episode.airdate.is_not(None), Episode.airdate < BEGIN.date())
        .order_by(Episode.id)
    ).all()
    sizes = _sizes(dice)
    for n, size in enumerate(sizes):
        about = episodes[(n // GROUPS) % len(episodes)] if n % 2 == 0 else None
        gate = Gate(GateKind.THROUGH, about.show_id, about.id, "episode") if about else None
        with transaction():
            thread = _thread(n, groups[n % GROUPS], about, gate, people, size)
            for rows in _batches(_posts(dice, thread, gate, people, size)):
                db.session.execute(insert(Post), rows)
            db.session.execute(
                insert(Revision).from_select(
                    ["post_id", "version", "source", "document", "scopes", "author_id", "written_at"],
                    select(
                        Post.id, Post.version, Post.source, Post.document, _empty(), Post.author_id, Post.created_at
                    ).where(Post.thread_id == thread.id),
                )
            )
        if n % 200 == 0:
            print(f"  {n} of {THREADS} threads", flush=True)


def _empty() -> Any:
    from sqlalchemy import literal

    from forum.infra.db import JsonValue

    return literal({}, JsonValue)


def _sizes(dice: random.Random) -> list[int]:
    """One thread of 10,000, one episode's of 600, the others share what is left."""
    rest = POSTS - LONG - 600
    share = [dice.randint(5, 2 * rest // (THREADS - 2) - 5) for _ in range(THREADS - 2)]
    share[-1] += rest - sum(share)
    return [600, LONG, *(max(1, size) for size in share)]


def _thread(n: int, group_id: int, about: Any, gate: Gate | None, people: list[Reader], size: int) -> Thread:
    last = BEGIN + timedelta(minutes=n + size)
    thread = Thread(
        group_id=group_id,
        kind="episode" if about else "open",
        show_id=about.show_id if about else None,
        season=about.season if about else None,
        episode_id=about.id if about else None,
        gate=gate.to_json() if gate else None,
        title="" if about else f"Open talk number {n}",
        author_id=people[n % PEOPLE].id,
        created_at=BEGIN,
        opens_at=BEGIN,
        opened_at=BEGIN,
        active_at=last,
        post_count=size,
        last_position=size,
        last_post_at=last,
        last_post_by_id=people[size % PEOPLE].id,
    )
    db.session.add(thread)
    db.session.flush()
    return thread


def _posts(
    dice: random.Random, thread: Thread, gate: Gate | None, people: list[Reader], size: int
) -> Iterator[dict[str, Any]]:
    texts = [_text(dice, gate) for _ in range(min(size, 12))]
    for position in range(1, size + 1):
        chosen = dice.choice(texts)
        yield {
            "thread_id": thread.id,
            "position": position,
            "author_id": people[dice.randrange(PEOPLE)].id,
            "source": chosen.source,
            "document": chosen.document.to_json(),
            "version": 1,
            "created_at": BEGIN + timedelta(minutes=position),
        }


def reply_words(dice: random.Random, *, spoils: bool) -> str:
    """What a member types under a thread: about 300 characters, hardly ever the same twice."""
    words = " ".join(dice.sample([one for one in _SENTENCES if one[0] not in ">-"], 5))
    return words + (" [spoiler Lost S01E02]he was in the boat[/spoiler]" if spoils else "")


def _text(dice: random.Random, gate: Gate | None) -> Composed:
    """About 400 characters of Markdown; one in four has a spoiler of its own."""
    words = "\n\n".join(dice.sample(_SENTENCES, 6))
    if dice.random() < 0.25:
        mark = ">!he was in the boat all along!<" if gate else "[spoiler Lost S01E02]he was in the boat[/spoiler]"
        words += f"\n\nAnd then: {mark}"
    return composed(words, ScopeReader(gate, BEGIN), {"body": words})


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
