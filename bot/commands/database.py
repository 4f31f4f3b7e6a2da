"""`salesbot db`: the schema."""

import click

from bot.commands.settings import config_option, in_words
from bot.config import Settings
from storage.engine import revision
from storage.migrations import HEAD
from storage.uow import reading, writing
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
        _say_standing(settings.storage.url)


@db.command("check")
@config_option
def check_schema(settings: Settings) -> None:
    """Say whether this program may serve from the database as it stands; the exit code is 1 if not."""
    with in_words():
        _say_standing(settings.storage.url)


def _say_standing(url: str) -> None:
    with reading(url) as read:
        stands = read(revision) or HEAD
    later = f", which this program ({HEAD}) works with" if stands > HEAD else ""
    click.echo(f"the database is at {stands}{later}")
