"""`salesbot serve`: one process of the bot."""

import signal
from collections.abc import Iterable
from functools import cache
from types import FrameType
from typing import TYPE_CHECKING

import click
import structlog

from bot import logs
from bot.app import App
from bot.commands.settings import config_option, in_words
from bot.config import Settings
from bot.heartbeats import Heart
from bot.listening import listen
from bot.reception import long_connection
from bot.vitals import Vitals
from bot.web import make_web
from bot.webhook import LIMIT, with_feishu
from storage.engine import sqlite_file

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_log = structlog.get_logger("salesbot")


@click.command()
@config_option
@click.option("--web", is_flag=True, help="Only answer Feishu (PostgreSQL; any number of such processes).")
@click.option("--worker", is_flag=True, help="Only send and push (PostgreSQL; any number of such processes).")
@click.option("--port", type=int, help="Listen here instead of the configured port; for a worker beside a web process.")
def serve(settings: Settings, *, web: bool, worker: bool, port: int | None) -> None:
    """Answer Feishu's deliveries, send what waits, and make what is due. SIGTERM finishes what is under way."""
    if web != worker and sqlite_file(settings.storage.url):
        msg = "a SQLite file has one process, which does both: leave --web and --worker out, or use PostgreSQL"
        raise click.ClickException(msg)
    logs.set_up(settings.log.level)
    with in_words():
        app = App(settings)
    try:
        _run(
            app,
            port if port is not None else settings.server.port,
            with_web=web or not worker,
            with_worker=worker or not web,
        )
    finally:
        app.stop()
        _log.info("stopped")


def _run(app: App, port: int, *, with_web: bool, with_worker: bool) -> None:
    server = listen(
        with_feishu(app, _Pages(app)) if with_web else _Pages(app),
        host=app.settings.server.host,
        port=port,
        threads=app.settings.server.threads,
        max_request_body_size=LIMIT + 1,
        channel_timeout=30,
        connection_limit=500,
        ident=None,
    )
    # Waitress drains its threads when SystemExit reaches its loop, and does not otherwise hear of SIGTERM.
    signal.signal(signal.SIGTERM, _leave)
    heart = Heart(app.settings.server.heartbeat_url, lambda: app.readiness().ok)
    if with_worker:
        app.start_worker()
        heart.start()
    else:
        app.start_listening()
    line = long_connection(app) if with_web and app.settings.feishu.mode == "websocket" else None
    if line:
        line.start()
    vitals = Vitals(app.lost)
    vitals.start()
    _log.info("listening", port=int(server.effective_port), mode=_mode(with_web=with_web, with_worker=with_worker))
    try:
        server.run()
    finally:
        vitals.stop()
        heart.stop()
        if line:
            line.stop()


class _Pages:
    """All addresses but Feishu's, made when somebody first asks for one: a start does not wait for Flask."""

    def __init__(self, app: App) -> None:
        self._web = cache(lambda: make_web(app, with_events=False))

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return self._web()(environ, start_response)


def _leave(number: int, _frame: FrameType | None) -> None:
    """Leave once: the same signal again must not break off the draining it asked for."""
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(0)


def _mode(*, with_web: bool, with_worker: bool) -> str:
    return "web and worker" if with_web and with_worker else "web" if with_web else "worker"
