"""who wants to be told what waits unread is found by an index"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

UNREAD = sa.text("kind = 'unread'")


def upgrade() -> None:
    op.create_index(
        'ix_mail_choices_unread', 'mail_choices', ['cadence', 'person_id'], sqlite_where=UNREAD, postgresql_where=UNREAD
    )


def downgrade() -> None:
    op.drop_index('ix_mail_choices_unread', table_name='mail_choices')
