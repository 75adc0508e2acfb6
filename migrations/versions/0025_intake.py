"""what happens before a case: pace, if-then rules, posts that wait, prints of texts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import JsonValue, UtcDateTime

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def _fk(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f'{other}.id'], name=op.f(f'fk_{table}_{column}_{other}'))


def upgrade() -> None:
    op.create_table(
        'group_paces',
        sa.Column('group_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('first_posts', sa.Integer(), nullable=False),
        sa.Column('hold_first', sa.Boolean(), nullable=False),
        sa.Column('newcomer_links', sa.Integer(), nullable=True),
        sa.Column('premiere_seconds', sa.Integer(), nullable=False),
        sa.Column('later_seconds', sa.Integer(), nullable=False),
        sa.Column('changed_at', UtcDateTime(), nullable=False),
        sa.Column('changed_by_id', sa.Integer(), nullable=False),
        _fk('group_paces', 'group_id', 'groups'),
        _fk('group_paces', 'changed_by_id', 'people'),
        sa.PrimaryKeyConstraint('group_id', name=op.f('pk_group_paces')),
    )
    op.create_table(
        'automations',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('group_id', sa.Integer(), nullable=False),
        sa.Column('root_id', sa.Integer(), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('terms', JsonValue, nullable=False),
        sa.Column('deed', sa.String(length=8), nullable=False),
        sa.Column('reason', sa.String(length=16), nullable=False),
        sa.Column('note', sa.String(length=500), nullable=False),
        sa.Column('seal', JsonValue, nullable=True),
        sa.Column('written_by_id', sa.Integer(), nullable=True),
        sa.Column('written_at', UtcDateTime(), nullable=False),
        sa.Column('on_since', UtcDateTime(), nullable=True),
        sa.Column('ended_at', UtcDateTime(), nullable=True),
        _fk('automations', 'group_id', 'groups'),
        _fk('automations', 'root_id', 'automations'),
        _fk('automations', 'written_by_id', 'people'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_automations')),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table('automations', schema=None) as batch_op:
        batch_op.create_index('ix_automations_group', ['group_id', 'ended_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_automations_root_id'), ['root_id'], unique=False)

    op.create_table(
        'waiting_posts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('group_id', sa.Integer(), nullable=False),
        sa.Column('thread_id', sa.Integer(), nullable=True),
        sa.Column('author_id', sa.Integer(), nullable=True),
        sa.Column('form', JsonValue, nullable=False),
        sa.Column('document', JsonValue, nullable=False),
        sa.Column('why', JsonValue, nullable=False),
        sa.Column('sent_at', UtcDateTime(), nullable=False),
        sa.Column('outcome', sa.String(length=12), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('decided_at', UtcDateTime(), nullable=True),
        sa.Column('decided_by_id', sa.Integer(), nullable=True),
        sa.Column('post_id', sa.Integer(), nullable=True),
        _fk('waiting_posts', 'group_id', 'groups'),
        _fk('waiting_posts', 'thread_id', 'threads'),
        _fk('waiting_posts', 'author_id', 'people'),
        _fk('waiting_posts', 'decided_by_id', 'people'),
        _fk('waiting_posts', 'post_id', 'posts'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_waiting_posts')),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table('waiting_posts', schema=None) as batch_op:
        batch_op.create_index('ix_waiting_posts_queue', ['group_id', 'decided_at', 'id'], unique=False)
        batch_op.create_index('ix_waiting_posts_author_id_id', ['author_id', 'id'], unique=False)
        for column in ('thread_id', 'decided_at', 'decided_by_id', 'post_id'):
            batch_op.create_index(batch_op.f(f'ix_waiting_posts_{column}'), [column], unique=False)

    op.create_table(
        'automation_matches',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('automation_id', sa.Integer(), nullable=False),
        sa.Column('post_id', sa.Integer(), nullable=True),
        sa.Column('waiting_id', sa.Integer(), nullable=True),
        sa.Column('author_id', sa.Integer(), nullable=True),
        sa.Column('because', JsonValue, nullable=False),
        sa.Column('matched_at', UtcDateTime(), nullable=False),
        _fk('automation_matches', 'automation_id', 'automations'),
        _fk('automation_matches', 'post_id', 'posts'),
        _fk('automation_matches', 'waiting_id', 'waiting_posts'),
        _fk('automation_matches', 'author_id', 'people'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_automation_matches')),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table('automation_matches', schema=None) as batch_op:
        batch_op.create_index('ix_automation_matches_automation', ['automation_id', 'id'], unique=False)
        for column in ('post_id', 'waiting_id', 'author_id'):
            batch_op.create_index(batch_op.f(f'ix_automation_matches_{column}'), [column], unique=False)

    op.create_table(
        'text_prints',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('print', sa.String(length=32), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('written_at', UtcDateTime(), nullable=False),
        _fk('text_prints', 'author_id', 'people'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_text_prints')),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table('text_prints', schema=None) as batch_op:
        batch_op.create_index('ix_text_prints_print_written_at', ['print', 'written_at'], unique=False)
        for column in ('author_id', 'written_at'):
            batch_op.create_index(batch_op.f(f'ix_text_prints_{column}'), [column], unique=False)

    op.create_table(
        'reader_seals',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('post_id', sa.Integer(), nullable=False),
        sa.Column('person_ids', JsonValue, nullable=False),
        sa.Column('gate', JsonValue, nullable=False),
        sa.Column('sealed_at', UtcDateTime(), nullable=False),
        sa.Column('right', sa.Boolean(), nullable=True),
        sa.Column('settled_at', UtcDateTime(), nullable=True),
        _fk('reader_seals', 'case_id', 'cases'),
        _fk('reader_seals', 'post_id', 'posts'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_reader_seals')),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table('reader_seals', schema=None) as batch_op:
        for column in ('case_id', 'post_id'):
            batch_op.create_index(batch_op.f(f'ix_reader_seals_{column}'), [column], unique=False)

    op.create_table(
        'public_notices',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.Column('email', sa.String(length=254), nullable=False),
        sa.Column('language', sa.String(length=16), nullable=False),
        sa.Column('url', sa.String(length=500), nullable=False),
        sa.Column('reason', sa.String(length=16), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('sent_at', UtcDateTime(), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=True),
        sa.Column('confirmed_at', UtcDateTime(), nullable=True),
        sa.Column('case_id', sa.Integer(), nullable=True),
        sa.Column('answered_at', UtcDateTime(), nullable=True),
        sa.Column('outcome', sa.String(length=8), nullable=True),
        _fk('public_notices', 'case_id', 'cases'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_public_notices')),
        sa.UniqueConstraint('digest', name=op.f('uq_public_notices_digest')),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table('public_notices', schema=None) as batch_op:
        for column in ('sent_at', 'case_id', 'answered_at'):
            batch_op.create_index(batch_op.f(f'ix_public_notices_{column}'), [column], unique=False)

    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('waiting_id', sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.drop_column('waiting_id')

    op.drop_table('public_notices')
    op.drop_table('reader_seals')
    op.drop_table('text_prints')
    op.drop_table('automation_matches')
    op.drop_table('waiting_posts')
    op.drop_table('automations')
    op.drop_table('group_paces')
