"""代理: who decides in the place of somebody who is away."""

import pytest

from tests.approving import away, last, market, over, press, question, questions, stand_in
from tests.installation import Installation
from tests.seen import read, toast


def test_who_is_on_leave_is_replaced_by_the_deputy(house: Installation) -> None:
    shop = market(house)
    boss, (rep, deputy) = shop.squad.manager, shop.squad.reps
    assert "你的代理人是 韩梅梅" in stand_in(house, boss, deputy)
    assert "王经理 请你在 TA 不在时代为审批订单。" in last(house, deputy)
    away(house, boss)
    order = over(shop, rep)
    assert questions(house, boss) == []
    card = question(house, deputy)
    assert "你代 王经理 审批" in read(card)
    press(house, deputy, "批准", card)
    assert shop.state(order) == "approved"
    assert "韩梅梅 已批准" in last(house, rep)


def test_a_deputy_never_decides_about_their_own(house: Installation) -> None:
    shop = market(house)
    boss, deputy = shop.squad.manager, shop.squad.reps[1]
    stand_in(house, boss, deputy)
    away(house, boss)
    over(shop, deputy)
    assert questions(house, deputy) == []
    assert "SO-1" in read(question(house, house.admin))


def test_without_a_deputy_the_next_level_is_asked(lite: Installation) -> None:
    shop = market(lite)
    away(lite, shop.squad.manager)
    order = over(shop, rate=7500)
    press(lite, lite.admin, "批准")
    assert shop.state(order) == "approved"


def test_a_deputy_who_was_dismissed_decides_no_more(lite: Installation) -> None:
    shop = market(lite)
    boss, (rep, deputy) = shop.squad.manager, shop.squad.reps
    stand_in(lite, boss, deputy)
    away(lite, boss)
    order = over(shop, rep)
    card = question(lite, deputy)
    assert "已取消代理人" in read(lite.say(boss, "代理 取消"))
    assert toast(press(lite, deputy, "批准", card))[1] == "你现在不能审批这张订单了。"
    assert shop.state(order) == "approving"


@pytest.mark.parametrize(
    "words, said",
    [
        ("代理", "你没有指定代理人。"),
        ("代理 取消", "你没有指定代理人。"),
        ("deputy cancel", "你没有指定代理人。"),
        ("代理 李雷", "你的代理人是 李雷。"),
        ("代理 @李雷", "你的代理人是 李雷。"),
        ("代理 王经理", "代理人不能是自己。"),
        ("代理 谁也不是", "销售团队里没有「谁也不是」"),
    ],
)
def test_a_deputy_is_named_and_looked_up(lite: Installation, words: str, said: str) -> None:
    shop = market(lite)
    assert said in read(lite.say(shop.squad.manager, words))


def test_a_rep_has_no_deputy(lite: Installation) -> None:
    shop = market(lite)
    assert "只有审批人" in read(lite.say(shop.squad.reps[0], "代理 王经理"))
    assert lite.rows("select count(*) from deputies") == [(0,)]
