"""court: sanctions, letters, appeals, reversals, records of those who report, and a chained ledger"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forum.domain.ledger import START, fingerprint
from forum.infra.db import JsonValue, UtcDateTime

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

SAID = (
    'group_id', 'case_id', 'event_id', 'thread_event_id', 'decision_id', 'actor_id',
    'what', 'target_kind', 'rule', 'rules_version', 'seal', 'happened_at',
)


def upgrade() -> None:
    op.create_table('ledger_heads',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_heads')),
    sqlite_autoincrement=True
    )
    op.create_table('flag_records',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('agreed', sa.Integer(), nullable=False),
    sa.Column('disagreed', sa.Integer(), nullable=False),
    sa.Column('sealed_right', sa.Integer(), nullable=False),
    sa.Column('sealed_wrong', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_flag_records_person_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_flag_records')),
    sqlite_autoincrement=True
    )
    op.create_table('group_restraints',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('begins_at', UtcDateTime(), nullable=False),
    sa.Column('ends_at', UtcDateTime(), nullable=False),
    sa.Column('lifted_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_group_restraints_group_id_groups')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_group_restraints_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_restraints')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('group_restraints', schema=None) as batch_op:
        batch_op.create_index('ix_group_restraints_person', ['group_id', 'person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_group_restraints_person_id'), ['person_id'], unique=False)

    op.create_table('appeals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=8), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('made_at', UtcDateTime(), nullable=False),
    sa.Column('outcome', sa.String(length=12), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['answered_by_id'], ['people.id'], name=op.f('fk_appeals_answered_by_id_people')),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_appeals_decision_id_decisions')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_appeals_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeals')),
    sa.UniqueConstraint('decision_id', 'person_id', name=op.f('uq_appeals_decision_id_person_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('appeals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appeals_answered_at'), ['answered_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_appeals_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_appeals_waiting', ['made_at'], unique=False, sqlite_where=sa.text('answered_at IS NULL'), postgresql_where=sa.text('answered_at IS NULL'))

    op.create_table('decision_letters',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=8), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('made_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_decision_letters_decision_id_decisions')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_decision_letters_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_letters')),
    sa.UniqueConstraint('decision_id', 'person_id', 'kind', name=op.f('uq_decision_letters_decision_id_person_id_kind')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('decision_letters', schema=None) as batch_op:
        batch_op.create_index('ix_decision_letters_person', ['person_id', 'id'], unique=False)

    op.create_table('decision_proposals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('case_version', sa.Integer(), nullable=False),
    sa.Column('form', JsonValue, nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('proposed_at', UtcDateTime(), nullable=False),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('decision_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_decision_proposals_case_id_cases')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['people.id'], name=op.f('fk_decision_proposals_closed_by_id_people')),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_decision_proposals_decision_id_decisions')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['people.id'], name=op.f('fk_decision_proposals_proposed_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_proposals')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('decision_proposals', schema=None) as batch_op:
        batch_op.create_index('uq_decision_proposals_waiting', ['case_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('decision_reversals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('why', sa.String(length=8), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('restored', sa.Boolean(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('reversed_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['people.id'], name=op.f('fk_decision_reversals_by_id_people')),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_decision_reversals_decision_id_decisions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_reversals')),
    sa.UniqueConstraint('decision_id', name=op.f('uq_decision_reversals_decision_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('decision_reversals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_reversals_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_reversals_reversed_at'), ['reversed_at'], unique=False)

    op.create_table('sanctions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('hours', sa.Integer(), nullable=True),
    sa.Column('begins_at', UtcDateTime(), nullable=False),
    sa.Column('ends_at', UtcDateTime(), nullable=True),
    sa.Column('enforced_id', sa.Integer(), nullable=True),
    sa.Column('lifted_at', UtcDateTime(), nullable=True),
    sa.Column('lifted_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_sanctions_decision_id_decisions')),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_sanctions_group_id_groups')),
    sa.ForeignKeyConstraint(['lifted_by_id'], ['people.id'], name=op.f('fk_sanctions_lifted_by_id_people')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_sanctions_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sanctions')),
    sa.UniqueConstraint('decision_id', name=op.f('uq_sanctions_decision_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('sanctions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sanctions_group_id'), ['group_id'], unique=False)
        batch_op.create_index('ix_sanctions_person', ['person_id', 'begins_at'], unique=False)

    op.create_table('ledger_tombstones',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('made_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['people.id'], name=op.f('fk_ledger_tombstones_by_id_people')),
    sa.ForeignKeyConstraint(['entry_id'], ['ledger_entries.id'], name=op.f('fk_ledger_tombstones_entry_id_ledger_entries')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_tombstones')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_ledger_tombstones_entry_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.add_column(sa.Column('post_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('exposure', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('trust', sa.Integer(), server_default='0', nullable=False))
        batch_op.create_index(batch_op.f('ix_cases_post_id'), ['post_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_cases_post_id_posts'), 'posts', ['post_id'], ['id'])

    with op.batch_alter_table('decisions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('note', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('detail', JsonValue, server_default=sa.text("'{}'"), nullable=False))
        batch_op.add_column(sa.Column('extent', sa.String(length=12), server_default='this', nullable=False))
        batch_op.add_column(sa.Column('with_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('proposed_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('expires_at', UtcDateTime(), nullable=True))
        batch_op.create_index(batch_op.f('ix_decisions_decided_at'), ['decided_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_decisions_with_id'), ['with_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_decisions_proposed_by_id_people'), 'people', ['proposed_by_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_decisions_with_id_decisions'), 'decisions', ['with_id'], ['id'])

    with op.batch_alter_table('flags', schema=None) as batch_op:
        batch_op.add_column(sa.Column('why', sa.String(length=300), server_default='', nullable=False))
        batch_op.add_column(sa.Column('decision_id', sa.Integer(), nullable=True))
        batch_op.alter_column('person_id', existing_type=sa.Integer(), nullable=True)
        batch_op.create_index(batch_op.f('ix_flags_decision_id'), ['decision_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_flags_decision_id_decisions'), 'decisions', ['decision_id'], ['id'])

    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.add_column(sa.Column('prev_hash', sa.String(length=64), server_default='', nullable=False))
        batch_op.add_column(sa.Column('hash', sa.String(length=64), server_default='', nullable=False))
        batch_op.alter_column('group_id', existing_type=sa.Integer(), nullable=True)

    op.execute(sa.text('UPDATE cases SET post_id = target_id'))
    op.execute(sa.text('UPDATE flags SET decision_id = (SELECT min(decisions.id) FROM decisions '
                       'WHERE decisions.case_id = flags.case_id AND decisions.decided_at >= flags.flagged_at)'))
    op.execute(sa.text("INSERT INTO decision_letters (decision_id, person_id, role, kind, made_at) "
                       "SELECT decisions.id, flags.person_id, 'flagger', 'decision', decisions.decided_at "
                       "FROM flags JOIN decisions ON decisions.id = flags.decision_id"))
    op.execute(sa.text("INSERT INTO decision_letters (decision_id, person_id, role, kind, made_at) "
                       "SELECT decisions.id, cases.author_id, 'author', 'decision', decisions.decided_at "
                       "FROM decisions JOIN cases ON cases.id = decisions.case_id "
                       "WHERE decisions.outcome <> 'dismiss' AND cases.author_id IS NOT NULL"))
    _chain()


def _chain() -> None:
    """Tie the lines that are there, oldest first."""
    types = {'seal': JsonValue, 'happened_at': UtcDateTime()}
    lines = sa.table('ledger_entries', sa.column('id'), sa.column('prev_hash'), sa.column('hash'),
                     *(sa.column(name, types.get(name)) for name in SAID))
    heads = sa.table('ledger_heads', sa.column('id'), sa.column('entry_id'), sa.column('hash'))
    connection = op.get_bind()
    before, last = START, None
    for row in connection.execute(sa.select(lines).order_by(lines.c.id)).all():
        now = fingerprint(before, {name: getattr(row, name) for name in SAID})
        connection.execute(lines.update().where(lines.c.id == row.id).values(prev_hash=before, hash=now))
        before, last = now, row.id
    connection.execute(heads.insert().values(id=1, entry_id=last, hash=before))


def downgrade() -> None:
    _forget()
    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.alter_column('group_id', existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column('hash')
        batch_op.drop_column('prev_hash')

    with op.batch_alter_table('flags', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_flags_decision_id_decisions'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_flags_decision_id'))
        batch_op.alter_column('person_id', existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column('decision_id')
        batch_op.drop_column('why')

    with op.batch_alter_table('decisions', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_decisions_with_id_decisions'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_decisions_proposed_by_id_people'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_decisions_with_id'))
        batch_op.drop_index(batch_op.f('ix_decisions_decided_at'))
        batch_op.drop_column('expires_at')
        batch_op.drop_column('proposed_by_id')
        batch_op.drop_column('with_id')
        batch_op.drop_column('extent')
        batch_op.drop_column('detail')
        batch_op.drop_column('note')

    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_cases_post_id_posts'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_cases_post_id'))
        batch_op.drop_column('trust')
        batch_op.drop_column('exposure')
        batch_op.drop_column('post_id')

    op.drop_table('ledger_tombstones')
    with op.batch_alter_table('sanctions', schema=None) as batch_op:
        batch_op.drop_index('ix_sanctions_person')
        batch_op.drop_index(batch_op.f('ix_sanctions_group_id'))

    op.drop_table('sanctions')
    with op.batch_alter_table('decision_reversals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_reversals_reversed_at'))
        batch_op.drop_index(batch_op.f('ix_decision_reversals_by_id'))

    op.drop_table('decision_reversals')
    with op.batch_alter_table('decision_proposals', schema=None) as batch_op:
        batch_op.drop_index('uq_decision_proposals_waiting', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.drop_table('decision_proposals')
    with op.batch_alter_table('decision_letters', schema=None) as batch_op:
        batch_op.drop_index('ix_decision_letters_person')

    op.drop_table('decision_letters')
    with op.batch_alter_table('appeals', schema=None) as batch_op:
        batch_op.drop_index('ix_appeals_waiting', sqlite_where=sa.text('answered_at IS NULL'), postgresql_where=sa.text('answered_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_appeals_person_id'))
        batch_op.drop_index(batch_op.f('ix_appeals_answered_at'))

    op.drop_table('appeals')
    with op.batch_alter_table('group_restraints', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_group_restraints_person_id'))
        batch_op.drop_index('ix_group_restraints_person')

    op.drop_table('group_restraints')
    op.drop_table('flag_records')
    op.drop_table('ledger_heads')

def _forget() -> None:
    """What the tables before cannot hold: cases about titles and profiles, reports by the machine, lines of the site."""
    other = "SELECT id FROM cases WHERE target_kind <> 'post'"
    for table in ('decision_letters', 'decision_reversals', 'sanctions', 'appeals', 'decision_proposals', 'ledger_tombstones'):
        op.execute(sa.text(f'DELETE FROM {table}'))  # noqa: S608 - names of our own tables
    op.execute(sa.text('UPDATE flags SET decision_id = NULL'))
    op.execute(sa.text('UPDATE decisions SET with_id = NULL'))
    op.execute(sa.text(f'DELETE FROM ledger_entries WHERE group_id IS NULL OR case_id IN ({other})'))  # noqa: S608 - a constant above
    op.execute(sa.text(f'DELETE FROM flags WHERE person_id IS NULL OR case_id IN ({other})'))  # noqa: S608 - a constant above
    for table in ('case_snapshots', 'case_readings', 'decisions'):
        op.execute(sa.text(f'DELETE FROM {table} WHERE case_id IN ({other})'))  # noqa: S608 - as above
    op.execute(sa.text("DELETE FROM cases WHERE target_kind <> 'post'"))
