"""the ledger tells of what was done to posts without a case, too"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.add_column(sa.Column('event_id', sa.Integer(), nullable=True))
        batch_op.alter_column('case_id', existing_type=sa.Integer(), nullable=True)
        batch_op.create_foreign_key(
            batch_op.f('fk_ledger_entries_event_id_post_events'), 'post_events', ['event_id'], ['id']
        )
        batch_op.create_unique_constraint(batch_op.f('uq_ledger_entries_event_id'), ['event_id'])


def downgrade() -> None:
    op.execute(sa.text('DELETE FROM ledger_entries WHERE case_id IS NULL'))
    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_ledger_entries_event_id'), type_='unique')
        batch_op.drop_constraint(batch_op.f('fk_ledger_entries_event_id_post_events'), type_='foreignkey')
        batch_op.alter_column('case_id', existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column('event_id')
