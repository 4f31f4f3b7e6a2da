"""Where the webhook and the long connection meet: a genuine delivery is read, answered, counted and logged."""

import time
from datetime import datetime

import orjson
import structlog

from bot.admission import AGAIN, Admission
from bot.answers import EMPTY
from bot.app import App
from bot.deliveries import Pressed
from bot.feishu.events import read_event
from bot.feishu.inbound import PRESS, Envelope
from bot.feishu.long.supervisor import Answer, Credentials, LongConnection
from sales.records import dataclass
from storage.uow import UnavailableError

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Received:
    """What the platform is told: an HTTP status (503: deliver it again) and a JSON body, which counts for presses."""

    body: str = EMPTY
    status: int = 200


def receive(app: App, envelope: Envelope, now: datetime, began: float) -> Received:
    """Answer a genuine delivery; `began` is when its last byte came, by the performance counter."""
    waited = time.perf_counter() - began
    delivery = read_event(envelope.json, now)
    if delivery is None:
        app.metrics.unasked.labels(event_type(envelope)).inc()
        return Received()
    try:
        answer = app.dispatcher.handle(delivery, envelope.text, now, waited)
    except UnavailableError:
        _log.exception("unavailable", key=delivery.key)
        return Received(status=503)
    if not isinstance(delivery, Pressed):
        app.sender.wake()
    kind = type(delivery).__name__
    seconds = time.perf_counter() - began
    app.metrics.answers.labels(kind, answer.outcome).observe(seconds)
    _log.info("answered", key=delivery.key, kind=kind, outcome=answer.outcome, ms=round(seconds * 1000, 1))
    return Received(answer.body)


def turn_away(app: App, envelope: Envelope) -> Received:
    """Feishu sends an event again; of a press it would only say that it failed, so the person is asked to."""
    is_press = event_type(envelope) == PRESS
    app.metrics.turned_away.labels("press" if is_press else "event").inc()
    return Received(AGAIN) if is_press else Received(status=503)


def event_type(envelope: Envelope) -> str:
    """The event's type as a label; bounded, because it comes from outside."""
    return str(_header(envelope).get("event_type", "?"))[:64]


class LongReception:
    """Answers what comes over a long connection, which has proved who it is when it was opened. Safe to share."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._admission = Admission(app.settings.server.threads)

    def answer(self, text: str, waited: float) -> Answer:
        """The acknowledgement of a delivery, given as JSON text, that waited so many seconds for a thread.

        What is no JSON, or another app's or tenant's, is thanked and left: to have it again would not help.
        """
        began = time.perf_counter() - waited
        envelope = _envelope(text)
        if envelope is None or not self._is_ours(envelope):
            self._app.metrics.refused.inc()
            return Answer(200)
        with self._admission.enter(waited) as let_in:
            now = self._app.clock.now()
            received = receive(self._app, envelope, now, began) if let_in else turn_away(self._app, envelope)
        return Answer(received.status, received.body if event_type(envelope) == PRESS else None)

    def _is_ours(self, envelope: Envelope) -> bool:
        told, header = self._app.settings.feishu, _header(envelope)
        return header.get("app_id") == told.app_id and told.tenant_key in ("", header.get("tenant_key"))


def long_connection(app: App) -> LongConnection:
    """The long connection of a process, not begun yet; from now on readiness and metrics speak of it."""
    feishu = app.settings.feishu
    line = app.line = LongConnection(
        Credentials(feishu.app_id, feishu.app_secret.reveal(), feishu.domain),
        LongReception(app).answer,
        threads=app.settings.server.threads,
        on_start=lambda after: app.metrics.connecting.labels(after).inc(),
    )
    return line


def _header(envelope: Envelope) -> dict[str, object]:
    header = envelope.json.get("header")
    return header if isinstance(header, dict) else {}


def _envelope(text: str) -> Envelope | None:
    try:
        opened = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return Envelope(opened, text) if isinstance(opened, dict) else None
