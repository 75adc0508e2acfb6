"""an administrator proposes to take the words of a ledger line out, and another one agrees"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import UtcDateTime

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None

WAITING = sa.text('closed_at IS NULL')


def upgrade() -> None:
    op.create_table(
        'ledger_redactions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('entry_id', sa.Integer(), nullable=False),
        sa.Column('reason', sa.String(length=300), nullable=False),
        sa.Column('proposed_by_id', sa.Integer(), nullable=False),
        sa.Column('proposed_at', UtcDateTime(), nullable=False),
        sa.Column('closed_at', UtcDateTime(), nullable=True),
        sa.Column('closed_by_id', sa.Integer(), nullable=True),
        sa.Column('agreed', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ['entry_id'], ['ledger_entries.id'], name=op.f('fk_ledger_redactions_entry_id_ledger_entries')
        ),
        sa.ForeignKeyConstraint(
            ['proposed_by_id'], ['people.id'], name=op.f('fk_ledger_redactions_proposed_by_id_people')
        ),
        sa.ForeignKeyConstraint(['closed_by_id'], ['people.id'], name=op.f('fk_ledger_redactions_closed_by_id_people')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_redactions')),
    )
    op.create_index(
        'uq_ledger_redactions_waiting',
        'ledger_redactions',
        ['entry_id'],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_table('ledger_redactions')
