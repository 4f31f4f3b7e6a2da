"""The fields for goods: what a form shows of lines and terms is read back as the same lines and terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.line_fields import OTHER, TERMS, Deal, line_elements, typed_lines, typed_price, typed_terms
from bot.line_reading import terms_of
from sales.lines import Price, read_price
from sales.money import FULL, Money
from sales.orders import MOST_LINES, Line, Priced
from sales.terms import Credit, Terms
from tests.seen import parts

PRICES = st.one_of(st.none(), st.integers(1, 10**9).map(Money))


@given(PRICES, st.integers(1, FULL))
def test_a_price_that_is_shown_is_read_back_as_the_same(price: Money | None, rate: int) -> None:
    assert read_price(typed_price(price, rate)) == Price(price, rate)


@pytest.mark.parametrize("price,rate,typed", [
    (None, FULL, ""),
    (Money(95_00), FULL, "95"),
    (Money(95_50), FULL, "95.50"),
    (Money(95_00), 9000, "95 -10%"),
    (None, 9750, "-2.5%"),
    (None, 8888, "-11.12%"),
])  # fmt: skip
def test_prices_are_typed_as_people_would(price: Money | None, rate: int, typed: str) -> None:
    assert typed_price(price, rate) == typed


@given(st.sampled_from([Credit.NET, Credit.MONTHLY]), st.integers(1, 365))
def test_terms_that_are_shown_are_read_back_as_the_same(credit: Credit, days: int) -> None:
    terms = Terms(credit, days)
    assert terms_of(Deal(**typed_terms(terms))) == terms


@pytest.mark.parametrize("key", TERMS)
def test_offered_terms_are_chosen_and_not_typed(key: str) -> None:
    assert typed_terms(TERMS[key][0]) == {"terms": key}


def test_delivery_itself_may_be_the_day() -> None:
    typed = typed_terms(Terms(Credit.NET, 0))
    assert typed["terms"] == OTHER
    assert terms_of(Deal(**typed)) == Terms(Credit.NET, 0)


def test_lines_fill_their_fields() -> None:
    line = Line(1, 1, 1, "A100", "齿轮泵", "台", "", 10, Money(95_00), 9000, True, Priced(), Money(855_00))
    assert typed_lines([line]) == {"product_1": "A100", "quantity_1": "10", "price_1": "95 -10%"}


def test_every_line_has_its_three_inputs_beside_each_other() -> None:
    elements = line_elements({})
    names = [part["name"] for part in parts(elements) if part.get("tag") == "input"]
    assert names == [f"{what}_{no}" for no in range(1, MOST_LINES + 1) for what in ("product", "quantity", "price")]


@pytest.mark.parametrize("typed,wrong,is_open", [
    ({}, (), False),
    ({"price_2": "9"}, ("product_2",), False),
    ({"product_4": "A100"}, (), True),
    ({}, ("quantity_10",), True),
])  # fmt: skip
def test_folded_lines_open_where_they_say_something(
    typed: dict[str, str], wrong: tuple[str, ...], is_open: bool
) -> None:
    (folded,) = [part for part in parts(line_elements(typed, wrong)) if part.get("tag") == "collapsible_panel"]
    assert folded["expanded"] is is_open
