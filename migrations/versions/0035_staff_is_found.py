"""the few people of the staff are found without a look at everybody"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        'ix_people_staff',
        'people',
        ['id'],
        sqlite_where=sa.text("site_role <> 'member'"),
        postgresql_where=sa.text("site_role <> 'member'"),
    )


def downgrade() -> None:
    op.drop_index('ix_people_staff', table_name='people')
