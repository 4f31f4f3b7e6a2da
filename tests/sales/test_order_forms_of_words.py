"""The same line in full-width signs, capitals or another order of its parts says the same; English says it too."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales.lines import read_price, read_quantity, read_terms
from sales.money import FULL, Money
from sales.order_sentences import Item, OrderSentence, read_order, read_payment, read_pieces
from sales.price_sentences import read_price_line
from sales.quote_sentences import read_validity
from sales.stretches import read_stretch
from sales.terms import AT_ONCE, Credit, Terms

NEW_YEARS_EVE = date(2026, 12, 31)
CUSTOMERS = {"华宁精密", "Huaning Precision"}
GOODS = {"A100", "B7", "HK-20.5A", "齿轮泵", "Gear Pump"}
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"})


def wide(line: str) -> str:
    """The line as an input method in full-width mode writes it."""
    return line.translate(WIDE)


def read(line: str, today: date = NEW_YEARS_EVE) -> OrderSentence:
    return read_order(line, today, CUSTOMERS.__contains__, GOODS.__contains__)


PARTS = ("A100*10@95.5", "B7 3个 9折", "HK-20.5A x 2")
TAILS = ("net 30", "1月5日交货", "款到发货", "2027-02-01 交货")
lines = st.tuples(st.permutations(PARTS), st.sampled_from(TAILS), st.sampled_from([" ", ", ", "; "]))


@settings(deadline=None)
@given(lines)
def test_full_width_signs_say_the_same(drawn: tuple[list[str], str, str]) -> None:
    parts, tail, gap = drawn
    line = gap.join(["华宁精密", *parts, tail])
    assert read(wide(line)) == read(line)
    assert read(line).customer == "华宁精密"
    assert (len(read(line).items), read(line).rest) == (3, ())


@settings(deadline=None)
@given(lines)
def test_the_order_of_the_items_is_the_order_of_the_words(drawn: tuple[list[str], str, str]) -> None:
    parts, _, gap = drawn
    said = {part: read(f"华宁精密 {part}").items[0].product for part in PARTS}
    assert [item.product for item in read(gap.join(["华宁精密", *parts])).items] == [said[each] for each in parts]


@pytest.mark.parametrize("line", ["A100 牌价100 底价70", "A100 list 100 floor 70 from 2027-01-01", "A-100 ¥95.50"])
def test_a_price_line_in_full_width_says_the_same(line: str) -> None:
    assert read_price_line(wide(line)) == read_price_line(line)


@settings(deadline=None)
@given(st.integers(1, 10**6), st.sampled_from(["台", "pcs", ""]), st.integers(1, 999), st.integers(1, 180))
def test_fields_in_full_width_say_the_same(many: int, unit: str, tenths: int, days: int) -> None:
    assert read_quantity(wide(f"{many}{unit}")) == read_quantity(f"{many}{unit}")
    assert read_price(wide(f"¥{many}.{tenths:03}"[:-1])) == read_price(f"¥{many}.{tenths:03}"[:-1])
    assert read_terms(wide(f"NET {days}")) == read_terms(f"net {days}") == Terms(Credit.NET, days)
    assert read_pieces(wide(f"SO-{many} A100*{tenths}")) == read_pieces(f"so-{many} A100*{tenths}")
    payment = f"华宁精密 {many}.5元 SO-{tenths} 昨天"
    assert read_payment(wide(payment), NEW_YEARS_EVE) == read_payment(payment, NEW_YEARS_EVE)


ENGLISH = [
    ("Huaning Precision A100 x 10 at 95, net 30", (Item("A100", 10, "", Money(95_00)),), Terms(Credit.NET, 30)),
    ("for Huaning Precision: 10 pcs of A100 @ 95", (Item("A100", 10, "pcs", Money(95_00)),), None),
    ("HUANING PRECISION A100*10 10% OFF PREPAID", (Item("A100", 10, "", None, 9000),), AT_ONCE),
    ("Huaning Precision 2 sets Gear Pump, 5% discount, 60 days", (Item("Gear Pump", 2, "sets", None, 9500),), None),
    ("Huaning Precision A100*1,000 @ 1,250.50", (Item("A100", 1000, "", Money(1250_50)),), None),
]


@pytest.mark.parametrize("line,items,terms", ENGLISH)
def test_english_lines_are_read_whole(line: str, items: tuple[Item, ...], terms: Terms | None) -> None:
    found = read(line)
    assert found.customer.lower() == "huaning precision"
    assert found.items == items
    assert terms is None or found.terms == terms
    assert found.rest == ()


@pytest.mark.parametrize(
    "words,day",
    [
        ("1月5日交货", date(2027, 1, 5)),
        ("12月31日交货", date(2026, 12, 31)),
        ("明天交货", date(2027, 1, 1)),
        ("下周五交货", date(2027, 1, 8)),
        ("delivery 5 Jan", date(2027, 1, 5)),
        ("by 2027-02-28", date(2027, 2, 28)),
    ],
)
def test_a_promise_over_the_turn_of_the_year_is_kept_next_year(words: str, day: date) -> None:
    assert read(f"华宁精密 A100*10 {words}").promised_on == day


@pytest.mark.parametrize("today", [NEW_YEARS_EVE, date(2027, 1, 1), date(2028, 2, 29)])
def test_money_was_paid_in_the_past_and_a_quote_ends_in_the_future(today: date) -> None:
    yesterday = today - timedelta(days=1)
    said = f"{yesterday.month}月{yesterday.day}日"
    assert read_payment(f"华宁精密 100元 {said}", today).paid_on == yesterday
    tomorrow = today + timedelta(days=1)
    assert read_validity(f"A100*1 有效到{tomorrow.month}月{tomorrow.day}日", today) == (tomorrow, "A100*1")


days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@settings(deadline=None)
@given(days, days)
def test_a_stretch_between_two_days_is_just_that_or_none(first: date, last: date) -> None:
    found = read_stretch(f"{first} 到 {last}", NEW_YEARS_EVE)
    if found is None:
        assert first > last or last - first > timedelta(days=1099)
    else:
        assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    "today,words,first,last",
    [
        (date(2026, 3, 15), "3月1日到3月31日", date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 3, 15), "3月1日至4月30日", date(2026, 3, 1), date(2026, 4, 30)),
        (NEW_YEARS_EVE, "12月30日到1月2日", date(2026, 12, 30), date(2027, 1, 2)),
        (date(2027, 1, 1), "12月30日到1月2日", date(2026, 12, 30), date(2027, 1, 2)),
        (date(2027, 1, 1), "1月1日到12月31日", date(2027, 1, 1), date(2027, 12, 31)),
        (date(2028, 2, 29), "2月29日到3月1日", date(2028, 2, 29), date(2028, 3, 1)),
    ],
)
def test_a_stretch_that_is_not_over_yet_ends_where_it_was_said_to(
    today: date, words: str, first: date, last: date
) -> None:
    found = read_stretch(words, today)
    assert found is not None
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    "words", ["9999-12-31", "0001-01-01", "0001-01-01到9999-12-31", "9998-12-30到9999-12-31", "3月15日到3月1日"]
)
def test_the_ends_of_the_calendar_raise_nothing(words: str) -> None:
    for reader in (read_stretch, read_validity, read_payment):
        reader(words, date(2026, 3, 20))
    found = read_stretch(words, date(2026, 3, 20))
    assert found is None or found.last - found.first < timedelta(days=1100)


@settings(deadline=None)
@given(st.integers(1, 10**9), st.integers(1, FULL))
def test_a_line_with_a_price_and_a_percentage_keeps_both(fen: int, rate: int) -> None:
    off = FULL - rate
    line = f"华宁精密 A100*1@{fen // 100}.{fen % 100:02} -{off // 100}.{off % 100:02}%"
    assert read(line).items == (Item("A100", 1, "", Money(fen), rate),)
