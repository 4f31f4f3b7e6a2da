"""What a quote or an order comes to, as people see it."""

import pytest

from bot.card import Element, card, faults
from bot.deals import deal_head, deal_lines, terms_words
from bot.text import Text, same
from sales.money import Money
from sales.orders import Line, Priced
from sales.terms import AT_ONCE, Credit, Terms

KNOWN, UNKNOWN = Priced(Money(100_00), None, Money(60_00)), Priced()
PUMP = Line(1, 1, 1, "A100", "齿轮泵", "台", "泵", 10, Money(95_00), 9000, True, KNOWN, Money(855_00), 6, 2)
SERVICE = Line(2, 2, 2, "S1", "S1", "次", "", 1, Money(50_00), 10_000, True, UNKNOWN, Money(50_00))


def said(*elements: Element) -> str:
    """The Chinese words of some elements, as one line."""
    found: list[str] = []

    def look(part: object) -> None:
        if isinstance(part, dict):
            found.extend([str(part["content"])] if "content" in part else [])
            look(list(part.values()))
        elif isinstance(part, list):
            for each in part:
                look(each)

    look(list(elements))
    return " | ".join(found)


def test_the_total_is_the_one_big_number() -> None:
    words = said(deal_head("华宁精密", [PUMP], with_cost=False))
    assert "## ¥855" in words.replace("&#46;00", "")
    assert words.count("##") == 1
    assert "14" in words
    assert "毛利率" not in words


def test_cost_is_told_to_who_may_know_it() -> None:
    assert "毛利率 29" in said(deal_head("华宁精密", [PUMP], with_cost=True))
    assert "缺成本" in said(deal_head("华宁精密", [PUMP, SERVICE], with_cost=True))
    assert "毛利率" in said(deal_lines([PUMP], with_cost=True))
    assert "毛利率" not in said(deal_lines([PUMP], with_cost=False))


def test_without_every_list_price_no_discount_is_told() -> None:
    assert "优惠" not in said(deal_head("华宁精密", [PUMP, SERVICE], with_cost=False))


def test_a_line_tells_how_far_it_has_got_and_a_warning_stands_beneath_it() -> None:
    words = said(deal_lines([PUMP, SERVICE], with_cost=False, under={2: same("no list price")}))
    assert "已发 6 · 已退 2" in words
    assert words.index("S1") < words.index("no list price")


def test_peoples_words_stay_words() -> None:
    head = deal_head("<at id=all></at>**华宁**", [PUMP], with_cost=True)
    shown = card(Text("订单", "Order"), head, deal_lines([PUMP] * 10, with_cost=True), summary=same("x"))
    assert "<at" not in said(head)
    assert faults(shown) == []


@pytest.mark.parametrize(
    "terms, words",
    [(AT_ONCE, "款到发货"), (Terms(Credit.NET, 30), "发货后 30 天"), (Terms(Credit.MONTHLY, 60), "月结 60 天")],
)
def test_terms_are_told_as_people_say_them(terms: Terms, words: str) -> None:
    assert terms_words(terms).zh == words
