"""The bot's web process under measurement, until it is killed: `benchmarks.servers.as_installed` starts it."""

import logging
import sys

from benchmarks.office import settings
from bot.app import App
from bot.listening import listen
from bot.logs import set_up
from bot.web import make_web


def main() -> None:
    """Serve as `salesbot serve --web` does, with the log lines it writes: arguments are a URL, threads and a port."""
    url, threads, port = sys.argv[1:]
    set_up("INFO")
    # Waitress warns whenever a request waits for a thread, which is what is measured here.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    web = make_web(App(settings(url)))
    listen(web, host="127.0.0.1", port=int(port), threads=int(threads), connection_limit=500, ident=None).run()
