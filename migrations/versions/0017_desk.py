"""the desk: rounds of cases, notes, passes, opened covers, saved replies, calls about what waits too long"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import JsonValue, UtcDateTime

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

WAITING = '''
INSERT INTO case_rounds (case_id, group_id, reason, opened_at)
SELECT cases.id, threads.group_id, flags.reason, cases.opened_at
FROM cases
JOIN posts ON posts.id = cases.target_id
JOIN threads ON threads.id = posts.thread_id
JOIN flags ON flags.id = (SELECT min(first.id) FROM flags AS first WHERE first.case_id = cases.id)
WHERE cases.state <> 'decided'
'''
"""What waits now began to wait when its case was opened."""


def _key(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f'{to}.id'], name=op.f(f'fk_{table}_{column}_{to}'), ondelete=ondelete)


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column('id', sa.Integer(), nullable=False),
        *parts,
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}')),
        sqlite_autoincrement=True,
    )


def upgrade() -> None:
    _rounds()
    op.execute(WAITING)
    _deeds()
    _table(
        'saved_replies',
        sa.Column('group_id', sa.Integer(), nullable=False),
        sa.Column('rule', sa.Integer(), nullable=True),
        sa.Column('language', sa.String(length=8), nullable=False),
        sa.Column('title', sa.String(length=80), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('changed_by_id', sa.Integer(), nullable=True),
        sa.Column('changed_at', UtcDateTime(), nullable=False),
        _key('saved_replies', 'group_id', 'groups'),
        _key('saved_replies', 'changed_by_id', 'people', 'SET NULL'),
    )
    op.create_index('ix_saved_replies_group_id', 'saved_replies', ['group_id'])
    op.create_index('ix_saved_replies_changed_by_id', 'saved_replies', ['changed_by_id'])
    _table(
        'stale_calls',
        sa.Column('group_id', sa.Integer(), nullable=False),
        sa.Column('level', sa.Integer(), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('called_at', UtcDateTime(), nullable=False),
        _key('stale_calls', 'group_id', 'groups'),
        sa.UniqueConstraint('group_id', 'level', 'day', name=op.f('uq_stale_calls_group_id_level_day')),
    )


def _rounds() -> None:
    _table(
        'case_rounds',
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('group_id', sa.Integer(), nullable=True),
        sa.Column('reason', sa.String(length=16), nullable=False),
        sa.Column('opened_at', UtcDateTime(), nullable=False),
        sa.Column('looked_at', UtcDateTime(), nullable=True),
        sa.Column('look_minutes', sa.Integer(), nullable=True),
        sa.Column('decided_at', UtcDateTime(), nullable=True),
        sa.Column('decide_minutes', sa.Integer(), nullable=True),
        sa.Column('outcome', sa.String(length=12), nullable=True),
        sa.Column('decided_by_id', sa.Integer(), nullable=True),
        sa.Column('decision_id', sa.Integer(), nullable=True),
        _key('case_rounds', 'case_id', 'cases'),
        _key('case_rounds', 'group_id', 'groups'),
        _key('case_rounds', 'decided_by_id', 'people', 'SET NULL'),
        _key('case_rounds', 'decision_id', 'decisions'),
        sa.UniqueConstraint('case_id', 'opened_at', name=op.f('uq_case_rounds_case_id_opened_at')),
        sa.UniqueConstraint('decision_id', name=op.f('uq_case_rounds_decision_id')),
    )
    op.create_index('ix_case_rounds_group_opened', 'case_rounds', ['group_id', 'opened_at'])
    op.create_index('ix_case_rounds_group_decided', 'case_rounds', ['group_id', 'decided_at'])
    op.create_index('ix_case_rounds_opened_at', 'case_rounds', ['opened_at'])
    op.create_index('ix_case_rounds_decided_at', 'case_rounds', ['decided_at'])
    op.create_index('ix_case_rounds_decided_by_id', 'case_rounds', ['decided_by_id'])


def _deeds() -> None:
    _table(
        'case_notes',
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('named', JsonValue, nullable=False),
        sa.Column('written_at', UtcDateTime(), nullable=False),
        _key('case_notes', 'case_id', 'cases'),
        _key('case_notes', 'person_id', 'people'),
    )
    for column in ('case_id', 'person_id', 'written_at'):
        op.create_index(f'ix_case_notes_{column}', 'case_notes', [column])
    _table(
        'case_passes',
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('opened_at', UtcDateTime(), nullable=False),
        sa.Column('passed_at', UtcDateTime(), nullable=False),
        _key('case_passes', 'case_id', 'cases'),
        _key('case_passes', 'person_id', 'people'),
        sa.UniqueConstraint(
            'person_id', 'case_id', 'opened_at', name=op.f('uq_case_passes_person_id_case_id_opened_at')
        ),
    )
    op.create_index('ix_case_passes_case_id', 'case_passes', ['case_id'])
    _table(
        'cover_openings',
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('opened_at', UtcDateTime(), nullable=False),
        _key('cover_openings', 'case_id', 'cases'),
        _key('cover_openings', 'person_id', 'people'),
        sa.UniqueConstraint('case_id', 'person_id', name=op.f('uq_cover_openings_case_id_person_id')),
    )
    op.create_index('ix_cover_openings_person_opened', 'cover_openings', ['person_id', 'opened_at'])


def downgrade() -> None:
    for table in ('stale_calls', 'saved_replies', 'cover_openings', 'case_passes', 'case_notes', 'case_rounds'):
        op.drop_table(table)
