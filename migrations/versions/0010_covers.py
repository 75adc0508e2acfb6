"""a post can be covered as a whole, and an answer covers what it answers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import JsonValue

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('revisions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('cover', JsonValue, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('revisions', schema=None) as batch_op:
        batch_op.drop_column('cover')
