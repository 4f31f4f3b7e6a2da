"""免打扰 for one kind of message: it is neither sent nor put on the day card, and comes again by itself."""

import pytest

from playground import Person
from tests.installation import Installation
from tests.seen import labels, read
from tests.weeks import at, begun, direct


def reminded(house: Installation, rep: Person) -> bool:
    """Whether the Friday's reminder reaches a rep."""
    house.tick(at(6, 8, 30))
    house.tick(at(6, 15))
    return any("周报等你提交" in read(card) for card in direct(house, rep))


@pytest.mark.parametrize("said", ["免打扰 周报提醒 到周五 18:00", "dnd weekly report reminders", "免打扰 周报提醒 5天"])
def test_one_kind_is_spared(house: Installation, said: str) -> None:
    (rep,) = begun(house).reps
    answer = house.say(rep, said)
    if "5天" in said:
        assert "没看懂「5天」" in read(answer)
        return
    assert "周报提醒：静音到 3月" in read(answer)
    assert not reminded(house, rep)
    assert "周报" in read(next(card for card in direct(house, rep) if "今天要做的" in read(card)))


def test_it_ends_by_itself(house: Installation) -> None:
    (rep,) = begun(house).reps
    house.say(rep, "免打扰 周报提醒 到周五 14:00")
    assert reminded(house, rep)


def test_it_can_be_ended(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    card = lite.say(rep, "免打扰 周报提醒")
    lite.feishu.press(rep, card.message_id, "恢复")
    assert reminded(lite, rep)


def test_it_can_be_ended_in_words(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    lite.say(rep, "免打扰 周报提醒")
    assert "已恢复：周报提醒" in read(lite.say(rep, "免打扰 周报提醒 取消"))
    assert reminded(lite, rep)


def test_the_card_lists_every_kind_but_escalations(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    card = lite.say(rep, "免打扰")
    assert "应收提醒" in read(card)
    assert "审批" not in read(card).splitlines()
    lite.feishu.press(rep, card.message_id, "静音一周")
    assert "恢复" in labels(lite.say(rep, "免打扰"))
    assert lite.rows("select count(*) from kind_mutes") == [(1,)]


def test_no_kind_is_spared_for_longer_than_two_weeks(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    lite.say(rep, "免打扰 周报提醒 到4月6日")
    assert lite.rows("select count(*) from kind_mutes") == [(0,)]
