"""Customers that are found by any of their names, have an owner, and can be merged.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen the customers, and make what belongs to them."""
    _columns()
    _contacts()
    _mergers()
    _spellings()
    _count_as_themselves()


def _columns() -> None:
    """A key is written into the column: SQLite adds no constraint to a table that stands."""
    op.execute(
        "ALTER TABLE customers ADD COLUMN root_id INTEGER CONSTRAINT fk_customers_root_id REFERENCES customers (id)"
    )
    op.execute(
        "ALTER TABLE customers ADD COLUMN merged_into INTEGER "
        "CONSTRAINT fk_customers_merged_into REFERENCES customers (id)"
    )
    op.execute(
        "ALTER TABLE customers ADD COLUMN owner_id INTEGER CONSTRAINT fk_customers_owner_id REFERENCES people (id)"
    )
    op.execute("ALTER TABLE customers ADD COLUMN tier VARCHAR(1)")
    op.create_index(op.f("ix_customers_owner_id"), "customers", ["owner_id"], unique=False)
    op.create_index(op.f("ix_customers_root_id"), "customers", ["root_id"], unique=False)


def _contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["people.id"], name=op.f("fk_contacts_added_by")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_contacts_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_customer_id"), "contacts", ["customer_id"], unique=False)


def _mergers() -> None:
    op.create_table(
        "mergers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_by", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["gone_id"], ["customers.id"], name=op.f("fk_mergers_gone_id")),
        sa.ForeignKeyConstraint(["kept_id"], ["customers.id"], name=op.f("fk_mergers_kept_id")),
        sa.ForeignKeyConstraint(["merged_by"], ["people.id"], name=op.f("fk_mergers_merged_by")),
        sa.ForeignKeyConstraint(["undone_by"], ["people.id"], name=op.f("fk_mergers_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mergers")),
    )
    op.create_index(op.f("ix_mergers_kept_id"), "mergers", ["kept_id"], unique=False)


def _spellings() -> None:
    op.create_table(
        "spellings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("spelling", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("forms", sa.Text(), nullable=False),
        sa.Column("pinyin", sa.String(length=400), nullable=False),
        sa.Column("initials", sa.String(length=400), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["people.id"], name=op.f("fk_spellings_added_by")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_spellings_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spellings")),
    )
    op.create_index(op.f("ix_spellings_customer_id"), "spellings", ["customer_id"], unique=False)
    op.create_index(op.f("ix_spellings_key"), "spellings", ["key"], unique=False)
    op.create_index(op.f("ix_spellings_customer_id_spelling"), "spellings", ["customer_id", "spelling"], unique=True)


def _count_as_themselves() -> None:
    op.execute("UPDATE customers SET root_id = id, owner_id = created_by")
