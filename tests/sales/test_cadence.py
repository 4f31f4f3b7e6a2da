"""When something is due, in time zones that are hard: gaps, repeats, odd offsets, weekends, the turn of a year."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.cadence import OnFirstWorkday, OnWorkdays, moment
from sales.calendar import WEEKENDS_OFF, Calendar
from sales.periods import month_of, week_of
from storage.gazettes import CHINA, Gazettes

SHANGHAI, NEW_YORK, KATHMANDU, CAIRO = map(
    ZoneInfo, ("Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "Africa/Cairo")
)
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)
"""The Sundays on which New York's clocks go forward at 02:00 and back at 02:00."""
MORNING = OnWorkdays(time(8, 45))
IN_CHINA = Calendar(Gazettes()(CHINA))


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def utc(moment: datetime) -> datetime:
    """Compare as instants: two datetimes of one zone would be compared by their wall clocks."""
    return moment.astimezone(UTC)


@pytest.mark.parametrize("skipped", [time(2), time(2, 30), time(2, 59, 59)])
def test_a_skipped_time_is_due_right_after_the_gap(skipped: time) -> None:
    assert utc(moment(SPRING, skipped, NEW_YORK)).replace(second=0) == datetime(2026, 3, 8, 7, tzinfo=UTC)


def test_beside_the_gap_nothing_moves() -> None:
    assert utc(moment(SPRING, time(1, 59), NEW_YORK)) == datetime(2026, 3, 8, 6, 59, tzinfo=UTC)
    assert utc(moment(SPRING, time(3), NEW_YORK)) == datetime(2026, 3, 8, 7, tzinfo=UTC)


def test_a_time_that_happens_twice_is_due_the_first_time() -> None:
    assert utc(moment(AUTUMN, time(1, 30), NEW_YORK)) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_an_offset_of_quarters_of_an_hour_is_kept() -> None:
    assert utc(moment(date(2026, 3, 2), time(8, 45), KATHMANDU)) == datetime(2026, 3, 2, 3, tzinfo=UTC)


def test_due_from_the_very_second() -> None:
    due = at("2026-03-03 08:45")
    assert MORNING.latest(due, SHANGHAI, WEEKENDS_OFF) == due
    assert MORNING.latest(due - timedelta(microseconds=1), SHANGHAI, WEEKENDS_OFF) == at("2026-03-02 08:45")


def test_what_follows_is_never_now() -> None:
    due = at("2026-03-03 08:45")
    assert MORNING.following(due, SHANGHAI, WEEKENDS_OFF) == at("2026-03-04 08:45")
    assert MORNING.following(due - timedelta(microseconds=1), SHANGHAI, WEEKENDS_OFF) == due


@pytest.mark.parametrize("now", ["2026-03-06 08:45", "2026-03-07 09:00", "2026-03-08 23:59", "2026-03-09 08:44"])
def test_over_the_weekend_friday_is_the_latest_and_monday_follows(now: str) -> None:
    assert MORNING.latest(at(now), SHANGHAI, WEEKENDS_OFF) == at("2026-03-06 08:45")
    assert MORNING.following(at(now), SHANGHAI, WEEKENDS_OFF) == at("2026-03-09 08:45")


def test_over_the_turn_of_the_year() -> None:
    now = at("2027-01-02 00:30")
    assert MORNING.latest(now, SHANGHAI, WEEKENDS_OFF) == at("2027-01-01 08:45")
    assert MORNING.following(now, SHANGHAI, WEEKENDS_OFF) == at("2027-01-04 08:45")
    assert MORNING.latest(at("2026-01-01 08:00"), SHANGHAI, WEEKENDS_OFF) == at("2025-12-31 08:45")


def test_today_is_the_teams_today() -> None:
    """At 01:00 UTC on Tuesday it is still Monday evening in New York, and Tuesday morning in Shanghai."""
    now = datetime(2026, 3, 3, 1, tzinfo=UTC)
    assert MORNING.latest(now, NEW_YORK, WEEKENDS_OFF) == at("2026-03-02 08:45", NEW_YORK)
    assert MORNING.latest(now, SHANGHAI, WEEKENDS_OFF) == at("2026-03-03 08:45")


def test_the_working_day_after_a_change_of_clocks_is_due_by_the_new_time() -> None:
    friday, monday = (
        utc(MORNING.latest(at(day, NEW_YORK), NEW_YORK, WEEKENDS_OFF))
        for day in ("2026-03-06 12:00", "2026-03-09 12:00")
    )
    assert monday - friday == timedelta(days=3) - timedelta(hours=1)


def test_a_gap_on_a_working_day_makes_one_due_moment() -> None:
    """Cairo's clocks go forward at midnight of a Friday."""
    due = OnWorkdays(time(0, 30)).latest(at("2026-04-24 12:00", CAIRO), CAIRO, WEEKENDS_OFF)
    assert utc(due) == datetime(2026, 4, 23, 22, tzinfo=UTC)


