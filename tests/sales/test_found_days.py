"""Dates inside sentences, and rules that hold for any today: ends of months and years, weekdays, leap days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.dates import find_days, read_day

TODAY = date(2026, 11, 25)
"""A Wednesday."""


@pytest.mark.parametrize(
    "words,found",
    [
        ("下周三送样", ["下周三"]),
        ("昨天去了,下周三送样，月底前签合同", ["昨天", "下周三", "月底"]),
        ("报价3.5万，12-05再谈", ["12-05"]),
        ("要3-5台，3-5天交货", []),
        ("12-05和12月6日之间", ["12-05", "12月6日"]),
        ("2026-12-05送样", ["2026-12-05"]),
        ("2月30日送样", []),
        ("2月3日，30日", ["2月3日", "30日"]),
        ("去3号楼找25号车间", []),
        ("每周三开会，下周三个客户来", []),
        ("第5号文件", []),
        ("两周后回访", ["两周后"]),
        ("半个月后再谈", ["半个月后"]),
        ("三月花卉 二十五中学 408研究所", []),
        ("call on Friday or next Tuesday", ["on Friday", "next Tuesday"]),
        ("Dec 5 sign, in 3 days ship", ["Dec 5", "in 3 days"]),
        ("we sat in the sun and may march", []),
        ("周一周二都行", ["周一", "周二"]),
        ("", []),
    ],
)
def test_dates_are_found_inside_a_sentence(words: str, found: list[str]) -> None:
    assert [words[one.start : one.end] for one in find_days(words, TODAY)] == found


@pytest.mark.parametrize(
    "words,vague",
    [
        ("月底", True),
        ("12月中旬", True),
        ("年底", True),
        ("半个月后", True),
        ("三个月后", True),
        ("end of next month", True),
        ("12月5日", False),
        ("下周三", False),
        ("三天后", False),
        ("两周后", False),
        ("tomorrow", False),
    ],
)
def test_about_that_day_is_told_from_that_very_day(words: str, *, vague: bool) -> None:
    assert [one.vague for one in find_days(words, TODAY)] == [vague]


def test_full_width_letters_keep_their_places() -> None:
    found = find_days("送样１２－０５，再谈", TODAY)
    assert [(one.start, one.end, one.day) for one in found] == [(2, 7, date(2026, 12, 5))]


def test_a_29th_of_february_is_only_in_a_leap_year() -> None:
    assert read_day("2月29日", date(2027, 11, 25)) == date(2028, 2, 29)
    assert read_day("2月29日", TODAY) is None
    assert read_day("2月底", date(2027, 11, 25)) == date(2028, 2, 29)


def test_months_have_their_own_ends() -> None:
    last = date(2026, 1, 31)
    assert read_day("一个月后", last) == date(2026, 2, 28)
    assert read_day("31号", date(2026, 2, 1)) == date(2026, 3, 31)
    assert read_day("下个月31号", last) is None
    assert read_day("下月底", last) == date(2026, 2, 28)
    assert read_day("月初", last) == date(2026, 2, 1)


def test_the_turn_of_the_year() -> None:
    eve = date(2026, 12, 31)
    assert read_day("明天", eve) == date(2027, 1, 1)
    assert read_day("下月5号", eve) == date(2027, 1, 5)
    assert read_day("下周一", eve) == date(2027, 1, 4)
    assert read_day("1月1日", eve) == date(2027, 1, 1)
    assert read_day("12月31日", eve) == eve
    assert read_day("年底", date(2027, 1, 1)) == date(2027, 12, 31)
    assert read_day("12月31日", date(2027, 1, 1), past=True) == eve


days = st.dates(date(2020, 1, 1), date(2034, 1, 1))


@given(days, days)
def test_a_date_with_its_year_is_itself_whatever_today_is(today: date, day: date) -> None:
    assert read_day(day.isoformat(), today) == day
    assert read_day(f"{day.year}年{day.month}月{day.day}号", today) == day
    assert read_day(f"{day.strftime('%b')} {day.day}, {day.year}", today) == day


@given(days)
def test_a_weekday_is_within_the_week(today: date) -> None:
    for weekday, letter in enumerate("一二三四五六日"):
        coming, latest = read_day(f"周{letter}", today), read_day(f"周{letter}", today, past=True)
        assert coming
        assert latest
        assert coming.weekday() == latest.weekday() == weekday
        assert today <= coming < today + timedelta(days=7)
        assert today - timedelta(days=7) < latest <= today


@given(days, st.integers(1, 31))
def test_a_day_of_the_month_is_the_next_such_day(today: date, day: int) -> None:
    coming = read_day(f"{day}号", today)
    assert coming
    assert coming.day == day
    between = [today + timedelta(days=n) for n in range((coming - today).days)]
    assert day not in [one.day for one in between]


@given(days, st.text("今明后天周三下上月底年初中旬半两个12-5/号日前 neaxt", max_size=12))
def test_no_words_break_the_reader(today: date, words: str) -> None:
    day = read_day(words, today)
    assert day is None or isinstance(day, date)
    ends = [0, *(end for one in find_days(words, today) for end in (one.start, one.end))]
    assert ends == sorted(ends)
