"""`salesbot playground`: the demonstration on the command line."""

import contextlib
import logging
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import click
from click.core import ParameterSource

from bot import logs
from bot.app import SystemClock
from playground.demo import Demo

PORT = 8765
ENDINGS = {signal.SIGINT, signal.SIGTERM}
"""What ends the demo: Ctrl-C, and being told to."""

NEARBY = 20
"""How many ports after the usual one are tried when it is taken."""


@click.command()
@click.option("--port", default=PORT, show_default=True, help="Where the page is; if the usual one is taken, the next.")
@click.option("--bot-port", default=0, help="Where the bot listens; 0 takes any free port.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="Where the database and the log go; both begin anew at each start.",
)
@click.option("--websocket", is_flag=True, help="The bot opens a long connection instead of having an address.")
@click.pass_context
def playground(ctx: click.Context, port: int, bot_port: int, folder: Path, *, websocket: bool) -> None:
    """Try the bot with a local Feishu in the browser.

    Every start is a fresh one: an invented company, three weeks of its history, a clock that can be turned.
    Ctrl-C ends it.
    """
    chosen = ctx.get_parameter_source("port") is not ParameterSource.DEFAULT
    free = port if _is_free(port) else _nearby(port, chosen=chosen)
    folder = folder / str(free)
    mode = "websocket" if websocket else "webhook"
    with _waiting(), _logged(folder), Demo(folder, SystemClock(), port=free, bot_port=bot_port, mode=mode) as demo:
        click.echo(f"{demo.url}  (Ctrl-C ends it)")
        signal.sigwait(ENDINGS)


@contextlib.contextmanager
def _waiting() -> Iterator[None]:
    """Let signals wait until they are asked for: a handler could be interrupted by the next one, and hang for ever."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        while signal.sigpending() & ENDINGS:
            signal.sigwait(ENDINGS)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _nearby(port: int, *, chosen: bool) -> int:
    """Find the next free port; one that was asked for by number is not replaced by another."""
    if not chosen:
        for other in range(port + 1, port + NEARBY):
            if _is_free(other):
                click.echo(f"Port {port} is taken by another program, so the page is on {other}.", err=True)
                return other
    msg = f"port {port} is taken by another program: choose another one with --port, such as --port {port + 1}"
    raise click.ClickException(msg)


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


@contextlib.contextmanager
def _logged(folder: Path) -> Iterator[None]:
    """Write the bot's log lines to a file: standard output is for the one line with the address."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "bot.log").open("w", encoding="utf-8") as file:
        with contextlib.redirect_stdout(file):
            logs.set_up("INFO")
        try:
            yield
        finally:
            logging.getLogger().handlers.clear()
