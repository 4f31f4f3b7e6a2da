"""One server under measurement: `python -m benchmarks.serve KIND PORT URL THREADS`.

KIND is `web` (the bot's web process), `all` (web and worker in one process, as on SQLite), or `peer`.
"""

import logging
import sys

from flask import Flask
from waitress import serve

from benchmarks.office import settings


def main(kind: str, port: str, url: str, threads: str) -> None:
    """Serve until killed."""
    # Waitress warns whenever a request waits for a thread, which with 32 connections on 8 threads is always.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    web = _peer(url) if kind == "peer" else _bot(url, with_worker=kind == "all")
    serve(web, host="127.0.0.1", port=int(port), threads=int(threads))


def _bot(url: str, *, with_worker: bool) -> Flask:
    from bot.app import App  # noqa: PLC0415 - neither server is to carry the other's modules
    from bot.logs import set_up  # noqa: PLC0415
    from bot.web import make_web  # noqa: PLC0415

    set_up("INFO")
    app = App(settings(url))
    if with_worker:
        app.start_worker()
    return make_web(app)


def _peer(url: str) -> Flask:
    from benchmarks.peers import make_peer  # noqa: PLC0415

    return make_peer(url)


if __name__ == "__main__":
    main(*sys.argv[1:])
