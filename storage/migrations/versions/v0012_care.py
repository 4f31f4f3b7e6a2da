"""How many calls a day cost the tenant, what the admins were told, and which due moments lie in a span.

Revision ID: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
OLDEST = "0011"


def upgrade() -> None:
    """Make the tables; what was called before is not known."""
    op.create_table(
        "api_calls",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_api_calls")),
    )
    op.create_table(
        "alerts",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", "day", name=op.f("pk_alerts")),
    )
    op.create_index(op.f("ix_push_slots_due_at"), "push_slots", ["due_at"], unique=False)
