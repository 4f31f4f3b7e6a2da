"""Bringing a database up to this program's schema."""

from alembic import command
from alembic.config import Config

from storage.engine import open_writer
from storage.migrations import HEAD
from storage.uow import as_unavailable


def upgrade(url: str, to: str = HEAD) -> None:
    """Run the missing revisions in one transaction. The bot must not be serving from a SQLite file meanwhile.

    Raises `UnavailableError` when the database does not answer.
    """
    engine = open_writer(url)
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    try:
        with as_unavailable(), engine.begin() as db:
            config.attributes["connection"] = db
            command.upgrade(config, to)
    finally:
        engine.dispose()
