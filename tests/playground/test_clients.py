"""A client in a person's hand: buttons, forms, required fields, what is typed, and the errors a client shows."""

from datetime import date, timedelta
from threading import Event
from typing import Any

import pytest

from playground import ClientRefusedError, FakeFeishu, HandClock, Person, RequiredMissing
from playground.web import Request, Response, json_response
from tests.playground.card_cases import FIELDS, FORM, button, card, form, options, plain, submit_button
from tests.playground.conftest import Api, Bot

DONE = card({"tag": "markdown", "content": "已记录"})


def action(bot: Bot) -> dict[str, Any]:
    return dict(bot.events()[-1]["event"]["action"])


@pytest.fixture
def sent(api: Api, rep: Person) -> str:
    """The message id of a form card in the rep's direct chat."""
    return api.card(rep.open_id, FORM)


@pytest.mark.parametrize("wanted", ["好", "OK", "go", "el_1", "#/body/elements/1"])
def test_finds_a_button_by_any_sign(feishu: FakeFeishu, bot: Bot, api: Api, rep: Person, wanted: str) -> None:
    sent = api.card(rep.open_id, card({"tag": "hr"}, button(name="go", element_id="el_1")))
    assert feishu.press(rep, sent, wanted).status == 200
    event = bot.events()[0]["event"]
    assert event["action"] == {
        "tag": "button",
        "timezone": "Asia/Shanghai",
        "value": {"do": "it"},
        "name": "go",
    }
    assert event["context"] == {"open_message_id": sent, "open_chat_id": feishu.direct(rep).chat_id}
    assert event["token"].startswith("c-")


def test_fills_in_a_form_with_the_platforms_types(feishu: FakeFeishu, bot: Bot, rep: Person, sent: str) -> None:
    values = {
        "customer": 1234,
        "channel": "选c",
        "tags": ["x", "选y"],
        "boss": rep,
        "day": date(2026, 3, 9),
        "due": "2026-03-10 18:00",
        "done": True,
    }
    feishu.submit(rep, sent, values)
    assert action(bot)["name"] == "ok"
    assert action(bot)["form_value"] == {
        "customer": "1234",
        "note": "老样子",
        "kind": "b",
        "channel": "c",
        "tags": ["x", "y"],
        "boss": rep.open_id,
        "day": "2026-03-09 +0800",
        "at": "09:30 +0800",
        "due": "2026-03-10 18:00 +0800",
        "done": True,
    }


BLANKS: dict[str, dict[str, Any]] = {
    "natural": {"note": ""},
    "absent": {},
    "empty": {"note": "", "channel": "", "tags": [], "boss": "", "day": "", "due": ""},
    "null": dict.fromkeys(("note", "channel", "tags", "boss", "day", "due")),
}


@pytest.mark.parametrize("style", BLANKS)
def test_blank_fields_arrive_in_every_style(feishu: FakeFeishu, bot: Bot, rep: Person, sent: str, style: str) -> None:
    feishu.faults.change({"form_value_style": style})
    feishu.submit(rep, sent, {"customer": "甲", "note": ""})
    filled = {"customer": "甲", "kind": "b", "at": "09:30 +0800", "done": False}
    assert action(bot)["form_value"] == filled | BLANKS[style]


def test_sends_nothing_while_a_required_field_is_blank(feishu: FakeFeishu, bot: Bot, rep: Person, sent: str) -> None:
    with pytest.raises(RequiredMissing, match="客户") as missing:
        feishu.submit(rep, sent, {"note": "x"})
    assert (missing.value.field, missing.value.code, bot.got) == ("customer", "required", [])
    feishu.submit(rep, sent, {"note": "x"}, unchecked=True)
    assert len(bot.got) == 1


@pytest.mark.parametrize(
    "values,code",
    [
        ({"customer": "长" * 21}, "too_long"),
        ({"customer": "甲", "kind": "z"}, "no_such_option"),
        ({"customer": "甲", "day": "soon"}, "no_such_value"),
        ({"customer": "甲", "colour": "red"}, "no_such_field"),
    ],
)
def test_a_client_cannot_enter(
    feishu: FakeFeishu, bot: Bot, rep: Person, sent: str, values: dict[str, str], code: str
) -> None:
    with pytest.raises(ClientRefusedError) as refused:
        feishu.submit(rep, sent, values)
    assert (refused.value.code, bot.got) == (code, [])
    feishu.submit(rep, sent, values, unchecked=True)
    assert action(bot)["form_value"].items() >= values.items()


