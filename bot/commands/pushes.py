"""`salesbot push`: a push by hand."""

from datetime import datetime

import click

from bot.app import SystemClock, house_of
from bot.commands.orders import order
from bot.commands.settings import config_option, in_words
from bot.config import Settings
from scheduler.push import rehearse
from scheduler.pushes import PUSHES
from storage.uow import reading

NAMES = [each.name for each in PUSHES]


def _aware(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if value else None
    except ValueError:
        at = None
    if value and (at is None or at.tzinfo is None):
        msg = "give a moment with its offset, such as 2026-03-03T08:45+08:00"
        raise click.BadParameter(msg)
    return at


@click.command()
@click.argument("name", type=click.Choice(NAMES))
@click.option("--at", callback=_aware, help="As of this moment (ISO 8601 with offset) instead of now.")
@click.option("--dry-run", is_flag=True, help="Print the cards and queue nothing.")
@config_option
def push(settings: Settings, name: str, at: datetime | None, *, dry_run: bool) -> None:
    """Make the push NAME for every team for which it is due and not made yet."""
    if not dry_run:
        click.echo(order(settings, do="push", name=name, at=at.isoformat() if at else None))
        return
    chosen = next(each for each in PUSHES if each.name == name)
    with in_words(), reading(settings.storage.url) as read:
        for lane, card in rehearse(chosen, read, house_of(settings), at or SystemClock().now()):
            click.echo(f"{lane}\t{card.dumps()}")
