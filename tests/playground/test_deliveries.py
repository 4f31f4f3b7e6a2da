"""Deliveries: which acts are delivered, what they carry, the ladder of retries, and faults on demand."""

import hashlib
from datetime import timedelta

import orjson
import pytest

from playground import FakeFeishu, HandClock, Person
from playground.web import json_response
from tests.playground.card_cases import FORM, button, card
from tests.playground.conftest import Api, Bot


def test_delivers_what_is_said_in_a_direct_chat(feishu: FakeFeishu, bot: Bot, rep: Person) -> None:
    told = feishu.say(rep, feishu.direct(rep), "今天")
    assert (told.status, told.body) == (200, {})
    event = bot.events()[0]
    assert event["schema"] == "2.0"
    assert event["header"]["event_type"] == "im.message.receive_v1"
    assert event["header"]["token"] == feishu.verification_token
    assert event["header"]["create_time"] == "1772412300000"
    assert event["event"]["sender"]["sender_id"]["open_id"] == rep.open_id
    assert event["event"]["message"] == {
        "message_id": told.message_id,
        "create_time": "1772412300000",
        "update_time": "1772412300000",
        "chat_id": feishu.direct(rep).chat_id,
        "chat_type": "p2p",
        "message_type": "text",
        "content": '{"text":"今天"}',
    }


def test_delivers_a_picture_by_its_key(feishu: FakeFeishu, bot: Bot, rep: Person) -> None:
    done = feishu.send_picture(rep, feishu.direct(rep))
    message = bot.events()[-1]["event"]["message"]
    key = orjson.loads(message["content"])["image_key"]
    assert (message["message_type"], message["message_id"]) == ("image", done.message_id)
    assert key.startswith("img_v3_")
    data, kind = feishu.world.images[key]
    assert (data[:8], kind) == (b"\x89PNG\r\n\x1a\n", "image/png")


def test_delivers_only_mentions_of_the_bot_from_groups(
    feishu: FakeFeishu, bot: Bot, rep: Person, manager: Person
) -> None:
    group = feishu.add_group("华东一组", [rep, manager])
    assert feishu.say(rep, group, "拜访", mention_bot=True).status == 0
    feishu.add_bot(group, manager)
    assert feishu.say(rep, group, "拜访").status == 0
    assert feishu.say(rep, group, "@all 拜访").status == 0
    assert feishu.say(rep, group, "@bot 拜访 @周海 @all").status == 200
    message = bot.events()[-1]["event"]["message"]
    assert orjson.loads(message["content"]) == {"text": "@_user_1 拜访 @_user_2 @_all"}
    assert [(one["key"], one["mentioned_type"], one["name"]) for one in message["mentions"]] == [
        ("@_user_1", "bot", "销售助手"),
        ("@_user_2", "user", "周海"),
    ]
    assert message["mentions"][0]["id"]["open_id"] == feishu.tenant.app.open_id
    assert [one["header"]["event_type"] for one in bot.events()] == [
        "im.chat.member.bot.added_v1",
        "im.message.receive_v1",
    ]


def test_delivers_comings_and_goings(feishu: FakeFeishu, bot: Bot, rep: Person, manager: Person) -> None:
    group = feishu.add_group("华东一组", [rep])
    assert feishu.join(group, [manager]).status == 0
    feishu.leave(group, [manager])
    feishu.add_bot(group, rep)
    feishu.join(group, [manager, rep])
    feishu.leave(group, [manager])
    feishu.remove_bot(group, rep)
    feishu.add_bot(group, rep)
    feishu.disband(group, rep)
    feishu.open_direct(rep)
    feishu.menu(rep, "visit")
    events = bot.events()
    assert [one["header"]["event_type"] for one in events] == [
        "im.chat.member.bot.added_v1",
        "im.chat.member.user.added_v1",
        "im.chat.member.user.deleted_v1",
        "im.chat.member.bot.deleted_v1",
        "im.chat.member.bot.added_v1",
        "im.chat.disbanded_v1",
        "im.chat.access_event.bot_p2p_chat_entered_v1",
        "application.bot.menu_v6",
    ]
    assert [one["name"] for one in events[1]["event"]["users"]] == ["周海"]
    assert events[1]["event"]["operator_id"]["open_id"] == manager.open_id
    assert events[-1]["event"]["timestamp"] == 1772412300
    assert "chat_id" not in events[-1]["event"]


