"""订单 本月, 订单 华宁, 订单 待发货: lists with their sums, for those who may read them."""

from datetime import timedelta

import pytest

from tests.installation import Installation
from tests.ordering import market
from tests.seen import held, labels, read


@pytest.mark.parametrize("words", ["本月", "this month", "2026-03", "本周"])
def test_the_orders_of_a_period_with_their_sum(house: Installation, words: str) -> None:
    shop = market(house)
    shop.confirmed()
    shop.draft()
    card = house.say(shop.rep, f"订单 {words}")
    said = read(card)
    assert "共 2 张；已承诺 1 张，合计 ¥950.00" in said
    assert "2 in all; 1 promised, together ¥950.00" in read(card, "en")
    assert said.index("SO-2 华宁精密 ¥950.00\n草稿 · 李雷 · 3月2日 周一") < said.index("SO-1 华宁精密 ¥950.00\n已确认")


def test_another_month_has_none(lite: Installation) -> None:
    shop = market(lite)
    shop.confirmed()
    card = lite.say(shop.rep, "订单 上月")
    assert "没有这样的订单。" in read(card)
    assert "共 0 张；已承诺 0 张，合计 ¥0.00" in read(card)


@pytest.mark.parametrize("words,numbers", [
    ("待发货", ["SO-1"]),
    ("to ship", ["SO-1"]),
    ("草稿", ["SO-2"]),
    ("Draft", ["SO-2"]),
    ("已取消", ["SO-3"]),
])  # fmt: skip
def test_the_orders_in_a_state(lite: Installation, words: str, numbers: list[str]) -> None:
    shop = market(lite)
    shop.confirmed()
    shop.draft()
    shop.press(shop.draft(), "取消")
    said = read(lite.say(shop.rep, f"订单 {words}"))
    assert [number for number in ("SO-1", "SO-2", "SO-3") if f"{number} 华宁精密" in said] == numbers


@pytest.mark.parametrize("words", ["华宁精密", "hnjm", "华宁"])
def test_the_orders_of_a_customer_and_a_new_one(house: Installation, words: str) -> None:
    shop = market(house)
    shop.confirmed()
    card = house.say(shop.rep, f"订单 {words}")
    assert "订单：华宁精密" in read(card)
    assert "SO-1" in read(card)
    shop.press(card, "下订单")
    assert "华宁精密" in held(card).values()
    assert "下一步" in labels(card)


def test_lists_show_what_one_may_read_and_no_more(house: Installation) -> None:
    shop = market(house)
    shop.confirmed()
    house.file(shop.other, "长安重工")
    house.say(shop.other, "订单 长安重工 B7 3个")
    assert "共 1 张" in read(house.say(shop.rep, "订单 本月"))
    assert "共 2 张" in read(house.say(shop.manager, "订单 本月"))
    far = house.squad("华南二队", "周经理", ("吴迪",))
    for person in (far.manager, far.reps[0]):
        said = read(house.say(person, "订单 本月"))
        assert "共 0 张" in said
        assert "950" not in said
    assert "共 0 张" in read(house.say(far.reps[0], "订单 华宁精密"))


def test_fifteen_are_listed_and_the_rest_counted(lite: Installation) -> None:
    shop = market(lite)
    for _ in range(17):
        shop.draft()
    said = read(lite.say(shop.rep, "订单 本月"))
    assert "共 17 张" in said
    assert "还有 2 张" in said
    assert "SO-3 " in said
    assert "SO-2 " not in said


def test_a_list_in_the_group_goes_to_the_direct_chat(lite: Installation) -> None:
    shop = market(lite)
    shop.confirmed()
    assert "金额只私信发送" in read(lite.say_in(shop.squad.chat, shop.rep, "订单 本月"))
    assert "¥950.00" in read(lite.answer(shop.rep))


def test_a_promise_stands_beside_its_order(lite: Installation) -> None:
    shop = market(lite)
    day = (lite.clock.now() + timedelta(days=9)).date().isoformat()
    shop.form(promised_on=day)
    assert "承诺 3月11日 周三" in read(lite.say(shop.rep, "订单 草稿"))
