"""Stretches of days as people name them when they look back: days, weeks, months, quarters, years, spans."""

from datetime import date, timedelta

import pytest

from sales.stretches import LONGEST, Stretch, read_stretch

TODAY = date(2026, 3, 11)
"""A Wednesday."""


@pytest.mark.parametrize(
    "words, first, last",
    [
        ("今天", "2026-03-11", "2026-03-11"),
        ("昨天", "2026-03-10", "2026-03-10"),
        ("yesterday", "2026-03-10", "2026-03-10"),
        ("3月5日", "2026-03-05", "2026-03-05"),
        ("3月20日", "2025-03-20", "2025-03-20"),
        ("本周", "2026-03-09", "2026-03-15"),
        ("上周", "2026-03-02", "2026-03-08"),
        ("last week", "2026-03-02", "2026-03-08"),
        ("W10", "2026-03-02", "2026-03-08"),
        ("本月", "2026-03-01", "2026-03-31"),
        ("上月", "2026-02-01", "2026-02-28"),
        ("上个月", "2026-02-01", "2026-02-28"),
        ("last month", "2026-02-01", "2026-02-28"),
        ("3月", "2026-03-01", "2026-03-31"),
        ("5月", "2025-05-01", "2025-05-31"),
        ("2026-03", "2026-03-01", "2026-03-31"),
        ("２０２６-０３", "2026-03-01", "2026-03-31"),
        ("Q1", "2026-01-01", "2026-03-31"),
        ("q3", "2025-07-01", "2025-09-30"),
        ("2025Q3", "2025-07-01", "2025-09-30"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2025年第三季度", "2025-07-01", "2025-09-30"),
        ("去年q4", "2025-10-01", "2025-12-31"),
        ("本季度", "2026-01-01", "2026-03-31"),
        ("上季度", "2025-10-01", "2025-12-31"),
        ("上个季度", "2025-10-01", "2025-12-31"),
        ("this quarter", "2026-01-01", "2026-03-31"),
        ("last quarter", "2025-10-01", "2025-12-31"),
        ("今年", "2026-01-01", "2026-12-31"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025年", "2025-01-01", "2025-12-31"),
        ("3月1日到3月5日", "2026-03-01", "2026-03-05"),
        ("2月1号到今天", "2026-02-01", "2026-03-11"),
        ("1月到2月", "2026-01-01", "2026-02-28"),
        ("2026-01-01 至 2026-02-15", "2026-01-01", "2026-02-15"),
        ("2026-03-01~2026-03-10", "2026-03-01", "2026-03-10"),
        ("2026-03-01 to 2026-03-10", "2026-03-01", "2026-03-10"),
    ],
)
def test_what_is_named(words: str, first: str, last: str) -> None:
    found = read_stretch(words, TODAY)
    assert found is not None
    assert (str(found.first), str(found.last)) == (first, last)
    assert found.end == found.last + timedelta(days=1)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "xyz",
        "3月5日到3月1日",
        "2019-01-01到今天",
        "2月30日",
        "Q5",
        "9999Q4",
        "0000",
        "到",
        "今天到",
        "到今天",
        "第五季度",
    ],
)
def test_what_names_none(words: str) -> None:
    assert read_stretch(words, TODAY) is None


def test_the_longest_there_is() -> None:
    first = TODAY - LONGEST + timedelta(days=1)
    assert read_stretch(f"{first} 至 {TODAY}", TODAY) == Stretch(first, TODAY + timedelta(days=1))
    assert read_stretch(f"{first - timedelta(days=1)} 至 {TODAY}", TODAY) is None


@pytest.mark.parametrize("month", range(1, 13))
def test_every_quarter_has_three_months_and_is_followed_by_the_next(month: int) -> None:
    this, before = (read_stretch(words, date(2026, month, 15)) for words in ("本季度", "上季度"))
    assert this is not None
    assert before is not None
    assert before.end == this.first
    assert this.first <= date(2026, month, 15) < this.end
    assert (this.end - this.first).days in range(90, 93)
