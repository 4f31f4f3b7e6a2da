"""What is open of each receivable, kept by the database itself as shipments are billed and settled.

Revision ID: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None
OLDEST = "0011"

BILLED = """
INSERT INTO open_items (receivable_id, order_id, due_on, open)
SELECT NEW.id, NEW.order_id, NEW.due_on, NEW.amount WHERE NEW.amount <> 0
"""
MOVED = """
INSERT INTO open_items (receivable_id, order_id, due_on, open)
SELECT id, order_id, due_on, {moved} FROM receivables WHERE id = {which}.receivable_id
ON CONFLICT (receivable_id) DO UPDATE SET open = open_items.open + excluded.open
"""
SETTLED = "DELETE FROM open_items WHERE receivable_id = {which}.receivable_id AND open = 0"

STEPS = {
    ("receivables", "INSERT"): (BILLED,),
    ("allocations", "INSERT"): (MOVED.format(moved="-NEW.amount", which="NEW"), SETTLED.format(which="NEW")),
    ("allocations", "DELETE"): (MOVED.format(moved="OLD.amount", which="OLD"), SETTLED.format(which="OLD")),
}
"""What follows a row that was added or taken away. Nothing is ever edited in these tables."""

LEFT = """
INSERT INTO open_items (receivable_id, order_id, due_on, open)
SELECT receivables.id, receivables.order_id, receivables.due_on,
  receivables.amount - COALESCE((SELECT SUM(amount) FROM allocations WHERE receivable_id = receivables.id), 0)
FROM orders JOIN receivables ON receivables.order_id = orders.id
WHERE orders.state IN ('partly_shipped', 'shipped')
  AND receivables.amount <> COALESCE((SELECT SUM(amount) FROM allocations WHERE receivable_id = receivables.id), 0)
"""
"""Only orders in these two states owe anything, and an index knows them: so the step is short."""


def upgrade() -> None:
    """Make the table, have it kept, and fill it, while nobody else bills or settles."""
    op.create_table(
        "open_items",
        sa.Column("receivable_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("open", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["receivable_id"], ["receivables.id"], name=op.f("fk_open_items_receivable_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("receivable_id", name=op.f("pk_open_items")),
    )
    columns = ["order_id", "due_on", "open", "receivable_id"]
    op.create_index(op.f("ix_open_items_order_id_due_on_open_receivable_id"), "open_items", columns, unique=False)
    for (table, event), statements in STEPS.items():
        _keep(f"open_items_{table}_{event.lower()}", f"AFTER {event} ON {table} FOR EACH ROW", statements)
    op.execute(LEFT)


def _keep(name: str, when: str, statements: tuple[str, ...]) -> None:
    body = "".join(f"{statement.strip()};\n" for statement in statements)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} {when} BEGIN\n{body}END")
        return
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN\n{body}RETURN NULL;\nEND$$")
    op.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()")
