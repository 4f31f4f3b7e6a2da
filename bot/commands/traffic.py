"""`salesbot inbox` and `salesbot outbox`: both ends of every delivery."""

import click

from bot.commands.orders import order
from bot.commands.settings import config_option, in_words
from bot.config import Settings
from storage import backlog
from storage.inbox import failures
from storage.outbox import State
from storage.uow import reading


@click.group()
def inbox() -> None:
    """Deliveries that hit a bug and are kept."""


@inbox.command("list")
@config_option
def list_inbox(settings: Settings) -> None:
    """One line for each: reference, time, kind, what went wrong and where."""
    with in_words(), reading(settings.storage.url) as read:
        for each in read(failures):
            click.echo(f"{each.ref}  {each.received_at:%Y-%m-%d %H:%M:%SZ}  {each.kind}  {each.error}")


@inbox.command("retry")
@click.argument("ref")
@config_option
def retry_inbox(settings: Settings, ref: str) -> None:
    """Run the delivery REF again; the person sees the outcome in their chat."""
    click.echo(order(settings, do="inbox.retry", ref=ref.upper()))


@click.group()
def outbox() -> None:
    """Messages on their way to Feishu."""


@outbox.command("list")
@click.option("--state", type=click.Choice([state.value for state in State]), help="Only these.")
@click.option("--most", default=50, show_default=True, help="How many, newest first.")
@config_option
def list_outbox(settings: Settings, state: str | None, most: int) -> None:
    """One line for each: number, state, receiver, what it is about, tries, and why it was given up."""
    with in_words(), reading(settings.storage.url) as read:
        for row in read(lambda db: backlog.listed(db, State(state) if state else None, most)):
            why = f"  {row.code} {row.error}" if row.error else ""
            click.echo(f"{row.id}  {row.state}  {row.lane}  {row.verb} {row.about}  tries {row.attempts}{why}")


@outbox.command("retry")
@click.argument("number", type=int)
@config_option
def retry_outbox(settings: Settings, number: int) -> None:
    """Send the parked message NUMBER after all."""
    click.echo(order(settings, do="outbox.retry", id=number))
