"""A server under measurement: `python -m benchmarks.serve KIND URL THREADS --port PORT`, until it is killed.

KIND is `bot` for the bot's web process, or `peer`. Both stand on waitress, with the same number of threads.
"""

import logging
import sys

from flask import Flask
from waitress import serve


def main(kind: str, url: str, threads: str, _option: str, port: str) -> None:
    """Serve until killed."""
    web = _bot(url) if kind == "bot" else _peer(url)
    # Waitress warns whenever a request waits for a thread, which with 32 connections on 8 threads is always.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    serve(web, host="127.0.0.1", port=int(port), threads=int(threads), ident=None)


def _bot(url: str) -> Flask:
    from benchmarks.office import settings  # noqa: PLC0415 - neither server is to carry the other's modules
    from bot.app import App  # noqa: PLC0415
    from bot.logs import set_up  # noqa: PLC0415
    from bot.web import make_web  # noqa: PLC0415

    set_up("INFO")
    return make_web(App(settings(url)))


def _peer(url: str) -> Flask:
    from benchmarks.peers import make_peer  # noqa: PLC0415

    return make_peer(url)


if __name__ == "__main__":
    main(*sys.argv[1:])
