"""稍后: a reminder comes back once, when it was asked to, unless it was done meanwhile."""

import pytest

from playground import Message, Person
from tests.installation import Installation
from tests.seen import labels, read, toast
from tests.weeks import DUE, at, begun, direct, minutes, send


def nudged(house: Installation) -> tuple[Person, Message]:
    """A rep who has just been reminded of the week's report, on Friday at three."""
    (rep,) = begun(house).reps
    house.tick(at(6, 8))
    house.tick(at(6, 15))
    return rep, next(card for card in reversed(direct(house, rep)) if "周报等你提交" in read(card))


def test_a_reminder_has_the_three_ways(lite: Installation) -> None:
    _, card = nudged(lite)
    assert labels(card) == ["写周报", "30 分钟", "13:30", "下个工作日"]
    assert "Later" in read(card, "en")


def test_a_reminder_comes_back_once(house: Installation) -> None:
    rep, card = nudged(house)
    pressed = house.feishu.press(rep, card.message_id, "30 分钟")
    assert toast(pressed) == ("success", "3月6日 15:30 再提醒你", "It comes back 6 Mar 15:30")
    before = len(direct(house, rep))
    house.tick(at(6, 15, 29))
    assert len(direct(house, rep)) == before
    house.tick(at(6, 15, 30))
    house.tick(at(6, 15, 31))
    again = direct(house, rep)[before:]
    assert len(again) == 1
    assert "周报等你提交" in read(again[0])
    assert labels(again[0])[0] == "去看"


def test_what_was_done_meanwhile_does_not_come_back(house: Installation) -> None:
    rep, card = nudged(house)
    house.feishu.press(rep, card.message_id, "30 分钟")
    send(house, rep, at(6, 15, 10))
    house.tick(at(6, 15, 11))
    before = len(direct(house, rep))
    house.tick(at(6, 15, 30))
    assert len(direct(house, rep)) == before


def test_what_came_back_is_mended_when_it_is_done(lite: Installation) -> None:
    rep, card = nudged(lite)
    lite.feishu.press(rep, card.message_id, "30 分钟")
    lite.tick(at(6, 15, 30))
    lite.clock.set(at(6, 15, 40))
    send(lite, rep)
    lite.tick(at(6, 15, 41))
    assert "周报已提交" in read(direct(lite, rep)[-1])


def test_by_night_it_waits_for_the_morning(lite: Installation) -> None:
    rep, _ = nudged(lite)
    lite.tick(DUE + minutes(60))
    lite.clock.set(at(6, 20, 50))
    lite.say(rep, "稍后 30分钟")
    before = len(direct(lite, rep))
    lite.tick(at(6, 21, 20))
    lite.tick(at(9, 8, 29))
    assert len(direct(lite, rep)) == before
    lite.tick(at(9, 8, 30))
    assert len(direct(lite, rep)) == before + 1


@pytest.mark.parametrize("said,when", [("30分钟", "3月6日 15:30"), ("17:45", "3月6日 17:45"), ("明天", "3月7日 09:00")])
def test_the_command_puts_off_the_last_thing(lite: Installation, said: str, when: str) -> None:
    rep, _ = nudged(lite)
    answer = lite.say(rep, f"稍后 {said}")
    assert f"{when} 再提醒你" in read(answer)
    assert "周报提醒" in read(answer)


def test_without_words_there_are_three_choices(lite: Installation) -> None:
    rep, _ = nudged(lite)
    card = lite.say(rep, "稍后")
    assert labels(card) == ["30 分钟", "13:30", "下个工作日"]
    lite.feishu.press(rep, card.message_id, "下个工作日")
    assert lite.rows("select count(*) from unasked where again_at is not null") == [(1,)]


def test_where_there_is_nothing_to_put_off_it_says_so(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    assert "没有可以稍后的提醒" in read(lite.say(rep, "稍后 30分钟"))
    assert "没看懂「苹果」" in read(lite.say(rep, "稍后 苹果"))


def test_nothing_is_put_off_for_longer_than_two_weeks(lite: Installation) -> None:
    rep, _ = nudged(lite)
    lite.say(rep, "稍后 4月6日")
    assert lite.rows("select count(*) from unasked where again_at is not null") == [(0,)]


def test_the_day_card_itself_comes_back(house: Installation) -> None:
    (rep,) = begun(house).reps
    house.file(rep, "华宁精密", next_step="送样", next_step_on="2026-03-04")
    house.tick(at(4, 8, 30))
    card = direct(house, rep)[-1]
    assert "今天要做的" in read(card)
    house.feishu.press(rep, card.message_id, "30 分钟")
    before = len(direct(house, rep))
    house.tick(at(4, 9))
    house.tick(at(4, 9, 1))
    again = direct(house, rep)[before:]
    assert ["华宁精密" in read(each) for each in again] == [True]
