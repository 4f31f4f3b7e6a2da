"""Moments as people name them: always after now, in the zone of now."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.dates import read_moment

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=SHANGHAI)
"""A Wednesday, ten in the morning."""


@pytest.mark.parametrize(
    "words,moment",
    [
        ("明天", "2026-11-26T09:00"),
        ("到明天", "2026-11-26T09:00"),
        ("周一", "2026-11-30T09:00"),
        ("到周一9点", "2026-11-30T09:00"),
        ("直到周一9点", "2026-11-30T09:00"),
        ("周一9点为止", "2026-11-30T09:00"),
        ("周一上午9点半", "2026-11-30T09:30"),
        ("周一9点一刻", "2026-11-30T09:15"),
        ("周一下午三点三刻", "2026-11-30T15:45"),
        ("18:00", "2026-11-25T18:00"),
        ("到18:00", "2026-11-25T18:00"),
        ("9:30", "2026-11-26T09:30"),
        ("9点", "2026-11-26T09:00"),
        ("3点", "2026-11-25T15:00"),
        ("11点", "2026-11-25T11:00"),
        ("下午3点", "2026-11-25T15:00"),
        ("今天下午三点", "2026-11-25T15:00"),
        ("今晚8点", "2026-11-25T20:00"),
        ("明早", "2026-11-26T09:00"),
        ("明早8点", "2026-11-26T08:00"),
        ("明晚", "2026-11-26T19:00"),
        ("上午", "2026-11-26T09:00"),
        ("下午", "2026-11-25T14:00"),
        ("中午", "2026-11-25T12:00"),
        ("中午12点", "2026-11-25T12:00"),
        ("中午1点", "2026-11-25T13:00"),
        ("傍晚6点", "2026-11-25T18:00"),
        ("12-01 9:00", "2026-12-01T09:00"),
        ("12月1日下午两点", "2026-12-01T14:00"),
        ("12月1日 14:05", "2026-12-01T14:05"),
        ("25号9点", "2026-12-25T09:00"),
        ("25号18点", "2026-11-25T18:00"),
        ("周三9点", "2026-12-02T09:00"),
        ("周三11点", "2026-11-25T11:00"),
        ("明天18点", "2026-11-26T18:00"),
        ("下周三 8:15", "2026-12-02T08:15"),
        ("2小时", "2026-11-25T12:00"),
        ("两小时", "2026-11-25T12:00"),
        ("半小时", "2026-11-25T10:30"),
        ("一个半小时", "2026-11-25T11:30"),
        ("30分钟", "2026-11-25T10:30"),
        ("2小时后", "2026-11-25T12:00"),
        ("三天后", "2026-11-28T09:00"),
        ("月底", "2026-11-30T09:00"),
        ("9点十五分", "2026-11-26T09:15"),
        ("9点05", "2026-11-26T09:05"),
        ("十点半", "2026-11-25T10:30"),
        ("十二点", "2026-11-25T12:00"),
        ("tomorrow", "2026-11-26T09:00"),
        ("until tomorrow", "2026-11-26T09:00"),
        ("till Monday", "2026-11-30T09:00"),
        ("tomorrow 9am", "2026-11-26T09:00"),
        ("Monday at 9", "2026-11-30T09:00"),
        ("9pm", "2026-11-25T21:00"),
        ("9:30 pm", "2026-11-25T21:30"),
        ("12pm", "2026-11-25T12:00"),
        ("noon tomorrow", "2026-11-26T12:00"),
        ("tomorrow morning", "2026-11-26T09:00"),
        ("tonight", "2026-11-25T19:00"),
        ("in 3 hours", "2026-11-25T13:00"),
        ("90 minutes", "2026-11-25T11:30"),
        ("1h", "2026-11-25T11:00"),
        ("上午9点", "2026-11-26T09:00"),
    ],
)
def test_a_moment_is_the_next_one_of_its_name(words: str, moment: str) -> None:
    found = read_moment(words, NOW)
    assert found == datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    assert found.tzinfo is SHANGHAI


@pytest.mark.parametrize(
    "words",
    [
        "今天9点",
        "昨天",
        "今天",
        "25:00",
        "9点70分",
        "晚上12点",
        "上午12点",
        "12am",
        "早上15点",
        "明天后天",
        "明天 随便",
        "",
        "到",
        "9",
        "一会儿",
        "2月30日9点",
        "到下班",
        "0小时",
        "上午9点下午",
        "2026-11-25 9:00",
        "2020-01-01",
    ],
)
def test_what_is_over_or_names_no_moment_is_none(words: str) -> None:
    assert read_moment(words, NOW) is None


def test_the_same_words_mean_later_when_said_later() -> None:
    evening = NOW.replace(hour=20)
    assert read_moment("18:00", evening) == datetime(2026, 11, 26, 18, tzinfo=SHANGHAI)
    assert read_moment("周三18点", evening) == datetime(2026, 12, 2, 18, tzinfo=SHANGHAI)
    assert read_moment("今天18点", evening) is None


def test_a_moment_is_after_now_not_at_it() -> None:
    assert read_moment("10:00", NOW) == NOW + timedelta(days=1)
    assert read_moment("10:00", NOW - timedelta(seconds=1)) == NOW


def test_a_time_that_a_change_of_clocks_skips_is_moved_out_of_the_gap() -> None:
    saturday = datetime(2026, 3, 7, 12, tzinfo=NEW_YORK)
    found = read_moment("明天 2:30", saturday)
    assert found
    assert found.astimezone(UTC) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert found.hour == 3


def test_hours_are_hours_over_a_change_of_clocks() -> None:
    before = datetime(2026, 3, 8, 1, 30, tzinfo=NEW_YORK)
    found = read_moment("2小时", before)
    assert found
    assert found.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=2)


moments = st.datetimes(datetime(2020, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments, st.text("到明后天周一五9点半上下午晚:30小时25号 amp", max_size=12))
def test_whatever_is_said_a_moment_lies_after_now(utc: datetime, words: str) -> None:
    now = utc.astimezone(NEW_YORK)
    moment = read_moment(words, now)
    assert moment is None or moment.astimezone(UTC) > now.astimezone(UTC)
