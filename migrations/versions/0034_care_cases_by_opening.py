"""care cases of a span of time are found without a scan: figures of the care team"""

from __future__ import annotations

from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_care_cases_opened_at', 'care_cases', ['opened_at'])


def downgrade() -> None:
    op.drop_index('ix_care_cases_opened_at', table_name='care_cases')
