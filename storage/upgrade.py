"""Bringing a database up to this program's schema."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import OperationalError

from storage.engine import Connection, open_writer, require_current, revision
from storage.migrations import HEAD
from storage.uow import as_unavailable

STEPS: Final = ["storage:migrations/versions"]
"""The folders whose files are the steps."""

TRIES, PAUSE = 60, 0.5
"""How often a step's locks are asked for while the bot serves, and the seconds in which it may go on in between."""

LOCK_MS: Final = 500
"""How long, in milliseconds, a step waits for a lock: whatever comes later waits behind it, and has 3 s in all."""

_ONE_AT_A_TIME = 0x5A1E5B08
"""The PostgreSQL advisory lock under which databases are upgraded one after another."""

_TAKEN = {"55P03", "40P01"}
"""PostgreSQL's codes for a lock that was not to be had in time, and for a deadlock."""


def upgrade(url: str, to: str = HEAD) -> None:
    """Run the missing revisions in one transaction.

    On PostgreSQL the bot may serve meanwhile, and whoever upgrades at the same time waits; the bot must not be serving
    from a SQLite file. A later database is left as it is, if this program may work on it.

    Raises `AheadError` if it may not, and `UnavailableError` when the database does not answer, or was too busy for
    half a minute and more to give its tables away for a moment.
    """
    engine = open_writer(url)
    try:
        with as_unavailable():
            _patiently(engine, to)
    finally:
        engine.dispose()


def _patiently(engine: Engine, to: str) -> None:
    """Try again what others' locks stood in the way of, having let them go on for a moment."""
    for _ in range(TRIES - 1):
        try:
            _once(engine, to)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in _TAKEN:
                raise
        else:
            return
        threading.Event().wait(PAUSE)
    _once(engine, to)


def _once(engine: Engine, to: str) -> None:
    with _alone(engine) as db:
        found = revision(db)
        if found is None or found < to:
            command.upgrade(_config(db), to)
        elif found > HEAD:
            require_current(db)


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction beside which nobody upgrades, and which does not keep others waiting for long."""
    with engine.begin() as db:
        if db.dialect.name == "postgresql":
            db.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
            db.execute(text(f"SET LOCAL lock_timeout = {LOCK_MS}"))
            # A step that counts or copies says nothing to the server for as long as it takes.
            db.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        yield db


def _config(db: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(STEPS))
    config.attributes["connection"] = db
    return config
