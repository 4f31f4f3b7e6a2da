"""The addresses of the process: one constant refusal, no 5xx for anything that comes in, and what watchers may ask."""

import http.client
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from werkzeug.test import TestResponse

from bot.app import App
from bot.config import Settings
from bot.feishu.events import ASKED_FOR
from bot.web import make_web
from bot.webhook import LIMIT, REFUSED
from playground import HandClock
from storage.engine import open_writer
from storage.uow import UnitOfWork
from storage.upgrade import upgrade
from tests.bot.feishu.test_events import bodies, json_values
from tests.installation import Installation, sqlite_database
from tests.seeds import NOW, found
from tests.servers import PostgresServer
from tests.wire_bodies import APP_ID, KEY, PRESS, TOKEN, challenge, compact, event, headers, pressed, said, sealed


def settings_for(url: str, **team: object) -> Settings:
    secrets = {"app_id": APP_ID, "app_secret": "s", "encrypt_key": KEY, "verification_token": TOKEN}
    return Settings.of({"feishu": secrets, "storage": {"url": url}, "team": team})


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """One app for the whole module on each kind of database, without a Feishu to send to."""
    with ExitStack() as open_until_the_end:
        if request.param == "sqlite":
            url = sqlite_database(tmp_path_factory.mktemp("web"), tmp_path_factory)
        else:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            url = open_until_the_end.enter_context(server.database(server.template("migrated", upgrade)))
        with UnitOfWork(url) as db:
            db.write(found)
        made = App(settings_for(url), HandClock(NOW))
        open_until_the_end.callback(made.stop)
        yield made


@pytest.fixture(scope="module")
def web(app: App) -> FlaskClient:
    return make_web(app).test_client()


def post(web: FlaskClient, value: object, **wrong: Any) -> TestResponse:
    """A signed and encrypted delivery."""
    body = sealed(compact(value))
    return web.post("/feishu/events", data=body, headers=headers(body) | wrong)


def metric(web: FlaskClient, line: str) -> float:
    found_lines = [each for each in web.get("/metrics").text.splitlines() if each.startswith(line + " ")]
    return float(found_lines[0].rpartition(" ")[2]) if found_lines else 0.0


def test_a_genuine_event_is_thanked(web: FlaskClient) -> None:
    answer = post(web, event(body=said(message_id="om_genuine")))
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"{}", "application/json")


def test_an_answer_has_its_type_and_length_and_nothing_else(web: FlaskClient) -> None:
    answer = post(web, event(PRESS, pressed({"do": "nothing"})))
    kind = "application/json; charset=utf-8"
    assert dict(answer.headers) == {"Content-Type": kind, "Content-Length": str(len(answer.data))}
    assert answer.status == "200 OK"
    assert "toast" in answer.get_json()


def test_an_event_that_cannot_be_kept_now_is_asked_for_again(sqlite_url: str) -> None:
    app = App(settings_for(sqlite_url), HandClock(NOW))
    web = make_web(app).test_client()
    app.stop()
    answer = post(web, event(body=said(message_id="om_late")))
    assert (answer.status, answer.data) == ("503 SERVICE UNAVAILABLE", b"{}")


def test_a_body_that_ends_early_is_no_error_of_ours(web: FlaskClient) -> None:
    body = sealed(compact(event()))
    longer = {"CONTENT_LENGTH": str(len(body) + 9)}
    early = web.post("/feishu/events", data=body, headers=headers(body), environ_overrides=longer)
    assert (early.status_code, early.data) == (400, REFUSED)


@pytest.mark.parametrize(
    "length,status", [("9" * 5000, 413), (str(LIMIT + 1), 413), ("0" * 5000, 401), ("-5", 401), ("", 401), ("٣", 401)]
)
def test_whatever_is_said_of_a_length_is_no_error_of_ours(web: FlaskClient, length: str, status: int) -> None:
    body = sealed(compact(event()))
    answer = web.post("/feishu/events", data=body, headers=headers(body), environ_overrides={"CONTENT_LENGTH": length})
    assert (answer.status_code, answer.data) == (status, REFUSED)


