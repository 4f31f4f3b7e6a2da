"""Working calendar, obligations, reports, and visits with all that belongs to them.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the new tables, widen the old ones, and give every next step with a date its follow-up."""
    _columns()
    _outages()
    _calendar_rulings()
    _leaves()
    _mutes()
    _reports()
    _obligations()
    _report_versions()
    _follow_ups()
    _photos()
    _plans()
    _reminders()
    _open_follow_ups()


def _columns() -> None:
    """A key is written into the column: SQLite adds no constraint to a table that stands."""
    op.execute("ALTER TABLE teams ADD COLUMN reckoned_on DATE")
    op.execute("ALTER TABLE teams ADD COLUMN region VARCHAR(8) DEFAULT 'CN' NOT NULL")
    op.execute("ALTER TABLE teams ADD COLUMN names_missing BOOLEAN DEFAULT false NOT NULL")
    op.execute(
        "ALTER TABLE visits ADD COLUMN companion_id INTEGER CONSTRAINT fk_visits_companion_id REFERENCES people (id)"
    )
    op.execute("ALTER TABLE visits ADD COLUMN answers JSON")
    op.execute("ALTER TABLE visits ADD COLUMN score INTEGER")
    op.execute("ALTER TABLE visits ADD COLUMN score_of INTEGER")
    op.add_column("visits", sa.Column("no_step", sa.String(length=16), nullable=True))
    op.add_column("visits", sa.Column("touched_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("visits", sa.Column("correction", sa.String(length=200), nullable=True))
    op.create_index(op.f("ix_visits_companion_id_visited_on"), "visits", ["companion_id", "visited_on"], unique=False)
    op.create_index(op.f("ix_visits_customer_id_visited_on"), "visits", ["customer_id", "visited_on"], unique=False)


def _outages() -> None:
    op.create_table(
        "outages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outages")),
        sa.UniqueConstraint("began_at", name=op.f("uq_outages_began_at")),
    )


def _calendar_rulings() -> None:
    op.create_table(
        "calendar_rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name=op.f("fk_calendar_rulings_entered_by")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_calendar_rulings_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_rulings")),
    )
    op.create_index(op.f("ix_calendar_rulings_day"), "calendar_rulings", ["day"], unique=False)


def _leaves() -> None:
    op.create_table(
        "leaves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("first_half", sa.String(length=2), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("last_half", sa.String(length=2), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name=op.f("fk_leaves_entered_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_leaves_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
    )
    op.create_index(op.f("ix_leaves_person_id_last_on"), "leaves", ["person_id", "last_on"], unique=False)


def _mutes() -> None:
    op.create_table(
        "mutes",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mutes_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mutes")),
    )


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("period", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("needs_help", sa.Text(), nullable=False),
        sa.Column("next_plan", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("allowed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["rep_id"], ["people.id"], name=op.f("fk_reports_rep_id")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["people.id"], name=op.f("fk_reports_reviewed_by")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_reports_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reports_rep_id_type_period"), "reports", ["rep_id", "type", "period"], unique=True)
    op.create_index(op.f("ix_reports_team_id_submitted_at"), "reports", ["team_id", "submitted_at"], unique=False)
    op.create_index(op.f("ix_reports_team_id_type_period"), "reports", ["team_id", "type", "period"], unique=False)


def _obligations() -> None:
    op.create_table(
        "obligations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("period", sa.String(length=32), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("ruled_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calendar_version", sa.String(length=16), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("leave_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["leave_id"], ["leaves.id"], name=op.f("fk_obligations_leave_id")),
        sa.ForeignKeyConstraint(["rep_id"], ["people.id"], name=op.f("fk_obligations_rep_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["people.id"], name=op.f("fk_obligations_settled_by")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_obligations_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligations")),
    )
    op.create_index(
        "ix_obligations_pending",
        "obligations",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(op.f("ix_obligations_rep_id_due_at"), "obligations", ["rep_id", "due_at"], unique=False)
    op.create_index(op.f("ix_obligations_rep_id_type_period"), "obligations", ["rep_id", "type", "period"], unique=True)
    op.create_index(
        op.f("ix_obligations_team_id_due_at_type_state"),
        "obligations",
        ["team_id", "due_at", "type", "state"],
        unique=False,
    )


def _report_versions() -> None:
    op.create_table(
        "report_versions",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_versions_report_id")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["people.id"], name=op.f("fk_report_versions_reviewed_by")),
        sa.PrimaryKeyConstraint("report_id", "version", name=op.f("pk_report_versions")),
    )


def _follow_ups() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_follow_ups_customer_id")),
        sa.ForeignKeyConstraint(["rep_id"], ["people.id"], name=op.f("fk_follow_ups_rep_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["visits.id"], name=op.f("fk_follow_ups_settled_by")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_follow_ups_team_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_follow_ups_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_follow_ups_visit_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_follow_ups_rep_id_state_due_on"), "follow_ups", ["rep_id", "state", "due_on"], unique=False
    )
    op.create_index(op.f("ix_follow_ups_team_id_due_on"), "follow_ups", ["team_id", "due_on"], unique=False)
    op.create_index(op.f("ix_follow_ups_settled_by"), "follow_ups", ["settled_by"], unique=False)


def _photos() -> None:
    op.create_table(
        "photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("image_key", sa.String(length=200), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_photos_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
        sa.UniqueConstraint("message_id", name=op.f("uq_photos_message_id")),
    )
    op.create_index(op.f("ix_photos_visit_id"), "photos", ["visit_id"], unique=False)


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_plans_customer_id")),
        sa.ForeignKeyConstraint(["rep_id"], ["people.id"], name=op.f("fk_plans_rep_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_plans_team_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_plans_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_plans_rep_id_planned_on"), "plans", ["rep_id", "planned_on"], unique=False)
    op.create_index(op.f("ix_plans_visit_id"), "plans", ["visit_id"], unique=False)


def _reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligations.id"], name=op.f("fk_reminders_obligation_id")),
        sa.PrimaryKeyConstraint("obligation_id", "step", name=op.f("pk_reminders")),
    )


def _open_follow_ups() -> None:
    op.execute(
        "INSERT INTO follow_ups (visit_id, team_id, rep_id, customer_id, step, due_on, promised_on, state) "
        "SELECT id, team_id, rep_id, customer_id, next_step, next_step_on, visited_on, 'open' FROM visits "
        "WHERE next_step_on IS NOT NULL AND withdrawn_at IS NULL"
    )
