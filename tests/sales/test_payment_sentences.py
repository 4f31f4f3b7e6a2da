"""Money that came in, as people tell of it in one line."""

from datetime import date

import pytest

from sales.money import Money
from sales.order_sentences import PaymentSentence, read_payment

WEDNESDAY = date(2026, 3, 11)
TUESDAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    "line,customer,yuan,orders,paid_on,rest",
    [
        ("华宁 20000 SO-1042", "华宁", 20000, (1042,), None, ()),
        ("华宁 2万 昨天 SO-1042 SO-1043", "华宁", 20000, (1042, 1043), TUESDAY, ()),
        ("收到华宁款3万5", "华宁", 35000, (), None, ()),
        ("收到华宁3万5", "华宁", 35000, (), None, ()),
        ("Huaning 20000 SO-7 on Monday", "Huaning", 20000, (7,), date(2026, 3, 9), ()),
        ("昨天收到华宁精密货款12.5万元 SO-12、SO-13", "华宁精密", 125_000, (12, 13), TUESDAY, ()),
        ("华宁付了三万五", "华宁", 35000, (), None, ()),
        ("华宁20000", "华宁", 20000, (), None, ()),
        ("华宁 ￥２０，０００", "华宁", 20000, (), None, ()),
        ("20000 华宁", "华宁", 20000, (), None, ()),
        ("华宁 3月5日 到账 8000元", "华宁", 8000, (), date(2026, 3, 5), ()),
        ("2026-03-02 华宁 8000", "华宁", 8000, (), date(2026, 3, 2), ()),
        ("received from Huaning 5k yesterday", "Huaning", 5000, (), TUESDAY, ()),
        ("Huaning Precision paid 1,200 SO-7", "Huaning Precision", 1200, (7,), None, ()),
        ("Huaning Precision 1,200 SO-7 part payment", "Huaning Precision", 1200, (7,), None, ("part payment",)),
        ("SO-1042 20000", "", 20000, (1042,), None, ()),
        ("华宁 20000 so1042 so1042", "华宁", 20000, (1042,), None, ()),
        ("三一精密 二十万 3月5日", "三一精密", 200_000, (), date(2026, 3, 5), ()),
        ("9N精工 2万", "9N精工", 20000, (), None, ()),
        ("华宁二厂 2万", "华宁二厂", 20000, (), None, ()),
        ("Route 66 Parts 20000", "Route 66 Parts", 20000, (), None, ()),
        ("华宁 0", "华宁", 0, (), None, ()),
        ("华宁 -500 SO-1", "华宁", -500, (1,), None, ()),
        ("华宁 20000 承兑", "华宁", 20000, (), None, ("承兑",)),
        ("华宁 3万多 SO-1", "华宁", None, (1,), None, ("3万多",)),
        ("华宁 3万50", "华宁", None, (), None, ("3万50",)),
        ("华宁 20000 1042", "华宁", None, (), None, ("20000", "1042")),
        ("华宁 20000 SO-1 5000 SO-2", "华宁", None, (1, 2), None, ("20000", "5000")),
        ("华宁 30%", "华宁", None, (), None, ("30%",)),
        ("华宁", "华宁", None, (), None, ()),
        ("", "", None, (), None, ()),
    ],
)
def test_a_payment_is_read(
    line: str, customer: str, yuan: int | None, orders: tuple[int, ...], paid_on: date | None, rest: tuple[str, ...]
) -> None:
    amount = None if yuan is None else Money(yuan * 100)
    assert read_payment(line, WEDNESDAY) == PaymentSentence(customer, amount, orders, paid_on, rest)


def test_a_known_customer_may_have_a_number_for_a_name() -> None:
    read = read_payment("360 20000", WEDNESDAY, {"360"}.__contains__)
    assert (read.customer, read.amount) == ("360", Money(2_000_000))


def test_a_known_customer_is_told_from_the_words_behind_it() -> None:
    read = read_payment("收到华宁 尾款 20000", WEDNESDAY, {"华宁"}.__contains__)
    assert (read.customer, read.amount, read.rest) == ("华宁", Money(2_000_000), ("尾款",))
