"""a thread that went into another one leads there"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('threads', sa.Column('merged_into_id', sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column('threads', 'merged_into_id')
