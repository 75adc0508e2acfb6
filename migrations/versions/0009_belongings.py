"""archives of one's own things"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import UtcDateTime

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'takeouts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('asked_at', UtcDateTime(), nullable=False),
        sa.Column('made_at', UtcDateTime(), nullable=True),
        sa.Column('expires_at', UtcDateTime(), nullable=False),
        sa.Column('archive', sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_takeouts_person_id_people'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_takeouts')),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f('ix_takeouts_person_id'), 'takeouts', ['person_id'])
    op.create_index(op.f('ix_takeouts_expires_at'), 'takeouts', ['expires_at'])


def downgrade() -> None:
    op.drop_table('takeouts')
