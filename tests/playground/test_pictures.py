"""Pictures that people send: the platform's event, a number for the page, and what becomes of them in a chat."""

import struct

import orjson
import pytest
import requests

from playground import FakeFeishu, Person
from playground.pictures import HEIGHT, WIDTH, picture
from tests.playground.conftest import Bot


def test_a_picture_is_a_png_of_its_size() -> None:
    data = picture(1)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", data[16:24]) == (WIDTH, HEIGHT)


def test_neighbours_can_be_told_apart() -> None:
    assert len({picture(number) for number in range(20)}) == 20


def test_the_bot_hears_of_a_picture_by_its_key_alone(feishu: FakeFeishu, bot: Bot, rep: Person) -> None:
    told = feishu.send_picture(rep, feishu.direct(rep))
    message = bot.events()[-1]["event"]["message"]
    assert told.status == 200
    assert (message["message_type"], message["message_id"]) == ("image", told.message_id)
    assert orjson.loads(message["content"]).keys() == {"image_key"}
    assert "mentions" not in message


def test_a_picture_in_a_group_is_not_delivered(feishu: FakeFeishu, bot: Bot, rep: Person) -> None:
    group = feishu.add_group("华东一队", [rep])
    feishu.add_bot(group, rep)
    before = len(bot.got)
    assert feishu.send_picture(rep, group).status == 0
    assert len(bot.got) == before


def test_the_page_sends_one_and_shows_it_under_its_number(feishu: FakeFeishu, rep: Person, manager: Person) -> None:
    feishu.send_picture(manager, feishu.direct(manager))
    chat = feishu.direct(rep).chat_id
    said = requests.post(f"{feishu.url}/api/picture", json={"as": rep.open_id, "chat_id": chat}, timeout=5).json()
    rows = requests.get(f"{feishu.url}/api/chats/{chat}/messages", {"as": rep.open_id}, timeout=5).json()["messages"]
    assert (rows[-1]["message_id"], rows[-1]["kind"], rows[-1]["text"]) == (said["message_id"], "image", "2")
    shown = requests.get(f"{feishu.url}/images/{rows[-1]['image']}", timeout=5)
    assert (shown.headers["Content-Type"], shown.content) == ("image/png", picture(2))


def test_the_list_of_chats_says_in_both_languages_that_it_is_a_picture(feishu: FakeFeishu, rep: Person) -> None:
    feishu.send_picture(rep, feishu.direct(rep))
    row = requests.get(f"{feishu.url}/api/chats", {"as": rep.open_id}, timeout=5).json()[0]
    assert row["last"]["i18n"] == {"zh": "[图片]", "en": "[Image]"}


def test_a_recalled_picture_is_gone(feishu: FakeFeishu, rep: Person) -> None:
    told = feishu.send_picture(rep, feishu.direct(rep))
    feishu.world.recall(feishu.world.messages[told.message_id])
    chat = feishu.direct(rep).chat_id
    rows = requests.get(f"{feishu.url}/api/chats/{chat}/messages", {"as": rep.open_id}, timeout=5).json()["messages"]
    assert (rows[-1]["image"], rows[-1]["text"]) == ("", "")


@pytest.mark.parametrize("given", [{"as": "ou_none", "chat_id": "oc_none"}, {}])
def test_nobody_cannot_send_one(feishu: FakeFeishu, given: dict[str, str]) -> None:
    assert requests.post(f"{feishu.url}/api/picture", json=given, timeout=5).status_code in {400, 404}
