"""people in need: cases of the care queue, messages, concerns, the team; what is held back of a post"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.infra.db import JsonValue, UtcDateTime

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('care_counts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('what', sa.String(length=30), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_care_counts')),
    sa.UniqueConstraint('day', 'what', name=op.f('uq_care_counts_day_what')),
    sqlite_autoincrement=True
    )
    op.create_table('care_accesses',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('what', sa.String(length=12), nullable=False),
    sa.Column('read_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_care_accesses_person_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_care_accesses')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('care_accesses', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_care_accesses_read_at'), ['read_at'], unique=False)

    op.create_table('care_choices',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('messages_off_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_care_choices_person_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_care_choices')),
    sqlite_autoincrement=True
    )
    op.create_table('care_members',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=5), nullable=False),
    sa.Column('trained_on', sa.Date(), nullable=False),
    sa.Column('began_at', UtcDateTime(), nullable=False),
    sa.Column('began_by_id', sa.Integer(), nullable=True),
    sa.Column('on_call_since', UtcDateTime(), nullable=True),
    sa.Column('ended_at', UtcDateTime(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['began_by_id'], ['people.id'], name=op.f('fk_care_members_began_by_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['ended_by_id'], ['people.id'], name=op.f('fk_care_members_ended_by_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_care_members_person_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_care_members')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('care_members', schema=None) as batch_op:
        batch_op.create_index('uq_care_members_now', ['person_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('care_cases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('what', sa.String(length=12), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('rules', JsonValue, nullable=False),
    sa.Column('place', sa.String(length=5), nullable=False),
    sa.Column('opened_at', UtcDateTime(), nullable=False),
    sa.Column('due_at', UtcDateTime(), nullable=False),
    sa.Column('reminded_at', UtcDateTime(), nullable=True),
    sa.Column('looked_at', UtcDateTime(), nullable=True),
    sa.Column('carer_id', sa.Integer(), nullable=True),
    sa.Column('second_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', UtcDateTime(), nullable=True),
    sa.Column('denied_at', UtcDateTime(), nullable=True),
    sa.Column('calmer_at', UtcDateTime(), nullable=True),
    sa.Column('called_at', UtcDateTime(), nullable=True),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('why', sa.String(length=12), nullable=True),
    sa.ForeignKeyConstraint(['carer_id'], ['people.id'], name=op.f('fk_care_cases_carer_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['closed_by_id'], ['people.id'], name=op.f('fk_care_cases_closed_by_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_care_cases_person_id_people'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_care_cases_post_id_posts'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['second_id'], ['people.id'], name=op.f('fk_care_cases_second_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_care_cases')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('care_cases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_care_cases_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_care_cases_post_id'), ['post_id'], unique=False)
        batch_op.create_index('ix_care_cases_queue', ['closed_at', 'priority', 'due_at'], unique=False)
        batch_op.create_index('uq_care_cases_open_post', ['post_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('care_events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('what', sa.String(length=12), nullable=False),
    sa.Column('words', sa.Text(), nullable=True),
    sa.Column('happened_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['care_cases.id'], name=op.f('fk_care_events_case_id_care_cases'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_care_events_person_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_care_events')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('care_events', schema=None) as batch_op:
        batch_op.create_index('ix_care_events_case_id_id', ['case_id', 'id'], unique=False)

    op.create_table('care_follow_ups',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('after', sa.String(length=4), nullable=False),
    sa.Column('due_at', UtcDateTime(), nullable=False),
    sa.Column('reminded_at', UtcDateTime(), nullable=True),
    sa.Column('done_at', UtcDateTime(), nullable=True),
    sa.Column('done_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['care_cases.id'], name=op.f('fk_care_follow_ups_case_id_care_cases'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['done_by_id'], ['people.id'], name=op.f('fk_care_follow_ups_done_by_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_care_follow_ups')),
    sa.UniqueConstraint('case_id', 'after', name=op.f('uq_care_follow_ups_case_id_after')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('care_follow_ups', schema=None) as batch_op:
        batch_op.create_index('ix_care_follow_ups_due', ['done_at', 'due_at'], unique=False)

    op.create_table('care_messages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('post_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('words', sa.Text(), nullable=True),
    sa.Column('sender_id', sa.Integer(), nullable=True),
    sa.Column('sent_at', UtcDateTime(), nullable=False),
    sa.Column('seen_at', UtcDateTime(), nullable=True),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['care_cases.id'], name=op.f('fk_care_messages_case_id_care_cases'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_care_messages_person_id_people'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_care_messages_post_id_posts'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sender_id'], ['people.id'], name=op.f('fk_care_messages_sender_id_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_care_messages')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('care_messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_care_messages_case_id'), ['case_id'], unique=False)
        batch_op.create_index('ix_care_messages_person_id_sent_at', ['person_id', 'sent_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_care_messages_post_id'), ['post_id'], unique=False)

    op.create_table('concerns',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=True),
    sa.Column('worry', sa.Text(), nullable=True),
    sa.Column('when_where', sa.Text(), nullable=True),
    sa.Column('told_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['about_id'], ['people.id'], name=op.f('fk_concerns_about_id_people'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['case_id'], ['care_cases.id'], name=op.f('fk_concerns_case_id_care_cases'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_concerns_person_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_concerns')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('concerns', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_concerns_case_id'), ['case_id'], unique=False)
        batch_op.create_index('ix_concerns_person_id_told_at', ['person_id', 'told_at'], unique=False)

    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('held', JsonValue, nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.drop_column('held')

    with op.batch_alter_table('concerns', schema=None) as batch_op:
        batch_op.drop_index('ix_concerns_person_id_told_at')
        batch_op.drop_index(batch_op.f('ix_concerns_case_id'))

    op.drop_table('concerns')
    with op.batch_alter_table('care_messages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_care_messages_post_id'))
        batch_op.drop_index('ix_care_messages_person_id_sent_at')
        batch_op.drop_index(batch_op.f('ix_care_messages_case_id'))

    op.drop_table('care_messages')
    with op.batch_alter_table('care_follow_ups', schema=None) as batch_op:
        batch_op.drop_index('ix_care_follow_ups_due')

    op.drop_table('care_follow_ups')
    with op.batch_alter_table('care_events', schema=None) as batch_op:
        batch_op.drop_index('ix_care_events_case_id_id')

    op.drop_table('care_events')
    with op.batch_alter_table('care_cases', schema=None) as batch_op:
        batch_op.drop_index('uq_care_cases_open_post', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.drop_index('ix_care_cases_queue')
        batch_op.drop_index(batch_op.f('ix_care_cases_post_id'))
        batch_op.drop_index(batch_op.f('ix_care_cases_person_id'))

    op.drop_table('care_cases')
    with op.batch_alter_table('care_members', schema=None) as batch_op:
        batch_op.drop_index('uq_care_members_now', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.drop_table('care_members')
    op.drop_table('care_choices')
    with op.batch_alter_table('care_accesses', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_care_accesses_read_at'))

    op.drop_table('care_accesses')
    op.drop_table('care_counts')
