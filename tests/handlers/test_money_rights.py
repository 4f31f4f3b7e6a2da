"""Who may see and do what with an order, its cost and its customer's account: one table, and nothing beside it."""

import re
from itertools import product
from typing import Any

from bot.form import Form
from bot.order_forms import CancelOrder, EditOrder, ShowOrder, SubmitOrder
from bot.payment_forms import AllocateRest, ReversePayment
from bot.router import Part
from bot.views import Run
from handlers import ROUTERS
from handlers.payments.forms import ChangePayment, ConfirmPayment
from tests.approving import click
from tests.installation import Installation
from tests.parties import CUSTOMER, INSIDE, OUTSIDE, Parties, parties
from tests.seen import cards, labels, lite, read, toast

__all__ = ["lite"]

RIGHTS = {
    "rep": {"order", "payment", "pay", "ship", "export"},
    "colleague": set(),
    "owner": {"order", "payment", "account", "statement", "pay", "export"},
    "sharer": {"order", "payment"},
    "manager": {"order", "cost", "payment", "account", "statement", "pay", "reverse", "ship", "export"},
    "neighbour": set(),
    "director": {"order", "cost", "payment", "account", "statement", "pay", "reverse", "export"},
    "admin": {"order", "cost", "payment", "account", "statement", "pay", "reverse", "ship", "export"},
    "stranger": set(),
    "gone": set(),
}
"""SO-1 is the rep's, its customer the owner's; part of the credit is the sharer's and somebody's who has left."""

ASKED = {
    "order": "订单 SO-1",
    "payment": "回款 HK-1",
    "account": f"应收 {CUSTOMER}",
    "statement": f"对账 {CUSTOMER}",
    "pay": f"回款 {CUSTOMER} 1 SO-1",
    "ship": "发货 SO-2 1",
    "export": "导出 应收",
}
BEARING = re.compile(r"[1-9][0-9,]*\.[0-9]{2}")
"""An amount that is not nothing."""


def found(made: Parties, who: str) -> set[str]:
    """What somebody turns out to be allowed."""
    said = {right: made.say(who, words) for right, words in ASKED.items()}
    rights = {right for right, card in said.items() if BEARING.search(read(card)) or "确认" in labels(card)}
    rights |= {"cost"} if "毛利" in read(said["order"]) else set()
    return rights | ({"reverse"} if "冲销" in labels(said["payment"]) else set())


def test_everybody_sees_and_may_do_what_the_table_says(lite: Installation) -> None:
    made = parties(lite)
    assert {who: found(made, who) for who in (*INSIDE, *OUTSIDE)} == RIGHTS
    assert made.failed() == []


def test_who_may_not_know_an_amount_reads_none_whatever_they_ask(lite: Installation) -> None:
    made = parties(lite)
    words = [
        *ASKED.values(),
        "退货 SO-1 1",
        "取消 SO-2",
        "分成 SO-1 韩梅梅 10%",
        "回款 SO-1",
        "应收",
        "应收 团队",
        "订单",
    ]
    words += [
        "订单",
        "导出 订单 2月",
        "审批",
        f"报价 {CUSTOMER} X1*1",
        "回款 HK-1 冲销",
        "发货",
        "退货",
        "so-1",
        "HK-1",
    ]
    for who, asked in product(("colleague", "neighbour", *OUTSIDE), words):
        said = read(made.say(who, asked))
        assert not any(amount in said for amount in ("10,000", "9,700", "300.00")), (who, asked)
    assert made.failed() == []


def forms(made: Parties) -> list[Form]:
    """What the cards of the order, the account and the payment carry."""
    told = (made.customer.id, "100", "1", "2026-03-02", "x")
    return [
        ReversePayment(1), AllocateRest(made.customer.id), ConfirmPayment(*told), ChangePayment(*told), ShowOrder(1),
        SubmitOrder(2, 1), EditOrder(2), CancelOrder(2, 1), CancelOrder(1, 1),
    ]  # fmt: skip


def test_a_press_that_was_made_for_somebody_else_does_nothing(lite: Installation) -> None:
    made = parties(lite)
    before = made.rows()
    for who, form in product(("colleague", "neighbour", *OUTSIDE), forms(made)):
        done = made.press(who, form)
        assert toast(done)[0] == "warning", (who, form)
        assert "¥" not in str(done.body), (who, form)
    assert made.rows() == before
    assert made.failed() == []


NUMBERS = (0, 3, 999, 2**31 - 1, 2**31, -1, "1 or 1=1", [1], {"a": 1}, True, 1.5)
"""What may stand where an order's, a payment's or a customer's number should."""