def test_signs_the_raw_bytes_in_lower_case(feishu: FakeFeishu, bot: Bot, rep: Person) -> None:
    feishu.say(rep, feishu.direct(rep), "今天")
    got = bot.got[0]
    signed = got.headers["x-lark-request-timestamp"] + got.headers["x-lark-request-nonce"] + feishu.encrypt_key
    assert got.headers["x-lark-signature"] == hashlib.sha256(signed.encode() + got.body).hexdigest()
    assert got.headers["x-lark-request-timestamp"] == "1772412300"
    assert b'": ' not in got.body


def test_retries_a_failed_event_four_times_on_the_ladder(
    feishu: FakeFeishu, bot: Bot, clock: HandClock, rep: Person
) -> None:
    bot.answers({}, 500)
    feishu.say(rep, feishu.direct(rep), "今天")
    for wait, attempts in (
        (14, 1),
        (1, 2),
        (299, 2),
        (1, 3),
        (3599, 3),
        (1, 4),
        (21599, 4),
        (1, 5),
        (99999, 5),
    ):
        clock.advance(wait)
        feishu.tick()
        assert len(bot.got) == attempts
    assert len({got.body for got in bot.got}) == 1
    assert len({got.headers["x-lark-signature"] for got in bot.got}) == 1
    assert [one.attempt for one in feishu.deliveries] == [1, 2, 3, 4, 5]


def test_stops_retrying_after_a_200_and_may_sign_anew(
    feishu: FakeFeishu, bot: Bot, clock: HandClock, rep: Person
) -> None:
    feishu.faults.resign_redeliveries = True
    bot.answers({}, 503)
    feishu.say(rep, feishu.direct(rep), "今天")
    bot.answers({})
    clock.advance(timedelta(hours=9))
    assert (feishu.tick(), feishu.tick()) == (1, 0)
    assert bot.got[0].headers["x-lark-signature"] != bot.got[1].headers["x-lark-signature"]


def test_takes_a_slow_answer_for_none(feishu: FakeFeishu, bot: Bot, clock: HandClock, rep: Person) -> None:
    feishu.connect("http://127.0.0.1:9/nobody")
    assert feishu.say(rep, feishu.direct(rep), "今天").status == 0
    feishu.connect(bot.url)
    clock.advance(15)
    assert feishu.tick() == 1
    assert len(bot.got) == 1


def test_never_retries_a_click(feishu: FakeFeishu, bot: Bot, api: Api, clock: HandClock, rep: Person) -> None:
    sent = api.card(rep.open_id, card(button()))
    bot.answers({}, 500)
    told = feishu.press(rep, sent, "好")
    assert (told.status, told.error and told.error.code) == (500, 200671)
    clock.advance(timedelta(days=1))
    assert (feishu.tick(), len(bot.got)) == (0, 1)


def test_redelivers_the_same_bytes_and_headers(feishu: FakeFeishu, bot: Bot, clock: HandClock, rep: Person) -> None:
    told = feishu.say(rep, feishu.direct(rep), "今天")
    clock.advance(60)
    assert feishu.redeliver(told.event_id).status == 200
    first, again = bot.got
    assert (first.body, first.headers) == (again.body, again.headers)


def test_asks_for_the_challenge_unsigned(feishu: FakeFeishu, bot: Bot) -> None:
    bot.answer = lambda request: json_response({"challenge": request.json()["challenge"]})
    told = feishu.verify_url()
    asked = bot.events()[0]
    assert told.body == {"challenge": asked["challenge"]}
    assert (asked["type"], asked["token"]) == ("url_verification", feishu.verification_token)
    assert "x-lark-signature" not in bot.got[0].headers


def test_delivers_anything_for_hostile_tests(feishu: FakeFeishu, bot: Bot) -> None:
    feishu.deliver(raw=b"\xff not json")
    feishu.deliver({"a": 1}, headers={"X-Lark-Signature": None, "X-Extra": "1"})
    assert bot.got[0].body == b"\xff not json"
    assert "x-lark-signature" in bot.got[0].headers
    assert ("x-lark-signature" in bot.got[1].headers, bot.got[1].headers["x-extra"]) == (False, "1")
    assert feishu.tick() == 0


