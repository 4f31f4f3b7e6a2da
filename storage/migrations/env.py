"""Alembic's entry: runs the revisions on the connection that `storage.upgrade` hands over."""

from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo

import storage.tables  # noqa: F401 - the metadata must know every table
from storage.engine import metadata
from storage.floors import raise_to


def keep_floor(ctx: MigrationContext, step: MigrationInfo, **_: Any) -> None:
    """Write down, in the step's own transaction, the oldest program that may work after it."""
    # Steps before 0011 name none: the table came with that one.
    oldest = getattr(getattr(step.up_revision, "module", None), "OLDEST", None)
    if oldest and ctx.connection:
        raise_to(ctx.connection, oldest)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    on_version_apply=keep_floor,  # type: ignore[arg-type]  # it is called by names
)
with context.begin_transaction():
    context.run_migrations()
