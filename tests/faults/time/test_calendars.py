"""Due moments on the clocks of the world, 2024 to 2040: one for each local working day, week and month, in order.

| case | test |
|---|---|
| 51 New York 02:30 and 01:30, Lord Howe's half hour, Kathmandu, Shanghai | test_on_the_nights_when_clocks_change |
| 51 one for each local working day, whatever zone and year | test_every_working_day_has_one_due_moment |
| 51 one for each week and month, week 53, the year's change, leap days | test_every_week_and_month_has_one_due_moment |
| 51 borders of weeks and months | test_weeks_and_months_meet_without_a_gap |
| 51 a process that looks at odd moments makes each push once | test_whoever_looks_when_they_like_makes_each_push_once |
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import house_of
from bot.config import Settings
from sales.cadence import OnFirstWorkday, OnWorkdays, moment
from sales.calendar import WEEKENDS_OFF
from sales.periods import month_of, week_of
from scheduler.pushes import PUSHES
from storage.people import Team
from tests.faults.time.test_downtime import SETTINGS

ZONES = (
    "America/New_York",
    "Asia/Kathmandu",
    "Asia/Shanghai",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Sao_Paulo",
    "Pacific/Auckland",
    "Pacific/Apia",
    "Europe/London",
    "America/St_Johns",
)
DAY = timedelta(days=1)
FOUNDED = datetime(2020, 1, 1, tzinfo=UTC)

zones = st.sampled_from(ZONES).map(ZoneInfo)
hours = st.sampled_from([time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(3), time(9), time(23, 59, 59)])
days = st.dates(date(2024, 1, 1), date(2040, 12, 31))


def utc(due: datetime) -> datetime:
    """The instant."""
    return due.astimezone(UTC)


@pytest.mark.parametrize("zone,day,at,expected", [
    ("America/New_York", date(2026, 3, 8), time(2, 30), "07:00"),
    ("America/New_York", date(2026, 11, 1), time(1, 30), "05:30"),
    ("America/New_York", date(2026, 11, 1), time(2, 30), "07:30"),
    ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "14:45"),
    ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "15:30"),
    ("Asia/Kathmandu", date(2026, 3, 8), time(2, 30), "20:45"),
    ("Asia/Shanghai", date(2026, 3, 8), time(2, 30), "18:30"),
])  # fmt: skip
def test_on_the_nights_when_clocks_change(zone: str, day: date, at: time, expected: str) -> None:
    """A time that is skipped is due right after the gap, one that happens twice the first time."""
    assert f"{utc(moment(day, at, ZoneInfo(zone))):%H:%M}" == expected


@settings(max_examples=60, deadline=None)
@given(days, hours, zones)
def test_every_working_day_has_one_due_moment(first: date, at: time, zone: ZoneInfo) -> None:
    """Over forty days, which hold a change of clocks more often than not."""
    cadence = OnWorkdays(at)
    last = first + 40 * DAY
    found, now = [], utc(moment(first, time(), zone)) - timedelta(seconds=1)
    while (due := cadence.following(now, zone, WEEKENDS_OFF)).date() < last:
        found.append(due)
        now = utc(due)
    assert all(utc(earlier) < utc(later) for earlier, later in pairwise(found))
    assert [due.date() for due in found] == WEEKENDS_OFF.workdays(first, last)


@settings(max_examples=60, deadline=None)
@given(days, hours, zones)
def test_every_week_and_month_has_one_due_moment(first: date, at: time, zone: ZoneInfo) -> None:
    for period_of in (week_of, month_of):
        cadence = OnFirstWorkday(at, period_of)
        periods, now = [], utc(moment(first, time(12), zone))
        for _ in range(14):
            due = cadence.following(now, zone, WEEKENDS_OFF)
            assert now < utc(due)
            periods.append(period_of(due.date()))
            now = utc(due)
        assert all(earlier.last + DAY == later.first for earlier, later in pairwise(periods))


@pytest.mark.parametrize("day,name", [
    (date(2026, 12, 31), "2026-W53"),
    (date(2027, 1, 3), "2026-W53"),
    (date(2027, 1, 4), "2027-W01"),
    (date(2024, 12, 30), "2025-W01"),
    (date(2032, 12, 31), "2032-W53"),
    (date(2028, 2, 29), "2028-W09"),
])  # fmt: skip
def test_weeks_of_the_turn_of_the_year_have_their_names(day: date, name: str) -> None:
    assert week_of(day).name == name


@given(days)
def test_weeks_and_months_meet_without_a_gap(day: date) -> None:
    for period_of in (week_of, month_of):
        here = period_of(day)
        assert here.first <= day <= here.last
        assert period_of(here.last + DAY).first == here.last + DAY
        assert period_of(here.first - DAY).last == here.first - DAY
    assert week_of(day).first.weekday() == 0
    assert month_of(date(day.year, 2, 1)).last.day == (29 if day.year % 4 == 0 else 28)


@settings(max_examples=25, deadline=None)
@given(days, st.sampled_from(ZONES), st.lists(st.floats(0, 45 * 24), min_size=5, max_size=40))
def test_whoever_looks_when_they_like_makes_each_push_once(first: date, zone: str, looks: list[float]) -> None:
    """Looks at any moments of six weeks, in any order, as of several machines whose clocks jump."""
    house = house_of(Settings.of(SETTINGS))
    team = Team(1, "oc_a", "一队", zone, FOUNDED, None, FOUNDED, None)
    start = utc(moment(first, time(), team.zone))
    for push in PUSHES:
        found = (push.due(team, house, start + timedelta(hours=hour), WEEKENDS_OFF) for hour in looks)
        made = {due for due in found if due}
        assert len({due.date() for due in made}) == len({utc(due) for due in made})
        if push.name == "weekly_digest":
            assert len({week_of(due.date()) for due in made}) == len(made)
        if push.name == "month_close":
            assert len({month_of(due.date()) for due in made}) == len(made)
