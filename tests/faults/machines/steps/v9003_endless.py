"""Change much, say so in the file that `FAULTS_MIDDLE` names, and stay in the middle of it.

Revision ID: 9003
"""

import os
from pathlib import Path
from threading import Event

from alembic import op

revision = "9003"
down_revision = "9002"
branch_labels = None
depends_on = None
OLDEST = "9003"


def upgrade() -> None:
    op.drop_table("facts")
    Path(os.environ["FAULTS_MIDDLE"]).touch()
    Event().wait(300)
    op.drop_table("moods")
