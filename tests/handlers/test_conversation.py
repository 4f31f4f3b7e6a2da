"""Talking to the bot: words it does not know, groups in which it keeps silent, messages that are no words."""

import json
from typing import Any

import pytest

from playground import Chat, Person
from tests.installation import Installation
from tests.seen import cards, labels, read


def heard(house: Installation, chat: Chat, person: Person, **message: Any) -> int:
    """Deliver a message of any shape by hand; gives the HTTP status of the answer."""
    body = {
        "message_id": f"om_{len(house.feishu.deliveries)}",
        "create_time": str(int(house.clock.now().timestamp() * 1000)),
        "chat_id": chat.chat_id,
        "chat_type": chat.mode,
        "message_type": "text",
        "content": json.dumps({"text": "拜访"}),
    } | message
    sender = {"sender_id": {"open_id": person.open_id}, "sender_type": "user"}
    event = house.feishu.envelope("im.message.receive_v1", {"sender": sender, "message": body})
    done = house.feishu.deliver(event)
    house.drain()
    return done.status


@pytest.mark.parametrize("words,first", [
    ("拜防", "拜访"),
    ("我要拜访客户", "拜访"),
    ("vist", "拜访"),
    ("todya", "今天"),
    ("今天干什么", "今天"),
    ("团对", "团队"),
    ("halp", "帮助"),
])  # fmt: skip
def test_unknown_words_get_the_three_nearest_commands(lite: Installation, words: str, first: str) -> None:
    squad = lite.squad()
    card = lite.say(squad.reps[0], words)
    assert "没看懂。你是不是想要：" in read(card)
    assert "I did not get that. Did you mean:" in read(card, "en")
    assert len(labels(card)) == 3
    assert labels(card)[0] == first


@pytest.mark.parametrize("words", ["你好", "😀", "。", "/", "<at id=all></at>", "长" * 10_000, "a\nb", "{x}"])
def test_anything_at_all_gets_an_answer(lite: Installation, words: str) -> None:
    squad = lite.squad()
    assert len(labels(lite.say(squad.reps[0], words))) == 3


def test_pressing_a_guess_does_it(house: Installation) -> None:
    squad = house.squad()
    card = house.say(squad.reps[0], "拜防")
    house.feishu.press(squad.reps[0], card.message_id, "拜访")
    house.feishu.submit(squad.reps[0], card.message_id, {"customer": "华宁", "no_step": "other"})
    assert house.rows("select count(*) from visits") == [(1,)]


def test_in_a_group_the_bot_hears_only_what_mentions_it(lite: Installation) -> None:
    squad = lite.squad()
    before = len(cards(lite, squad.chat))
    rep = squad.reps[1]
    colleague = {"key": "@_user_1", "id": {"open_id": rep.open_id}, "mentioned_type": "user", "name": rep.name}
    for mentions in ([], [colleague]):
        assert heard(lite, squad.chat, squad.reps[0], mentions=mentions) == 200
    assert heard(lite, squad.chat, squad.reps[0], content=json.dumps({"text": "@_all 拜访"})) == 200
    assert len(cards(lite, squad.chat)) == before
    assert lite.rows("select count(*) from inbox where kind = 'Said'") == [(0,)]


def test_another_bot_that_is_mentioned_is_not_ours(lite: Installation) -> None:
    squad = lite.squad()
    lite.app.db.write(lite.app._ask_own_id)  # noqa: SLF001 - a worker's start asks for it
    lite.drain()
    before = len(cards(lite, squad.chat))
    other = {"key": "@_user_1", "id": {"open_id": "ou_other"}, "mentioned_type": "bot", "name": "机器人"}
    heard(lite, squad.chat, squad.reps[0], mentions=[other], content=json.dumps({"text": "@_user_1 拜访"}))
    assert len(cards(lite, squad.chat)) == before
    assert "记一次拜访" in read(lite.say_in(squad.chat, squad.reps[0], "拜访"))


@pytest.mark.parametrize("kind,content", [
    ("image", '{"image_key":7}'),
    ("sticker", '{"file_key":"f"}'),
    ("audio", '{"file_key":"f","duration":1}'),
    ("text", "not json"),
    ("text", "[]"),
    ("text", '{"text":null}'),
    ("post", '{"content":[[{"tag":"img"}],null,[null]]}'),
    ("unheard_of", "{}"),
])  # fmt: skip
def test_pictures_and_the_like_get_the_commands(lite: Installation, kind: str, content: str) -> None:
    squad = lite.squad()
    direct = lite.feishu.direct(squad.reps[0])
    assert heard(lite, direct, squad.reps[0], message_type=kind, content=content) == 200
    assert len(labels(cards(lite, direct)[-1])) == 3


def test_rich_text_is_read_as_well(lite: Installation) -> None:
    squad = lite.squad()
    direct = lite.feishu.direct(squad.reps[0])
    post = {"title": "", "content": [[{"tag": "text", "text": "拜访 "}, {"tag": "text", "text": "华宁"}]]}
    heard(lite, direct, squad.reps[0], message_type="post", content=json.dumps(post))
    assert "记一次拜访" in read(cards(lite, direct)[-1])


def test_a_message_that_comes_again_is_answered_once(house: Installation) -> None:
    squad = house.squad()
    direct = house.feishu.direct(squad.reps[0])
    for _ in range(3):
        heard(house, direct, squad.reps[0], message_id="om_the_same")
    assert len(cards(house, direct)) == 1


def test_answers_come_in_the_order_of_the_questions(lite: Installation) -> None:
    squad = lite.squad()
    direct = lite.feishu.direct(squad.reps[0])
    for words in ("拜访", "今天", "帮助"):
        lite.feishu.say(squad.reps[0], direct, words)
    first_lines = [read(card).split("\n")[1] for card in cards(lite, direct)]
    assert first_lines == ["记一次拜访", "我的今天", "我能做什么"]


def test_the_menu_does_what_its_word_does(lite: Installation) -> None:
    squad = lite.squad()
    lite.feishu.menu(squad.reps[0], "今天")
    assert "我的今天" in read(lite.answer(squad.reps[0]))


def test_a_direct_answer_goes_to_the_asker_and_nobody_else(lite: Installation) -> None:
    squad = lite.squad()
    lite.say(squad.reps[0], "今天")
    assert cards(lite, lite.feishu.direct(squad.reps[1])) == []
    assert len(cards(lite, squad.chat)) == 1
