"""Which price holds on a day, and how what somebody wrote becomes a price or a list of what is wrong."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.breaches import RuleBroken
from sales.money import Money
from sales.orders import Priced
from sales.price_breaches import (
    EndsBeforeItBegins,
    FloorOverList,
    FromBeforeToday,
    MissingValue,
    NotADay,
    NotAnAmount,
    PriceTooFar,
    TooLong,
    UnfitCode,
    UnitInUse,
)
from sales.prices import Known, PriceRow, coming, in_force, margin, periods, read_entry
from sales.trade_breaches import TooCheap, TooDear

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
MOST = Money(1_000_000_00)
OLD = Priced(Money(100_00), Money(70_00), Money(60_00))
KNOWN = Known("A100", "齿轮泵", "台", "泵", (PriceRow(OLD, date(2026, 1, 1)),))
NEW = {"code": "C9", "name": "离心机", "unit": "台", "list_price": "95"}


def on(day: int, list_price: int = 1, end: int | None = None) -> PriceRow:
    """A price from a day of March on."""
    return PriceRow(Priced(Money(list_price)), date(2026, 3, day), date(2026, 3, end) if end else None)


def wrong(known: Known | None, keeps: Any = True, **said: str) -> list[tuple[str, RuleBroken]]:
    entry, broken = read_entry(said, known, TODAY, MOST, keeps=keeps)
    assert (entry is None) == bool(broken)
    return [(each.field, each.why) for each in broken]


def read(known: Known | None, keeps: Any = True, **said: str) -> Any:
    entry, broken = read_entry(said, known, TODAY, MOST, keeps=keeps)
    assert broken == []
    return entry


def test_before_the_first_price_there_is_none() -> None:
    assert in_force([on(5)], date(2026, 3, 4)) is None
    assert in_force([], TODAY) is None


def test_the_latest_to_begin_holds_and_its_end_is_not_a_day_of_it() -> None:
    rows = [on(1), on(5, 2, end=8)]
    found = [in_force(rows, date(2026, 3, day)) for day in range(1, 10)]
    assert [row and row.priced for row in found] == [Priced(Money(1))] * 4 + [Priced(Money(2))] * 3 + [None] * 2


def test_periods_end_where_the_next_begins() -> None:
    rows = [on(1), on(5, 2), on(5, 3), on(9, 4, end=12)]
    shown = [(row.first_on.day, row.end_on and row.end_on.day, row.priced.list_price) for row in periods(rows)]
    assert shown == [(1, 5, Money(1)), (5, 9, Money(3)), (9, 12, Money(4))]


def test_the_next_change_is_the_first_after_the_day() -> None:
    rows = [on(1), on(5, 2), on(9, 3)]
    assert coming(rows, date(2026, 3, 4)) == on(5, 2, end=9)
    assert coming(rows, date(2026, 3, 5)) == on(9, 3)
    assert coming(rows, date(2026, 3, 9)) is None


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(1, 99), st.none() | st.integers(1, 25)), max_size=8))
def test_on_every_day_the_periods_tell_the_same_as_the_rows(drawn: list[tuple[int, int, int | None]]) -> None:
    rows = sorted((on(first, price, end) for first, price, end in drawn), key=lambda row: row.first_on)
    for day in range(1, 29):
        at = date(2026, 3, day)
        row, told = in_force(rows, at), in_force(periods(rows), at)
        assert (row and row.priced) == (told and told.priced)


@pytest.mark.parametrize("price,cost,left", [
    (100_00, 60_00, 4000),
    (99_99, 33_33, 6667),
    (100_00, 120_00, -2000),
    (100_00, 0, 10_000),
    (None, 60_00, None),
    (100_00, None, None),
    (0, 60_00, None),
])  # fmt: skip
def test_the_margin_is_what_is_left_of_the_price(price: int | None, cost: int | None, left: int | None) -> None:
    assert margin(None if price is None else Money(price), None if cost is None else Money(cost)) == left


def test_a_new_product_holds_from_today_without_an_end() -> None:
    entry = read(None, **NEW)
    assert (entry.code, entry.name, entry.unit, entry.group) == ("C9", "离心机", "台", "")
    assert (entry.priced, entry.first_on, entry.end_on) == (Priced(Money(95_00)), TODAY, None)


def test_without_a_name_it_is_called_by_its_code() -> None:
    assert read(None, **NEW | {"name": " "}).name == "C9"


def test_the_last_day_is_the_last_on_which_it_holds() -> None:
    assert read(None, **NEW, first_on="2026-12-01", last_on="2026-12-31").end_on == date(2027, 1, 1)


@pytest.mark.parametrize("words,fen", [
    ("95", 95_00), ("95.5", 95_50), ("¥95", 95_00), ("1,200.00", 1200_00), ("1.2万", 12_000_00), ("九十五", 95_00),
    ("95元", 95_00), ("９５", 95_00), (" 95 ", 95_00), ("1万5", 15_000_00),
])  # fmt: skip
def test_amounts_are_read_as_people_write_them(words: str, fen: int) -> None:
    assert read(None, **NEW | {"list_price": words}).priced.list_price == Money(fen)


@pytest.mark.parametrize("words,day", [
    ("2026-12-01", date(2026, 12, 1)), ("2026/12/1", date(2026, 12, 1)), ("12月1日", date(2026, 12, 1)),
    ("今天", TODAY), ("明天", TODAY + DAY), ("tomorrow", TODAY + DAY), ("下月1号", date(2026, 4, 1)),
])  # fmt: skip
def test_days_are_read_as_people_write_them(words: str, day: date) -> None:
    assert read(None, **NEW, first_on=words).first_on == day


def test_a_known_product_keeps_what_is_left_out() -> None:
    entry = read(KNOWN, code="a-100", list_price="105")
    assert (entry.code, entry.name, entry.unit, entry.group) == ("A100", "齿轮泵", "台", "泵")
    assert entry.priced == Priced(Money(105_00), Money(70_00), Money(60_00))


def test_what_is_kept_is_what_will_hold_on_the_first_day() -> None:
    later = Known("A100", "齿轮泵", "台", "", (*KNOWN.rows, PriceRow(Priced(Money(120_00)), date(2026, 12, 1))))
    assert read(later, cost="50", first_on="2026-12-05").priced == Priced(Money(120_00), None, Money(50_00))


def test_on_a_card_what_is_empty_is_meant_to_be() -> None:
    entry = read(KNOWN, keeps=False, list_price="105")
    assert entry.priced == Priced(Money(105_00))
    assert (entry.name, entry.unit, entry.group) == ("齿轮泵", "台", "")


@pytest.mark.parametrize("word", ["无", "没有", "-", "none", "None"])
def test_a_word_takes_away_what_was_there(word: str) -> None:
    entry = read(KNOWN, floor_price=word, cost=word, group=word)
    assert entry.priced == Priced(Money(100_00))
    assert entry.group == ""


@pytest.mark.parametrize("said,field,why", [
    ({"code": ""}, "code", MissingValue()),
    ({"unit": ""}, "unit", MissingValue()),
    ({"list_price": ""}, "list_price", MissingValue()),
    ({"list_price": "none"}, "list_price", MissingValue()),
    ({"list_price": "0"}, "list_price", TooCheap("C9")),
    ({"list_price": "0.004"}, "list_price", NotAnAmount("0.004")),
    ({"list_price": "-5"}, "list_price", NotAnAmount("-5")),
    ({"list_price": "1e3"}, "list_price", NotAnAmount("1e3")),
    ({"list_price": "10000000.01"}, "list_price", TooDear("C9", MOST)),
    ({"list_price": "x" * 99}, "list_price", NotAnAmount("x" * 40)),
    ({"floor_price": "95.01"}, "floor_price", FloorOverList(Money(95_01), Money(95_00))),
    ({"cost": "-1"}, "cost", NotAnAmount("-1")),
    ({"cost": "2000万"}, "cost", TooDear("C9", MOST)),
    ({"first_on": "昨天"}, "first_on", FromBeforeToday(TODAY)),
    ({"first_on": "2026-02-30"}, "first_on", NotADay("2026-02-30")),
    ({"first_on": "2099-01-01"}, "first_on", PriceTooFar("2036-03-02")),
    ({"last_on": "9999-12-31"}, "last_on", PriceTooFar("2036-03-02")),
    ({"last_on": "某天"}, "last_on", NotADay("某天")),
    ({"first_on": "明天", "last_on": "今天"}, "last_on", EndsBeforeItBegins("2026-03-03")),
    ({"code": "A*2"}, "code", UnfitCode("A*2")),
    ({"code": "A@2"}, "code", UnfitCode("A@2")),
    ({"code": "--"}, "code", UnfitCode("--")),
    ({"code": "长" * 61}, "code", TooLong(60)),
    ({"name": "长" * 121}, "name", TooLong(120)),
    ({"unit": "长" * 21}, "unit", TooLong(20)),
    ({"group": "长" * 41}, "group", TooLong(40)),
])  # fmt: skip
def test_what_is_wrong_is_told_by_field(said: dict[str, str], field: str, why: RuleBroken) -> None:
    assert wrong(None, **NEW | said) == [(field, why)]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    found = wrong(None, code="", unit="", list_price="x", floor_price="y", first_on="z")
    assert [field for field, _ in found] == ["code", "unit", "first_on", "list_price", "floor_price"]


def test_a_cost_of_nothing_and_a_floor_at_the_list_price_may_be() -> None:
    entry = read(None, **NEW, cost="0", floor_price="95")
    assert entry.priced == Priced(Money(95_00), Money(95_00), Money(0))


def test_the_unit_of_what_was_ordered_stays_as_it_is() -> None:
    used = Known("A100", "齿轮泵", "台", "泵", KNOWN.rows, used=True)
    assert wrong(used, unit="套") == [("unit", UnitInUse("台"))]
    assert read(used, unit="台").unit == "台"
    assert read(KNOWN, unit="套").unit == "套"


def test_without_a_ceiling_any_amount_is_taken() -> None:
    entry, broken = read_entry(NEW | {"list_price": "9亿"}, None, TODAY, None)
    assert broken == []
    assert entry is not None
    assert entry.priced.list_price == Money(900_000_000_00)


TYPED = st.text(max_size=20) | st.sampled_from(["95", "0", "今天", "2026-12-01", "无", "A100", "台", "1.2万", "-"])


@given(st.dictionaries(st.sampled_from([*NEW, "group", "floor_price", "cost", "first_on", "last_on"]), TYPED))
def test_whatever_was_typed_there_is_an_entry_or_a_reason(said: dict[str, str]) -> None:
    for known in (None, KNOWN):
        entry, broken = read_entry(said, known, TODAY, MOST)
        assert (entry is None) == bool(broken)
        if entry:
            assert entry.first_on >= TODAY
            assert entry.end_on is None or entry.end_on > entry.first_on
            assert entry.priced.list_price is not None
            assert Money(0) < entry.priced.list_price <= MOST
