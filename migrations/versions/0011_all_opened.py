"""a reader opens all in a thread that is out, and finds again what they opened"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import UtcDateTime

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('read_marks', schema=None) as batch_op:
        batch_op.add_column(sa.Column('all_opened_at', UtcDateTime(), nullable=True))
    with op.batch_alter_table('reveals', schema=None) as batch_op:
        batch_op.create_index('ix_reveals_person_id_revealed_at', ['person_id', 'revealed_at'])


def downgrade() -> None:
    with op.batch_alter_table('reveals', schema=None) as batch_op:
        batch_op.drop_index('ix_reveals_person_id_revealed_at')
    with op.batch_alter_table('read_marks', schema=None) as batch_op:
        batch_op.drop_column('all_opened_at')
