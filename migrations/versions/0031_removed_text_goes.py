"""the text of a removed post is kept for an appeal, and goes after that"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import UtcDateTime

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

KEPT = sa.text('removed_at IS NOT NULL AND purged_at IS NULL')


def upgrade() -> None:
    op.add_column('posts', sa.Column('purged_at', UtcDateTime(), nullable=True))
    op.create_index('ix_posts_removed_kept', 'posts', ['removed_at'], sqlite_where=KEPT, postgresql_where=KEPT)


def downgrade() -> None:
    op.drop_index('ix_posts_removed_kept', table_name='posts')
    op.drop_column('posts', 'purged_at')
