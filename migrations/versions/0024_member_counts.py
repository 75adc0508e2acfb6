"""how many members a group has stands in its row, so that the list of groups counts nothing"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('groups', schema=None) as batch_op:
        batch_op.add_column(sa.Column('member_count', sa.Integer(), nullable=False, server_default='0'))
    op.execute(
        sa.text(
            'UPDATE groups SET member_count = '
            '(SELECT count(*) FROM memberships WHERE memberships.group_id = groups.id)'
        )
    )
    op.create_index('ix_groups_size', 'groups', ['listed', 'member_count'])


def downgrade() -> None:
    op.drop_index('ix_groups_size', table_name='groups')
    with op.batch_alter_table('groups', schema=None) as batch_op:
        batch_op.drop_column('member_count')
