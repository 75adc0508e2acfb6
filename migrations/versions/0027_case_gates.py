"""what one must have seen to read a case, so that the queue can be ordered by it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import JsonValue

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'case_gate_sets',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('gates', JsonValue, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_case_gate_sets')),
        sa.UniqueConstraint('key', name=op.f('uq_case_gate_sets_key')),
    )
    op.add_column('cases', sa.Column('gate_set_id', sa.Integer(), nullable=True))
    op.create_index('ix_cases_gate_set', 'cases', ['gate_set_id', 'state'])


def downgrade() -> None:
    op.drop_index('ix_cases_gate_set', table_name='cases')
    op.drop_column('cases', 'gate_set_id')
    op.drop_table('case_gate_sets')
