"""people who look after a show, and the books it is made from"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import UtcDateTime

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'source_works',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('show_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('name_folded', sa.String(length=240), nullable=False),
        sa.Column('listed_by_id', sa.Integer(), nullable=True),
        sa.Column('listed_at', UtcDateTime(), nullable=False),
        sa.Column('withdrawn_at', UtcDateTime(), nullable=True),
        sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['show_id'], ['shows.id'], name=op.f('fk_source_works_show_id_shows'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(
            ['listed_by_id'], ['people.id'], name=op.f('fk_source_works_listed_by_id_people'), ondelete='SET NULL'
        ),
        sa.ForeignKeyConstraint(
            ['withdrawn_by_id'], ['people.id'], name=op.f('fk_source_works_withdrawn_by_id_people'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_source_works')),
        sqlite_autoincrement=True,
    )
    op.create_index(
        'uq_source_works_active',
        'source_works',
        ['show_id', 'name_folded'],
        unique=True,
        sqlite_where=sa.text('withdrawn_at IS NULL'),
        postgresql_where=sa.text('withdrawn_at IS NULL'),
    )
    op.create_table(
        'show_stewards',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('show_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('appointed_by_id', sa.Integer(), nullable=True),
        sa.Column('appointed_at', UtcDateTime(), nullable=False),
        sa.Column('dismissed_at', UtcDateTime(), nullable=True),
        sa.Column('dismissed_by_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['show_id'], ['shows.id'], name=op.f('fk_show_stewards_show_id_shows'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(
            ['person_id'], ['people.id'], name=op.f('fk_show_stewards_person_id_people'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['appointed_by_id'], ['people.id'], name=op.f('fk_show_stewards_appointed_by_id_people'), ondelete='SET NULL'
        ),
        sa.ForeignKeyConstraint(
            ['dismissed_by_id'], ['people.id'], name=op.f('fk_show_stewards_dismissed_by_id_people'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_show_stewards')),
        sqlite_autoincrement=True,
    )
    op.create_index(
        'uq_show_stewards_active',
        'show_stewards',
        ['show_id', 'person_id'],
        unique=True,
        sqlite_where=sa.text('dismissed_at IS NULL'),
        postgresql_where=sa.text('dismissed_at IS NULL'),
    )
    op.create_index('ix_show_stewards_person_id', 'show_stewards', ['person_id'])


def downgrade() -> None:
    op.drop_table('show_stewards')
    op.drop_table('source_works')
