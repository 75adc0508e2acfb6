"""the index of the search: words behind their gates"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from forum.infra.db import JsonValue, UtcDateTime

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'search_gates',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('show_id', sa.Integer(), nullable=False),
        sa.Column('is_alone', sa.Boolean(), nullable=False),
        sa.Column('gates', JsonValue, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_search_gates')),
        sa.UniqueConstraint('key', name=op.f('uq_search_gates_key')),
        sqlite_autoincrement=True,
    )
    op.create_index('ix_search_gates_show_id_id', 'search_gates', ['show_id', 'id'])
    op.create_table(
        'search_rows',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
        sa.Column('gate_set_id', sa.Integer(), nullable=False),
        sa.Column('post_id', sa.Integer(), nullable=True),
        sa.Column('thread_id', sa.Integer(), nullable=True),
        sa.Column('show_id', sa.Integer(), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('sealed_at', UtcDateTime(), nullable=True),
        sa.Column('thread_gate', JsonValue, nullable=True),
        sa.Column('words', sa.Text().with_variant(TSVECTOR(), 'postgresql'), nullable=True),
        sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_search_rows_post_id_posts')),
        sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_search_rows_thread_id_threads')),
        sa.ForeignKeyConstraint(
            ['show_id'], ['shows.id'], name=op.f('fk_search_rows_show_id_shows'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_search_rows')),
    )
    for name in ('post_id', 'thread_id', 'show_id'):
        op.create_index(op.f(f'ix_search_rows_{name}'), 'search_rows', [name])
    if op.get_bind().dialect.name == 'postgresql':
        op.create_index('ix_search_rows_words', 'search_rows', ['words'], postgresql_using='gin')
        op.create_index(
            'ix_people_handle_begins', 'people', ['handle_folded'],
            postgresql_ops={'handle_folded': 'text_pattern_ops'},
        )  # fmt: skip
    else:
        op.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5("
            "words, tokenize=\"ascii tokenchars '_'\", detail=none, prefix='3 5')"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.drop_index('ix_people_handle_begins', table_name='people')
    else:
        op.execute('DROP TABLE search_words')
    op.drop_table('search_rows')
    op.drop_table('search_gates')
