"""Who may enter money now and not when the card was made, merged customers, and what changes meanwhile."""

from datetime import date

import pytest

from handlers.receivables.periods import parted
from sales.money import ZERO
from sales.orders import State
from sales.periods import month_of, week_of
from storage.customers import find_customer, give
from storage.engine import Connection
from storage.mergers import merge, undo
from tests.debts import yuan
from tests.installation import Installation
from tests.seeds import NOW, TODAY, person
from tests.seen import house, labels, lite, read, toast
from tests.till import Till

__all__ = ["house", "lite"]


def hand_over(till: Till) -> None:
    """The customer goes to the other rep."""

    def change(db: Connection) -> None:
        customer = find_customer(db, till.customer.id)
        assert customer is not None
        assert give(db, customer, person(db, till.other.open_id).id, till.customer.owner_id or 1, NOW)

    till.write(change)


def test_a_card_made_before_the_customer_changed_hands_does_nothing(house: Installation) -> None:
    till = Till(house)
    till.owing(1)
    card = till.say("回款 华宁精密 400")
    hand_over(till)
    done = house.feishu.press(till.rep, card.message_id, "确认")
    assert "已有归属" in toast(done)[1]
    assert till.paid() == []
    till.pay("华宁精密 400", till.other)
    assert till.paid() == [yuan(400)]


def test_nobody_else_presses_a_card(lite: Installation) -> None:
    till = Till(lite)
    till.owing(1)
    card = till.say("回款 华宁精密 400")
    for button in ("确认", "修改"):
        assert "这张卡片是给别人的" in toast(lite.feishu.press(till.other, card.message_id, button))[1]
    assert till.paid() == []


def test_what_was_paid_meanwhile_is_not_paid_again_but_kept(house: Installation) -> None:
    till = Till(house)
    order = till.owing(1)
    slow = till.say(f"回款 华宁精密 1000 {order.number}")
    till.pay("华宁精密 1000", till.manager)
    house.feishu.press(till.rep, slow.message_id, "确认")
    assert "没有分配到任何发货" in read(slow)
    assert "未分配\n¥1,000.00" in read(slow)
    assert till.state(order) is State.CLOSED
    allocated = house.rows("select sum(amount) from allocations")
    assert int(allocated[0][0]) == yuan(1000).minor


def test_money_goes_to_what_a_customer_owes_under_any_of_its_names(house: Installation) -> None:
    till = Till(house)
    gone = till.buyer("华宁")
    first = till.owing(1, late=20, customer=gone)
    second = till.owing(1, late=10)
    by = till.customer.owner_id or 1
    merger = till.write(lambda db: merge(db, gone.id, till.customer.id, by, NOW))
    assert merger is not None
    card = till.pay("华宁精密 1500")
    assert read(card).index(first.number) < read(card).index(second.number)
    assert "还欠\n¥500.00" in read(card)
    till.pay(f"华宁精密 100 {first.number}")
    said = read(till.say("应收 华宁"))
    assert "应收：华宁精密" in said
    assert "未分配\n¥100.00" in said
    assert till.write(lambda db: undo(db, merger, by, NOW))
    assert "未分配\n¥100.00" in read(till.say("应收 华宁"))
    assert "未分配" not in read(till.say("应收 华宁精密"))


def test_an_admin_reads_and_enters_everything(lite: Installation) -> None:
    till = Till(lite)
    till.owing(1, late=2)
    lite.feishu.join(till.squad.chat, [lite.admin])
    lite.drain()
    assert "¥1,000.00" in read(till.say("应收 华宁精密", lite.admin))
    till.pay("华宁精密 300 2月3日", lite.admin)
    assert till.paid() == [yuan(300)]
    assert "冲销" in labels(till.say("回款 HK-1", lite.admin))


def test_a_customer_that_nobody_has_is_for_managers(lite: Installation) -> None:
    till = Till(lite)
    order = till.owing(1, customer=till.buyer("长安电子", till.other))
    lite.feishu.leave(till.squad.chat, [till.other])
    lite.drain()
    assert "已有归属" in read(till.say("应收 长安电子"))
    assert f"{order.number} ¥1,000.00" in read(till.say("应收 长安电子", till.manager))


def test_paying_more_than_the_order_is_shown_where_it_waits(lite: Installation) -> None:
    till = Till(lite)
    order = till.confirmed(2)
    card = till.say(f"回款 {order.number} 2500")
    assert "没有分配到任何发货" in read(card)
    assert f"¥2,500.00 留给 {order.number}，发货后自动抵扣" in read(card)
    assert "settles what ships" in read(card, "en")
    lite.feishu.press(till.rep, card.message_id, "确认")
    assert labels(card) == ["对账", "冲销"]
    assert "还欠\n¥0.00" in read(card)
    assert till.paid() != [ZERO]


def test_a_note_cannot_break_the_card(lite: Installation) -> None:
    till = Till(lite)
    till.owing(1)
    card = till.say("回款")
    typed = {"customer": "华宁精密", "amount": "10", "note": "**x** <at id=all></at>"}
    lite.feishu.submit(till.rep, card.message_id, typed)
    lite.feishu.press(till.rep, card.message_id, "确认")
    assert "<at id=all></at>" in read(card).replace("\\", "")
    assert lite.rows("select note from payments") == [("**x** <at id=all></at>",)]


@pytest.mark.parametrize("words", ["回款 HK-9", "回款 hk9", "payment HK-2147483648"])
def test_a_payment_that_is_not_there(lite: Installation, words: str) -> None:
    till = Till(lite)
    assert "¥" not in read(till.say(words))


@pytest.mark.parametrize("said,named,period", [
    ("华宁 本月", "华宁", month_of(TODAY)),
    ("Huaning Precision last month", "Huaning Precision", month_of(date(2026, 2, 1))),
    ("华宁 2026-01", "华宁", month_of(date(2026, 1, 1))),
    ("华宁 上周", "华宁", week_of(date(2026, 2, 23))),
    ("华宁", "华宁", None),
    ("本月", "", month_of(TODAY)),
    ("", "", None),
])  # fmt: skip
def test_the_period_at_the_end_is_parted_from_the_name(said: str, named: str, period: object) -> None:
    assert parted(said, TODAY) == (named, period)
