"""免打扰: being left alone for a while, by words or by a press."""

from datetime import UTC, datetime

import pytest

from playground import Person
from tests.installation import SHANGHAI, Installation
from tests.seen import labels, read, toast

CHOICES, KINDS = ("1 小时", "今天之内", "到下个工作日 9 点"), 12
"""How long to be left alone, and of how many kinds of messages one may be spared."""

FRIDAY = datetime(2026, 3, 6, 15, 0, tzinfo=SHANGHAI)


def until(house: Installation) -> list[str]:
    """Until when people are left alone, in UTC."""
    return [str(at)[:16] for (at,) in house.rows("select until from mutes order by person_id")]


@pytest.fixture
def rep(house: Installation) -> Person:
    """A rep of a team on a Friday afternoon."""
    squad = house.squad()
    house.clock.set(FRIDAY)
    return squad.reps[0]


@pytest.mark.parametrize(
    "words, said, kept",
    [
        ("免打扰 到周一9点", "免打扰到 3月9日 09:00", "2026-03-09 01:00"),
        ("免打扰 2小时", "免打扰到 3月6日 17:00", "2026-03-06 09:00"),
        ("dnd until Monday 9am", "免打扰到 3月9日 09:00", "2026-03-09 01:00"),
    ],
)
def test_one_line_is_enough(house: Installation, rep: Person, words: str, said: str, kept: str) -> None:
    card = house.say(rep, words)
    assert said in read(card)
    assert "期间我不主动打扰你；你发消息我照常回答。" in read(card)
    assert "Do not disturb until" in read(card, "en")
    assert until(house) == [kept]


@pytest.mark.parametrize(
    "label, kept",
    [
        ("1 小时", "2026-03-06 08:00"),
        ("今天之内", "2026-03-06 16:00"),
        ("到下个工作日 9 点", "2026-03-09 01:00"),
    ],
)
def test_without_words_there_are_three_choices(house: Installation, rep: Person, label: str, kept: str) -> None:
    card = house.say(rep, "免打扰")
    assert labels(card) == [*CHOICES, *["静音一周"] * KINDS]
    done = house.feishu.press(rep, card.message_id, label)
    assert toast(done)[1] == "好的"
    assert until(house) == [kept]
    assert "免打扰到 3月" in read(card)


@pytest.mark.parametrize("words", ["免打扰 取消", "dnd off", "免打扰 关闭", "dnd cancel"])
def test_it_is_ended_by_a_word(house: Installation, rep: Person, words: str) -> None:
    house.say(rep, "免打扰 2小时")
    assert "免打扰已取消" in read(house.say(rep, words))
    assert until(house) == []


def test_it_is_ended_by_a_press_and_a_second_one_does_no_harm(house: Installation, rep: Person) -> None:
    card = house.say(rep, "免打扰 2小时")
    standing = house.say(rep, "免打扰")
    assert "免打扰到 3月6日 17:00" in read(standing)
    for message in (card, standing):
        done = house.feishu.press(rep, message.message_id, "取消免打扰")
        assert toast(done)[1:] == ("免打扰已取消", "Do not disturb is off")
    assert until(house) == []


def test_the_last_word_counts(house: Installation, rep: Person) -> None:
    house.say(rep, "免打扰 到周一9点")
    house.say(rep, "免打扰 1小时")
    assert until(house) == ["2026-03-06 08:00"]


def test_two_weeks_is_the_most(house: Installation, rep: Person) -> None:
    assert "免打扰最长到 3月20日 15:00。" in read(house.say(rep, "免打扰 到3月21日"))
    assert until(house) == []
    assert "免打扰到 3月20日 14:00" in read(house.say(rep, "免打扰 到3月20日下午2点"))


def test_what_is_not_understood_is_quoted_above_the_choices(house: Installation, rep: Person) -> None:
    card = house.say(rep, "免打扰 等我忙完")
    assert "没看懂「等我忙完」是到什么时候，请选一个：" in read(card)
    assert labels(card) == [*CHOICES, *["静音一周"] * KINDS]


def test_over_a_holiday_the_next_working_day_is_far(lite: Installation) -> None:
    lite.clock.set(datetime(2026, 2, 10, 15, 0, tzinfo=SHANGHAI))
    squad = lite.squad()
    lite.clock.set(datetime(2026, 2, 14, 15, 0, tzinfo=SHANGHAI))
    card = lite.say(squad.reps[0], "免打扰")
    lite.feishu.press(squad.reps[0], card.message_id, "到下个工作日 9 点")
    assert "免打扰到 2月24日 09:00" in read(card)


def test_everybody_is_left_alone_for_themselves(lite: Installation) -> None:
    squad = lite.squad()
    lite.clock.set(FRIDAY)
    card = lite.say(squad.reps[0], "免打扰")
    refused = lite.feishu.press(squad.reps[1], card.message_id, "1 小时")
    assert refused.error or "这张卡片是给别人的" in toast(refused)[1]
    assert until(lite) == []
    assert datetime(2026, 3, 6, 7, tzinfo=UTC) == FRIDAY
