"""Which week or month people mean when they speak of a report."""

from datetime import date

import pytest

from sales.periodwords import named_period, parted

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "said,name",
    [
        ("本周", "2026-W10"),
        ("这周", "2026-W10"),
        ("上周", "2026-W09"),
        ("上个星期", "2026-W09"),
        ("上上周", "2026-W08"),
        ("下周", "2026-W11"),
        ("last week", "2026-W09"),
        ("This Week", "2026-W10"),
        ("2026-W10", "2026-W10"),
        ("2026-w9", "2026-W09"),
        ("W9", "2026-W09"),
        ("ｗ９", "2026-W09"),
        ("W50", "2025-W50"),
        ("第9周", "2026-W09"),
        ("9周", "2026-W09"),
        ("第50周", "2025-W50"),
        ("2025年第50周", "2025-W50"),
        ("去年第50周", "2025-W50"),
        ("week 9", "2026-W09"),
        ("本月", "2026-03"),
        ("上月", "2026-02"),
        ("上个月", "2026-02"),
        ("last month", "2026-02"),
        ("3月", "2026-03"),
        ("三月", "2026-03"),
        ("2月份", "2026-02"),
        ("12月", "2025-12"),
        ("十二月", "2025-12"),
        ("去年3月", "2025-03"),
        ("2025年12月", "2025-12"),
        ("2025-12", "2025-12"),
        ("March", "2026-03"),
        ("dec", "2025-12"),
        ("February 2025", "2025-02"),
    ],
)
def test_a_period_is_understood(said: str, name: str) -> None:
    period = named_period(said, TODAY)
    assert period is not None
    assert period.name == name


@pytest.mark.parametrize(
    "said",
    [
        "",
        "周三",
        "上周三",
        "跑了三家",
        "W54",
        "2026-W60",
        "2026-13",
        "13月",
        "0月",
        "0001-W01",
        "9999-W52",
        "9999-12",
        "张三",
    ],
)
def test_what_names_no_period_is_none(said: str) -> None:
    assert named_period(said, TODAY) is None


def test_a_week_at_the_turn_of_the_year_is_the_one_that_has_begun() -> None:
    new_year = date(2027, 1, 2)
    assert new_year.isocalendar().week == 53
    for said, name in (("本周", "2026-W53"), ("W53", "2026-W53"), ("W1", "2026-W01"), ("上周", "2026-W52")):
        period = named_period(said, new_year)
        assert period is not None
        assert period.name == name


def test_the_period_is_parted_from_the_words_behind_it() -> None:
    assert str(parted("上周 @张三", TODAY)[1]) == "@张三"
    period, rest = parted("last week went well", TODAY)
    assert period is not None
    assert (period.name, rest) == ("2026-W09", "went well")


def test_words_without_a_period_stay_as_they_are() -> None:
    assert parted("  跑了三家客户\n都不错 ", TODAY) == (None, "跑了三家客户\n都不错")
    assert parted("", TODAY) == (None, "")
