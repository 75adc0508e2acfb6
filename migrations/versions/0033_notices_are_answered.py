"""people answer outside notices in words, and who sent one can contest the answer once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import UtcDateTime

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None

WAITING = sa.text(
    'confirmed_at IS NOT NULL AND (answered_at IS NULL AND case_id IS NULL OR contested_at IS NOT NULL AND closed_at IS NULL)'
)
PEOPLE = ('answered_by_id', 'closed_by_id')


def upgrade() -> None:
    with op.batch_alter_table('public_notices') as batch_op:
        batch_op.add_column(sa.Column('answer', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('answered_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('answer_digest', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('contested_at', UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('contest', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('closed_at', UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('closed_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('closing', sa.Text(), nullable=True))
        batch_op.create_unique_constraint(op.f('uq_public_notices_answer_digest'), ['answer_digest'])
        for column in PEOPLE:
            batch_op.create_foreign_key(op.f(f'fk_public_notices_{column}_people'), 'people', [column], ['id'])
    op.create_index(
        'ix_public_notices_waiting', 'public_notices', ['id'], sqlite_where=WAITING, postgresql_where=WAITING
    )


def downgrade() -> None:
    op.drop_index('ix_public_notices_waiting', table_name='public_notices')
    with op.batch_alter_table('public_notices') as batch_op:
        for column in PEOPLE:
            batch_op.drop_constraint(op.f(f'fk_public_notices_{column}_people'), type_='foreignkey')
        batch_op.drop_constraint(op.f('uq_public_notices_answer_digest'), type_='unique')
        for column in (
            'answer', 'answered_by_id', 'answer_digest', 'contested_at', 'contest', 'closed_at', 'closed_by_id', 'closing'
        ):
            batch_op.drop_column(column)
