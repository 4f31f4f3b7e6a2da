"""What comes over a long connection gets the same answers as what comes to the webhook."""

import orjson
import pytest

from bot.admission import AGAIN, LONGEST_WAIT
from bot.feishu.long.supervisor import Answer
from bot.reception import LongReception
from playground.people import Json
from storage.uow import UnavailableError
from tests.installation import Installation


def envelope(bot: Installation, kind: str = "card.action.trigger", **header: str) -> Json:
    event = {"operator": {"open_id": bot.admin.open_id}, "action": {"value": {}}, "context": {}}
    whole = bot.feishu.envelope(kind, event)
    return whole | {"header": whole["header"] | header}


def answered(bot: Installation, delivery: object, waited: float = 0.0) -> Answer:
    return LongReception(bot.app).answer(orjson.dumps(delivery).decode(), waited)


def test_a_press_gets_data_and_an_event_none(lite: Installation) -> None:
    pressed = answered(lite, envelope(lite))
    assert pressed.code == 200
    assert "toast" in orjson.loads(pressed.data or "")
    assert answered(lite, envelope(lite, "im.chat.disbanded_v1")) == Answer(200)


def test_what_nobody_asked_for_is_thanked(lite: Installation) -> None:
    assert answered(lite, envelope(lite, "approval_instance")) == Answer(200)
    assert b'salesbot_unasked_total{type="approval_instance"} 1.0' in lite.app.metrics.exposition()


@pytest.mark.parametrize("delivery", ["nonsense", [], {}, {"header": 7}, {"header": {"app_id": "cli_other"}}])
def test_what_is_not_ours_is_left(lite: Installation, delivery: object) -> None:
    assert answered(lite, delivery) == Answer(200)
    assert lite.rows("select count(*) from inbox") == [(0,)]
    assert b"salesbot_forged_total 1.0" in lite.app.metrics.exposition()


def test_no_json_is_left(lite: Installation) -> None:
    assert LongReception(lite.app).answer("{", 0.0) == Answer(200)


def test_another_apps_delivery_does_nothing(lite: Installation) -> None:
    assert answered(lite, envelope(lite, app_id="cli_0123456789abcdee")) == Answer(200)


def test_without_a_database_an_event_comes_again(lite: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object) -> None:
        raise UnavailableError

    monkeypatch.setattr(lite.app.dispatcher, "handle", nobody)
    assert answered(
        lite, envelope(lite, "im.chat.disbanded_v1", event_id="1") | {"event": {"chat_id": "oc_1"}}
    ) == Answer(503)


def test_what_waited_too_long_for_a_thread_is_turned_away(lite: Installation) -> None:
    assert answered(lite, envelope(lite), LONGEST_WAIT + 0.1) == Answer(200, AGAIN)
    assert answered(lite, envelope(lite, "im.chat.disbanded_v1"), LONGEST_WAIT + 0.1) == Answer(503)
