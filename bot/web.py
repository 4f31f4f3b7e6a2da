"""HTTP: three addresses for whoever watches over the process, one for the operator, and Feishu's before them."""

import orjson
from flask import Flask, Response, request

from bot.app import App
from bot.feishu.inbound import ForgedError
from bot.webhook import JSON, LIMIT, REFUSED, note_forgery, with_feishu


def make_web(app: App, *, with_events: bool = True) -> Flask:
    """The WSGI application of a process; a worker has no address for events, nor has who has a long connection."""
    web = Flask("salesbot", static_folder=None)
    web.config["MAX_CONTENT_LENGTH"] = LIMIT
    web.register_error_handler(413, lambda _: Response(REFUSED, 413, content_type=JSON))
    web.add_url_rule("/control", view_func=lambda: _control(app), methods=["POST"], endpoint="control")
    web.add_url_rule("/healthz", view_func=lambda: _answer(b'{"ok":true}'), endpoint="healthz")
    web.add_url_rule("/readyz", view_func=lambda: _readyz(app), endpoint="readyz")
    web.add_url_rule("/metrics", view_func=lambda: _metrics(app), endpoint="metrics")
    if with_events:
        web.wsgi_app = with_feishu(app, web.wsgi_app)  # type: ignore[assignment]  # as its pages show it
    return web


def _control(app: App) -> Response:
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


def _readyz(app: App) -> Response:
    ready = app.readiness()
    return _answer(orjson.dumps({"ok": ready.ok, **ready.found}), 200 if ready.ok else 503)


def _metrics(app: App) -> Response:
    app.readiness()
    return Response(app.metrics.exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _answer(body: bytes, status: int = 200) -> Response:
    return Response(body, status, content_type=JSON)
