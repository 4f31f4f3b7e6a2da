"""回款: from a line or the form over the card to confirm, to what it settles; and back by a counter-entry."""

from datetime import timedelta

import pytest

from sales.orders import State
from tests.debts import yuan
from tests.installation import Installation
from tests.seen import held, house, labels, lite, read, toast
from tests.till import Till

__all__ = ["house", "lite"]


@pytest.mark.parametrize("words", [
    "回款 华宁精密 1500", "payment 华宁精密 1500", "hk 华宁精密 1500 今天", "回款 华宁精密 0.15万",
    "回款 华宁精密 ¥1,500",
])  # fmt: skip
def test_one_line_is_shown_before_it_is_kept(lite: Installation, words: str) -> None:
    till = Till(lite)
    first, second = till.owing(1, late=9), till.owing(1, late=-3)
    card = till.say(words)
    said = read(card)
    assert "请确认回款" in said
    assert "¥1,500.00" in said
    assert said.index(f"{first.number} ¥1,000.00") < said.index(f"{second.number} ¥500.00")
    assert "应付 2月21日 周六" in said
    assert "It would settle, the oldest due first" in read(card, "en")
    assert labels(card) == ["确认", "修改"]
    assert till.paid() == []


def test_one_press_keeps_it_and_shows_what_is_still_owed(house: Installation) -> None:
    till = Till(house)
    first, second = till.owing(1, late=9), till.owing(1, late=-3)
    card = till.say("回款 华宁精密 1500")
    before = dict(card.card or {})
    done = house.feishu.press(till.rep, card.message_id, "确认")
    assert toast(done) == ("success", "已记录 HK-1", "HK-1 is kept")
    assert "回款 HK-1" in read(card)
    assert "还欠\n¥500.00" in read(card)
    assert labels(card) == ["对账", "冲销"]
    assert (till.state(first), till.state(second)) == (State.CLOSED, State.SHIPPED)
    card.card = before
    again = house.feishu.press(till.rep, card.message_id, "确认")
    assert toast(again)[1] == "已记录 HK-1"
    assert till.paid() == [yuan(1500)]


def test_money_for_an_order_settles_that_one_and_the_rest_is_free_once_all_has_left(house: Installation) -> None:
    till = Till(house)
    old, order = till.owing(1, late=60), till.owing(1)
    card = till.say(f"回款 华宁精密 1200 {order.number}")
    assert "¥200.00 未分配，单独列示" in read(card)
    assert "留给" not in read(card)
    house.feishu.press(till.rep, card.message_id, "确认")
    assert (till.state(old), till.state(order)) == (State.SHIPPED, State.CLOSED)
    assert "未分配\n¥200.00" in read(card)
    assert labels(card) == ["对账", "冲销", "分配"]
    house.feishu.press(till.rep, card.message_id, "分配")
    assert "还欠\n¥800.00" in read(card)
    assert "未分配" not in read(card)


def test_the_button_of_an_order_brings_the_form_filled(lite: Installation) -> None:
    till = Till(lite)
    order = till.owing(3)
    card = till.say(f"回款 {order.number}")
    assert held(card) == {
        "customer": "华宁精密",
        "amount": "3000",
        "orders": order.number,
        "on": "2026-03-02",
        "note": "",
    }
    waiting = till.confirmed(2)
    assert held(till.say(f"回款 {waiting.number}"))["amount"] == "2000"


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(lite: Installation) -> None:
    till = Till(lite)
    till.owing(1)
    card = till.say("回款")
    assert "记一笔回款" in read(card)
    wrong = {"customer": "华宁精密", "amount": "两三千吧", "on": "2026-03-01", "note": "承兑"}
    done = lite.feishu.submit(till.rep, card.message_id, wrong)
    assert toast(done)[1] == "金额：没看懂，请写成 20000 或 2万"
    assert held(card)["note"] == "承兑"
    lite.feishu.submit(till.rep, card.message_id, wrong | {"amount": "1,000.50"})
    assert "¥1,000.50" in read(card)
    assert "3月1日 周日" in read(card)
    lite.feishu.press(till.rep, card.message_id, "修改")
    assert held(card)["amount"] == "1000.50"
    lite.feishu.submit(till.rep, card.message_id, held(card))
    lite.feishu.press(till.rep, card.message_id, "确认")
    assert "承兑" in read(card)
    assert lite.rows("select note from payments") == [("承兑",)]


@pytest.mark.parametrize("typed,why", [
    ({"amount": "0"}, "回款金额要大于 0"),
    ({"amount": "-5"}, "回款金额要大于 0"),
    ({"amount": "9亿"}, "金额超过上限 ¥10,000,000.00"),
    ({"on": "2026-03-03"}, "日期不能晚于今天"),
    ({"on": "2026-02-20"}, "只能补录 2月23日 周一 起的"),
    ({"orders": "SO-1 乱写"}, "请写成 SO-12"),
    ({"customer": ""}, "请填写客户或订单号"),
    ({"customer": "Nobody & Sons"}, "没有叫「Nobody & Sons」的客户"),
    ({"orders": "SO-99"}, "没有找到 SO-99"),
])  # fmt: skip
def test_what_cannot_be_is_refused_in_words(lite: Installation, typed: dict[str, str], why: str) -> None:
    till = Till(lite)
    till.owing(1)
    card = till.say("回款")
    done = lite.feishu.submit(till.rep, card.message_id, {"customer": "华宁精密", "amount": "100"} | typed)
    assert why in toast(done)[1]
    assert till.paid() == []


