"""HTTP: three addresses for whoever watches over the process, one for the operator, and Feishu's before them."""

from typing import TYPE_CHECKING

import orjson

from bot.app import App
from bot.feishu.inbound import ForgedError
from bot.webhook import JSON, LIMIT, REFUSED, note_forgery, with_feishu

if TYPE_CHECKING:
    from flask import Flask, Request

_Answer = tuple[bytes, int, dict[str, str]]


def make_web(app: App, *, with_events: bool = True) -> "Flask":
    """The WSGI application of a process; a worker has no address for events, nor has who has a long connection."""
    from flask import Flask, request  # noqa: PLC0415 - a tenth of a start, for whoever first asks for one of these

    web = Flask("salesbot", static_folder=None)
    web.config["MAX_CONTENT_LENGTH"] = LIMIT
    web.register_error_handler(413, lambda _: _answer(REFUSED, 413))
    web.add_url_rule("/control", view_func=lambda: _control(app, request), methods=["POST"], endpoint="control")
    web.add_url_rule("/healthz", view_func=lambda: _answer(b'{"ok":true}'), endpoint="healthz")
    web.add_url_rule("/readyz", view_func=lambda: _readyz(app), endpoint="readyz")
    web.add_url_rule("/metrics", view_func=lambda: _metrics(app), endpoint="metrics")
    if with_events:
        web.wsgi_app = with_feishu(app, web.wsgi_app)  # type: ignore[assignment]  # as its pages show it
    return web


def _control(app: App, request: "Request") -> _Answer:
    """An operator's order, as the command line sends it."""
    now = app.clock.now()
    try:
        order = app.edge.open_order(request.headers.get, request.get_data(cache=False), now)
    except ForgedError as no:
        note_forgery(app, no)
        return _answer(REFUSED, 401)
    said = app.control.obey(order, now)
    app.sender.wake()
    return _answer(orjson.dumps({"said": said}))


def _readyz(app: App) -> _Answer:
    ready = app.readiness()
    return _answer(orjson.dumps({"ok": ready.ok, **ready.found}), 200 if ready.ok else 503)


def _metrics(app: App) -> _Answer:
    app.readiness()
    return _answer(app.metrics.exposition(), kind="text/plain; version=0.0.4; charset=utf-8")


def _answer(body: bytes, status: int = 200, kind: str = JSON) -> _Answer:
    return body, status, {"Content-Type": kind}
