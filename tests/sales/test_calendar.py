"""Working days: weekends, holidays, make-up days, rulings above them, and years whose notice is not out yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.calendar import LONGEST_BREAK, WEEKENDS_OFF, Calendar, Day, Gazette, Ruling, Source, Why
from storage.gazettes import CHINA, Gazettes

DAY = timedelta(days=1)
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 3, 6) + DAY * n for n in range(4))
GAZETTE = Gazettes()(CHINA)
IN_CHINA = Calendar(GAZETTE)
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
calendars = st.sampled_from([WEEKENDS_OFF, IN_CHINA])


def off(name: str, source: Source = Source.COMPANY) -> Ruling:
    return Ruling(works=False, name=name, source=source)


def test_people_work_from_monday_to_friday() -> None:
    for calendar in (WEEKENDS_OFF, IN_CHINA):
        assert [calendar.is_workday(MONDAY + DAY * n) for n in range(7)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize("day", [FRIDAY, SATURDAY, SUNDAY])
def test_after_the_end_of_the_week_comes_monday(day: date) -> None:
    assert WEEKENDS_OFF.workday_after(day) == MONDAY


@pytest.mark.parametrize("day", [SATURDAY, SUNDAY, MONDAY])
def test_before_the_start_of_the_week_was_friday(day: date) -> None:
    assert WEEKENDS_OFF.workday_before(day) == FRIDAY


def test_the_nearest_working_day_may_be_the_day_itself() -> None:
    assert WEEKENDS_OFF.workday_from(FRIDAY) == WEEKENDS_OFF.workday_to(FRIDAY) == FRIDAY
    assert (WEEKENDS_OFF.workday_from(SATURDAY), WEEKENDS_OFF.workday_to(SUNDAY)) == (MONDAY, FRIDAY)


def test_the_leap_day_is_a_day_like_others() -> None:
    assert WEEKENDS_OFF.workday_before(date(2028, 3, 1)) == date(2028, 2, 29)


def test_a_span_holds_its_first_day_but_not_its_end() -> None:
    assert WEEKENDS_OFF.workdays(FRIDAY, MONDAY) == [FRIDAY]
    assert WEEKENDS_OFF.workdays(FRIDAY, MONDAY + DAY) == [FRIDAY, MONDAY]
    assert WEEKENDS_OFF.workdays(SATURDAY, MONDAY) == WEEKENDS_OFF.workdays(MONDAY, FRIDAY) == []


def test_2026_has_248_working_days() -> None:
    assert len(IN_CHINA.workdays(date(2026, 1, 1), date(2027, 1, 1))) == 248
    assert len(IN_CHINA.workdays(date(2026, 2, 1), date(2026, 3, 1))) == 16
    assert len(IN_CHINA.workdays(date(2026, 10, 1), date(2026, 11, 1))) == 18


def test_the_make_up_days_of_2026_are_six() -> None:
    year = (date(2026, 1, 1) + DAY * n for n in range(365))
    made_up = [f"{day:%m-%d}" for day in year if IN_CHINA.day(day).why is Why.MAKEUP]
    assert made_up == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def test_over_spring_festival_nobody_works() -> None:
    assert IN_CHINA.workdays(date(2026, 2, 15), date(2026, 2, 24)) == []
    assert IN_CHINA.workday_after(date(2026, 2, 13)) == date(2026, 2, 14)
    assert IN_CHINA.workday_after(date(2026, 2, 14)) == date(2026, 2, 24)
    assert IN_CHINA.workday_before(date(2026, 2, 24)) == date(2026, 2, 14)


@pytest.mark.parametrize(
    "day, works, why, name",
    [
        ("2026-10-01", False, Why.HOLIDAY, "National Day"),
        ("2026-10-03", False, Why.HOLIDAY, "National Day"),
        ("2026-10-10", True, Why.MAKEUP, "National Day"),
        ("2026-10-09", True, Why.WORKDAY, ""),
        ("2026-10-11", False, Why.WEEKEND, ""),
    ],
)
def test_a_day_says_why_it_is_worked_or_not(day: str, works: bool, why: Why, name: str) -> None:
    found = IN_CHINA.day(date.fromisoformat(day))
    assert (found.works, found.why, found.name, found.provisional) == (works, why, name, False)
    assert found.source is (Source.NOTICE if name else Source.RULE)


def test_a_year_without_a_notice_is_reckoned_from_what_the_law_fixes_and_is_provisional() -> None:
    off_by_law = [date(2027, 1, 1), date(2027, 10, 1)]
    for day in off_by_law:
        found = IN_CHINA.day(day)
        assert (found.works, found.why, found.source) == (False, Why.HOLIDAY, Source.RULE)
    assert IN_CHINA.is_workday(date(2027, 2, 8)), "Spring Festival is not known before it is announced"
    assert all(IN_CHINA.day(date(2027, 1, 1) + DAY * n).provisional for n in range(365))
    assert not IN_CHINA.day(date(2026, 12, 31)).provisional


def test_a_span_is_provisional_if_any_day_of_it_is() -> None:
    assert not IN_CHINA.is_provisional(date(2026, 12, 1), date(2026, 12, 31))
    assert IN_CHINA.is_provisional(date(2026, 12, 28), date(2027, 1, 3))


def test_a_ruling_stands_above_the_notice_and_above_doubt() -> None:
    christmas, saturday = date(2026, 12, 25), date(2026, 12, 26)
    work = Ruling(works=True, name="年会", source=Source.TEAM)
    mine = Calendar(GAZETTE, {christmas: off("圣诞"), saturday: work, date(2027, 2, 8): off("春节")})
    assert mine.day(christmas) == Day(christmas, False, Why.RULED_OFF, "圣诞", Source.COMPANY, False)
    assert mine.day(saturday) == Day(saturday, True, Why.RULED_WORK, "年会", Source.TEAM, False)
    assert mine.day(date(2027, 2, 8)).provisional is False
    assert mine.workday_after(date(2026, 12, 24)) == saturday


def test_the_version_tells_calendars_apart_by_what_they_say() -> None:
    christmas = {date(2026, 12, 25): off("圣诞")}
    versions = {Calendar(GAZETTE).version, Calendar(GAZETTE, christmas).version, WEEKENDS_OFF.version}
    assert len(versions) == 3
    assert all(len(version) == 12 and int(version, 16) >= 0 for version in versions)
    assert Calendar(GAZETTE, christmas).version == Calendar(GAZETTE, {date(2026, 12, 25): off("同一天")}).version
    assert Calendar(GAZETTE, {}).version == IN_CHINA.version


def test_a_notice_that_comes_out_is_a_new_version_even_if_no_day_changes() -> None:
    announced = Gazette(CHINA, GAZETTE.days, GAZETTE.announced | {2027}, GAZETTE.fixed)
    assert announced.version != GAZETTE.version
    assert not Calendar(announced).day(date(2027, 3, 1)).provisional


def test_a_search_for_a_working_day_ends_even_where_there_is_none() -> None:
    never = Calendar(GAZETTE, {MONDAY + DAY * n: off("歇业") for n in range(-LONGEST_BREAK * 2, LONGEST_BREAK * 2)})
    assert never.workday_from(MONDAY) == never.workday_to(MONDAY) == MONDAY


@given(calendars, days)
def test_there_and_back_again_is_the_same_working_day(calendar: Calendar, day: date) -> None:
    there = calendar.workday_after(day)
    assert calendar.is_workday(there)
    assert calendar.workday_before(there) == calendar.workday_to(day)
    assert calendar.workday_after(calendar.workday_before(day)) == calendar.workday_from(day)


@given(calendars, days)
def test_no_working_day_is_skipped(calendar: Calendar, day: date) -> None:
    assert calendar.workdays(day + DAY, calendar.workday_after(day)) == []
    assert calendar.workdays(calendar.workday_before(day) + DAY, day) == []


@given(calendars, days, st.integers(0, 400), st.integers(0, 400))
def test_spans_add_up(calendar: Calendar, first: date, some: int, more: int) -> None:
    between, end = first + DAY * some, first + DAY * (some + more)
    assert calendar.workdays(first, between) + calendar.workdays(between, end) == calendar.workdays(first, end)
