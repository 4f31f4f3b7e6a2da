"""Alembic's entry: runs the revisions on the connection that `storage.upgrade` hands over."""

from alembic import context

import storage.tables  # noqa: F401 - the metadata must know every table
from storage.engine import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
