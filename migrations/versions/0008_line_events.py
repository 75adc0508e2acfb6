"""what people of this site did to crisis lines: checks, corrections, switches"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import JsonValue, UtcDateTime

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'line_events',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=12), nullable=False),
        sa.Column('target', sa.String(length=48), nullable=False),
        sa.Column('entry', JsonValue, nullable=True),
        sa.Column('digest', sa.String(length=16), nullable=True),
        sa.Column('reason', sa.String(length=300), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('happened_at', UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ['person_id'], ['people.id'], name=op.f('fk_line_events_person_id_people'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_line_events')),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table('line_events', schema=None) as batch_op:
        batch_op.create_index('ix_line_events_target_id', ['target', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_line_events_happened_at'), ['happened_at'], unique=False)
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_people_country'), ['country'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_people_country'))
    op.drop_table('line_events')