def test_faults_of_deliveries(feishu: FakeFeishu, bot: Bot, api: Api, rep: Person) -> None:
    sent = api.card(rep.open_id, card(button()))
    feishu.faults.change(
        {
            "duplicates": True,
            "wrong_token": True,
            "bad_signature": True,
            "create_time_unit": "us",
            "operator_without_open_id": True,
        }
    )
    feishu.say(rep, feishu.direct(rep), "今天")
    feishu.press(rep, sent, "好")
    first, again, click = bot.events()
    assert first["header"]["event_id"] == again["header"]["event_id"]
    assert first["header"]["token"] != feishu.verification_token
    assert first["header"]["create_time"] == "1772412300000000"
    assert "open_id" not in click["event"]["operator"]
    signed = bot.got[0].headers["x-lark-request-timestamp"] + bot.got[0].headers["x-lark-request-nonce"]
    right = hashlib.sha256((signed + feishu.encrypt_key).encode() + bot.got[0].body).hexdigest()
    assert bot.got[0].headers["x-lark-signature"] != right
    feishu.faults.change({"clear": True})
    assert feishu.faults.shown()["duplicates"] is False


def test_faults_of_calls(feishu: FakeFeishu, api: Api, rep: Person) -> None:
    path = "/open-apis/im/v1/messages"
    feishu.faults.fail(path, status=429, headers={"x-ogw-ratelimit-reset": "3"})
    feishu.faults.fail(path, status=502, html=True)
    feishu.faults.fail(path, method="POST", status=400, code=230022, msg="sensitive")
    answers = [api.send(rep.open_id, {"text": "x"}, "text") for _ in range(4)]
    assert [one.status_code for one in answers] == [429, 502, 400, 200]
    assert answers[0].json()["code"] == 99991400
    assert answers[0].headers["x-ogw-ratelimit-reset"] == "3"
    assert answers[1].headers["Content-Type"] == "text/html"
    assert answers[2].json()["code"] == 230022
    assert len(feishu.messages(feishu.direct(rep))) == 1


@pytest.mark.parametrize("drop,kept", [("before", 0), ("after", 1)])
def test_loses_an_answer_before_or_after_the_call_was_done(
    feishu: FakeFeishu, api: Api, rep: Person, drop: str, kept: int
) -> None:
    feishu.faults.fail("/open-apis/im/v1/messages", drop=drop)
    with pytest.raises(OSError, match=r"[Cc]onnection"):
        api.send(rep.open_id, {"text": "x"}, "text", uuid="u1")
    assert len(feishu.messages(feishu.direct(rep))) == kept
    assert api.send(rep.open_id, {"text": "x"}, "text", uuid="u1").json()["code"] == 0
    assert len(feishu.messages(feishu.direct(rep))) == 1


def test_a_late_answer_is_an_answer(feishu: FakeFeishu, api: Api, rep: Person) -> None:
    feishu.faults.fail("/open-apis/im/v1/messages", delay=0.01)
    assert api.send(rep.open_id, {"text": "x"}, "text").json()["code"] == 0
    assert feishu.calls[-1].ms >= 10


def test_refuses_faults_it_does_not_know(feishu: FakeFeishu) -> None:
    with pytest.raises(ValueError, match="gremlins"):
        feishu.faults.change({"gremlins": True})
    with pytest.raises(ValueError, match="form_value_style"):
        feishu.faults.change({"form_value_style": "loud"})
    with pytest.raises(ValueError, match="speed"):
        feishu.faults.change({"fail": [{"path": "/", "speed": 1}]})


def test_counts_calls_and_deliveries_together(feishu: FakeFeishu, api: Api, rep: Person) -> None:
    api.card(rep.open_id, FORM)
    feishu.say(rep, feishu.direct(rep), "今天")
    api.call("GET", "/bot/v3/info")
    numbers = [one.n for one in feishu.calls] + [one.n for one in feishu.deliveries]
    assert sorted(numbers) == [1, 2, 3]
