"""Add what the next program wants: columns that today's does not know, and a table.

Revision ID: 9001
"""

import sqlalchemy as sa
from alembic import op

from tests.faults.machines.steps import TODAY

revision = "9001"
down_revision = TODAY
branch_labels = None
depends_on = None
OLDEST = "0011"


def upgrade() -> None:
    op.add_column("visits", sa.Column("mood", sa.String(length=20), nullable=True))
    op.add_column("outbox", sa.Column("tries_left", sa.Integer(), nullable=False, server_default="3"))
    op.create_table(
        "moods",
        sa.Column("mood", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("mood", name="pk_moods"),
    )
