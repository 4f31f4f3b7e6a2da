"""The days worth a word: holidays, make-up days and rulings, neighbours of one kind told together."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sales.calendar import DAY, WEEKENDS_OFF, Calendar, Ruling, Source, Why
from sales.specials import PLAIN, Special, specials
from storage.gazettes import CHINA, Gazettes

GAZETTE = Gazettes()(CHINA)
IN_CHINA = Calendar(GAZETTE)


def test_a_holiday_is_one_line_with_its_make_up_days_around_it() -> None:
    found = specials(IN_CHINA, date(2026, 2, 1), date(2026, 3, 1))
    assert [(f"{each.first:%m-%d}", f"{each.last:%m-%d}", each.why, each.days) for each in found] == [
        ("02-14", "02-14", Why.MAKEUP, 1),
        ("02-15", "02-23", Why.HOLIDAY, 9),
        ("02-28", "02-28", Why.MAKEUP, 1),
    ]
    assert [each.works for each in found] == [True, False, True]


def test_a_span_may_cut_a_holiday() -> None:
    (found,) = specials(IN_CHINA, date(2026, 10, 3), date(2026, 10, 5))
    assert (found.first, found.last, found.name) == (date(2026, 10, 3), date(2026, 10, 4), "National Day")


def test_rulings_of_different_names_or_sources_stand_apart() -> None:
    days = [date(2026, 12, 22) + DAY * n for n in range(4)]
    by = [("年会", Source.COMPANY), ("年会", Source.COMPANY), ("年会", Source.TEAM), ("圣诞", Source.TEAM)]
    rulings = {day: Ruling(works=False, name=name, source=source) for day, (name, source) in zip(days, by, strict=True)}
    found = specials(Calendar(GAZETTE, rulings), days[0], days[-1] + DAY)
    assert [each.days for each in found] == [2, 1, 1]
    assert found[0] == Special(days[0], days[1], Why.RULED_OFF, "年会", Source.COMPANY, provisional=False)


def test_what_the_law_fixes_is_marked_where_no_notice_is_out() -> None:
    found = specials(IN_CHINA, date(2027, 1, 1), date(2028, 1, 1))
    assert [f"{each.first:%m-%d} {each.days}" for each in found] == ["01-01 1", "05-01 2", "10-01 3"]
    assert all(each.provisional for each in found)


def test_where_only_weekends_are_known_nothing_is_special() -> None:
    assert specials(WEEKENDS_OFF, date(2026, 1, 1), date(2027, 1, 1)) == []


@given(st.dates(date(2008, 1, 1), date(2027, 1, 1)), st.integers(0, 120))
def test_every_day_that_is_not_plain_is_in_exactly_one_line(first: date, more: int) -> None:
    end = first + DAY * more
    told = [each.first + DAY * n for each in specials(IN_CHINA, first, end) for n in range(each.days)]
    days = [first + DAY * n for n in range(more)]
    assert told == [day for day in days if IN_CHINA.day(day).why not in PLAIN]
