"""what members and stewards say about dates"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import UtcDateTime

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

OPEN = sa.text('decided_at IS NULL')
UNDATED = sa.text('airdate IS NULL AND airstamp IS NULL')


def upgrade() -> None:
    with op.batch_alter_table('shows', schema=None) as batch_op:
        batch_op.add_column(sa.Column('two_agree', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('shows', schema=None) as batch_op:
        batch_op.alter_column('two_agree', existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table('release_windows', schema=None) as batch_op:
        batch_op.add_column(sa.Column('agreed_by_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_release_windows_agreed_by_id_people'), 'people', ['agreed_by_id'], ['id'], ondelete='SET NULL'
        )
    op.create_index(
        'ix_episodes_undated', 'episodes', ['show_id', 'id'], sqlite_where=UNDATED, postgresql_where=UNDATED
    )
    op.create_table(
        'release_claims',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('show_id', sa.Integer(), nullable=False),
        sa.Column('episode_id', sa.Integer(), nullable=True),
        sa.Column('by_steward', sa.Boolean(), nullable=False),
        sa.Column('scope', sa.String(length=60), nullable=False),
        sa.Column('what', sa.String(length=12), nullable=False),
        sa.Column('territory', sa.String(length=2), nullable=False),
        sa.Column('instant', UtcDateTime(), nullable=True),
        sa.Column('on', sa.Date(), nullable=True),
        sa.Column('service', sa.String(length=100), nullable=False),
        sa.Column('source', sa.String(length=500), nullable=True),
        sa.Column('why', sa.String(length=1000), nullable=False),
        sa.Column('made_by_id', sa.Integer(), nullable=False),
        sa.Column('made_at', UtcDateTime(), nullable=False),
        sa.Column('decided_at', UtcDateTime(), nullable=True),
        sa.Column('decided_by_id', sa.Integer(), nullable=True),
        sa.Column('outcome', sa.String(length=12), nullable=True),
        sa.Column('answer', sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(['show_id'], ['shows.id'], name=op.f('fk_release_claims_show_id_shows'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(
            ['episode_id'], ['episodes.id'], name=op.f('fk_release_claims_episode_id_episodes'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['made_by_id'], ['people.id'], name=op.f('fk_release_claims_made_by_id_people'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['decided_by_id'], ['people.id'], name=op.f('fk_release_claims_decided_by_id_people'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_release_claims')),
        sqlite_autoincrement=True,
    )
    op.create_index('ix_release_claims_episode_id', 'release_claims', ['episode_id'])
    op.create_index('ix_release_claims_open', 'release_claims', ['show_id', 'id'], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index('ix_release_claims_made_by', 'release_claims', ['made_by_id', 'id'])
    op.create_index(
        'uq_release_claims_once',
        'release_claims',
        ['made_by_id', 'show_id', 'scope', 'territory'],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_table('release_claims')
    op.drop_index('ix_episodes_undated', table_name='episodes')
    with op.batch_alter_table('release_windows', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_release_windows_agreed_by_id_people'), type_='foreignkey')
        batch_op.drop_column('agreed_by_id')
    with op.batch_alter_table('shows', schema=None) as batch_op:
        batch_op.drop_column('two_agree')
