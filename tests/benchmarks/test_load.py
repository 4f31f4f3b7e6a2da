"""What the load counts as answered: nothing that was turned away, whatever its status."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask, Response, request
from waitress.server import create_server

from benchmarks.deliveries import read_receipt, slash, submission
from benchmarks.keys import APP_ID, ENCRYPT_KEY, TOKEN
from benchmarks.load import AWAY, run
from benchmarks.office import Rep
from bot.feishu.events import read_event
from bot.feishu.inbound import Edge, Envelope, ForgedError
from playground import HandClock
from tests.installation import MONDAY

REP = Rep("ou_somebody", "oc_somewhere")


@pytest.fixture
def port() -> Iterator[int]:
    """A server that thanks, refuses and turns away by what it is asked."""
    web = Flask("answers")

    @web.post("/<wanted>")
    def answer(wanted: str) -> Response:
        return Response(b"busy" if wanted == "away" else request.get_data(), 401 if wanted == "refuse" else 200)

    server = create_server(web, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    server.trigger.pull_trigger(server.close)
    thread.join(5)
    server.task_dispatcher.shutdown()


def test_every_request_is_answered_once_and_counted_by_what_came(port: int) -> None:
    asked = [submission(REP, n).request(path) for n, path in enumerate(["/thank", "/refuse", "/away"] * 4)]
    found = run(port, 4, asked, b"busy")
    assert found["statuses"] == {"200": 4, "401": 4, AWAY: 4}
    assert isinstance(found["times"], list)
    assert len(found["times"]) == 12


def test_what_is_posted_is_what_the_bot_takes() -> None:
    edge, now = Edge(APP_ID, ENCRYPT_KEY, TOKEN), HandClock(MONDAY).now()
    for make in (submission, read_receipt):
        sealed = make(REP, 1)
        at = int(sealed.headers["X-Lark-Request-Timestamp"])
        now = MONDAY.fromtimestamp(at, MONDAY.tzinfo)
        assert isinstance(edge.open(sealed.headers.get, sealed.body, now), Envelope)
        with pytest.raises(ForgedError):
            edge.open(sealed.forged().headers.get, sealed.body, now)


def test_a_submission_is_a_press_and_a_receipt_nothing_the_bot_asks_for() -> None:
    opened = []
    for make in (submission, read_receipt):
        sealed = make(REP, 1)
        now = MONDAY.fromtimestamp(int(sealed.headers["X-Lark-Request-Timestamp"]), MONDAY.tzinfo)
        envelope = Edge(APP_ID, ENCRYPT_KEY, TOKEN).open(sealed.headers.get, sealed.body, now)
        assert isinstance(envelope, Envelope)
        opened.append(read_event(envelope.json, now))
    assert opened[0] is not None
    assert opened[1] is None


def test_a_slash_command_is_signed_over_its_body() -> None:
    assert slash(REP, 1).headers["X-Slack-Signature"] != slash(REP, 2).headers["X-Slack-Signature"]
    assert b"POST /slack HTTP/1.1" in slash(REP, 1).request("/slack")
