"""what a group asks for on top of the law of spoilers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

COLUMNS = (
    ('opens_on', sa.String(length=12), 'earliest'),
    ('tag_days', sa.Integer(), '7'),
    ('tag_days_drop', sa.Integer(), '30'),
    ('regional_hides', sa.Boolean(), sa.false()),
    ('titles_hidden', sa.Boolean(), sa.false()),
    ('leaks_allowed', sa.Boolean(), sa.false()),
)


def upgrade() -> None:
    with op.batch_alter_table('groups', schema=None) as batch_op:
        batch_op.add_column(sa.Column('opens_region', sa.String(length=2), nullable=True))
        for name, kind, usual in COLUMNS:
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=usual))
    with op.batch_alter_table('groups', schema=None) as batch_op:
        for name, kind, _ in COLUMNS:
            batch_op.alter_column(name, existing_type=kind, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('groups', schema=None) as batch_op:
        for name, _, _ in reversed(COLUMNS):
            batch_op.drop_column(name)
        batch_op.drop_column('opens_region')
