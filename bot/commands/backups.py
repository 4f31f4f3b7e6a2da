"""`salesbot backup` and `salesbot restore`: a copy of the database, and putting it back somewhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import click

from bot.app import SystemClock, house_of
from bot.commands.settings import config_option, in_words
from bot.config import Settings
from bot.context import House
from scheduler.omissions import RESTORED
from scheduler.push import prepared
from scheduler.pushes import PUSHES
from storage import backups, facts, outages, pushes
from storage.backups import BackupError
from storage.engine import Connection
from storage.uow import UnitOfWork
from storage.upgrade import upgrade


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        with in_words():
            yield
    except BackupError as error:
        raise click.ClickException(str(error)) from None


@click.command()
@click.argument("place", default="")
@click.option("--keep", type=click.IntRange(1), help="In a folder, delete the oldest copies but for so many.")
@config_option
def backup(settings: Settings, place: str, keep: int | None) -> None:
    """Copy the database into the new file PLACE, or under the date into the folder PLACE; the bot may be serving.

    Without PLACE, into the folder `[storage] backups` of the settings.
    """
    url = settings.storage.url
    named = Path(place or settings.storage.backups)
    if not (place or settings.storage.backups):
        msg = "say where to: a file, a folder, or `[storage] backups` in the settings"
        raise click.UsageError(msg)
    is_folder = named.is_dir() or not place or place.endswith("/")
    if keep and not is_folder:
        msg = "--keep goes with a folder"
        raise click.UsageError(msg)
    with _plainly():
        file = _dated(named, url) if is_folder else named
        backups.take(url, file)
        click.echo(f"{file}: {file.stat().st_size / 1_000_000:.1f} MB, checked")
        for gone in backups.rotate(named, keep) if keep else ():
            click.echo(f"{gone.name}: deleted")


def _dated(folder: Path, url: str) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BackupError(str(error)) from None
    return folder / f"{SystemClock().now():{backups.STAMP}}{backups.suffix(url)}"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--send", is_flag=True, help="Send what waited when the copy was made, and make up for today's pushes.")
@config_option
def restore(settings: Settings, file: Path, *, send: bool) -> None:
    """Put the copy FILE where the settings say, where there must be nothing yet; the bot must not be serving.

    What waited to be sent is held back, and what was due today counts as said: it may have been sent since the copy
    was made. With --send it is sent and made up for, as after a stop: for when nothing was sent since.
    """
    now = SystemClock().now()
    with _plainly(), backups.restoring(file, settings.storage.url) as url:
        upgrade(url)
        with UnitOfWork(url) as db:
            last = db.read(outages.last_sign)
            held, spared = (0, 0) if send else db.write(partial(_settle, house=house_of(settings), now=now))
    click.echo(f"restored{f'; the bot was last alive in it at {last:%Y-%m-%d %H:%M}Z' if last else ''}")
    if not send:
        click.echo(
            f"{held} messages that waited are not sent by themselves (salesbot outbox list --state expired), "
            f"{spared} pushes of today count as made"
        )
    if last and now - last > timedelta(days=1):
        click.echo("what people sent since then is not in it: Feishu does not send it again after 8 hours")


def _settle(db: Connection, house: House, now: datetime) -> tuple[int, int]:
    """Say nothing that may have been said: give how many messages are held back, and how many pushes are left out."""
    facts.put(db, RESTORED, now.isoformat())
    held = backups.hold_back(db)
    due = [(each, at) for each in PUSHES for at in prepared(each, db, house, now, only_open=True)]
    spared = [pushes.take_slot(db, each.name, at.team.id, at.due, now, late=True) for each, at in due]
    return held, sum(spared)
