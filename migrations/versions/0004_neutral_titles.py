"""a steward puts a neutral title over one that gives something away, and the ledger tells of it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import UtcDateTime

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.add_column(sa.Column('neutral_at', UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('neutral_by_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_threads_neutral_by_id_people'), 'people', ['neutral_by_id'], ['id'])
    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.add_column(sa.Column('thread_event_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_ledger_entries_thread_event_id_thread_events'), 'thread_events', ['thread_event_id'], ['id']
        )
        batch_op.create_unique_constraint(batch_op.f('uq_ledger_entries_thread_event_id'), ['thread_event_id'])


def downgrade() -> None:
    op.execute(sa.text('DELETE FROM ledger_entries WHERE thread_event_id IS NOT NULL'))
    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_ledger_entries_thread_event_id'), type_='unique')
        batch_op.drop_constraint(
            batch_op.f('fk_ledger_entries_thread_event_id_thread_events'), type_='foreignkey'
        )
        batch_op.drop_column('thread_event_id')
    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_threads_neutral_by_id_people'), type_='foreignkey')
        batch_op.drop_column('neutral_by_id')
        batch_op.drop_column('neutral_at')
