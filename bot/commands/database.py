"""`salesbot db`: the schema."""

import click

from bot.commands.settings import config_option, in_words
from bot.config import Settings
from storage.migrations import HEAD
from storage.uow import writing
from storage.upgrade import upgrade


@click.group()
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
@config_option
def upgrade_schema(settings: Settings) -> None:
    """Run the migrations that this database has not seen; on SQLite, with the bot stopped."""
    with in_words(), writing(settings.storage.url):
        upgrade(settings.storage.url)
    click.echo(f"the database is at {HEAD}")