def test_keeps_what_was_typed_until_the_card_is_replaced(feishu: FakeFeishu, bot: Bot, rep: Person, sent: str) -> None:
    message = feishu.last_card(feishu.direct(rep))
    toast = {"type": "warning", "content": "日期不对", "i18n": {"zh_cn": "日期不对", "en_us": "Wrong date"}}
    bot.answers({"toast": toast})
    told = feishu.submit(rep, sent, {"customer": "甲"})
    assert told.toast == feishu.toasts(rep)[-1]
    assert (told.toast.kind, told.toast.text) == ("warning", "日期不对")
    assert feishu.world.typed(rep, message) == {"customer": "甲"}
    bot.answers({"card": {"type": "raw", "data": DONE}})
    feishu.press(rep, sent, "提交")
    assert action(bot)["form_value"]["customer"] == "甲"
    assert (message.card, feishu.world.typed(rep, message)) == (DONE, {})


def test_shows_toasts_in_the_persons_language(feishu: FakeFeishu, bot: Bot, api: Api, manager: Person) -> None:
    bot.answers({"toast": {"content": "好", "i18n": {"zh_cn": "好", "en_us": "Fine"}}})
    told = feishu.press(manager, api.card(manager.open_id, card(button())), "OK")
    assert told.toast
    assert (told.toast.kind, told.toast.text) == ("info", "Fine")


def test_resets_a_form_without_telling_the_bot(feishu: FakeFeishu, bot: Bot, api: Api, rep: Person) -> None:
    reset = button("清空", name="reset", form_action_type="reset")
    sent = api.card(rep.open_id, card(form(FIELDS[0], reset)))
    feishu.submit(rep, sent, {"customer": "甲"})
    feishu.press(rep, sent, "清空")
    assert (len(bot.got), feishu.world.typed(rep, feishu.world.messages[sent])) == (1, {})


def raw_answer(body: bytes, kind: str = "application/json", status: int = 200) -> Response:
    return Response(status, body, kind)


BAD_ANSWERS: dict[str, tuple[Response, int]] = {
    "another status": (raw_answer(b"{}", status=500), 200671),
    "a redirect": (raw_answer(b"{}", status=302), 200671),
    "no JSON": (raw_answer(b"ok"), 200672),
    "another content type": (raw_answer(b"{}", "text/html"), 200672),
    "a list": (json_response([]), 200672),
    "a toast that is a text": (json_response({"toast": "hi"}), 200672),
    "a toast of no kind": (json_response({"toast": {"type": "loud", "content": "x"}}), 200672),
    "a card without a type": (json_response({"card": {"data": DONE}}), 200672),
    "a card that is a text": (json_response({"card": {"type": "raw", "data": "{}"}}), 200672),
    "an old card": (json_response({"card": {"type": "raw", "data": {"elements": []}}}), 200830),
    "a template": (json_response({"card": {"type": "template", "data": {"template_id": "A"}}}), 200673),
    "a card with a fault": (json_response({"card": {"type": "raw", "data": card({"tag": "note"})}}), 200673),
    "a card above 30 KB": (
        json_response({"card": {"type": "raw", "data": card({"tag": "markdown", "content": "x" * 31000})}}),
        200673,
    ),
    "a dropped connection": (Response(drop=True), 200342),
}


@pytest.mark.parametrize("what", BAD_ANSWERS)
def test_shows_the_documented_error_and_leaves_the_card(
    feishu: FakeFeishu, bot: Bot, rep: Person, sent: str, what: str
) -> None:
    answer, code = BAD_ANSWERS[what]
    bot.answer = lambda _request: answer
    told = feishu.submit(rep, sent, {"customer": "甲"})
    assert told.error
    assert told.error.code == code
    message = feishu.last_card(feishu.direct(rep))
    assert (message.card, feishu.world.typed(rep, message)) == (FORM, {"customer": "甲"})
    assert feishu.toasts(rep) == []


def test_shows_200341_after_the_deadline(feishu: FakeFeishu, bot: Bot, rep: Person, sent: str) -> None:
    answered = Event()

    def never_in_time(_request: Request) -> Response:
        answered.wait(5)
        return json_response({})

    bot.answer = never_in_time
    told = feishu.submit(rep, sent, {"customer": "甲"})
    answered.set()
    assert (told.status, told.error and told.error.code) == (0, 200341)
    assert 500 <= told.ms < 3000


