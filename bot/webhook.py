"""Feishu's address: a delivery's bytes are read, verified and answered here, before any web framework.

Nothing that waits for an answer after a start has to wait for Flask to load; and its routing and contexts take longer
than verifying and reading a delivery.
"""

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import orjson
import structlog

from bot.admission import WAITED, Admission
from bot.app import App
from bot.feishu.inbound import Challenge, ForgedError
from bot.reception import receive, turn_away

if TYPE_CHECKING:
    from _typeshed.wsgi import InputStream, StartResponse, WSGIApplication, WSGIEnvironment

ADDRESS: Final = "/feishu/events"

LIMIT: Final = 1024 * 1024
"""Largest body read, in bytes; Feishu's own are far below."""

JSON: Final = "application/json; charset=utf-8"
REFUSED: Final = b'{"msg":"refused"}'
"""The one answer to everything that is not from Feishu: it tells nothing."""

_STATUS: Final = {
    200: "200 OK",
    400: "400 BAD REQUEST",
    401: "401 UNAUTHORIZED",
    413: "413 REQUEST ENTITY TOO LARGE",
    503: "503 SERVICE UNAVAILABLE",
}

_log = structlog.get_logger(__name__)


def with_feishu(app: App, others: "WSGIApplication") -> "WSGIApplication":
    """What answers Feishu as well as others do everything else; with a long connection there is nothing to answer."""
    return Webhook(app, others) if app.settings.feishu.mode == "webhook" else others


class Webhook:
    """A WSGI application that answers Feishu, and leaves all other addresses to others."""

    def __init__(self, app: App, others: "WSGIApplication") -> None:
        self._app = app
        self._others = others
        self._admission = Admission(app.settings.server.threads)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request; whatever comes in, there is no error of ours."""
        if environ["PATH_INFO"] != ADDRESS or environ["REQUEST_METHOD"] != "POST":
            return self._others(environ, start_response)
        try:
            status, answer = self._answer(environ)
        except _UnreadableError as no:
            status, answer = no.status, REFUSED
        start_response(_STATUS[status], [("Content-Type", JSON), ("Content-Length", str(len(answer)))])
        return [answer]

    def _answer(self, environ: "WSGIEnvironment") -> tuple[int, bytes]:
        waited: float = environ.get(WAITED, 0.0)
        began = time.perf_counter() - waited
        now = self._app.clock.now()
        body = _body(environ)
        try:
            opened = self._app.edge.open(lambda name: _header(environ, name), body, now)
        except ForgedError as no:
            note_forgery(self._app, no)
            return 401, REFUSED
        if isinstance(opened, Challenge):
            return 200, orjson.dumps({"challenge": opened.word})
        with self._admission.enter(waited) as let_in:
            received = receive(self._app, opened, now, began) if let_in else turn_away(self._app, opened)
        return received.status, received.body.encode()


def note_forgery(app: App, no: ForgedError) -> None:
    """Count what is refused; of what was signed and refused all the same, say why."""
    app.metrics.refused.inc()
    if no.args:
        _log.warning("refused_though_signed", reason=str(no))


class _UnreadableError(Exception):
    """A body that is too large, or ends early; with the status that says so."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def _header(environ: "WSGIEnvironment", name: str) -> str | None:
    value: str | None = environ.get("HTTP_" + name.upper().replace("-", "_"))
    return value


def _length(environ: "WSGIEnvironment") -> int | None:
    """How long the body is said to be, no more than one byte beyond `LIMIT`; None where nothing sensible is said."""
    said = environ.get("CONTENT_LENGTH", "")
    if not (said.isascii() and said.isdecimal()):
        return None
    # By its digits first: Python refuses to read a number of thousands of them.
    digits = said.lstrip("0") or "0"
    return min(int(digits), LIMIT + 1) if len(digits) <= len(str(LIMIT)) else LIMIT + 1


def _body(environ: "WSGIEnvironment") -> bytes:
    """The whole body; a server that ends it by itself (`wsgi.input_terminated`) need not say how long it is."""
    length = _length(environ)
    if length is None and not environ.get("wsgi.input_terminated"):
        return b""
    most = LIMIT + 1 if length is None else length
    if length is not None and length > LIMIT:
        raise _UnreadableError(413)
    body = b"".join(_parts(environ["wsgi.input"], most))
    if len(body) > LIMIT:
        raise _UnreadableError(413)
    if length is not None and len(body) < length:
        raise _UnreadableError(400)
    return body


def _parts(stream: "InputStream", most: int) -> Iterator[bytes]:
    while most and (part := stream.read(most)):
        yield part
        most -= len(part)
