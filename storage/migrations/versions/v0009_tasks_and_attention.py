"""Tasks, and the budget of what people are told unasked.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _tasks()
    _task_mirrors()
    _unasked()
    _attention_days()
    _kind_mutes()
    _off_kinds()


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("expected", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("postponed", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_tasks_asked_by")),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name=op.f("fk_tasks_closed_by")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_tasks_customer_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_tasks_owner_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_tasks_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_tasks_customer_id"), "tasks", ["customer_id"], unique=False)
    op.create_index(
        "ix_tasks_open",
        "tasks",
        ["owner_id", "due_on"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        op.f("ix_tasks_team_id_due_on_owner_id_state_closed_on"),
        "tasks",
        ["team_id", "due_on", "owner_id", "state", "closed_on"],
        unique=False,
    )


def _task_mirrors() -> None:
    op.create_table(
        "task_mirrors",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("guid", sa.String(length=100), nullable=True),
        sa.Column("client_token", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_task_mirrors_task_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_task_mirrors")),
        sa.UniqueConstraint("guid", name=op.f("uq_task_mirrors_guid")),
    )


def _unasked() -> None:
    op.create_table(
        "unasked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("rang", sa.Boolean(), nullable=False),
        sa.Column("item", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_unasked_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unasked")),
        sa.UniqueConstraint("message", name=op.f("uq_unasked_message")),
    )
    op.create_index(
        "ix_unasked_again_at",
        "unasked",
        ["again_at"],
        unique=False,
        sqlite_where=sa.text("again_at IS NOT NULL"),
        postgresql_where=sa.text("again_at IS NOT NULL"),
    )
    op.create_index(
        "ix_unasked_not_acted",
        "unasked",
        ["person_id", "made_at"],
        unique=False,
        sqlite_where=sa.text("acted_at IS NULL"),
        postgresql_where=sa.text("acted_at IS NULL"),
    )
    op.create_index(op.f("ix_unasked_kind_made_at"), "unasked", ["kind", "made_at"], unique=False)
    op.create_index(op.f("ix_unasked_person_id_day"), "unasked", ["person_id", "day"], unique=False)


def _attention_days() -> None:
    op.create_table(
        "attention_days",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("escalated", sa.Integer(), nullable=False),
        sa.Column("card", sa.String(length=200), nullable=True),
        sa.Column("mixed", sa.Boolean(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attention_days_person_id")),
        sa.PrimaryKeyConstraint("person_id", "day", name=op.f("pk_attention_days")),
    )
    op.create_index(
        "ix_attention_days_stale",
        "attention_days",
        ["person_id"],
        unique=False,
        sqlite_where=sa.text("stale"),
        postgresql_where=sa.text("stale"),
    )


def _kind_mutes() -> None:
    op.create_table(
        "kind_mutes",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_kind_mutes_person_id")),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_kind_mutes")),
    )


def _off_kinds() -> None:
    op.create_table(
        "off_kinds",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("off_by", sa.Integer(), nullable=False),
        sa.Column("off_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["off_by"], ["people.id"], name=op.f("fk_off_kinds_off_by")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_off_kinds")),
    )
