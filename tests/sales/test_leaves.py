"""Being away in half days: what a leave covers, and what is left of a calendar for one person."""

from datetime import date, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.breaches import LeaveBackwards, LeaveTooFar, LeaveTooLong, LeaveTooOld
from sales.calendar import WEEKENDS_OFF, Calendar
from sales.leaves import Attendance, Leave, check, half_of
from sales.spans import Half, HalfDays
from storage.gazettes import CHINA, Gazettes

DAY = timedelta(days=1)
IN_CHINA = Calendar(Gazettes()(CHINA))
MONDAY = date(2026, 3, 2)
WEDNESDAY, FRIDAY, SUNDAY = MONDAY + DAY * 2, MONDAY + DAY * 4, MONDAY + DAY * 6


def away(first: date, last: date, half: Half = Half.AM, until: Half = Half.PM, number: int = 1) -> Leave:
    return Leave(number, HalfDays(first, half, last, until), "")


def test_an_afternoon_is_half_a_day() -> None:
    leave = away(WEDNESDAY, WEDNESDAY, Half.PM)
    assert [leave.covers(WEDNESDAY, half) for half in Half] == [False, True]
    attendance = Attendance(WEEKENDS_OFF, [leave])
    assert attendance.works(WEDNESDAY, Half.AM)
    assert not attendance.works(WEDNESDAY, Half.PM)
    assert attendance.is_in(WEDNESDAY)
    assert attendance.share_away(MONDAY, SUNDAY) == Fraction(1, 10)


def test_two_halves_of_a_day_are_a_day() -> None:
    halves = [away(WEDNESDAY, WEDNESDAY, Half.AM, Half.AM), away(WEDNESDAY, WEDNESDAY, Half.PM, Half.PM, 2)]
    assert not Attendance(WEEKENDS_OFF, halves).is_in(WEDNESDAY)


def test_a_leave_from_an_afternoon_to_a_morning() -> None:
    leave = away(WEDNESDAY, FRIDAY, Half.PM, Half.AM)
    covered = [leave.covers(WEDNESDAY + DAY * n, half) for n in range(3) for half in Half]
    assert covered == [False, True, True, True, True, False]


def test_a_leave_over_a_holiday_takes_only_what_is_worked() -> None:
    """From Friday 13 February to Tuesday the 24th: only 13, 14 and 24 are worked."""
    leave = away(date(2026, 2, 13), date(2026, 2, 24))
    attendance = Attendance(IN_CHINA, [leave])
    assert attendance.share_away(date(2026, 2, 16), date(2026, 2, 22)) == 0
    assert attendance.share_away(date(2026, 2, 9), date(2026, 2, 15)) == Fraction(4, 12)
    assert attendance.morning_after(date(2026, 2, 13)) == date(2026, 2, 25)


def test_a_morning_off_is_no_morning_to_work_in() -> None:
    attendance = Attendance(WEEKENDS_OFF, [away(WEDNESDAY, WEDNESDAY, Half.AM, Half.AM)])
    assert attendance.morning_after(MONDAY + DAY) == WEDNESDAY + DAY
    assert Attendance(WEEKENDS_OFF, [away(WEDNESDAY, WEDNESDAY, Half.PM)]).morning_after(MONDAY + DAY) == WEDNESDAY


def test_the_leave_that_takes_most_is_the_reason() -> None:
    short, long = away(MONDAY, MONDAY), away(WEDNESDAY, FRIDAY, number=2)
    attendance = Attendance(WEEKENDS_OFF, [short, long])
    assert attendance.main_leave(MONDAY, SUNDAY) == long
    assert attendance.main_leave(MONDAY, MONDAY + DAY) == short
    assert attendance.main_leave(SUNDAY, SUNDAY) is None


@pytest.mark.parametrize("at, half", [(time(0), Half.AM), (time(12), Half.AM), (time(12, 1), Half.PM)])
def test_noon_ends_the_morning(at: time, half: Half) -> None:
    assert half_of(at) is half


@pytest.mark.parametrize("days_back", [0, 31])
def test_a_sick_note_may_come_a_month_late(days_back: int) -> None:
    check(HalfDays(FRIDAY - DAY * days_back, Half.AM, FRIDAY, Half.PM), FRIDAY)


@pytest.mark.parametrize(
    "first, last, breach",
    [
        (-32, 0, LeaveTooOld(FRIDAY - DAY * 31)),
        (1, 0, LeaveBackwards()),
        (0, 183, LeaveTooLong(183)),
        (367, 368, LeaveTooFar(FRIDAY + DAY * 366)),
    ],
)
def test_a_slip_of_the_finger_is_told(first: int, last: int, breach: Exception) -> None:
    with pytest.raises(type(breach)) as broken:
        check(HalfDays(FRIDAY + DAY * first, Half.AM, FRIDAY + DAY * last, Half.PM), FRIDAY)
    assert broken.value == breach


def test_an_afternoon_does_not_end_on_its_morning() -> None:
    with pytest.raises(LeaveBackwards):
        check(HalfDays(FRIDAY, Half.PM, FRIDAY, Half.AM), FRIDAY)


halves = st.sampled_from(list(Half))
dates = st.dates(date(2026, 1, 1), date(2026, 12, 31))
calendars = st.sampled_from([WEEKENDS_OFF, IN_CHINA])


@st.composite
def leaves(draw: st.DrawFn) -> list[Leave]:
    found = []
    for number in range(draw(st.integers(0, 4))):
        first = draw(dates)
        last = first + DAY * draw(st.integers(0, 20))
        found.append(Leave(number, HalfDays(first, draw(halves), last, draw(halves)), ""))
    return found


@given(calendars, leaves(), dates, st.integers(0, 30))
def test_the_share_is_what_is_not_worked_of_what_is_worked(
    calendar: Calendar, told: list[Leave], first: date, more: int
) -> None:
    attendance, last = Attendance(calendar, told), first + DAY * more
    worked = [(day, half) for day in calendar.workdays(first, last + DAY) for half in Half]
    away_for = [each for each in worked if not attendance.works(*each)]
    assert attendance.share_away(first, last) == (Fraction(len(away_for), len(worked)) if worked else 0)
    assert (attendance.main_leave(first, last) is not None) == bool(away_for)


@given(calendars, leaves(), dates)
def test_nobody_works_more_for_being_on_leave(calendar: Calendar, told: list[Leave], day: date) -> None:
    attendance = Attendance(calendar, told)
    assert calendar.is_workday(day) or not attendance.is_in(day)
    assert attendance.is_in(day) == any(attendance.works(day, half) for half in Half)


@given(calendars, leaves(), dates)
def test_the_next_morning_is_worked_and_none_before_it_is(calendar: Calendar, told: list[Leave], day: date) -> None:
    attendance = Attendance(calendar, told)
    back = attendance.morning_after(day)
    assert attendance.works(back, Half.AM)
    assert not any(attendance.works(day + DAY * n, Half.AM) for n in range(1, (back - day).days))


@given(calendars, leaves(), dates, st.integers(0, 30))
def test_the_order_in_which_leaves_were_told_changes_nothing(
    calendar: Calendar, told: list[Leave], first: date, more: int
) -> None:
    one, other = Attendance(calendar, told), Attendance(calendar, told[::-1])
    assert one.share_away(first, first + DAY * more) == other.share_away(first, first + DAY * more)
