"""answers and quotes hide what the posts hide that they answer"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from forum.infra.db import JsonValue, UtcDateTime

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

ANSWERS = sa.text('reply_to_id IS NOT NULL')


def upgrade() -> None:
    for name in ('posts', 'search_rows'):
        op.add_column(name, sa.Column('echoed_at', UtcDateTime(), nullable=True))
    op.add_column('posts', sa.Column('echo', JsonValue, nullable=True))
    op.create_index(
        'ix_posts_reply_to_id', 'posts', ['reply_to_id'], sqlite_where=ANSWERS, postgresql_where=ANSWERS
    )
    op.create_table(
        'quotations',
        sa.Column('post_id', sa.Integer(), nullable=False),
        sa.Column('quoted_id', sa.Integer(), nullable=False),
        sa.Column('tagged', sa.String(length=1000), nullable=True),
        sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_quotations_post_id_posts')),
        sa.ForeignKeyConstraint(['quoted_id'], ['posts.id'], name=op.f('fk_quotations_quoted_id_posts')),
        sa.PrimaryKeyConstraint('post_id', 'quoted_id', name=op.f('pk_quotations')),
    )
    op.create_index('ix_quotations_quoted_id', 'quotations', ['quoted_id'])
    _close_what_answers_sealed_posts()


def downgrade() -> None:
    _keep_answers_closed()
    op.drop_table('quotations')
    op.drop_index('ix_posts_reply_to_id', table_name='posts')
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.drop_column('echo')
        batch_op.drop_column('echoed_at')
    with op.batch_alter_table('search_rows', schema=None) as batch_op:
        batch_op.drop_column('echoed_at')


def _close_what_answers_sealed_posts() -> None:
    """The worker looks at every post that is sealed today, and closes what answers it."""
    posts = sa.table('posts', sa.column('id', sa.Integer), sa.column('sealed_at', UtcDateTime()))
    outbox = sa.table(
        'outbox',
        sa.column('name', sa.String),
        sa.column('payload', JsonValue),
        sa.column('announced_at', UtcDateTime()),
        sa.column('due_at', UtcDateTime()),
        sa.column('attempts', sa.Integer),
    )
    ids = op.get_bind().execute(sa.select(posts.c.id).where(posts.c.sealed_at.is_not(None))).scalars().all()
    now = datetime.now(UTC)
    rows = [
        {'name': 'post.amended', 'payload': {'post_id': one}, 'announced_at': now, 'due_at': now, 'attempts': 0}
        for one in ids
    ]
    if rows:
        op.bulk_insert(outbox, rows)


def _keep_answers_closed() -> None:
    """Code from before knows no echoes: what they hide stays hidden, as if its author had marked it."""
    posts = sa.table('posts', sa.column('id', sa.Integer), sa.column('document', JsonValue), sa.column('echo', JsonValue))
    bind = op.get_bind()
    for row in bind.execute(sa.select(posts.c.id, posts.c.document).where(posts.c.echo.is_not(None))).all():
        bind.execute(sa.update(posts).where(posts.c.id == row.id).values(document=_marked(row.document)))


def _marked(stored: Any) -> Any:
    if isinstance(stored, list):
        return [_marked(one) for one in stored]
    if not isinstance(stored, dict):
        return stored
    return {name: 'mark' if (name, value) == ('cover', 'echo') else _marked(value) for name, value in stored.items()}
