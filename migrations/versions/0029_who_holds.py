"""who holds the words of a post back, so that one does not release what another holds"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

HIDDEN = """
SELECT cases.post_id FROM decisions JOIN cases ON cases.id = decisions.case_id
LEFT JOIN decision_reversals ON decision_reversals.decision_id = decisions.id
WHERE decisions.outcome = 'hide' AND decision_reversals.id IS NULL AND cases.post_id IS NOT NULL
"""


def upgrade() -> None:
    op.add_column('posts', sa.Column('held_by', sa.String(length=24), server_default='', nullable=False))
    op.execute("UPDATE posts SET held_by = 'care' WHERE held IS NOT NULL")
    op.execute(f"UPDATE posts SET held_by = 'moderation' WHERE held IS NOT NULL AND id IN ({HIDDEN})")  # noqa: S608 - no word of anybody


def downgrade() -> None:
    op.drop_column('posts', 'held_by')
