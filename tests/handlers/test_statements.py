"""对账: the opening balance, every movement with its date and number, the closing balance."""

from datetime import datetime

import pytest

from tests.installation import SHANGHAI, Installation
from tests.seen import house, labels, lite, read
from tests.till import Till

__all__ = ["house", "lite"]


def test_every_movement_of_the_month_leads_to_the_balance(house: Installation) -> None:
    till = Till(house)
    till.owing(2, late=20)  # left in January
    order = till.owing(3, late=-30)
    till.take_back(order, 1)
    till.pay("华宁精密 1500")
    card = till.say("对账 华宁精密")
    said = read(card)
    assert "3月1日 周日 至 3月31日 周二" in said
    assert "期初余额\n¥2,000.00\n期末余额\n¥2,500.00" in said
    for row in (
        f"03-02 发货 Shipped {order.number} ¥3,000.00",
        f"03-02 退货 Returned {order.number} −¥1,000.00",
        "03-02 回款 Paid HK-1 −¥1,500.00",
    ):
        assert row in said
    assert labels(card) == ["回款"]
    assert "Opening balance" in read(card, "en")


@pytest.mark.parametrize("words,opening", [
    ("对账 华宁精密 1月", "¥0.00"), ("statement 华宁精密 last month", "¥1,000.00"),
    ("dz 华宁精密 2026-02", "¥1,000.00"),
    ("对账 华宁精密 本月", "¥1,000.00"),
])  # fmt: skip
def test_the_period_is_named_behind_the_customer(lite: Installation, words: str, opening: str) -> None:
    till = Till(lite)
    till.owing(1, late=20)
    assert f"期初余额\n{opening}" in read(till.say(words))


def test_nothing_happened(lite: Installation) -> None:
    till = Till(lite)
    till.owing(1, late=20)
    card = till.say("对账 华宁精密 上月")
    assert "这段时间没有往来" in read(card)
    assert "期末余额\n¥1,000.00" in read(card)


def test_a_counter_entry_stands_on_its_own_day(house: Installation) -> None:
    till = Till(house)
    till.owing(1, late=20)
    card = till.pay("华宁精密 400")
    house.clock.set(datetime(2026, 3, 3, 9, tzinfo=SHANGHAI))
    theirs = till.say("回款 HK-1", till.manager)
    house.feishu.press(till.manager, theirs.message_id, "冲销")
    said = read(till.say("对账 华宁精密", till.manager))
    assert "03-02 回款 Paid HK-1 −¥400.00" in said
    assert "03-03 冲销 Reversed HK-2 ¥400.00" in said
    assert "期末余额\n¥1,000.00" in said
    assert "还欠\n¥1,000.00" in said
    assert card.card is not None


def test_what_has_no_room_is_summed_up(lite: Installation) -> None:
    till = Till(lite)
    for _ in range(32):
        till.owing(1)
    said = read(till.say("对账 华宁精密"))
    assert "更早的 2 笔合计 ¥2,000.00" in said
    assert said.count("发货 Shipped") == 30
    assert "期末余额\n¥32,000.00" in said


def test_whose_statement_is_asked_for(lite: Installation) -> None:
    till = Till(lite)
    assert "要看哪家客户的对账单" in read(till.say("对账"))
    assert "要看哪家客户的对账单" in read(till.say("对账 本月"))


def test_the_choice_keeps_the_period(lite: Installation) -> None:
    till = Till(lite)
    till.buyer("华宁精工")
    till.owing(1, late=20)
    card = till.say("对账 华宁 1月")
    assert labels(card) == ["打开", "打开"]
    lite.feishu.press(till.rep, card.message_id, "打开")
    assert "1月1日" in read(lite.answer(till.rep))
