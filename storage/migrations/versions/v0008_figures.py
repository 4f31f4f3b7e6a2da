"""The sales ledger, whose customer it was when, targets, closed months, and what was published.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and write down what holds today as what has always held."""
    _columns()
    _postings()
    _debuts()
    _ownerships()
    _tierings()
    _targets()
    _closes()
    _publications()
    _restatements()
    _indexes()
    _partial_indexes()
    _as_it_stands()


def _columns() -> None:
    """Credit that was given before stays where it is, whoever owns the customer."""
    op.add_column("orders", sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE orders SET shared_at = entered_at")
    op.add_column("teams", sa.Column("area", sa.String(length=100), server_default=sa.text("''"), nullable=False))
    op.execute("ALTER TABLE visits ADD COLUMN effective BOOLEAN DEFAULT false NOT NULL")
    op.execute("UPDATE visits SET effective = (outcome <> '' AND next_step <> '' AND kind <> 'care')")
    op.drop_index(op.f("ix_visits_team_id_visited_on_rep_id_withdrawn_at"), table_name="visits")
    covering = ["team_id", "visited_on", "rep_id", "effective", "companion_id", "withdrawn_at"]
    op.create_index("ix_visits_figures", "visits", covering, unique=False)


def _postings() -> None:
    op.create_table(
        "postings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=100), nullable=False),
        sa.Column("tier", sa.String(length=1), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("uncosted", sa.BigInteger(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_postings_customer_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_postings_order_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_postings_product_id")),
        sa.ForeignKeyConstraint(["rep_id"], ["people.id"], name=op.f("fk_postings_rep_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_postings_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_postings_customer_id_day"), "postings", ["customer_id", "day"], unique=False)
    op.create_index(op.f("ix_postings_order_id"), "postings", ["order_id"], unique=False)
    op.create_index(
        op.f("ix_postings_team_id_day_rep_id_amount"), "postings", ["team_id", "day", "rep_id", "amount"], unique=False
    )


def _debuts() -> None:
    op.create_table(
        "debuts",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("rep_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("lost_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_debuts_customer_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_debuts_order_id")),
        sa.ForeignKeyConstraint(["rep_id"], ["people.id"], name=op.f("fk_debuts_rep_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_debuts_team_id")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_debuts")),
    )
    op.create_index(op.f("ix_debuts_team_id_first_on"), "debuts", ["team_id", "first_on"], unique=False)
    op.create_index(op.f("ix_debuts_team_id_lost_on"), "debuts", ["team_id", "lost_on"], unique=False)


def _ownerships() -> None:
    op.create_table(
        "ownerships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_ownerships_customer_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_ownerships_owner_id")),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("fk_ownerships_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownerships")),
    )
    op.create_index(op.f("ix_ownerships_customer_id_from_on"), "ownerships", ["customer_id", "from_on"], unique=False)


def _tierings() -> None:
    op.create_table(
        "tierings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("tier", sa.String(length=1), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_tierings_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tierings")),
    )
    op.create_index(op.f("ix_tierings_customer_id_from_on"), "tierings", ["customer_id", "from_on"], unique=False)


def _targets() -> None:
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope_kind", sa.String(length=16), nullable=False),
        sa.Column("scope_key", sa.String(length=100), nullable=False),
        sa.Column("kpi", sa.String(length=8), nullable=False),
        sa.Column("product", sa.String(length=64), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("from_above", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["imports.id"], name=op.f("fk_targets_batch_id")),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("fk_targets_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
        sa.UniqueConstraint(
            "scope_kind",
            "scope_key",
            "kpi",
            "product",
            "period",
            "version",
            name=op.f("uq_targets_scope_kind_scope_key_kpi_product_period_version"),
        ),
    )
    op.create_index(op.f("ix_targets_batch_id"), "targets", ["batch_id"], unique=False)
    op.create_index(op.f("ix_targets_first_on_end_on"), "targets", ["first_on", "end_on"], unique=False)


def _closes() -> None:
    op.create_table(
        "closes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("restates", sa.Boolean(), nullable=False),
        sa.Column("watermark", sa.Integer(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name=op.f("fk_closes_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closes")),
        sa.UniqueConstraint("period", name=op.f("uq_closes_period")),
    )
    op.create_index(op.f("ix_closes_first_on_end_on"), "closes", ["first_on", "end_on"], unique=False)


def _publications() -> None:
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card", sa.String(length=32), nullable=False),
        sa.Column("scope_kind", sa.String(length=16), nullable=False),
        sa.Column("scope_key", sa.String(length=100), nullable=False),
        sa.Column("kpi", sa.String(length=8), nullable=False),
        sa.Column("variant", sa.String(length=32), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("of", sa.BigInteger(), nullable=False),
        sa.Column("per", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.String(length=32), nullable=False),
        sa.Column("definition", sa.String(length=12), nullable=False),
        sa.Column("calendar_version", sa.String(length=16), nullable=False),
        sa.Column("watermark", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
        sa.UniqueConstraint(
            "card",
            "scope_kind",
            "scope_key",
            "kpi",
            "variant",
            "first_on",
            "end_on",
            name=op.f("uq_publications_card_scope_kind_scope_key_kpi_variant_first_on_end_on"),
        ),
    )
    op.create_index(
        op.f("ix_publications_scope_kind_scope_key_end_on"),
        "publications",
        ["scope_kind", "scope_key", "end_on"],
        unique=False,
    )


def _restatements() -> None:
    op.create_table(
        "restatements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("of_was", sa.BigInteger(), nullable=False),
        sa.Column("per_was", sa.BigInteger(), nullable=True),
        sa.Column("of_now", sa.BigInteger(), nullable=False),
        sa.Column("per_now", sa.BigInteger(), nullable=True),
        sa.Column("why_was", sa.String(length=32), nullable=False),
        sa.Column("why_now", sa.String(length=32), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("watermark", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["publication_id"], ["publications.id"], name=op.f("fk_restatements_publication_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restatements")),
    )
    op.create_index(op.f("ix_restatements_publication_id"), "restatements", ["publication_id"], unique=False)


def _indexes() -> None:
    op.drop_index(op.f("ix_obligations_team_id_due_at_type_state"), table_name="obligations")
    due = ["team_id", "due_at", "type", "state", "rep_id", "provisional", "period"]
    op.create_index("ix_obligations_figures", "obligations", due, unique=False)
    op.drop_index(op.f("ix_receivables_due_on"), table_name="receivables")
    op.drop_index(op.f("ix_receivables_order_id"), table_name="receivables")
    ordered = ["order_id", "due_on", "amount", "shipment_id"]
    op.create_index(op.f("ix_receivables_order_id_due_on_amount_shipment_id"), "receivables", ordered, unique=False)
    owed = ["due_on", "order_id", "amount"]
    op.create_index(op.f("ix_receivables_due_on_order_id_amount"), "receivables", owed, unique=False)
    op.create_index(op.f("ix_payments_paid_on"), "payments", ["paid_on"], unique=False)
    planned = ["team_id", "planned_on", "rep_id", "state"]
    op.create_index(op.f("ix_plans_team_id_planned_on_rep_id_state"), "plans", planned, unique=False)
    op.create_index(op.f("ix_ownerships_owner_id"), "ownerships", ["owner_id"], unique=False)
    op.create_index(op.f("ix_orders_team_id_ordered_on"), "orders", ["team_id", "ordered_on"], unique=False)


def _partial_indexes() -> None:
    weeks = ["team_id", "last_on", "type", "state", "rep_id", "provisional", "due_at", "period"]
    scores = ["customer_id", "visited_on", "score"]
    for name, table, columns, condition in (
        ("ix_orders_owing", "orders", ["team_id", "rep_id", "state"], "state IN ('partly_shipped', 'shipped')"),
        ("ix_allocations_returned", "allocations", ["allocated_on"], "return_id IS NOT NULL"),
        ("ix_obligations_weeks", "obligations", weeks, "substr(period, 5, 2) = '-W'"),
        ("ix_report_versions_reviewed", "report_versions", ["submitted_at"], "verdict <> ''"),
        ("ix_visits_scores", "visits", scores, "score_of = 100 AND withdrawn_at IS NULL"),
    ):
        where = sa.text(condition)
        op.create_index(name, table, columns, unique=False, sqlite_where=where, postgresql_where=where)


def _as_it_stands() -> None:
    """Nobody wrote down who owned a customer earlier: who owns it now has owned it since it was met.

    The ledger of orders is written by the program at its first start (`storage.openings`).
    """
    day = "date(created_at)" if op.get_bind().dialect.name == "sqlite" else "CAST(created_at AS DATE)"
    for table, what in (("ownerships", "owner_id"), ("tierings", "tier")):
        met = f"SELECT id, {what}, {day}, created_at FROM customers WHERE {what} IS NOT NULL"  # noqa: S608 - our names
        op.execute(f"INSERT INTO {table} (customer_id, {what}, from_on, set_at) {met}")
