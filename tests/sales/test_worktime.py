"""Working hours: counted on working days between two times of the wall clock, whatever the zone and the calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales.calendar import WEEKENDS_OFF, Calendar, Gazette, Ruling, Source
from sales.worktime import WorkTime

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
HOLIDAYS = Calendar(
    Gazette(
        "CN",
        {
            date(2026, 10, 1): Ruling(works=False, name="国庆节", source=Source.NOTICE),
            date(2026, 10, 2): Ruling(works=False, name="国庆节", source=Source.NOTICE),
            date(2026, 10, 10): Ruling(works=True, name="国庆节", source=Source.NOTICE),
        },
        frozenset({2026}),
    )
)
OFFICE = WorkTime(HOLIDAYS, SHANGHAI, time(9), time(18))
GERMAN = WorkTime(WEEKENDS_OFF, BERLIN, time(9), time(18))
NIGHT = WorkTime(WEEKENDS_OFF, BERLIN, time(22), time(6))
EVERY = (OFFICE, GERMAN, NIGHT, WorkTime(WEEKENDS_OFF, BERLIN, time(), time()))

moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
hours = st.timedeltas(timedelta(), timedelta(hours=200))
works = st.sampled_from(EVERY)


def shanghai(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "at, wanted, then",
    [
        (shanghai(2, 10), 2, shanghai(2, 12)),
        (shanghai(2, 17), 2, shanghai(3, 10)),
        (shanghai(2, 20), 2, shanghai(3, 11)),
        (shanghai(2, 7), 2, shanghai(2, 11)),
        (shanghai(2, 9), 9, shanghai(2, 18)),
        (shanghai(6, 17), 4, shanghai(9, 12)),
        (shanghai(7, 12), 0, shanghai(9, 9)),
        (shanghai(30, 17, month=9), 4, shanghai(5, 12, month=10)),
        (shanghai(9, 17, month=10), 4, shanghai(10, 12, month=10)),
    ],
    ids=["same day", "over night", "evening", "early", "a day", "weekend", "none", "holiday", "make-up Saturday"],
)
def test_so_many_working_hours_later(at: datetime, wanted: int, then: datetime) -> None:
    assert OFFICE.later(at, wanted * HOUR) == then


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    friday = datetime(2026, 3, 6, 23, tzinfo=BERLIN)
    assert NIGHT.later(friday, 7 * HOUR) == datetime(2026, 3, 7, 6, tzinfo=BERLIN)
    assert NIGHT.later(friday, 8 * HOUR) == datetime(2026, 3, 9, 23, tzinfo=BERLIN)


@pytest.mark.parametrize("day, slept", [(28, 7), (24, 9)], ids=["clocks go forward", "clocks go back"])
def test_a_night_in_which_the_clock_changes_is_as_long_as_it_was(day: int, slept: int) -> None:
    month = 3 if day == 28 else 10
    every_day = WorkTime(_all_week(), BERLIN, time(22), time(6))
    began = datetime(2026, month, day, 22, tzinfo=BERLIN)
    ended = datetime(2026, month, day + 1, 6, tzinfo=BERLIN)
    assert every_day.between(began, ended) == slept * HOUR
    assert every_day.later(began, slept * HOUR) == ended


def _all_week() -> Calendar:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    return Calendar(Gazette(""), {day: Ruling(works=True, name="", source=Source.COMPANY) for day in days})


def test_nobody_waits_for_ever_where_nobody_ever_works() -> None:
    idle = {date(2026, 1, 1) + timedelta(days=n): Ruling(works=False, name="", source=Source.TEAM) for n in range(900)}
    closed = WorkTime(Calendar(Gazette(""), idle), SHANGHAI, time(9), time(18))
    assert closed.later(shanghai(2, 10), HOUR) == shanghai(2, 11)
    assert closed.between(shanghai(2, 10), shanghai(30, 10)) == timedelta()


def test_what_ends_before_it_begins_has_no_hours() -> None:
    assert OFFICE.between(shanghai(3, 10), shanghai(2, 10)) == timedelta()


@settings(deadline=None)  # the machine may be busy
@given(works, moments, hours)
def test_just_so_much_lies_between_a_moment_and_so_much_later(work: WorkTime, at: datetime, wanted: timedelta) -> None:
    assert work.between(at, work.later(at, wanted)) == wanted


@settings(deadline=None)  # the machine may be busy
@given(works, moments, hours, hours)
def test_more_hours_never_end_earlier(work: WorkTime, at: datetime, one: timedelta, two: timedelta) -> None:
    first, last = sorted((one, two))
    assert work.later(at, first) <= work.later(at, last)
    assert at <= work.later(at, first)


@settings(deadline=None)  # the machine may be busy
@given(works, moments, moments, moments)
def test_parts_of_a_span_add_up(work: WorkTime, one: datetime, two: datetime, three: datetime) -> None:
    first, middle, last = sorted((one, two, three))
    assert work.between(first, middle) + work.between(middle, last) == work.between(first, last)


@settings(deadline=None)  # the machine may be busy
@given(works, moments, moments)
def test_nobody_works_longer_than_time_passes(work: WorkTime, one: datetime, two: datetime) -> None:
    first, last = sorted((one, two))
    assert timedelta() <= work.between(first, last) <= last - first


@settings(deadline=None)  # the machine may be busy
@given(works, moments, st.timedeltas(timedelta(minutes=1), timedelta(hours=60)))
def test_working_time_ends_while_somebody_works(work: WorkTime, at: datetime, wanted: timedelta) -> None:
    ended = work.later(at, wanted)
    assert work.between(ended - timedelta(seconds=1), ended) == timedelta(seconds=1)
