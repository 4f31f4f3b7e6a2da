"""Cells of a history as values: dates, amounts, numbers, shares and choices in the spellings of spreadsheets."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from bot.history_cells import MOST, MOST_PART, Cells, Faults, once, said
from bot.history_files import Source
from bot.history_sheets import ORDERS, PAYMENTS, HistorySheet
from bot.history_trade import CREDITS, KINDS, REASONS
from bot.sheets import SheetRow
from bot.text import Text
from sales.money import Money
from sales.orders import Kind
from sales.shipping import Reason
from sales.terms import Credit

TODAY = date(2026, 3, 2)


def cells_of(said: Mapping[str, str], sheet: HistorySheet = PAYMENTS, number: int = 2) -> tuple[Cells, Faults]:
    faults = Faults(10)
    return Cells(Source(sheet, "a.csv", lambda: iter(())), SheetRow(number, said), faults, TODAY), faults


def read(of: Callable[[Cells], Any], **cells: str) -> tuple[Any, list[str]]:
    """What a cell comes to, and what is said to be wrong with it."""
    made, faults = cells_of(cells)
    return of(made), [one.why.en for one in faults.first]


@pytest.mark.parametrize(
    "words",
    [
        "2024-03-05",
        "2024-3-5",
        "2024/03/05",
        "2024/3/5",
        "2024.3.5",
        "2024年3月5日",
        "2024年03月05日",
        "20240305",
        "2024-03-05 00:00",
        "2024-03-05 00:00:00",
        "2024-03-05T00:00:00",
        "２０２４－０３－０５",
        "２０２４／３／５",
        "２０２４年３月５日",
    ],
)
def test_one_day_in_many_spellings(words: str) -> None:
    assert read(lambda cells: cells.day("on"), on=words) == (date(2024, 3, 5), [])


@pytest.mark.parametrize(
    "words",
    [
        "5.3.2024",
        "03/05/2024",
        "24-03-05",
        "2024-03",
        "2024",
        "202435",
        "2024-13-01",
        "2024-02-30",
        "20240230",
        "2024年13月1日",
        "2024年3月",
        "2024-03-05 09:30",
        "45356",
        "昨天",
        "yesterday",
        "1999-12-31",
        "0000-01-01",
        "2024-03-05-01",
        "-2024-03-05",
    ],
)
def test_what_is_no_day_is_said_with_its_words(words: str) -> None:
    assert read(lambda cells: cells.day("on"), on=words) == (None, [f"{words} is no date; write 2024-03-05"])


@pytest.mark.parametrize(
    "words, ahead, wrong", [("2026-03-02", False, 0), ("2026-03-03", False, 1), ("2026-03-03", True, 0)]
)
def test_only_some_days_may_lie_ahead(words: str, ahead: bool, wrong: int) -> None:
    day, why = read(lambda cells: cells.day("on", ahead=ahead), on=words)
    assert (day is None, len(why)) == (bool(wrong), wrong)


@pytest.mark.parametrize(
    "words, fen",
    [
        ("0", 0),
        ("0.01", 1),
        ("1", 100),
        ("1234.5", 1_234_50),
        ("1234.50", 1_234_50),
        ("1,234.50", 1_234_50),
        ("1,234,567", 1_234_567_00),
        ("¥1,234.50", 1_234_50),
        ("￥1234.5", 1_234_50),
        ("1234.50元", 1_234_50),
        ("3万", 30_000_00),
        ("1.5万元", 15_000_00),
        ("30k", 30_000_00),
        ("１２３４．５０", 1_234_50),
        ("１，２３４．５０", 1_234_50),
        ("９９", 99_00),
    ],
)
def test_one_amount_in_many_spellings(words: str, fen: int) -> None:
    assert read(lambda cells: cells.money("amount"), amount=words) == (Money(fen), [])


@pytest.mark.parametrize(
    "words",
    [
        "-1",
        "−1",
        "1.234",
        "1,23",
        "12,34.5",
        "much",
        "USD 5",
        "$5",
        "1e5",
        "1/2",
        "3到5万",
        "1 2",
        "1.",
        ".5",
        "NaN",
        "=1+1",
    ],
)
def test_what_is_no_amount_is_said_with_its_words(words: str) -> None:
    assert read(lambda cells: cells.money("amount"), amount=words) == (None, [f"{words} is no amount; write 1234.50"])


def test_an_amount_has_an_upper_bound() -> None:
    most = str(MOST // 100)
    assert read(lambda cells: cells.money("amount"), amount=most)[0] == Money(MOST)
    assert read(lambda cells: cells.money("amount"), amount=f"{most}.01")[0] is None


@pytest.mark.parametrize(
    "words, number",
    [("1", 1), ("007", 7), ("1,000", 1_000), ("１２", 12), ("１，０００", 1_000), ("1000000000", 10**9)],
)
def test_whole_numbers(words: str, number: int) -> None:
    assert read(lambda cells: cells.whole("amount"), amount=words) == (number, [])


@pytest.mark.parametrize("words", ["0", "-1", "1.5", "1.0", "ten", "十", "1e3", "1000000001", "1 000", "9" * 13])
def test_what_is_no_whole_number_is_said_with_its_bounds(words: str) -> None:
    number, (why,) = read(lambda cells: cells.whole("amount"), amount=words)
    assert number is None
    assert "is no whole number from 1 to 1,000,000,000" in why


@pytest.mark.parametrize(
    "words, points",
    [
        ("100", 10_000),
        ("62.5", 6_250),
        ("62.55%", 6_255),
        ("95 %", 9_500),
        ("９５％", 9_500),
        ("0.01", 1),
        ("999.99", MOST_PART),
    ],
)
def test_parts_in_per_cent(words: str, points: int) -> None:
    assert read(lambda cells: cells.part("amount"), amount=words) == (points, [])


@pytest.mark.parametrize("words", ["0", "0%", "-5", "12.345", "1000", "half", "九折", "5/6", "%%"])
def test_what_is_no_part_is_said_with_its_words(words: str) -> None:
    part, (why,) = read(lambda cells: cells.part("amount"), amount=words)
    assert part is None
    assert "is no percentage; write 90 or 12.5" in why


CHOICES: list[tuple[Any, Any, str, Any]] = [
    (KINDS, Kind.SALE, "", Kind.SALE),
    (KINDS, Kind.SALE, "样品", Kind.SAMPLE),
    (KINDS, Kind.SALE, "SAMPLE", Kind.SAMPLE),
    (KINDS, Kind.SALE, "Ｓａｍｐｌｅ", Kind.SAMPLE),
    (KINDS, Kind.SALE, "内部领用", Kind.INTERNAL),
    (KINDS, Kind.SALE, "Internal", Kind.INTERNAL),
    (CREDITS, Credit.PREPAID, "月结", Credit.MONTHLY),
    (CREDITS, Credit.PREPAID, "net", Credit.NET),
    (CREDITS, Credit.PREPAID, "货到", Credit.NET),
    (REASONS, Reason.OTHER, "发错", Reason.WRONG_GOODS),
    (REASONS, Reason.OTHER, "wrong-goods", Reason.WRONG_GOODS),
    (REASONS, Reason.OTHER, "Wrong Goods", Reason.WRONG_GOODS),
    (REASONS, Reason.OTHER, "录入错误", Reason.ENTRY_ERROR),
]


@pytest.mark.parametrize(
    "among, otherwise, words, value", CHOICES, ids=[f"{n}-{each[2]}" for n, each in enumerate(CHOICES)]
)
def test_choices_go_by_their_value_and_by_both_languages(among: Any, otherwise: Any, words: str, value: Any) -> None:
    assert read(lambda cells: cells.choice("note", among, otherwise), note=words) == (value, [])


@pytest.mark.parametrize("among", [KINDS, CREDITS, REASONS])
def test_what_is_none_of_the_choices_lists_them(among: Any) -> None:
    made, faults = cells_of({"note": "something else"})
    assert made.choice("note", among, None) is None
    (wrong,) = faults.first
    assert all(title.zh in wrong.why.zh and title.en in wrong.why.en for title in among.values())


@pytest.mark.parametrize("key", [column.key for column in ORDERS.columns])
def test_only_what_is_needed_may_not_be_blank(key: str) -> None:
    made, faults = cells_of({}, ORDERS)
    assert made.text(key) == ""
    assert (faults.count == 1, made.sound) == (key in ORDERS.required, key not in ORDERS.required)


@pytest.mark.parametrize("length, wrong", [(0, 0), (39, 0), (40, 0), (41, 1), (1_000, 1)])
def test_words_have_an_upper_bound(length: int, wrong: int) -> None:
    made, faults = cells_of({"note": "长" * length})
    assert made.text("note", 40) == "长" * (0 if wrong else length)
    assert [one.why.en for one in faults.first] == ["has more than 40 characters"] * wrong


@pytest.mark.parametrize("read_as", ["day", "money", "whole", "part"])
def test_a_blank_cell_that_is_not_needed_is_nothing(read_as: str) -> None:
    made, faults = cells_of({})
    assert getattr(made, read_as)("note") is None
    assert (faults.count, made.sound) == (0, True)


def test_what_a_cell_names_is_looked_up() -> None:
    what = Text("客户", "customer")

    def known(name: str) -> int | None:
        return {"华宁": 7}.get(name)

    assert read(lambda cells: cells.known("customer", known, what), customer="华宁") == (7, [])
    assert read(lambda cells: cells.known("customer", known, what), customer="无名") == (
        None,
        ["no such customer: 无名"],
    )
    assert read(lambda cells: cells.known("customer", lambda _: None, what), customer="") == (
        None,
        ["must not be empty"],
    )


def test_a_key_is_met_once() -> None:
    seen: dict[str, int] = {}
    first, _ = cells_of({}, number=2)
    assert once(seen, "A", first, "number")
    assert once(seen, "B", cells_of({}, number=3)[0], "number")
    again, faults = cells_of({}, number=9)
    assert not once(seen, "A", again, "number")
    assert (faults.first[0].row, faults.first[0].why.en) == (9, "is the same as row 2")


def test_faults_are_counted_beyond_those_that_are_kept() -> None:
    made, faults = cells_of({})
    for _ in range(25):
        made.wrong("note", Text("错", "wrong"))
    assert (len(faults.first), faults.count, made.sound) == (10, 25, False)
    made.wrong("", Text("整行", "the row"))
    assert faults.count == 26


@pytest.mark.parametrize("many, words", [(1, "a0"), (5, "a0, a1, a2, a3, a4"), (6, "a0, a1, a2, a3, a4 …")])
def test_a_list_names_the_first_few(many: int, words: str) -> None:
    assert said([f"a{n}" for n in range(many)]).en == words
