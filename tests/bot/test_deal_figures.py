"""The figures of a deal and of a glance, for any lines there may be, against plain fractions."""

import re
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.card import card, faults
from bot.deals import deal_head, deal_lines
from bot.money import brief, exact, percent
from bot.text import Text, same
from sales.money import FULL, Money
from sales.orders import Line, Priced, Wish, amount_of
from tests.bot.test_deals import said

CENTS = st.integers(1, 10**13)
PRICES = st.one_of(st.none(), CENTS.map(Money))
UNITS = {"万": 10**6, "亿": 10**10, "k": 10**5, "M": 10**8, "": 100}
ENTITY = re.compile(r"&#(\d+);")


@st.composite
def lines(draw: st.DrawFn) -> list[Line]:
    """Up to four lines with any prices, known or not, at any rate."""
    found = []
    for no in range(1, draw(st.integers(1, 4)) + 1):
        wish = Wish(no, draw(st.integers(1, 10_000)), None, draw(st.integers(1, FULL)))
        price, priced = Money(draw(CENTS)), Priced(draw(PRICES), None, draw(PRICES))
        amount = amount_of(wish, price)
        shipped = draw(st.integers(0, wish.quantity))
        told = (wish.quantity, price, wish.rate, True, priced, amount, shipped, draw(st.integers(0, shipped)))
        found.append(Line(no, no, no, f"P{no}", "泵", "台", "", *told))
    return found


def words(*elements: object) -> str:
    """The Chinese words, entities as what they stand for."""
    return ENTITY.sub(lambda found: chr(int(found[1])), said(*elements))  # type: ignore[arg-type]


def rounded(part: int, whole: int) -> int:
    """The nearest basis point, a half away from zero."""
    exactly = Fraction(part * FULL, whole)
    return int(abs(exactly) + Fraction(1, 2)) * (1 if exactly >= 0 else -1)


@given(lines())
def test_the_head_tells_the_sum_of_the_lines_and_what_is_off(deal: list[Line]) -> None:
    head = words(deal_head("华宁", deal, with_cost=False))
    amount = sum(line.amount.minor for line in deal)
    assert f"## {exact(Money(amount)).zh}" in head
    lists = [line.priced.list_price for line in deal]
    full = sum(each.minor * line.quantity for each, line in zip(lists, deal, strict=True) if each)
    off = FULL - rounded(amount, full) if None not in lists else 0
    assert (f"优惠 {percent(off).zh}" in head) == bool(off)
    assert "毛利" not in head


@given(lines())
def test_the_margin_is_what_is_left_of_the_amount_once_every_cost_is_known(deal: list[Line]) -> None:
    head = words(deal_head("华宁", deal, with_cost=True))
    amount, costs = sum(line.amount.minor for line in deal), [line.priced.cost for line in deal]
    known = None not in costs and amount > 0
    cost = sum(each.minor * line.quantity for each, line in zip(costs, deal, strict=True) if each)
    assert ("算不出毛利" in head) != known
    if known:
        assert f"毛利率 {percent(rounded(amount - cost, amount)).zh}" in head


@given(lines(), st.booleans())
def test_any_deal_fits_a_card_and_every_line_is_on_it(deal: list[Line], with_cost: bool) -> None:
    box = deal_lines(deal, with_cost=with_cost, under={1: same("<at id=all></at>")})
    shown = card(Text("订单", "Order"), deal_head("**厂**", deal, with_cost=with_cost), box, summary=same("x"))
    assert faults(shown) == []
    told = words(box)
    assert all(f"{line.code}" in told and exact(line.amount).zh in told for line in deal)
    assert "<at" not in said(box)
    assert with_cost or "毛利" not in told


@given(st.integers(-(10**14), 10**14))
def test_a_glance_is_never_off_by_more_than_half_of_what_it_shows(minor: int) -> None:
    told = brief(Money(minor))
    for side in (told.zh, told.en):
        read = re.fullmatch(r"(−?)¥([\d,]+)(?:\.(\d{1,2}))?([万亿kM]?)", side)
        assert read is not None, side
        sign, whole, rest, unit = read.groups()
        shown = Fraction(int(whole.replace(",", ""))) + Fraction(int((rest or "0").ljust(2, "0")), 100)
        digits = len(whole.replace(",", ""))
        step = UNITS[unit] if not unit else Fraction(UNITS[unit], 10 ** max(0, 3 - digits))
        assert abs(shown * UNITS[unit] - abs(minor)) <= Fraction(step, 2), side
        assert bool(sign) == (minor < 0)


@given(st.integers(-(10**15), 10**15))
def test_an_exact_amount_reads_back_as_itself(minor: int) -> None:
    told = exact(Money(minor)).zh
    assert int(told.replace("−", "-").replace("¥", "").replace(",", "").replace(".", "")) == minor
    assert re.fullmatch(r"−?¥\d{1,3}(,\d{3})*\.\d{2}", told)


@given(st.integers(-(10**7), 10**7))
def test_a_percentage_reads_back_as_itself(points: int) -> None:
    told = percent(points).zh
    assert Fraction(told.replace("−", "-").removesuffix("%")) * 100 == points
    assert not told.endswith((".0%", ".%"))
