"""A group becomes a sales team, people come and go, the bot is put out and let in again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from playground import Chat, Delivered, Message, Person
from tests.installation import Installation, Squad
from tests.seen import cards, labels, parts, read, toast

BUTTON = "设为销售团队"


def group(house: Installation, *names: str) -> tuple[Chat, list[Person]]:
    """A group that has just let the bot in; nothing is sent yet."""
    people = house.people(*names)
    chat = house.feishu.add_group("华东一队", people)
    house.feishu.add_bot(chat, people[0])
    return chat, people


def welcome(house: Installation, *names: str) -> tuple[Chat, list[Person], Message]:
    """The same with the welcome card in it."""
    chat, people = group(house, *names)
    house.drain()
    return chat, people, house.feishu.last_card(chat)


def roster(house: Installation) -> list[tuple[Any, ...]]:
    """Who is in a team now, and as what."""
    return house.rows(
        "select p.name, m.role from memberships m join people p on p.id = m.person_id"
        " where m.left_at is null order by p.name"
    )


def pressed_by_hand(house: Installation, card: Message, person: Person, chat_id: str) -> Delivered:
    """A press as it arrives from wherever a card was forwarded to."""
    button = next(part for part in _buttons(card) if part["text"]["content"] == BUTTON)
    event = {
        "operator": {"open_id": person.open_id, "tenant_key": house.feishu.tenant.key},
        "token": "c-1",
        "action": {"tag": "button", "value": button["behaviors"][0]["value"]},
        "context": {"open_message_id": card.message_id, "open_chat_id": chat_id},
    }
    return house.feishu.deliver(house.feishu.envelope("card.action.trigger", event))


def _buttons(card: Message) -> list[dict[str, Any]]:
    return [part for part in parts(card.card) if part.get("tag") == "button"]


def test_the_members_are_read_before_the_welcome_card_is_posted(house: Installation) -> None:
    chat, _, card = welcome(house, "王经理", "李雷")
    paths = [call.path for call in house.feishu.calls if "/im/v1/" in call.path]
    assert len(paths) == 2
    assert paths[0].endswith(f"/im/v1/chats/{chat.chat_id}/members")
    assert paths[1].endswith("/im/v1/messages")
    assert "把「华东一队」设为销售团队？" in read(card)
    assert "Make 华东一队 a sales team?" in read(card, "en")
    assert labels(card) == [BUTTON]


def test_the_presser_becomes_the_manager_and_the_others_reps(house: Installation) -> None:
    _, (wang, *_), card = welcome(house, "王经理", "李雷", "韩梅梅")
    done = house.feishu.press(wang, card.message_id, BUTTON)
    assert toast(done) == ("success", "团队已建好", "The team is set up")
    assert roster(house) == [("李雷", "rep"), ("王经理", "manager"), ("韩梅梅", "rep")]
    assert "「华东一队」已是销售团队" in read(card)
    assert "经理 王经理，销售 2 人" in read(card)
    assert "Manager 王经理, 2 reps" in read(card, "en")
    assert labels(card) == []


def test_a_rep_may_press_as_well_and_then_manages(lite: Installation) -> None:
    _, (_, rep), card = welcome(lite, "王经理", "李雷")
    lite.feishu.press(rep, card.message_id, BUTTON)
    assert roster(lite) == [("李雷", "manager"), ("王经理", "rep")]


def test_a_second_press_is_told_who_the_manager_is(house: Installation) -> None:
    chat, (wang, rep), card = welcome(house, "王经理", "李雷")
    before = dict(card.card or {})
    house.feishu.press(wang, card.message_id, BUTTON)
    card.card = before
    again = pressed_by_hand(house, card, rep, chat.chat_id)
    assert toast(again) == (
        "warning",
        "「华东一队」已经是销售团队了，经理是 王经理。",
        "华东一队 is a sales team already; its manager is 王经理.",
    )
    assert roster(house) == [("李雷", "rep"), ("王经理", "manager")]


def test_two_who_press_at_the_same_time_make_one_manager(house: Installation) -> None:
    names = ("王经理", "李雷", "韩梅梅", "赵六", "钱七", "孙八")
    chat, people, card = welcome(house, *names)
    with ThreadPoolExecutor(len(people)) as pool:
        done = list(pool.map(lambda one: pressed_by_hand(house, card, one, chat.chat_id), people))
    assert sorted(toast(one)[0] for one in done) == ["success"] + ["warning"] * 5
    assert [role for _, role in roster(house)].count("manager") == 1


def test_who_is_not_in_the_group_cannot_make_it_a_team(house: Installation) -> None:
    chat, _, card = welcome(house, "王经理", "李雷")
    stranger, *_ = house.people("外人")
    done = pressed_by_hand(house, card, stranger, chat.chat_id)
    words = ("warning", "只有「华东一队」的群成员才能操作。", "Only members of the group 华东一队 can do this.")
    assert toast(done) == words
    assert house.rows("select founded_at from teams") == [(None,)]


def test_a_forwarded_card_does_nothing_elsewhere(lite: Installation) -> None:
    _, (wang, _), card = welcome(lite, "王经理", "李雷")
    elsewhere = lite.feishu.add_group("闲聊", [wang])
    done = pressed_by_hand(lite, card, wang, elsewhere.chat_id)
    assert toast(done)[:2] == ("warning", "只有「华东一队」的群成员才能操作。")
    assert lite.rows("select founded_at from teams") == [(None,)]


def test_who_joins_later_is_a_rep_and_who_leaves_is_not_any_more(house: Installation) -> None:
    squad = house.squad()
    late, *_ = house.people("赵六")
    house.feishu.join(squad.chat, [late])
    assert "记一次拜访" in read(house.say(late, "拜访"))
    house.feishu.leave(squad.chat, [squad.reps[0]])
    assert roster(house) == [("王经理", "manager"), ("赵六", "rep"), ("韩梅梅", "rep")]
    assert "先加入一个销售团队" in read(house.say(squad.reps[0], "拜访"))


def test_who_joined_before_the_press_is_a_rep_too(lite: Installation) -> None:
    chat, (wang, _), card = welcome(lite, "王经理", "李雷")
    lite.feishu.join(chat, lite.people("赵六"))
    lite.feishu.press(wang, card.message_id, BUTTON)
    assert ("赵六", "rep") in roster(lite)


def test_when_the_manager_leaves_the_button_is_offered_again(house: Installation) -> None:
    squad = house.squad()
    house.feishu.leave(squad.chat, [squad.manager])
    offered = cards(house, squad.chat)[-1]
    assert labels(offered) == [BUTTON]
    house.feishu.press(squad.reps[1], offered.message_id, BUTTON)
    assert roster(house) == [("李雷", "rep"), ("韩梅梅", "manager")]
    assert "华东一队 · 拜访" in read(house.say(squad.reps[1], "团队"))


def test_a_manager_who_comes_back_is_a_rep(lite: Installation) -> None:
    squad = lite.squad()
    lite.feishu.leave(squad.chat, [squad.manager])
    lite.feishu.join(squad.chat, [squad.manager])
    assert ("王经理", "rep") in roster(lite)


@pytest.mark.parametrize("how", ["removed", "disbanded"])
def test_without_the_bot_a_team_rests(lite: Installation, how: str) -> None:
    squad = lite.squad()
    form = lite.say(squad.reps[0], "拜访")
    {"removed": lite.feishu.remove_bot, "disbanded": lite.feishu.disband}[how](squad.chat, squad.manager)
    assert "先加入一个销售团队" in read(lite.say(squad.reps[0], "拜访"))
    done = lite.feishu.submit(squad.reps[0], form.message_id, {"customer": "华宁精密", "no_step": "other"})
    assert toast(done)[0] == "warning"
    assert lite.rows("select id from visits") == []


def test_the_bot_comes_back_and_everything_is_still_there(house: Installation) -> None:
    squad = house.squad()
    house.file(squad.reps[0])
    house.feishu.remove_bot(squad.chat, squad.manager)
    house.feishu.add_bot(squad.chat, squad.manager)
    back = cards(house, squad.chat)[-1]
    refused = house.feishu.press(squad.reps[0], back.message_id, "接任经理")
    assert toast(refused)[1] == "「华东一队」已经是销售团队了，经理是 王经理。"
    assert "我回来了，之前的记录都在。" in read(back)
    assert "I am back, and everything is still here." in read(back, "en")
    assert "华宁精密" in read(house.say(squad.reps[0], "今天"))
    assert ("王经理", "manager") in roster(house)


def test_the_roster_is_read_anew_when_the_bot_comes_back(lite: Installation) -> None:
    squad = lite.squad()
    lite.feishu.remove_bot(squad.chat, squad.manager)
    lite.feishu.leave(squad.chat, [squad.reps[0]])
    lite.feishu.join(squad.chat, lite.people("赵六"))
    lite.feishu.add_bot(squad.chat, squad.manager)
    lite.drain()
    assert roster(lite) == [("王经理", "manager"), ("赵六", "rep"), ("韩梅梅", "rep")]


def test_the_manager_left_while_the_bot_was_out_and_the_button_comes_again(lite: Installation) -> None:
    squad = lite.squad()
    lite.feishu.remove_bot(squad.chat, squad.manager)
    lite.feishu.leave(squad.chat, [squad.manager])
    lite.feishu.add_bot(squad.chat, squad.reps[0])
    back = cards(lite, squad.chat)[-1]
    lite.feishu.press(squad.reps[0], back.message_id, "接任经理")
    assert roster(lite) == [("李雷", "manager"), ("韩梅梅", "rep")]


def test_a_renamed_group_is_called_by_its_new_name(lite: Installation) -> None:
    squad = lite.squad(name="East One")
    lite.feishu.remove_bot(squad.chat, squad.manager)
    squad.chat.name = "East Two"
    lite.feishu.add_bot(squad.chat, squad.manager)
    lite.drain()
    assert "East Two · 拜访" in read(lite.say(squad.manager, "团队"))


def test_a_stranger_is_told_how_to_join(lite: Installation) -> None:
    stranger, *_ = lite.people("外人")
    for words in ("拜访", "今天", "团队", "帮助", "你好"):
        told = lite.say(stranger, words)
        assert "先加入一个销售团队" in read(told)
        assert "请让同事把我拉进你们的销售群" in read(told)
        assert "Join a sales team first" in read(told, "en")


def test_the_first_look_into_the_direct_chat_says_hello(lite: Installation) -> None:
    squad = lite.squad()
    stranger, *_ = lite.people("外人")
    for person, buttons in ((squad.reps[0], ["拜访", "今天", "帮助"]), (stranger, [])):
        lite.feishu.open_direct(person)
        assert labels(lite.answer(person)) == buttons
        lite.feishu.open_direct(person)
        assert len(cards(lite, lite.feishu.direct(person))) == 1


def test_members_that_cannot_be_read_leave_the_team_usable(house: Installation) -> None:
    house.feishu.faults.fail("/open-apis/im/v1/chats", status=400, code=99991672)
    chat, (wang, rep), card = welcome(house, "王经理", "李雷")
    done = pressed_by_hand(house, card, wang, chat.chat_id)
    assert toast(done)[0] == "success"
    assert [role for _, role in roster(house)] == ["manager"]
    alarm = cards(house, house.feishu.direct(house.admin))[-1]
    assert "一条消息没有发出" in read(alarm)
    assert "应用缺少权限" in read(alarm)
    assert "the app lacks a permission" in read(alarm, "en")
    assert "记一次拜访" in read(house.say_in(chat, rep, "拜访"))
    assert sorted(role for _, role in roster(house)) == ["manager", "rep"]
    parked = house.rows("select id from outbox where state = 'parked'")
    house.app.control.obey({"do": "outbox.retry", "id": parked[0][0]}, house.clock.now())
    house.drain()
    assert roster(house) == [("李雷", "rep"), ("王经理", "manager")]
    assert "记一次拜访" in read(house.say(rep, "拜访"))


def test_members_that_are_slow_to_be_read_only_delay_the_welcome(lite: Installation) -> None:
    lite.feishu.faults.fail("/open-apis/im/v1/chats", status=500, times=2)
    chat, _ = group(lite, "王经理", "李雷")
    for _ in range(3):
        lite.drain()
        lite.clock.advance(60)
    assert labels(cards(lite, chat)[-1]) == [BUTTON]
    assert lite.rows("select count(*) from memberships") == [(2,)]


def test_a_big_group_is_read_to_its_last_page(lite: Installation) -> None:
    squad = lite.squad(reps=tuple(f"销售{n:03}" for n in range(230)))
    assert len(roster(lite)) == 231
    assert "经理 王经理，销售 230 人" in read(lite.feishu.last_card(squad.chat))
    assert "记一次拜访" in read(lite.say(squad.reps[-1], "拜访"))


NASTY = '<at id=all></at> **粗** [链接](https://例.example) "引号" 😀 ' + "长" * 60


def test_a_group_may_be_called_anything(lite: Installation) -> None:
    squad = lite.squad(name=NASTY, manager="<at id=all></at>王", reps=("_李*雷_",))
    assert "<at id=all></at> **粗**" in read(cards(lite, squad.chat)[-1])
    assert "_李*雷_" in read(lite.say(squad.manager, "团队"))


def test_a_redelivered_greeting_greets_once(house: Installation) -> None:
    house.feishu.faults.duplicates = True
    chat, _ = group(house, "王经理", "李雷")
    assert len(cards(house, chat)) == 1


Change = Callable[[Installation, Squad], Delivered]


@pytest.mark.parametrize(
    "change",
    [
        lambda house, squad: house.feishu.join(squad.chat, house.people("赵六")),
        lambda house, squad: house.feishu.leave(squad.chat, [squad.reps[0]]),
        lambda house, squad: house.feishu.remove_bot(squad.chat, squad.manager),
    ],
)
def test_changes_of_a_group_are_thanked_without_words(lite: Installation, change: Change) -> None:
    squad = lite.squad()
    before = len(cards(lite, squad.chat))
    done = change(lite, squad)
    assert (done.status, done.body) == (200, {})
    assert len(cards(lite, squad.chat)) == before