def test_the_manager_may_date_it_further_back(lite: Installation) -> None:
    till = Till(lite)
    till.owing(1)
    till.pay("华宁精密 1000 2月20日", till.manager)
    assert lite.rows("select paid_on from payments") == [("2026-02-20",)]


def test_a_customer_who_is_not_clear_is_asked_for(lite: Installation) -> None:
    till = Till(lite)
    till.buyer("华宁精工")
    till.owing(1)
    card = till.say("回款 华宁 1000")
    assert "是哪一家？" in read(card)
    lite.feishu.submit(till.rep, card.message_id, held(card) | {"which": str(till.customer.id)})
    assert "请确认回款" in read(card)
    lite.feishu.press(till.rep, card.message_id, "确认")
    assert lite.rows("select customer_id from payments") == [(till.customer.id,)]


def test_an_order_of_another_customer_is_refused(lite: Installation) -> None:
    till = Till(lite)
    theirs = till.owing(1, customer=till.buyer("长安电子"))
    assert f"{theirs.number} 不是「华宁精密」的订单" in read(till.say(f"回款 华宁精密 500 {theirs.number}"))


def test_the_same_money_entered_twice_is_asked_about(lite: Installation) -> None:
    till = Till(lite)
    till.owing(3)
    till.pay("华宁精密 1000")
    assert "和 HK-1 的客户、金额、日期都一样，是不是同一笔？" in read(till.say("回款 华宁精密 1000"))
    assert "HK-1" not in read(till.say("回款 华宁精密 999"))


def test_others_customers_are_not_told_of(house: Installation) -> None:
    till = Till(house)
    order = till.owing(1)
    till.pay("华宁精密 600")
    for words in ("回款 华宁精密 1000", "回款 HK-1", f"回款 {order.number} 500"):
        said = read(till.say(words, till.other))
        assert "¥" not in said
        assert any(no in said for no in ("已有归属", "没有找到"))
    assert "¥600.00" in read(till.say("回款 hk-1", till.manager))


def test_a_rep_enters_money_for_an_order_of_theirs_though_another_has_the_customer(lite: Installation) -> None:
    till = Till(lite)
    order = till.owing(2, customer=till.buyer("长安电子", till.other))
    card = till.pay(f"长安电子 700 {order.number}")
    assert "¥700.00" in read(card)
    assert "还欠" not in read(card)
    assert "已有归属" in read(till.say("回款 长安电子 700"))


def test_a_group_reads_no_amounts(lite: Installation) -> None:
    till = Till(lite)
    till.owing(1)
    card = lite.say_in(till.squad.chat, till.rep, "回款 华宁精密 600")
    assert "¥" not in read(card)
    mine = lite.answer(till.rep)
    lite.feishu.press(till.rep, mine.message_id, "确认")
    assert till.paid() == [yuan(600)]


def test_it_is_taken_back_by_a_counter_entry_once(house: Installation) -> None:
    till = Till(house)
    order = till.owing(1)
    card = till.pay("华宁精密 1000")
    before = dict(card.card or {})
    assert "冲销 HK-1？" in read(card)
    done = house.feishu.press(till.rep, card.message_id, "冲销")
    assert toast(done)[1] == "HK-1 已冲销：HK-2"
    assert "已被 HK-2 冲销，不再计入" in read(card)
    assert labels(card) == ["对账"]
    assert till.state(order) is State.SHIPPED
    card.card = before
    again = house.feishu.press(till.rep, card.message_id, "冲销")
    assert toast(again)[:2] == ("warning", "HK-1 已经冲销过，或本身就是冲销。")
    assert till.paid() == [yuan(1000), yuan(-1000)]
    assert "冲销了 HK-1" in read(till.say("回款 HK-2"))


def test_the_next_day_only_the_manager_takes_it_back(lite: Installation) -> None:
    till = Till(lite)
    till.owing(1)
    card = till.pay("华宁精密 1000")
    before = dict(card.card or {})
    lite.clock.advance(timedelta(days=1).total_seconds())
    assert "冲销" not in labels(till.say("回款 HK-1"))
    card.card = before
    assert "只有录入人当天能冲销" in toast(lite.feishu.press(till.rep, card.message_id, "冲销"))[1]
    theirs = till.say("回款 HK-1", till.manager)
    lite.feishu.press(till.manager, theirs.message_id, "冲销")
    assert till.paid() == [yuan(1000), yuan(-1000)]
    assert lite.rows("select paid_on from payments where id = 2") == [("2026-03-03",)]


def test_words_that_are_not_understood_are_quoted(lite: Installation) -> None:
    till = Till(lite)
    card = till.say("回款 华宁精密 1000 请尽快哦亲")
    assert "没看懂：请尽快哦亲" in read(card)
    assert held(card)["amount"] == "1000"
