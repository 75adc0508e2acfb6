"""the ledger by when things happened, for the report of a period"""

from __future__ import annotations

from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_ledger_entries_happened_at', 'ledger_entries', ['happened_at'])


def downgrade() -> None:
    op.drop_index('ix_ledger_entries_happened_at', table_name='ledger_entries')