def test_a_repeat_on_a_working_day_is_due_once_whatever_zone_the_clock_speaks() -> None:
    """Cairo's clocks go back at midnight of a Thursday: from 23:00 on, that evening happens twice."""
    late = OnWorkdays(time(23, 30))
    now = datetime(2026, 10, 29, 21, 15, tzinfo=UTC)
    assert now.astimezone(CAIRO).fold == 1
    first = datetime(2026, 10, 29, 20, 30, tzinfo=UTC)
    assert (
        utc(late.latest(now, CAIRO, WEEKENDS_OFF))
        == utc(late.latest(now.astimezone(CAIRO), CAIRO, WEEKENDS_OFF))
        == first
    )
    assert utc(late.following(now.astimezone(CAIRO), CAIRO, WEEKENDS_OFF)) > now


zones = st.sampled_from([SHANGHAI, NEW_YORK, KATHMANDU, CAIRO, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Gaza")])
moments = st.datetimes(datetime(2020, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
times = st.times().map(lambda time: time.replace(microsecond=0))


@given(moments, times, zones)
def test_now_lies_between_the_latest_and_the_following(now: datetime, due: time, zone: ZoneInfo) -> None:
    cadence = OnWorkdays(due)
    latest, following = cadence.latest(now, zone, WEEKENDS_OFF), cadence.following(now, zone, WEEKENDS_OFF)
    assert utc(latest) <= now < utc(following)
    assert WEEKENDS_OFF.is_workday(latest.date())
    assert WEEKENDS_OFF.is_workday(following.date())


@given(moments, times, zones)
def test_nothing_is_due_in_between(now: datetime, due: time, zone: ZoneInfo) -> None:
    cadence = OnWorkdays(due)
    latest = cadence.latest(now, zone, WEEKENDS_OFF)
    assert utc(cadence.following(latest, zone, WEEKENDS_OFF)) == utc(cadence.following(now, zone, WEEKENDS_OFF))
    assert cadence.latest(latest, zone, WEEKENDS_OFF) == latest


@given(moments, times, zones)
def test_the_zone_in_which_now_is_told_changes_nothing(now: datetime, due: time, zone: ZoneInfo) -> None:
    cadence = OnWorkdays(due)
    assert utc(cadence.latest(now.astimezone(zone), zone, WEEKENDS_OFF)) == utc(cadence.latest(now, zone, WEEKENDS_OFF))
    assert utc(cadence.following(now.astimezone(zone), zone, WEEKENDS_OFF)) == utc(
        cadence.following(now, zone, WEEKENDS_OFF)
    )


@given(st.dates(date(2020, 1, 1), date(2034, 1, 1)), times, zones)
def test_a_due_moment_exists_on_the_clock(day: date, due: time, zone: ZoneInfo) -> None:
    found = moment(day, due, zone)
    assert found.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == found.replace(tzinfo=None)
    assert found.replace(tzinfo=None) >= datetime.combine(day, due)


@pytest.mark.parametrize("now", ["2026-02-14 09:00", "2026-02-17 12:00", "2026-02-24 08:44"])
def test_over_spring_festival_nothing_is_due(now: str) -> None:
    assert MORNING.latest(at(now), SHANGHAI, IN_CHINA) == at("2026-02-14 08:45")
    assert MORNING.following(at(now), SHANGHAI, IN_CHINA) == at("2026-02-24 08:45")


@pytest.mark.parametrize(
    "now, latest, following",
    [
        ("2026-03-04 10:00", "2026-03-02 09:30", "2026-03-09 09:30"),
        ("2026-02-16 10:00", "2026-02-09 09:30", "2026-02-24 09:30"),
        ("2026-02-24 09:30", "2026-02-24 09:30", "2026-03-02 09:30"),
        ("2026-04-07 09:00", "2026-03-30 09:30", "2026-04-07 09:30"),
        ("2026-10-04 10:00", "2026-09-28 09:30", "2026-10-08 09:30"),
    ],
)
def test_a_weekly_push_is_due_on_the_first_working_day_and_never_in_a_week_off(
    now: str, latest: str, following: str
) -> None:
    weekly = OnFirstWorkday(time(9, 30))
    assert weekly.latest(at(now), SHANGHAI, IN_CHINA) == at(latest)
    assert weekly.following(at(now), SHANGHAI, IN_CHINA) == at(following)


def test_a_monthly_push_is_due_on_the_first_working_day_of_the_month() -> None:
    monthly = OnFirstWorkday(time(15), month_of)
    assert monthly.latest(at("2026-05-20 10:00"), SHANGHAI, IN_CHINA) == at("2026-05-06 15:00")
    assert monthly.following(at("2026-09-30 10:00"), SHANGHAI, IN_CHINA) == at("2026-10-08 15:00")


@given(moments, times, zones)
def test_what_is_due_once_a_week_is_due_once_a_week(now: datetime, due: time, zone: ZoneInfo) -> None:
    weekly = OnFirstWorkday(due)
    latest, following = weekly.latest(now, zone, IN_CHINA), weekly.following(now, zone, IN_CHINA)
    assert utc(latest) <= now < utc(following)
    assert week_of(latest.date()) < week_of(following.date())
    for found in (latest, following):
        assert IN_CHINA.workdays(week_of(found.date()).first, found.date()) == []