def test_numbers_that_no_card_of_ours_carries_are_refused_in_words(lite: Installation) -> None:
    made = parties(lite)
    before = made.rows()
    for form, number in product(forms(made), NUMBERS):
        name = next(each for each in ("order_id", "payment_id", "customer_id") if hasattr(form, each))
        done = made.press("manager", form, **{name: number})
        assert toast(done)[0] == "warning", (form, number)
        assert "¥" not in str(done.body), (form, number)
    assert made.rows() == before
    assert made.failed() == []


WRITTEN = {
    "minor": ("", "-100", "0", "1e3", "9" * 18, "9" * 5_000, "1.5", "１ ２"),
    "orders": ("0", "9999999999", "9" * 30, "-1", "SO-1", "1 x", "3"),
    "on": ("", "2026-13-01", "9999-12-31", "0001-01-01", "2026-03-03", "yesterday"),
}
"""What may have been written into the button that moves money."""


def test_what_was_written_into_a_payments_button_is_judged_anew(lite: Installation) -> None:
    made = parties(lite)
    before = made.rows()
    said = {"minor": "100", "orders": "1", "on": "2026-03-02", "note": ""}
    told: dict[str, Any] = said | {"customer_id": made.customer.id}
    for field, value in ((field, value) for field, values in WRITTEN.items() for value in values):
        for form in (ConfirmPayment, ChangePayment):
            done = made.press("rep", form(), **(told | {field: value}))
            assert toast(done)[0] == "warning", (form, field, value)
    assert made.rows() == before
    assert made.failed() == []
    done = made.press("rep", ConfirmPayment(), **told)
    assert toast(done)[0] == "success"
    assert len(lite.rows("select id from payments")) == 2


def test_the_same_press_twice_moves_the_money_once(lite: Installation) -> None:
    made = parties(lite)
    told = ConfirmPayment(made.customer.id, "100", "1", "2026-03-02", "")
    said = [toast(made.press("rep", told)) for _ in range(3)]
    assert said == [("success", "已记录 HK-2", "HK-2 is kept")] * 3
    assert len(lite.rows("select id from payments")) == 2
    back = [toast(made.press("manager", ReversePayment(2)))[0] for _ in range(3)]
    assert back == ["success", "warning", "warning"]
    assert lite.rows("select amount, reverses_id from payments where id > 2") == [(-100, 2)]
    allocated = lite.rows("select sum(amount) from allocations where payment_id > 1")
    assert allocated == [(0,)]


def test_no_word_about_trade_lets_a_group_read_an_amount(lite: Installation) -> None:
    made = parties(lite)
    examples = [each.example for router in ROUTERS if router.part is Part.TRADE for each in router.commands]
    bare = [each.word.zh for router in ROUTERS if router.part is Part.TRADE for each in router.commands]
    more = [
        "价格 X1",
        "订单 SO-1",
        "应收 团队",
        f"报价 {CUSTOMER} X1*2",
        f"订单 {CUSTOMER} X1*2 30天",
        "退货 SO-1 1",
        "HK-1",
    ]
    for who in ("manager", "rep"):
        for words in (*ASKED.values(), *bare, *(said.zh for said in examples if said), *more):
            made.house.say_in(made.squad.chat, made.people[who], words)
            shown = cards(lite, made.squad.chat)[-1]
            assert "¥" not in str(shown.card), words
            assert not BEARING.search(read(shown)), words
    assert made.failed() == []


def test_a_card_pressed_in_a_group_answers_in_private(lite: Installation) -> None:
    made = parties(lite)
    boss = made.people["manager"]
    lite.say_in(made.squad.chat, boss, "帮助")
    shown = cards(lite, made.squad.chat)[-1]
    told = (made.customer.id, "100", "1", "2026-03-02", "x")
    presses: list[Form] = [
        ShowOrder(1),
        Run("应收 团队"),
        ChangePayment(*told),
        ConfirmPayment(*told),
        ReversePayment(1),
    ]
    presses += [AllocateRest(made.customer.id), EditOrder(2), CancelOrder(2, 1)]
    for form in presses:
        stamp = form.stamp(to=boss.open_id, key=f"{form}"[:60])
        done = click(lite, boss, shown, stamp)
        assert "¥" not in str(done.body.get("card")), form
        assert not BEARING.search(str(done.body.get("card"))), form
    assert "¥" not in "".join(str(each.card) for each in cards(lite, made.squad.chat))
    assert made.failed() == []
