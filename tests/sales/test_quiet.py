"""When people are let alone: nights, days off, leave, and what they asked for; and when that is over."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from sales.calendar import WEEKENDS_OFF, Calendar, Gazette, Ruling, Source
from sales.leaves import Attendance, Leave
from sales.quiet import NEVER_QUIET, QuietHours, next_open
from sales.spans import Half, HalfDays

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = QuietHours(time(21), time(8))
AT_WORK = Attendance(WEEKENDS_OFF)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 in Shanghai; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def on_leave(first: int, last: int, *halves: Half) -> Attendance:
    """Somebody who is away from one day of March to another."""
    first_half, last_half = halves or (Half.AM, Half.PM)
    span = HalfDays(date(2026, 3, first), first_half, date(2026, 3, last), last_half)
    return Attendance(WEEKENDS_OFF, [Leave(1, span, "")])


@pytest.mark.parametrize("now,opens", [
    (at(2, 10), at(2, 10)),
    (at(2, 8), at(2, 8)),
    (at(2, 20, 59), at(2, 20, 59)),
    (at(2, 21), at(3, 8)),
    (at(2, 23, 59), at(3, 8)),
    (at(3, 0), at(3, 8)),
    (at(3, 7, 59), at(3, 8)),
    (at(6, 21), at(9, 8)),
    (at(7, 12), at(9, 8)),
    (at(8, 23), at(9, 8)),
])  # fmt: skip
def test_nights_and_weekends_are_quiet(now: datetime, opens: datetime) -> None:
    assert next_open(now, SHANGHAI, AT_WORK, NIGHT) == opens


def test_a_holiday_is_quiet_and_a_make_up_day_is_not() -> None:
    days = {
        date(2026, 3, 4): Ruling(works=False, name="休", source=Source.TEAM),
        date(2026, 3, 7): Ruling(works=True, name="班", source=Source.TEAM),
    }
    attendance = Attendance(Calendar(Gazette("CN"), days))
    assert next_open(at(4, 10), SHANGHAI, attendance, NIGHT) == at(5, 8)
    assert next_open(at(7, 10), SHANGHAI, attendance, NIGHT) == at(7, 10)


@pytest.mark.parametrize("attendance,now,opens", [
    (on_leave(3, 4), at(3, 10), at(5, 8)),
    (on_leave(3, 6), at(2, 22), at(9, 8)),
    (on_leave(3, 3, Half.AM, Half.AM), at(3, 9), at(3, 13)),
    (on_leave(3, 3, Half.AM, Half.AM), at(3, 14), at(3, 14)),
    (on_leave(3, 3, Half.PM, Half.PM), at(3, 9), at(3, 9)),
    (on_leave(3, 3, Half.PM, Half.PM), at(3, 15), at(4, 8)),
    (on_leave(3, 4, Half.PM, Half.AM), at(3, 15), at(4, 13)),
])  # fmt: skip
def test_leave_is_quiet_by_half_days(attendance: Attendance, now: datetime, opens: datetime) -> None:
    assert next_open(now, SHANGHAI, attendance, NIGHT) == opens


@pytest.mark.parametrize("until,opens", [
    (at(2, 9), at(2, 10)),
    (at(2, 11, 30), at(2, 11, 30)),
    (at(2, 22), at(3, 8)),
    (at(7, 9), at(9, 8)),
    (at(9, 9), at(9, 9)),
])  # fmt: skip
def test_who_asked_for_peace_has_it_until_then_and_no_message_at_night(until: datetime, opens: datetime) -> None:
    assert next_open(at(2, 10), SHANGHAI, AT_WORK, NIGHT, until) == opens


def test_without_quiet_hours_only_days_off_count() -> None:
    assert next_open(at(2, 3), SHANGHAI, AT_WORK, NEVER_QUIET) == at(2, 3)
    assert next_open(at(7, 3), SHANGHAI, AT_WORK, NEVER_QUIET) == at(9, 0)


def test_quiet_hours_within_one_day_are_understood_too() -> None:
    siesta = QuietHours(time(12), time(14))
    assert next_open(at(2, 12, 30), SHANGHAI, AT_WORK, siesta) == at(2, 14)
    assert next_open(at(2, 11, 59), SHANGHAI, AT_WORK, siesta) == at(2, 11, 59)
    assert next_open(at(2, 14), SHANGHAI, AT_WORK, siesta) == at(2, 14)


def test_the_wall_clock_of_the_team_decides() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    opens = next_open(at(2, 14), berlin, AT_WORK, NIGHT)  # 07:00 in Berlin
    assert opens == datetime(2026, 3, 2, 8, tzinfo=berlin)


def test_the_night_on_which_clocks_go_forward_ends_at_eight_all_the_same() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    opens = next_open(datetime(2026, 3, 27, 22, tzinfo=berlin), berlin, AT_WORK, NIGHT)
    assert opens == datetime(2026, 3, 30, 8, tzinfo=berlin)
    assert opens.utcoffset() == timedelta(hours=2)


def test_somebody_who_never_works_does_not_hang_anything() -> None:
    forever = Attendance(WEEKENDS_OFF, [Leave(1, HalfDays(date(2026, 1, 1), Half.AM, date(2036, 1, 1), Half.PM), "")])
    assert next_open(at(2, 10), SHANGHAI, forever, NIGHT) > at(2, 10) + timedelta(days=300)
