"""The oldest program that may work on a database, so that machines can be changed one after the other.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None
OLDEST = "0011"


def upgrade() -> None:
    """Make the table and its one row; programs before this one know no floor and refuse whatever is newer."""
    floors = op.create_table(
        "schema_floors",
        sa.Column("oldest", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("oldest", name=op.f("pk_schema_floors")),
    )
    op.bulk_insert(floors, [{"oldest": "0011"}])