def test_shows_200340_where_nothing_calls_back(feishu: FakeFeishu, bot: Bot, api: Api, rep: Person) -> None:
    dead = api.card(rep.open_id, card(button(behaviors=[]), form(FIELDS[1], button=submit_button(behaviors=[]))))
    link = [{"type": "open_url", "default_url": "https://example.com"}]
    linked = api.card(rep.open_id, card(button(behaviors=link)))
    outcomes = [feishu.press(rep, dead, "好"), feishu.press(rep, dead, "ok"), feishu.press(rep, linked, "好")]
    assert [told.error and told.error.code for told in outcomes] == [200340, 200340, None]
    assert bot.got == []


def test_a_client_does_not_press_what_is_not_there(feishu: FakeFeishu, api: Api, clock: HandClock, rep: Person) -> None:
    sent = api.card(rep.open_id, card(button(disabled=True)))
    with pytest.raises(ClientRefusedError, match="禁用"):
        feishu.press(rep, sent, "好")
    with pytest.raises(ClientRefusedError, match="没有"):
        feishu.press(rep, sent, "坏")
    with pytest.raises(ClientRefusedError, match="没有表单"):
        feishu.submit(rep, sent, {})
    clock.advance(timedelta(days=14, seconds=1))
    with pytest.raises(ClientRefusedError, match="14 天"):
        feishu.press(rep, sent, "好")


STAND_ALONE: list[tuple[dict[str, Any], object, dict[str, Any]]] = [
    ({"tag": "input", "name": "q"}, "张", {"input_value": "张"}),
    ({"tag": "select_static", "name": "q", "options": options("a")}, "选a", {"option": "a"}),
    (
        {"tag": "date_picker", "name": "q", "placeholder": plain("日")},
        "2026-06-10",
        {"option": "2026-06-10 +0800"},
    ),
    ({"tag": "picker_time", "name": "q", "placeholder": plain("时")}, "05:05", {"option": "05:05 +0800"}),
    ({"tag": "checker", "name": "q", "text": plain("x")}, True, {"checked": True}),
]


@pytest.mark.parametrize("element,value,expected", STAND_ALONE)
def test_fields_outside_forms_call_back_at_once(
    feishu: FakeFeishu,
    bot: Bot,
    api: Api,
    rep: Person,
    element: dict[str, Any],
    value: object,
    expected: dict[str, Any],
) -> None:
    sent = api.card(rep.open_id, card(element))
    feishu.press(rep, sent, "q", value)
    assert action(bot).items() >= (expected | {"tag": element["tag"]}).items()


def test_an_overflow_and_a_container_call_back(feishu: FakeFeishu, bot: Bot, api: Api, rep: Person) -> None:
    overflow = {"tag": "overflow", "element_id": "more", "options": [{"text": plain("删"), "value": "del"}]}
    box = {
        "tag": "interactive_container",
        "behaviors": [{"type": "callback", "value": {"row": 1}}],
        "elements": [{"tag": "markdown", "content": "第一行"}],
    }
    sent = api.card(rep.open_id, card(overflow, box))
    feishu.press(rep, sent, "more", "删")
    assert action(bot)["option"] == "del"
    feishu.press(rep, sent, "第一行")
    assert (action(bot)["tag"], action(bot)["value"]) == ("interactive_container", {"row": 1})


def later(api: Api, token: str, content: object = DONE) -> int:
    return int(api.call("POST", "/interactive/v1/card/update", {"token": token, "card": content}).json()["code"])


def test_updates_later_with_the_clicks_token_twice(
    feishu: FakeFeishu, bot: Bot, api: Api, clock: HandClock, rep: Person, sent: str
) -> None:
    early: list[int] = []

    def answer(request: Request) -> Response:
        early.append(later(api, request.json()["event"]["token"]))
        return json_response({})

    bot.answer = answer
    feishu.submit(rep, sent, {"customer": "甲"})
    token = bot.events()[0]["event"]["token"]
    assert early == [11310]
    assert [later(api, token) for _ in range(3)] == [0, 0, 300040]
    assert feishu.world.messages[sent].card == DONE
    assert (later(api, "c-none"), later(api, token, "text")) == (300020, 10002)
    clock.advance(timedelta(minutes=30, seconds=1))
    assert later(api, token) == 300030


def test_a_double_click_is_two_events(feishu: FakeFeishu, bot: Bot, rep: Person, sent: str) -> None:
    first, second = (feishu.submit(rep, sent, {"customer": "甲"}) for _ in range(2))
    assert first.event_id != second.event_id
    tokens = {event["event"]["token"] for event in bot.events()}
    assert len(tokens) == 2
