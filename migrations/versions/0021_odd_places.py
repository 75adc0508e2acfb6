"""places of threads that are not one more post for everybody, so that counts give nothing away"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

from forum.infra.db import JsonValue
from forum.rendering.document import Document, Unreadable
from forum.rendering.ways import NO_WORDS, OPEN, Ways, ways_to_words

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

STEP = 500


def upgrade() -> None:
    op.create_table(
        'locks',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('ways', JsonValue, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_locks')),
        sa.UniqueConstraint('key', name=op.f('uq_locks_key')),
        sqlite_autoincrement=True,
    )
    op.create_table(
        'odd_places',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('thread_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=True),
        sa.Column('lock_id', sa.Integer(), nullable=True),
        sa.Column('is_gone', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_odd_places_thread_id_threads')),
        sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_odd_places_author_id_people')),
        sa.ForeignKeyConstraint(['lock_id'], ['locks.id'], name=op.f('fk_odd_places_lock_id_locks')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_odd_places')),
        sa.UniqueConstraint('thread_id', 'position', name=op.f('uq_odd_places_thread_id_position')),
        sqlite_autoincrement=True,
    )
    op.create_index('ix_odd_places_mine', 'odd_places', ['author_id', 'thread_id'])
    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.add_column(sa.Column('locked', JsonValue, nullable=False, server_default='{}'))
    _fill()


def downgrade() -> None:
    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.drop_column('locked')
    op.drop_table('odd_places')
    op.drop_table('locks')


# -- the posts that stand already


_POSTS = sa.table(
    'posts',
    *(sa.column(name) for name in ('id', 'thread_id', 'position', 'author_id')),
    *(sa.column(name, JsonValue) for name in ('document', 'held')),
    *(sa.column(name) for name in ('withdrawn_at', 'removed_at')),
)
_LOCKS = sa.table('locks', sa.column('id'), sa.column('key'), sa.column('ways', JsonValue))
_PLACES = sa.table(
    'odd_places', *(sa.column(name) for name in ('thread_id', 'position', 'author_id', 'lock_id', 'is_gone'))
)
_THREADS = sa.table('threads', sa.column('id'), sa.column('last_position'), sa.column('locked', JsonValue))


def _fill() -> None:
    """In steps by id. Two posts never stand on one place, so nothing is written twice."""
    bind, after = op.get_bind(), 0
    counts: dict[int, Counter[str]] = {}
    while rows := bind.execute(
        sa.select(_POSTS).where(_POSTS.c.id > after).order_by(_POSTS.c.id).limit(STEP)
    ).all():
        after = rows[-1].id
        for row in rows:
            _place(bind, row, counts)
    for thread_id, locked in counts.items():
        bind.execute(_THREADS.update().where(_THREADS.c.id == thread_id).values(locked=dict(locked)))
    _close_gaps(bind)


def _place(bind: sa.Connection, row: Any, counts: dict[int, Counter[str]]) -> None:
    ways = _ways(row)
    if ways == OPEN:
        return
    lock_id = None if ways == NO_WORDS else _lock(bind, ways)
    if lock_id is not None:
        counts.setdefault(row.thread_id, Counter())[str(lock_id)] += 1
    place = {'thread_id': row.thread_id, 'position': row.position, 'author_id': row.author_id}
    bind.execute(_PLACES.insert().values(**place, lock_id=lock_id, is_gone=ways == NO_WORDS))


def _ways(row: Any) -> Ways:
    if row.withdrawn_at is not None or row.removed_at is not None or row.held is not None:
        return NO_WORDS
    try:
        return ways_to_words(Document.from_json(row.document))
    except Unreadable:
        return NO_WORDS


def _lock(bind: sa.Connection, ways: Ways) -> int:
    names = {way: '&'.join(sorted(gate.key for gate in way)) for way in ways}
    key = sha256(' '.join(sorted(names.values())).encode()).hexdigest()
    wanted = sa.select(_LOCKS.c.id).where(_LOCKS.c.key == key)
    found = bind.execute(wanted).scalar()
    if found is None:
        stored = [
            [gate.to_json() for gate in sorted(way, key=lambda gate: gate.key)] for way in sorted(ways, key=names.get)
        ]
        bind.execute(_LOCKS.insert().values(key=key, ways=stored))
        found = bind.execute(wanted).scalar_one()
    return int(found)


def _close_gaps(bind: sa.Connection) -> None:
    """Places that posts were moved away from."""
    numbers = sa.select(_POSTS.c.thread_id, sa.func.count().label('there')).group_by(_POSTS.c.thread_id).subquery()
    gappy = sa.select(_THREADS.c.id, _THREADS.c.last_position).outerjoin(numbers, numbers.c.thread_id == _THREADS.c.id)
    gappy = gappy.where(_THREADS.c.last_position > sa.func.coalesce(numbers.c.there, 0))
    for thread in bind.execute(gappy).all():
        there = set(bind.execute(sa.select(_POSTS.c.position).where(_POSTS.c.thread_id == thread.id)).scalars())
        for position in sorted(set(range(1, thread.last_position + 1)) - there):
            bind.execute(_PLACES.insert().values(thread_id=thread.id, position=position, is_gone=True))
