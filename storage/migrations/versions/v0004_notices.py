"""Which message speaks of what, so that reminders and digests can be mended when a report comes in later.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    _notices()
    _digests()


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("card", sa.String(length=63), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligations.id"], name=op.f("fk_notices_obligation_id")),
        sa.PrimaryKeyConstraint("obligation_id", "card", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_card"), "notices", ["card"], unique=False)
    stale: sa.ColumnElement[bool] = sa.literal_column("stale")
    op.create_index(
        "ix_notices_stale", "notices", ["obligation_id"], unique=False, sqlite_where=stale, postgresql_where=stale
    )


def _digests() -> None:
    op.create_table(
        "digests",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("content_mark", sa.String(length=40), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_digests_team_id")),
        sa.PrimaryKeyConstraint("team_id", "due_at", name=op.f("pk_digests")),
    )
    stale: sa.ColumnElement[bool] = sa.literal_column("stale")
    op.create_index(
        "ix_digests_stale", "digests", ["team_id"], unique=False, sqlite_where=stale, postgresql_where=stale
    )
