"""The answering half for a WSGI server that runs several processes, such as granian; `salesbot serve` needs none.

`SALESBOT_CONFIG=config.toml granian --interface wsgi --factory bot.wsgi:application --workers 2`, with PostgreSQL and
at least one `salesbot serve --worker` beside it: what is answered here is sent there.
"""

import os
from pathlib import Path

from flask import Flask

from bot import logs
from bot.app import App
from bot.config import FILE, ConfigError, Settings
from bot.web import make_web
from storage.engine import sqlite_file


def application() -> Flask:
    """One process's application, by the settings in the file that `SALESBOT_CONFIG` names; called once in each.

    Raises `ConfigError` for settings that cannot be used, and `BehindError` for a database that must be upgraded first.
    A process that is told to end needs no care: it holds nothing but connections.
    """
    settings = Settings.load(Path(os.environ.get(FILE, "config.toml")))
    if sqlite_file(settings.storage.url):
        msg = "storage.url: a SQLite file has one process: use `salesbot serve`, or PostgreSQL"
        raise ConfigError(msg)
    if settings.feishu.mode == "websocket":
        msg = "feishu.mode: a long connection is kept by `salesbot serve`, not by a web server's processes"
        raise ConfigError(msg)
    logs.set_up(settings.log.level)
    app = App(settings)
    app.start_listening()
    return make_web(app)