@pytest.mark.parametrize("seal", [sealed, bytes])
def test_the_console_gets_its_word_as_json(app: App, web: FlaskClient, seal: Any) -> None:
    assert isinstance(app.clock, HandClock)
    app.clock.advance(1)  # another second, another allowance
    word = 'a "quoted" <word>\n词'
    answer = web.post("/feishu/events", data=seal(compact(challenge(word=word))))
    assert (answer.status_code, orjson.loads(answer.data)) == (200, {"challenge": word})


def refusals() -> list[tuple[bytes, dict[str, str]]]:
    """One of every kind of what is refused."""
    body = sealed(compact(event()))
    good, wrong_token = headers(body), sealed(compact(event(token="wrong")))
    other_app = sealed(compact(event(app_id="cli_other")))
    return [
        (body, {}),
        (body, good | {"X-Lark-Signature": ""}),
        (body, good | {"X-Lark-Signature": good["X-Lark-Signature"].upper()}),
        (body, good | {"X-Lark-Signature": f"{good['X-Lark-Signature']}, {good['X-Lark-Signature']}"}),
        (body, good | {"X-Lark-Request-Timestamp": "1"}),
        (body, headers(body, NOW.replace(year=2025))),
        (body, headers(body, NOW.replace(year=2027))),
        (body[:-9], headers(body[:-9])),
        (wrong_token, headers(wrong_token)),
        (other_app, headers(other_app)),
        (compact(event()), headers(compact(event()))),
        (compact(challenge(token="wrong")), {}),
        (sealed(compact(challenge(token="wrong"))), {}),
        (b"", {}),
        (b"\xff" * 100, headers(b"\xff" * 100)),
    ]


def test_every_refusal_is_the_same_to_the_byte(web: FlaskClient) -> None:
    answers = [web.post("/feishu/events", data=body, headers=given) for body, given in refusals()]
    assert {(each.status_code, each.data, str(each.headers)) for each in answers} == {
        (401, REFUSED, str(answers[0].headers))
    }


def test_refusals_are_counted(web: FlaskClient) -> None:
    before = metric(web, "salesbot_forged_total")
    web.post("/feishu/events", data=b"{}", headers=headers(b"{}"))
    assert metric(web, "salesbot_forged_total") == before + 1


def test_a_large_body_is_refused_unread(web: FlaskClient) -> None:
    body = b" " * (LIMIT + 1)
    answer = web.post("/feishu/events", data=body, headers=headers(body))
    assert (answer.status_code, answer.data) == (413, REFUSED)
    assert web.post("/feishu/events", data=b" " * LIMIT).status_code == 401


@pytest.mark.parametrize("lie", [{"Transfer-Encoding": "chunked"}, {"Content-Length": str(3 * LIMIT)}])
def test_a_large_body_is_refused_however_its_length_is_told(lite: Installation, lie: dict[str, str]) -> None:
    connection = http.client.HTTPConnection(lite.url.removeprefix("http://"), timeout=10)
    chunks = [b" " * 65536] * 48
    connection.request("POST", "/feishu/events", iter(chunks), lie, encode_chunked="Transfer-Encoding" in lie)
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (413, REFUSED)
    connection.close()


def test_an_event_never_asked_for_is_thanked_and_counted(web: FlaskClient) -> None:
    line = 'salesbot_unasked_total{type="im.message.message_read_v1"}'
    before = metric(web, line)
    assert post(web, event("im.message.message_read_v1", {})).data == b"{}"
    assert metric(web, line) == before + 1


def test_answers_are_counted_by_kind_and_outcome(web: FlaskClient) -> None:
    line = 'salesbot_answer_seconds_count{kind="Said",outcome="answered"}'
    before = metric(web, line)
    post(web, event(body=said(message_id="om_counted")))
    post(web, event(body=said(message_id="om_counted")))
    assert metric(web, line) == before + 1
    assert metric(web, line.replace("answered", "replayed")) >= 1


