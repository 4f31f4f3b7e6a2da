"""What is owed by when: the rules of due moments, and what leave, outages and calendars do to them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from sales.calendar import WEEKENDS_OFF, Calendar, Ruling, Source
from sales.leaves import Attendance, Leave
from sales.obligations import (
    Duty,
    Every,
    Reason,
    ReportType,
    State,
    duty,
    for_person,
    owes_from,
    visit_due,
)
from sales.periods import Period, month_of, named, week_of
from sales.spans import Half, HalfDays
from storage.gazettes import Gazettes

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINA = Calendar(Gazettes()("CN"))
WEEKLY = ReportType("weekly", "周报", "weekly report", Every.WEEK, time(18))
MAKEUP = ReportType("weekly", "周报", "weekly report", Every.WEEK, time(18), makeup_in_week=True)
MONTHLY = ReportType("monthly", "月报", "monthly report", Every.MONTH, time(12), workday=2)
AM, PM = Half.AM, Half.PM


def period(name: str) -> Period:
    found = named(name)
    assert found is not None
    return found


def week(name: str, kind: ReportType = WEEKLY, calendar: Calendar = CHINA, zone: ZoneInfo = SHANGHAI) -> Duty:
    """What is owed for a week that is not off."""
    owed = duty(kind, period(name), calendar, zone)
    assert owed is not None
    return owed


def at(day: str, clock: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone)


def leave(first: str, last: str = "", *, first_half: Half = AM, last_half: Half = PM, number: int = 1) -> Leave:
    span = HalfDays(date.fromisoformat(first), first_half, date.fromisoformat(last or first), last_half)
    return Leave(number, span, "家里有事")


def mine(name: str, *leaves: Leave, kind: ReportType = WEEKLY) -> Duty:
    """What somebody with leave owes for a week."""
    return for_person(week(name, kind), period(name), Attendance(CHINA, leaves), SHANGHAI)


# The due moments of 2026


@pytest.mark.parametrize(
    "name, due, with_makeup",
    [
        ("2026-W07", "2026-02-13", "2026-02-14"),
        ("2026-W14", "2026-04-03", "2026-04-03"),
        ("2026-W18", "2026-04-30", "2026-04-30"),
        ("2026-W25", "2026-06-18", "2026-06-18"),
        ("2026-W38", "2026-09-18", "2026-09-20"),
        ("2026-W40", "2026-09-30", "2026-09-30"),
        ("2026-W10", "2026-03-06", "2026-03-06"),
    ],
)
def test_a_week_is_due_on_its_last_working_day(name: str, due: str, with_makeup: str) -> None:
    assert week(name).due_at == at(due, "18:00")
    assert week(name, MAKEUP).due_at == at(with_makeup, "18:00")


def test_a_week_off_owes_nothing_and_the_next_report_covers_both() -> None:
    assert duty(WEEKLY, period("2026-W08"), CHINA, SHANGHAI) is None
    after = week("2026-W09")
    assert (after.first_on, after.last_on) == (date(2026, 2, 16), date(2026, 3, 1))
    assert week("2026-W10").first_on == date(2026, 3, 2)


def test_two_weeks_off_in_a_row_are_covered_together() -> None:
    rulings = {date(2026, 3, 2) + timedelta(days=n): Ruling(False, "年休", Source.COMPANY) for n in range(14)}
    assert week("2026-W12", calendar=Calendar(Gazettes()("CN"), rulings)).first_on == date(2026, 3, 2)


def test_a_week_with_a_lone_makeup_day_is_off_unless_makeup_days_count() -> None:
    """A company closes Monday to Friday of a week whose Saturday is a working day."""
    rulings = {date(2026, 5, 4) + timedelta(days=n): Ruling(False, "司庆", Source.COMPANY) for n in range(5)}
    calendar = Calendar(Gazettes()("CN"), rulings)
    assert duty(WEEKLY, period("2026-W19"), calendar, SHANGHAI) is None
    assert week("2026-W19", MAKEUP, calendar).due_at == at("2026-05-09", "18:00")


@pytest.mark.parametrize("month, due", [("2026-01", "2026-02-03"), ("2026-04", "2026-05-07")])
def test_a_month_is_due_on_the_second_working_day_of_the_next(month: str, due: str) -> None:
    owed = duty(MONTHLY, period(month), CHINA, SHANGHAI)
    assert owed is not None
    assert owed.due_at == at(due, "12:00")
    assert (owed.first_on, owed.last_on) == (period(month).first, period(month).last)


def test_another_type_goes_by_its_own_rule() -> None:
    intel = ReportType("intel", "情报月报", "intel report", Every.MONTH, time(9, 30), workday=1)
    owed = duty(intel, period("2026-03"), CHINA, SHANGHAI)
    assert owed is not None
    assert (owed.type, owed.due_at) == ("intel", at("2026-04-01", "09:30"))


def test_week_53_is_a_week_like_any_other() -> None:
    """2026 has 53 ISO weeks; the last one ends in 2027, whose notice is not out yet."""
    assert week_of(date(2027, 1, 1)).name == "2026-W53"
    owed = week("2026-W53")
    assert (owed.last_on, owed.due_at) == (date(2027, 1, 3), at("2026-12-31", "18:00"))
    assert owed.provisional
    assert not week("2026-W52").provisional


def test_a_month_whose_due_day_is_not_announced_is_provisional() -> None:
    owed = duty(MONTHLY, period("2026-12"), CHINA, SHANGHAI)
    assert owed is not None
    assert owed.provisional
    assert owed.due_at == at("2027-01-05", "12:00"), "New Year's Day is fixed by law, the rest by weekends"


# Teams abroad


@pytest.mark.parametrize(
    "zone, before, after",
    [
        ("America/New_York", ("2026-W10", "2026-03-06T23:00"), ("2026-W11", "2026-03-13T22:00")),
        ("America/New_York", ("2026-W44", "2026-10-30T22:00"), ("2026-W45", "2026-11-06T23:00")),
        ("Europe/Berlin", ("2026-W13", "2026-03-27T17:00"), ("2026-W14", "2026-04-03T16:00")),
        ("Europe/Berlin", ("2026-W43", "2026-10-23T16:00"), ("2026-W44", "2026-10-30T17:00")),
    ],
)
def test_six_in_the_evening_stays_six_across_daylight_saving(
    zone: str, before: tuple[str, str], after: tuple[str, str]
) -> None:
    for name, instant in (before, after):
        owed = week(name, calendar=WEEKENDS_OFF, zone=ZoneInfo(zone))
        assert owed.due_at.astimezone(UTC) == datetime.fromisoformat(instant).replace(tzinfo=UTC)
        assert owed.due_at.astimezone(ZoneInfo(zone)).time() == time(18)


# Joining


@pytest.mark.parametrize(
    "joined, owes",
    [("2026-03-01", True), ("2026-03-02", True), ("2026-03-03", False), ("2026-03-09", False)],
)
def test_who_joins_owes_from_the_first_full_week(joined: str, owes: bool) -> None:
    assert owes_from(date.fromisoformat(joined), period("2026-W10"), CHINA) is owes


def test_a_week_that_begins_with_a_holiday_is_full_for_who_joins_on_its_first_working_day() -> None:
    """Monday and Tuesday of W09 are still Spring Festival: Tuesday 24 February is the first day of work."""
    assert owes_from(date(2026, 2, 24), period("2026-W09"), CHINA)
    assert not owes_from(date(2026, 2, 25), period("2026-W09"), CHINA)
    assert not owes_from(date(2026, 2, 10), period("2026-02"), CHINA)


# Leave


def test_leave_for_half_of_the_week_or_more_excuses() -> None:
    """Five half days of ten are half of it, four are not."""
    half = mine("2026-W10", leave("2026-03-02", "2026-03-04", last_half=AM, number=7))
    assert (half.state, half.reason, half.leave_id) == (State.EXCUSED, Reason.LEAVE, 7)
    assert mine("2026-W10", leave("2026-03-02", "2026-03-03")).state is State.PENDING


def test_half_of_the_week_is_reckoned_by_its_working_days() -> None:
    """W25 has four of them: two are half. The weekend and the holiday count for nothing."""
    assert mine("2026-W25", leave("2026-06-15", "2026-06-16")).state is State.EXCUSED
    assert mine("2026-W25", leave("2026-06-19", "2026-06-21")).state is State.PENDING


def test_two_short_leaves_are_counted_together_and_the_longer_is_named() -> None:
    owed = mine("2026-W10", leave("2026-03-02", number=1), leave("2026-03-04", "2026-03-05", number=2))
    assert (owed.state, owed.leave_id) == (State.EXCUSED, 2)


def test_a_small_leave_over_the_due_half_day_moves_it_to_the_next_noon_of_work() -> None:
    away = mine("2026-W10", leave("2026-03-06", first_half=PM))
    assert (away.state, away.reason) == (State.PENDING, Reason.LEAVE)
    assert (away.ruled_due_at, away.due_at) == (at("2026-03-06", "18:00"), at("2026-03-09", "12:00"))


def test_the_next_noon_of_work_is_one_on_whose_morning_the_person_is_there() -> None:
    away = mine("2026-W10", leave("2026-03-06", "2026-03-09", first_half=PM, last_half=AM))
    assert away.due_at == at("2026-03-10", "12:00")


def test_a_leave_in_the_morning_of_the_due_day_moves_nothing_that_is_due_in_the_evening() -> None:
    there = mine("2026-W10", leave("2026-03-06", last_half=AM))
    assert (there.due_at, there.reason, there.leave_id) == (at("2026-03-06", "18:00"), Reason.NONE, None)


def test_before_a_holiday_the_next_noon_of_work_lies_after_it() -> None:
    """Off in the afternoon of 13 February: Saturday the 14th is a working day."""
    assert mine("2026-W07", leave("2026-02-13", first_half=PM)).due_at == at("2026-02-14", "12:00")
    assert mine("2026-W07", leave("2026-02-13", "2026-02-14", first_half=PM)).due_at == at("2026-02-24", "12:00")


def test_a_month_goes_by_the_months_own_days() -> None:
    """Away on the due day only: the month was worked. Away for most of the month: nothing is owed."""
    month = month_of(date(2026, 3, 1))
    base = duty(MONTHLY, month, CHINA, SHANGHAI)
    assert base is not None
    back = for_person(base, month, Attendance(CHINA, [leave("2026-04-02")]), SHANGHAI)
    assert (base.due_at, back.due_at) == (at("2026-04-02", "12:00"), at("2026-04-03", "12:00"))
    gone = for_person(base, month, Attendance(CHINA, [leave("2026-03-01", "2026-03-20")]), SHANGHAI)
    assert gone.state is State.EXCUSED


# Visits


@pytest.mark.parametrize(
    "visited, due",
    [("2026-02-13", "2026-02-14"), ("2026-02-14", "2026-02-24"), ("2026-03-07", "2026-03-09")],
)
def test_a_visits_report_is_due_at_noon_of_the_next_working_day(visited: str, due: str) -> None:
    assert visit_due(date.fromisoformat(visited), Attendance(CHINA), SHANGHAI) == at(due, "12:00")


def test_who_is_away_next_morning_reports_a_visit_when_back() -> None:
    away = Attendance(CHINA, [leave("2026-03-03", last_half=AM)])
    assert visit_due(date(2026, 3, 2), away, SHANGHAI) == at("2026-03-04", "12:00")
