"""Take away what only programs before 9001 needed, and say so.

Revision ID: 9002
"""

from alembic import op

revision = "9002"
down_revision = "9001"
branch_labels = None
depends_on = None
OLDEST = "9001"


def upgrade() -> None:
    op.drop_column("outbox", "tries_left")