def test_an_event_that_cannot_be_kept_must_come_again(
    app: App, web: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.dispatch.PATIENCE", 0.2)
    elsewhere = open_writer(app.settings.storage.url)
    with elsewhere.connect() as db, db.begin() as held:
        if db.dialect.name == "postgresql":
            db.execute(text("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
        answer = post(web, event(body=said(message_id="om_busy")))
        held.rollback()
    elsewhere.dispose()
    assert (answer.status_code, answer.data) == (503, b"{}")
    assert post(web, event(body=said(message_id="om_busy"))).status_code == 200


def test_a_process_says_that_it_lives(web: FlaskClient) -> None:
    assert web.get("/healthz").json == {"ok": True}


def test_a_process_says_that_it_can_work(web: FlaskClient) -> None:
    answer = web.get("/readyz")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["ok"] is True
    assert set(answer.json) >= {"database", "worker", "outbox_depth", "outbox_lag_seconds", "parked", "failed"}


def test_every_number_is_there_for_prometheus(web: FlaskClient) -> None:
    answer = web.get("/metrics")
    assert answer.mimetype == "text/plain"
    for name in (
        "answer_seconds",
        "forged_total",
        "unasked_total",
        "send_seconds",
        "outbox_depth",
        "outbox_lag_seconds",
    ):
        assert f"# HELP salesbot_{name.removesuffix('_total')}" in answer.text


@pytest.mark.parametrize(
    "method, path, status",
    [
        ("GET", "/feishu/events", 404),
        ("PUT", "/feishu/events", 404),
        ("POST", "/healthz", 405),
        ("GET", "/control", 405),
        ("GET", "/", 404),
        ("POST", "/feishu/events/", 404),
        ("GET", "/../etc/passwd", 404),
    ],
)
def test_there_is_nothing_else(web: FlaskClient, method: str, path: str, status: int) -> None:
    assert web.open(path, method=method).status_code == status


def test_a_worker_has_no_address_for_events(app: App) -> None:
    client = make_web(app, with_events=False).test_client()
    assert client.post("/feishu/events").status_code == 404
    assert client.get("/healthz").status_code == 200


def test_an_order_needs_its_signature(web: FlaskClient) -> None:
    order = compact({"do": "inbox.retry", "ref": "NOTTHERE"})
    assert web.post("/control", data=order).data == REFUSED
    answer = web.post("/control", data=order, headers=headers(order))
    assert answer.json == {"said": "nothing is kept under this reference"}


slow = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@slow
@given(body=st.binary(max_size=400), signed=st.booleans())
def test_no_bytes_make_the_server_fail(web: FlaskClient, body: bytes, signed: bool) -> None:
    answer = web.post("/feishu/events", data=body, headers=headers(body) if signed else {})
    assert (answer.status_code, answer.data) == (401, REFUSED)


@slow
@given(value=json_values)
def test_no_json_makes_the_server_fail(web: FlaskClient, value: object) -> None:
    assert post(web, value).status_code == 401


@slow
@given(kind=st.sampled_from(ASKED_FOR), body=bodies, event_id=st.uuids().map(str))
def test_no_genuine_event_makes_the_server_fail(web: FlaskClient, kind: str, body: object, event_id: str) -> None:
    assert post(web, event(kind, body, event_id=event_id)).status_code in {200, 401}


forms = st.sampled_from(
    ["visits.FileVisit", "visits.EditVisit", "visits.WithdrawVisit", "welcome.Found", "views.Run", "x"]
)
hidden = st.dictionaries(st.sampled_from(["visit_id", "seen", "chat_id", "said"]), json_values | st.integers(-3, 2**70))
typed = st.dictionaries(
    st.sampled_from(["customer", "kind", "visited_on", "outcome", "recent", "next_step_on", "next_step", "?"]),
    json_values | st.sampled_from(["2026-03-02", "on_site", "长" * 2000, "9999-12-31 +0800"]),
)


@slow
@given(do=forms, version=st.just(1) | json_values, carried=hidden, said_typed=typed, event_id=st.uuids().map(str))
def test_no_press_makes_the_server_fail(
    web: FlaskClient, do: str, version: object, carried: object, said_typed: object, event_id: str
) -> None:
    value = {"do": do, "v": version, "to": "", "k": event_id, "with": carried}
    answer = post(web, event(PRESS, pressed(value, said_typed), event_id=event_id))
    assert answer.status_code in {200, 401}
    assert "error" not in str((answer.json or {}).get("toast"))
