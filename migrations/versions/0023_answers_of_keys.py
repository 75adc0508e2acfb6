"""a key that was sent once is remembered for everything that programs send"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import JsonValue

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('answer', JsonValue, nullable=True))


def downgrade() -> None:
    op.execute(sa.text('DELETE FROM submissions WHERE answer IS NOT NULL'))
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.drop_column('answer')
