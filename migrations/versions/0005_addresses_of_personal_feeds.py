"""addresses of personal feeds"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import UtcDateTime

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'feed_keys',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('purpose', sa.String(length=12), nullable=False),
        sa.Column('salt', sa.String(length=32), nullable=False),
        sa.Column('made_at', UtcDateTime(), nullable=False),
        sa.Column('revoked_at', UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ['person_id'], ['people.id'], name=op.f('fk_feed_keys_person_id_people'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_feed_keys')),
        sa.UniqueConstraint('salt', name=op.f('uq_feed_keys_salt')),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table('feed_keys', schema=None) as batch_op:
        batch_op.create_index(
            'ix_feed_keys_live',
            ['person_id', 'purpose'],
            unique=True,
            sqlite_where=sa.text('revoked_at IS NULL'),
            postgresql_where=sa.text('revoked_at IS NULL'),
        )


def downgrade() -> None:
    with op.batch_alter_table('feed_keys', schema=None) as batch_op:
        batch_op.drop_index('ix_feed_keys_live')
    op.drop_table('feed_keys')
