"""Histories that were brought in from files: which rows each brought, and under which numbers of the files.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "histories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("seats", sa.JSON(), nullable=False),
        sa.Column("audited", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_histories_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_histories")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "history_spans",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("table", sa.String(length=32), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["histories.id"], name=op.f("fk_history_spans_batch_id")),
        sa.PrimaryKeyConstraint("batch_id", "table", "first", name=op.f("pk_history_spans")),
    )
    op.create_table(
        "history_numbers",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["histories.id"], name=op.f("fk_history_numbers_batch_id")),
        sa.PrimaryKeyConstraint("kind", "number", name=op.f("pk_history_numbers")),
    )
    op.create_index(op.f("ix_history_numbers_batch_id"), "history_numbers", ["batch_id"], unique=False)
