"""a case about a message to moderators knows the case that the message is about"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('cases') as cases:
        cases.add_column(sa.Column('about_id', sa.Integer(), nullable=True))
        cases.create_foreign_key(op.f('fk_cases_about_id_cases'), 'cases', ['about_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('cases') as cases:
        cases.drop_constraint(op.f('fk_cases_about_id_cases'), type_='foreignkey')
        cases.drop_column('about_id')
