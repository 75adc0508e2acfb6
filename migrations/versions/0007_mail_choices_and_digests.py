"""which mails somebody wants, and digests"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import UtcDateTime

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'mail_choices',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=12), nullable=False),
        sa.Column('cadence', sa.String(length=8), nullable=False),
        sa.Column('chosen_at', UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ['person_id'], ['people.id'], name=op.f('fk_mail_choices_person_id_people'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_choices')),
        sa.UniqueConstraint('person_id', 'kind', name=op.f('uq_mail_choices_person_id_kind')),
        sqlite_autoincrement=True,
    )
    op.create_table(
        'digests',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('cadence', sa.String(length=8), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('made_at', UtcDateTime(), nullable=False),
        sa.Column('sent_at', UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ['person_id'], ['people.id'], name=op.f('fk_digests_person_id_people'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_digests')),
        sa.UniqueConstraint('person_id', 'cadence', 'day', name=op.f('uq_digests_person_id_cadence_day')),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table('notifications', schema=None) as batch_op:
        batch_op.add_column(sa.Column('cadence', sa.String(length=8), nullable=False, server_default='now'))
        batch_op.create_index(
            'ix_notifications_waiting',
            ['cadence', 'person_id'],
            sqlite_where=sa.text("cadence != 'now' AND mailed_at IS NULL"),
            postgresql_where=sa.text("cadence != 'now' AND mailed_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table('notifications', schema=None) as batch_op:
        batch_op.drop_index('ix_notifications_waiting')
        batch_op.drop_column('cadence')
    op.drop_table('digests')
    op.drop_table('mail_choices')
