"""A hundred thousand million yuan, a cent and nothing at all: on every card of a customer's account, to the cent."""

import pytest

from sales.money import Money
from sales.orders import Content, Move
from storage import order_moves
from storage.engine import Connection
from storage.orders import Order
from storage.payments import Income, pay
from tests.debts import ship
from tests.goods import held
from tests.installation import Installation
from tests.scheduler.test_receivables_push import at, reminders
from tests.seeds import NOW, TODAY
from tests.seen import cards, house, lite, read
from tests.till import Till
from tests.trade import THIRTY
from tests.trade_rows import check_all

__all__ = ["house", "lite"]
HUGE = 10**11
"""So many yuan: 10**13 fen."""


def owed(till: Till, price: Money, pieces: int = 1) -> Order:
    """An order at such a price that has left and is due on the Friday of this week."""
    wish = till.seller.shop.wish("X1", pieces)
    wish = type(wish)(wish.product_id, pieces, price)

    def work(db: Connection) -> Order:
        rep = till.seller.rep
        made = order_moves.add_draft(db, till.seller.team, rep, till.customer, Content((wish,), THIRTY), NOW, NOW)
        order_moves.submit(db, held(db, made.id), rep.id, TODAY, NOW)
        order_moves.move(db, held(db, made.id), Move.CONFIRM, rep.id, NOW, on=TODAY)
        return ship(db, made.id, pieces, TODAY.replace(month=2, day=2))

    return till.write(work)


def test_an_enormous_debt_is_told_to_the_cent_everywhere(house: Installation) -> None:
    till = Till(house)
    order = owed(till, Money(HUGE * 100))
    for words in (f"订单 {order.number}", "应收 华宁精密", "对账 华宁精密 上月", "应收", "导出 应收"):
        assert "¥100,000,000,000.00" in read(till.say(words)) + str(till.say(words).card), words
    glance = read(till.say("应收"))
    assert "¥1,000亿\n未到期" in glance
    assert "¥100,000M\nNot due" in read(till.say("应收"), "en")
    house.tick(at(2))
    assert "¥100,000,000,000.00" in read(reminders(till)[0])
    till.write(check_all)


def test_what_is_left_of_an_enormous_debt_is_exact(house: Installation) -> None:
    till = Till(house)
    order = owed(till, Money(HUGE * 100))
    income = Income(till.customer.id, Money(HUGE * 100 - 1), TODAY)
    till.write(lambda db: pay(db, income, 1, TODAY, NOW, NOW))
    said = read(till.say("应收 华宁精密"))
    assert "还欠\n¥0.01" in said
    assert "¥99,999,999,999.99" in read(till.say("回款 HK-1"))
    assert "未收\n¥0.01" in read(till.say(f"订单 {order.number}"))
    till.pay("华宁精密 0.01")
    assert "没有未收的款" in read(till.say("应收 华宁精密"))
    till.write(check_all)


def test_many_enormous_debts_add_up_beyond_what_a_small_integer_holds(house: Installation) -> None:
    till = Till(house)
    for _ in range(3):
        owed(till, Money(HUGE * 100), 2)
    assert "¥600,000,000,000.00" in read(till.say("应收 华宁精密"))
    assert "期末余额\n¥600,000,000,000.00" in read(till.say("对账 华宁精密 2月"))
    assert "¥6,000亿" in read(till.say("应收 团队", till.manager))


def test_nobody_types_such_an_amount(lite: Installation) -> None:
    till = Till(lite)
    owed(till, Money(HUGE * 100))
    said = [read(till.say(f"回款 华宁精密 {words}")) for words in ("100000000000", "1000亿", "10000001", "9" * 40)]
    assert not any("请确认回款" in each and "确认\n" in each for each in said)
    assert all("确认" not in each.split("\n")[-1] for each in said)
    assert till.paid() == []


@pytest.mark.parametrize("cents,words", [(1, "¥0.01"), (99, "¥0.99"), (100, "¥1.00"), (999_999, "¥9,999.99")])
def test_a_small_debt_is_told_to_the_cent_and_never_as_nothing(lite: Installation, cents: int, words: str) -> None:
    till = Till(lite)
    order = owed(till, Money(cents))
    for asked in (f"订单 {order.number}", "应收 华宁精密", "对账 华宁精密 上月"):
        assert words in read(till.say(asked)), asked
    assert f"余额 {words}" in str(till.say("对账 华宁精密 上月").card)


def test_with_nothing_owed_every_card_is_calm(lite: Installation) -> None:
    till = Till(lite)
    for words in ("应收", "应收 华宁精密", "对账 华宁精密", "导出 应收"):
        card = till.say(words)
        assert "逾期最多" not in read(card), words
        assert (card.card or {})["header"].get("template") != "red", words
    assert "¥0" in read(till.say("应收 团队", till.manager))
    lite.tick(at(2))
    assert reminders(till) == reminders(till, till.manager) == []
    assert all("¥" not in read(each) for each in cards(lite, till.squad.chat))
