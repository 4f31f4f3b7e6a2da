"""Every event that was asked for becomes one small value; whatever has another shape is nothing, never a traceback."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.deliveries import (
    BotAdded,
    BotRemoved,
    ChatOpened,
    Delivery,
    MembersJoined,
    MembersLeft,
    MenuChosen,
    Pressed,
    Said,
    TaskTouched,
)
from bot.feishu.events import ASKED_FOR, read_event
from tests.seeds import NOW
from tests.wire_bodies import PRESS, SAY, event, pressed, said

GROUP: dict[str, object] = {"chat_id": "oc_east", "name": "华东一队", "operator_id": {"open_id": "ou_boss"}}
USERS: dict[str, object] = {
    "users": [{"name": "李雷", "user_id": {"open_id": "ou_li"}}, {"name": "", "user_id": {"open_id": "ou_han"}}]
}
PERSON = {"open_id": "ou_li"}


def read(kind: str = SAY, body: object = None, **header: object) -> Any:
    return read_event(event(kind, body, **header), NOW + timedelta(hours=1))


def spoken(kind: str, content: object) -> str:
    return str(read(body=said(message_type=kind, content=json.dumps(content))).text)


def test_a_message_is_known_by_its_own_id() -> None:
    assert read() == Said("om_1", NOW, "ou_li", "oc_direct", "om_1", "帮助", is_direct=True)
    assert not read(body=said(chat_type="group")).is_direct


def test_a_mention_says_who_and_whether_it_is_a_bot() -> None:
    mentions = [
        {"key": "@_user_1", "id": {"open_id": "ou_bot"}, "mentioned_type": "bot", "name": "助手"},
        {"key": "@_user_2", "id": {}, "name": "李雷"},
        "nonsense",
    ]
    first, second = read(body=said(mentions=mentions)).mentions
    assert (first.placeholder, first.open_id, first.is_bot) == ("@_user_1", "ou_bot", True)
    assert (second.open_id, second.name, second.is_bot) == ("", "李雷", False)


def test_a_rich_text_reads_as_its_lines() -> None:
    post = {
        "title": "标题",
        "content": [[{"tag": "text", "text": "拜访 "}, {"tag": "at", "user_id": "@_user_1"}], [{"tag": "img"}], 7],
    }
    assert spoken("post", post) == "拜访 @_user_1\n"


@pytest.mark.parametrize(
    "kind, content", [("image", {"image_key": "k"}), ("text", []), ("text", {"text": 7}), ("new", {})]
)
def test_what_holds_no_words_reads_as_none(kind: str, content: object) -> None:
    assert spoken(kind, content) == ""


@pytest.mark.parametrize("kind,key,read_as", [
    ("image", "img_v3_02ab_d1aaa7c2g", "img_v3_02ab_d1aaa7c2g"),
    ("image", "k" * 200, "k" * 200),
    ("image", "k" * 201, ""),
    ("image", "图", ""),
    ("image", 7, ""),
    ("post", "img_1", ""),
    ("file", "img_1", ""),
])  # fmt: skip
def test_a_picture_is_known_by_its_key(kind: str, key: object, read_as: str) -> None:
    heard = read(body=said(message_type=kind, content=json.dumps({"image_key": key})))
    assert (heard.image_key, heard.text) == (read_as, "")


@pytest.mark.parametrize("kind,key,name,read_as", [
    ("file", "file_v3_1", "价格.xlsx", ("file_v3_1", "价格.xlsx")),
    ("file", "file_v3_1", " a\0b " + "长" * 300, ("file_v3_1", "ab " + "长" * 197)),
    ("file", "file_v3_1", None, ("file_v3_1", "")),
    ("file", "k" * 201, "价格.xlsx", ("", "价格.xlsx")),
    ("file", None, "价格.xlsx", ("", "价格.xlsx")),
    ("image", "file_v3_1", "价格.xlsx", ("", "")),
])  # fmt: skip
def test_a_file_is_known_by_its_key_and_name(kind: str, key: object, name: object, read_as: tuple[str, str]) -> None:
    heard = read(body=said(message_type=kind, content=json.dumps({"file_key": key, "file_name": name})))
    assert (heard.file_key, heard.file_name) == read_as
    assert (heard.text, heard.image_key) == ("", "")


@pytest.mark.parametrize("content", ["", "{", None, 7])
def test_content_that_is_no_json_reads_as_no_words(content: object) -> None:
    assert read(body=said(content=content)).text == ""


def test_messages_of_bots_are_not_for_us() -> None:
    body = said()
    body["sender"]["sender_type"] = "app"
    assert read(body=body) is None


def test_a_press_holds_what_was_in_the_button_and_what_was_typed() -> None:
    value, typed = {"do": "visits.FileVisit"}, {"customer": "华宁", "empty": None}
    assert read(PRESS, pressed(value, typed)) == Pressed("e1", NOW, "ou_li", "oc_direct", "om_card", value, typed)


def test_a_press_without_a_person_a_value_or_a_place_is_still_a_press() -> None:
    assert read(PRESS, pressed("text", by=None)) == Pressed("e1", NOW, "", "oc_direct", "om_card")
    assert read(PRESS, {"action": 7}) == Pressed("e1", NOW, "", "", "")


OTHERS: list[tuple[str, dict[str, object], Delivery]] = [
    (
        "application.bot.menu_v6",
        {"operator": {"operator_id": PERSON}, "event_key": "today"},
        MenuChosen("e1", NOW, "ou_li", "today"),
    ),
    (
        "im.chat.access_event.bot_p2p_chat_entered_v1",
        {"operator_id": PERSON},
        ChatOpened("e1", NOW, "ou_li", is_first=True),
    ),
    (
        "im.chat.access_event.bot_p2p_chat_entered_v1",
        {"operator_id": PERSON, "last_message_id": "om_1"},
        ChatOpened("e1", NOW, "ou_li", is_first=False),
    ),
    ("im.chat.member.bot.added_v1", GROUP, BotAdded("e1", NOW, "oc_east", "华东一队")),
    ("im.chat.member.bot.deleted_v1", GROUP, BotRemoved("e1", NOW, "oc_east")),
    ("im.chat.disbanded_v1", GROUP, BotRemoved("e1", NOW, "oc_east")),
    (
        "im.chat.member.user.added_v1",
        GROUP | USERS,
        MembersJoined("e1", NOW, "oc_east", {"ou_li": "李雷", "ou_han": ""}),
    ),
    ("im.chat.member.user.deleted_v1", GROUP | USERS, MembersLeft("e1", NOW, "oc_east", ("ou_li", "ou_han"))),
    ("im.chat.member.user.withdrawn_v1", GROUP | USERS, MembersLeft("e1", NOW, "oc_east", ("ou_li", "ou_han"))),
    (
        "task.task.update_user_access_v2",
        {"event_types": ["task_completed_update", 7], "task_guid": "8391-2e43"},
        TaskTouched("e1", NOW, "8391-2e43", ("task_completed_update", "7")),
    ),
]


@pytest.mark.parametrize("kind, body, delivery", OTHERS)
def test_every_other_event(kind: str, body: dict[str, object], delivery: Delivery) -> None:
    assert read(kind, body) == delivery


def test_every_event_asked_for_is_met_here() -> None:
    assert {SAY, PRESS, *(kind for kind, _, _ in OTHERS)} == set(ASKED_FOR)


@pytest.mark.parametrize("kind", [kind for kind in ASKED_FOR if kind != PRESS])
@pytest.mark.parametrize("body", [{}, {"chat_id": 7, "users": {}, "message": [], "operator_id": "x"}])
def test_an_event_without_what_it_needs_is_nothing(kind: str, body: dict[str, object]) -> None:
    assert read(kind, body) is None


@pytest.mark.parametrize("kind", [None, "", "im.message.message_read_v1", 7, ["im.message.receive_v1"]])
def test_an_event_never_asked_for_is_nothing(kind: object) -> None:
    assert read_event(event(body=said(), event_type=kind), NOW) is None


@pytest.mark.parametrize("event_id", [None, "", 7, "e" * 65, "e\0", "电"])
def test_an_event_without_a_usable_id_is_nothing(event_id: object) -> None:
    assert read(event_id=event_id) is None


@pytest.mark.parametrize("bad", ["x" * 65, "ou_\0", "ou_李", "ou_\n"])
def test_an_id_that_no_column_would_hold_is_none(bad: str) -> None:
    assert read(body=said(message_id=bad)) is None
    assert read(PRESS, pressed({}, by=bad)).open_id == ""


def test_a_name_fits_its_column() -> None:
    assert read("im.chat.member.bot.added_v1", GROUP | {"name": " \0组" + "长" * 300}).name == "组" + "长" * 199


@pytest.mark.parametrize("digits", ["1772416800000", 1772416800000, "1772416800000000"])
def test_thirteen_digits_are_milliseconds_and_sixteen_microseconds(digits: object) -> None:
    assert read("im.chat.member.bot.added_v1", GROUP, create_time=digits).at == datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.mark.parametrize("digits", [None, "", "1772416800", "17724168000000000000", "-177241680000", "٣" * 13, 1.5, {}])
def test_any_other_time_is_now(digits: object) -> None:
    assert read("im.chat.member.bot.added_v1", GROUP, create_time=digits).at == NOW + timedelta(hours=1)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from(
    [
        "message",
        "sender",
        "sender_id",
        "open_id",
        "users",
        "user_id",
        "operator",
        "action",
        "value",
        "form_value",
        "content",
        "mentions",
        "message_type",
        "sender_type",
        "message_id",
        "chat_id",
        "operator_id",
        "name",
        "key",
    ]
)
bodies = st.recursive(json_values, lambda inner: st.dictionaries(fields, inner, max_size=6), max_leaves=20)


@given(st.sampled_from(ASKED_FOR), bodies)
def test_no_body_breaks_the_reader(kind: str, body: object) -> None:
    assert read_event(event(kind, body), NOW) is None or isinstance(read(kind, body), Delivery)


@given(json_values, json_values)
def test_no_envelope_breaks_the_reader(header: object, body: object) -> None:
    assert read_event({"header": header, "event": body}, NOW) is None
