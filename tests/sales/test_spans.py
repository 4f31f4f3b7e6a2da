"""Spans of half days, as leave is asked for: seen from a Wednesday; `11-25 pm 11-26 am` is two half days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.dates import Half, HalfDays, read_span

TODAY = date(2026, 11, 25)
"""A Wednesday."""


def told(span: HalfDays | None) -> str:
    if span is None:
        return ""
    return f"{span.first:%m-%d} {span.first_half} {span.last:%m-%d} {span.last_half}"


@pytest.mark.parametrize(
    "words,span",
    [
        ("今天", "11-25 am 11-25 pm"),
        ("明天", "11-26 am 11-26 pm"),
        ("周三下午", "11-25 pm 11-25 pm"),
        ("周三上午", "11-25 am 11-25 am"),
        ("周三全天", "11-25 am 11-25 pm"),
        ("明天一天", "11-26 am 11-26 pm"),
        ("下午", "11-25 pm 11-25 pm"),
        ("明早", "11-26 am 11-26 am"),
        ("12-01", "12-01 am 12-01 pm"),
        ("12-01 上午", "12-01 am 12-01 am"),
        ("12月1日", "12-01 am 12-01 pm"),
        ("12-01 到 12-03", "12-01 am 12-03 pm"),
        ("12-01至12-03", "12-01 am 12-03 pm"),
        ("12-01~12-03", "12-01 am 12-03 pm"),
        ("12-01-12-03", "12-01 am 12-03 pm"),
        ("12-01—12-03", "12-01 am 12-03 pm"),
        ("12月1日到3日", "12-01 am 12-03 pm"),
        ("12月1日到3号", "12-01 am 12-03 pm"),
        ("12月1日下午至3日", "12-01 pm 12-03 pm"),
        ("12月1日下午至3日上午", "12-01 pm 12-03 am"),
        ("从12月1日到12月3日", "12-01 am 12-03 pm"),
        ("2026-12-01 到 2026-12-03", "12-01 am 12-03 pm"),
        ("下周一到下周三", "11-30 am 12-02 pm"),
        ("下周一到周三", "11-30 am 12-02 pm"),
        ("下周一到下周三上午", "11-30 am 12-02 am"),
        ("周五到周一", "11-27 am 11-30 pm"),
        ("明天到周五", "11-26 am 11-27 pm"),
        ("今天下午到明天上午", "11-25 pm 11-26 am"),
        ("周三上午到下午", "11-25 am 11-25 pm"),
        ("今天到月底", "11-25 am 11-30 pm"),
        ("24号到26号", "11-24 am 11-26 pm"),
        ("20号到26号", "11-20 am 11-26 pm"),
        ("11-24到11-26", "11-24 am 11-26 pm"),
        ("12-30 到 01-03", "12-30 am 01-03 pm"),
        ("12-30下午到1月4日", "12-30 pm 01-04 pm"),
        ("下周", "11-30 am 12-06 pm"),
        ("这周", "11-23 am 11-29 pm"),
        ("本周", "11-23 am 11-29 pm"),
        ("下下周", "12-07 am 12-13 pm"),
        ("周末", "11-28 am 11-29 pm"),
        ("下周末", "12-05 am 12-06 pm"),
        ("今明两天", "11-25 am 11-26 pm"),
        ("明后天", "11-26 am 11-27 pm"),
        ("明后两天", "11-26 am 11-27 pm"),
        ("周四周五", "11-26 am 11-27 pm"),
        ("周四、周五", "11-26 am 11-27 pm"),
        ("周四和周五", "11-26 am 11-27 pm"),
        ("12月1日、2日", "12-01 am 12-02 pm"),
        ("周三起3天", "11-25 am 11-27 pm"),
        ("明天起两天", "11-26 am 11-27 pm"),
        ("12-01开始5天", "12-01 am 12-05 pm"),
        ("明天请3天", "11-26 am 11-28 pm"),
        ("tomorrow", "11-26 am 11-26 pm"),
        ("tomorrow pm", "11-26 pm 11-26 pm"),
        ("Friday morning", "11-27 am 11-27 am"),
        ("Dec 1 to Dec 3", "12-01 am 12-03 pm"),
        ("Dec 1 to 3", "12-01 am 12-03 pm"),
        ("from Dec 1 to Dec 3", "12-01 am 12-03 pm"),
        ("next Monday to next Wed", "11-30 am 12-02 pm"),
        ("next week", "11-30 am 12-06 pm"),
        ("this weekend", "11-28 am 11-29 pm"),
        ("Thu and Fri", "11-26 am 11-27 pm"),
        ("today all day", "11-25 am 11-25 pm"),
    ],
)
def test_a_span_holds_both_its_ends(words: str, span: str) -> None:
    assert told(read_span(words, TODAY)) == span


@pytest.mark.parametrize(
    "words",
    [
        "12.1",
        "",
        "到",
        "半天",
        "明天半天",
        "三天",
        "12-03 到 12-01",
        "12月1日下午到12月1日上午",
        "2月30日",
        "2月30日到3月2日",
        "12-01到2月30日",
        "周三、周五",
        "周三和周五",
        "月",
        "随便",
        "12-01 到",
        "到 12-03",
        "2026-01-01 到 2026-12-31",
        "昨天到前天",
        "明天0天",
        "周三下午起3天",
        "12-01 到 12-03 到 12-05",
    ],
)
def test_what_is_no_span_is_none(words: str) -> None:
    assert read_span(words, TODAY) is None


def test_a_span_of_dates_that_has_begun_is_this_years() -> None:
    assert read_span("11-24 到 11-26", TODAY) == HalfDays(date(2026, 11, 24), Half.AM, date(2026, 11, 26), Half.PM)
    assert read_span("11-20 到 11-24", TODAY) == HalfDays(date(2027, 11, 20), Half.AM, date(2027, 11, 24), Half.PM)


def test_a_span_over_the_turn_of_the_year() -> None:
    span = read_span("12-30下午到1月4日", TODAY)
    assert span == HalfDays(date(2026, 12, 30), Half.PM, date(2027, 1, 4), Half.PM)
    begun = read_span("12-30到1-4", date(2027, 1, 2))
    assert begun == HalfDays(date(2026, 12, 30), Half.AM, date(2027, 1, 4), Half.PM)


@given(
    st.dates(date(2020, 1, 1), date(2034, 1, 1)),
    st.integers(0, 180),
    st.integers(0, 180),
    st.sampled_from(["", "上午", "下午"]),
    st.sampled_from(["", "上午", "下午"]),
    st.sampled_from(["到", "至", " 到 ", "~", " to "]),
)
def test_two_dates_and_their_halves_are_the_span_between(
    today: date, ahead: int, more: int, half: str, other: str, to: str
) -> None:
    first = today + timedelta(days=ahead)
    last = first + timedelta(days=more)
    found = read_span(f"{first}{half}{to}{last}{other}", today)
    if not more and (half, other) == ("下午", "上午"):
        assert found is None
    else:
        halves = Half.PM if half == "下午" else Half.AM, Half.AM if other == "上午" else Half.PM
        assert found == HalfDays(first, halves[0], last, halves[1])


@given(st.text("今明后天周三五下上午到至12-05月日号起三两 to", max_size=14))
def test_no_words_make_a_span_that_ends_before_it_begins(words: str) -> None:
    span = read_span(words, TODAY)
    assert span is None or (span.first, span.first_half) <= (span.last, span.last_half)
