"""Orders to the bot: carried out here when the database is free, else by the process that is serving from it."""

from typing import Any

import click
import orjson
import requests

from bot.app import App, SystemClock
from bot.commands.settings import in_words
from bot.config import Settings
from bot.feishu.signatures import Seal
from storage.uow import LockedError

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to


def order(settings: Settings, **said: Any) -> str:
    """Have an order carried out and give the answer to it."""
    with in_words():
        try:
            app = App(settings)
        except LockedError:
            return _ask_server(settings, said)
    try:
        return app.control.obey(said, app.clock.now())
    finally:
        app.stop()


def _ask_server(settings: Settings, said: dict[str, Any]) -> str:
    body = orjson.dumps(said)
    timestamp = str(int(SystemClock().now().timestamp()))
    signature = Seal(settings.feishu.order_key).signature(timestamp, "order", body)
    headers = {
        "X-Lark-Request-Timestamp": timestamp,
        "X-Lark-Request-Nonce": "order",
        "X-Lark-Signature": signature,
    }
    host = "127.0.0.1" if settings.server.host in EVERYWHERE else settings.server.host
    try:
        answer = requests.post(f"http://{host}:{settings.server.port}/control", body, headers=headers, timeout=10)
        answer.raise_for_status()
        return str(answer.json()["said"])
    except requests.RequestException as error:
        msg = f"the serving process has the database, but does not answer at port {settings.server.port}: {error}"
        raise click.ClickException(msg) from None
