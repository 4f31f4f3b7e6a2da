"""HTTP: one address for Feishu, three for whoever watches over the process, one for the operator."""

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import orjson
import structlog
from flask import Flask, Response, request
from werkzeug.datastructures import EnvironHeaders
from werkzeug.exceptions import HTTPException
from werkzeug.wsgi import get_input_stream

from bot.admission import WAITED, Admission
from bot.app import App
from bot.feishu.inbound import Challenge, ForgedError
from bot.reception import Received, receive, turn_away

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LIMIT: Final = 1024 * 1024
"""Largest body read, in bytes; Feishu's own are far below."""

JSON: Final = "application/json; charset=utf-8"
REFUSED: Final = b'{"msg":"refused"}'
"""The one answer to everything that is not from Feishu: it tells nothing."""

_STATUS: Final = {200: "200 OK", 503: "503 SERVICE UNAVAILABLE"}
"""What `Received` can be, as WSGI wants it."""

_log = structlog.get_logger(__name__)


def make_web(app: App, *, with_events: bool = True) -> Flask:
    """The WSGI application of a process; a worker has no address for events, nor has who has a long connection."""
    web = Flask("salesbot", static_folder=None)
    web.config["MAX_CONTENT_LENGTH"] = LIMIT
    web.register_error_handler(413, lambda _: Response(REFUSED, 413, content_type=JSON))
    if with_events and app.settings.feishu.mode == "webhook":
        web.wsgi_app = _EventsFirst(app, web.wsgi_app)  # type: ignore[method-assign]  # as its pages show it
    web.add_url_rule("/control", view_func=lambda: _control(app), methods=["POST"], endpoint="control")
    web.add_url_rule("/healthz", view_func=lambda: _answer(b'{"ok":true}'), endpoint="healthz")
    web.add_url_rule("/readyz", view_func=lambda: _readyz(app), endpoint="readyz")
    web.add_url_rule("/metrics", view_func=lambda: _metrics(app), endpoint="metrics")
    return web


class _EventsFirst:
    """Feishu's address, before Flask: its routing and contexts take longer than verifying and reading a delivery."""

    def __init__(self, app: App, others: "WSGIApplication") -> None:
        self._app = app
        self._others = others
        self._admission = Admission(app.settings.server.threads)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/feishu/events" or environ["REQUEST_METHOD"] != "POST":
            return self._others(environ, start_response)
        try:
            answer = _events(self._app, self._admission, environ)
        except HTTPException as unreadable:
            answer = _answer(REFUSED, unreadable.code or 400)
        if isinstance(answer, Response):
            return answer(environ, start_response)
        body = answer.body.encode()
        start_response(_STATUS[answer.status], [("Content-Type", JSON), ("Content-Length", str(len(body)))])
        return [body]


def _events(app: App, admission: Admission, environ: "WSGIEnvironment") -> Received | Response:
    began = time.perf_counter()
    now = app.clock.now()
    body = get_input_stream(environ, max_content_length=LIMIT).read()
    try:
        opened = app.edge.open(EnvironHeaders(environ).get, body, now)
    except ForgedError as no:
        return _refuse(app, no)
    if isinstance(opened, Challenge):
        return _answer(orjson.dumps({"challenge": opened.word}))
    with admission.enter(environ.get(WAITED, 0.0)) as let_in:
        return receive(app, opened, now, began) if let_in else turn_away(app, opened)


def _refuse(app: App, no: ForgedError) -> Response:
    app.metrics.refused.inc()
    if no.args:
        _log.warning("refused_though_signed", reason=str(no))
    return _answer(REFUSED, 401)


def _control(app: App) -> Response:
    """An operator's order, as the command line sends it."""
    now = app.clock.now()
    try:
        order = app.edge.open_order(request.headers.get, request.get_data(cache=False), now)
    except ForgedError as no:
        return _refuse(app, no)
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
