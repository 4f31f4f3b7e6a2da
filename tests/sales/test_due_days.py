"""When reports are due, by the state's notice for 2026: every date in these tables was worked out by hand."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from sales.calendar import Calendar, Gazette, Ruling, Source
from sales.leaves import Attendance
from sales.obligations import Every, ReportType, duty, visit_due
from sales.periods import Period, named, week_of
from storage.gazettes import CHINA, Gazettes

SHANGHAI = ZoneInfo("Asia/Shanghai")
GAZETTE = Gazettes()(CHINA)
IN_CHINA = Calendar(GAZETTE)
WEEKLY = ReportType("weekly", "周报", "Weekly report", Every.WEEK, time(18))
MADE_UP = ReportType("weekly", "周报", "Weekly report", Every.WEEK, time(18), makeup_in_week=True)
MONTHLY = ReportType("monthly", "月报", "Monthly report", Every.MONTH, time(12))


def period(name: str) -> Period:
    found = named(name)
    assert found
    return found


def due(kind: ReportType, name: str, calendar: Calendar = IN_CHINA) -> str | None:
    owed = duty(kind, period(name), calendar, SHANGHAI)
    return f"{owed.due_at:%a %m-%d %H:%M}" if owed else None


@pytest.mark.parametrize(
    "week, usual, with_make_up",
    [
        ("2026-W07", "Fri 02-13 18:00", "Sat 02-14 18:00"),
        ("2026-W08", None, None),
        ("2026-W09", "Fri 02-27 18:00", "Sat 02-28 18:00"),
        ("2026-W14", "Fri 04-03 18:00", "Fri 04-03 18:00"),
        ("2026-W18", "Thu 04-30 18:00", "Thu 04-30 18:00"),
        ("2026-W25", "Thu 06-18 18:00", "Thu 06-18 18:00"),
        ("2026-W38", "Fri 09-18 18:00", "Sun 09-20 18:00"),
        ("2026-W40", "Wed 09-30 18:00", "Wed 09-30 18:00"),
        ("2026-W41", "Fri 10-09 18:00", "Sat 10-10 18:00"),
    ],
)
def test_a_weekly_report_is_due_on_the_last_working_day(week: str, usual: str | None, with_make_up: str | None) -> None:
    assert due(WEEKLY, week) == usual
    assert due(MADE_UP, week) == with_make_up


def test_after_a_week_off_the_next_report_covers_both() -> None:
    owed = duty(WEEKLY, period("2026-W09"), IN_CHINA, SHANGHAI)
    assert owed
    assert (owed.first_on, owed.last_on) == (date(2026, 2, 16), date(2026, 3, 1))
    before = duty(WEEKLY, period("2026-W07"), IN_CHINA, SHANGHAI)
    assert before
    assert (before.first_on, before.last_on) == (date(2026, 2, 9), date(2026, 2, 15))


@pytest.mark.parametrize(
    "month, when", [("2026-01", "Tue 02-03 12:00"), ("2026-04", "Thu 05-07 12:00"), ("2026-09", "Fri 10-09 12:00")]
)
def test_a_monthly_report_is_due_on_the_second_working_day_after(month: str, when: str) -> None:
    assert due(MONTHLY, month) == when


@pytest.mark.parametrize(
    "visited, report",
    [
        ("2026-02-13", "2026-02-14T12:00+08:00"),
        ("2026-02-14", "2026-02-24T12:00+08:00"),
        ("2026-02-18", "2026-02-24T12:00+08:00"),
        ("2026-09-18", "2026-09-20T12:00+08:00"),
        ("2026-09-30", "2026-10-08T12:00+08:00"),
    ],
)
def test_a_visits_report_is_due_at_noon_of_the_next_working_day(visited: str, report: str) -> None:
    found = visit_due(date.fromisoformat(visited), Attendance(IN_CHINA), SHANGHAI)
    assert found == datetime.fromisoformat(report)


def test_the_week_of_two_years_is_due_on_a_day_not_announced_yet() -> None:
    """2026-W53 ends on Sunday 3 January 2027; New Year's Day is off by law, the rest may be changed by the notice."""
    owed = duty(WEEKLY, period("2026-W53"), IN_CHINA, SHANGHAI)
    assert owed
    assert owed.due_at == datetime(2026, 12, 31, 18, tzinfo=SHANGHAI)
    assert owed.provisional
    assert not (duty(WEEKLY, period("2026-W52"), IN_CHINA, SHANGHAI) or owed).provisional


def test_a_notice_of_next_year_may_move_a_day_of_this_one() -> None:
    """As if 2027's notice made the last Thursday of 2026 a holiday, and the Sunday after a working day."""
    moved = {date(2026, 12, 31): Ruling(works=False, name="", source=Source.FILE)}
    announced = Gazette(CHINA, {**GAZETTE.days, **moved}, GAZETTE.announced | {2027}, GAZETTE.fixed)
    owed = duty(WEEKLY, period("2026-W53"), Calendar(announced), SHANGHAI)
    assert owed
    assert owed.due_at == datetime(2027, 1, 1, 18, tzinfo=SHANGHAI), "the file knows nothing of New Year's Day"
    assert not owed.provisional


def test_a_ruling_moves_the_due_day_of_its_week_and_of_no_other() -> None:
    off = Ruling(works=False, name="圣诞", source=Source.COMPANY)
    ruled = Calendar(GAZETTE, {date(2026, 12, 25): off})
    assert due(WEEKLY, "2026-W52", ruled) == "Thu 12-24 18:00"
    weeks = [week_of(date.fromisocalendar(2026, n, 1)).name for n in range(1, 54)]
    assert [name for name in weeks if due(WEEKLY, name) != due(WEEKLY, name, ruled)] == ["2026-W52"]


def test_a_team_abroad_is_due_by_its_own_clock_before_and_after_the_change_of_it() -> None:
    abroad = Calendar(Gazette("US"))
    new_york = ZoneInfo("America/New_York")
    dues = [duty(WEEKLY, period(name), abroad, new_york) for name in ("2026-W10", "2026-W11")]
    moments = [owed.due_at.astimezone(UTC) for owed in dues if owed]
    assert moments == [datetime(2026, 3, 6, 23, tzinfo=UTC), datetime(2026, 3, 13, 22, tzinfo=UTC)]


def test_every_working_week_of_2026_owes_one_report() -> None:
    owed = [n for n in range(1, 54) if due(WEEKLY, f"2026-W{n:02}")]
    assert owed == [n for n in range(1, 54) if n != 8]
