"""a moderator hands a case to another one, with a word"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import UtcDateTime

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'case_hand_overs',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('opened_at', UtcDateTime(), nullable=False),
        sa.Column('from_id', sa.Integer(), nullable=False),
        sa.Column('to_id', sa.Integer(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('handed_at', UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_hand_overs_case_id_cases')),
        sa.ForeignKeyConstraint(['from_id'], ['people.id'], name=op.f('fk_case_hand_overs_from_id_people')),
        sa.ForeignKeyConstraint(['to_id'], ['people.id'], name=op.f('fk_case_hand_overs_to_id_people')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_case_hand_overs')),
    )
    op.create_index('ix_case_hand_overs_case', 'case_hand_overs', ['case_id', 'opened_at'])
    op.create_index(op.f('ix_case_hand_overs_from_id'), 'case_hand_overs', ['from_id'])
    op.create_index(op.f('ix_case_hand_overs_to_id'), 'case_hand_overs', ['to_id'])


def downgrade() -> None:
    op.drop_table('case_hand_overs')
