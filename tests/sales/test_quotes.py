"""Quotes: the small table of their moves, how long they stand, and the morning on which their end is told."""

from datetime import date, timedelta

import pytest

from sales.breaches import AlreadySettled
from sales.calendar import WEEKENDS_OFF, Calendar, Gazette, Ruling, Source
from sales.leaves import Leave
from sales.quotes import LONGEST, MOVES, Move, State, after, check_end, ends_to_tell, number
from sales.spans import Half, HalfDays
from sales.trade_breaches import QuoteEndsInPast, QuoteEndsTooFar

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", State)
def test_only_an_open_quote_moves(move: Move, state: State) -> None:
    if state is State.OPEN:
        assert after(move, state, "Q-1") is MOVES[move][state]
        return
    with pytest.raises(AlreadySettled) as refused:
        after(move, state, number(7))
    assert refused.value.number == "Q-7"


@pytest.mark.parametrize("days", [0, 1, 30, LONGEST.days])
def test_a_quote_stands_from_today_to_a_year(days: int) -> None:
    check_end(MONDAY + DAY * days, MONDAY)


def test_a_quote_never_ends_before_it_begins() -> None:
    with pytest.raises(QuoteEndsInPast) as refused:
        check_end(MONDAY - DAY, MONDAY)
    assert refused.value == QuoteEndsInPast(MONDAY)


def test_a_quote_does_not_stand_for_years() -> None:
    with pytest.raises(QuoteEndsTooFar) as refused:
        check_end(MONDAY + LONGEST + DAY, MONDAY)
    assert refused.value == QuoteEndsTooFar(MONDAY + LONGEST)


def told_on(last_day: date, calendar: Calendar, *leaves: Leave) -> list[date]:
    """The days before a quote's end on which its owner is told of it."""
    days = [last_day - DAY * n for n in range(40, -1, -1)]
    away = [day for leave in leaves for day in days if leave.covers(day, Half.AM) and leave.covers(day, Half.PM)]
    works = [day for day in days if calendar.is_workday(day) and day not in away]
    windows = {day: ends_to_tell(day, calendar, leaves) for day in works}
    return [day for day, (first, end) in windows.items() if first <= last_day < end]


@pytest.mark.parametrize(
    "last, told",
    [
        (date(2026, 3, 5), date(2026, 3, 2)),
        (date(2026, 3, 6), date(2026, 3, 3)),
        (date(2026, 3, 9), date(2026, 3, 6)),
        (date(2026, 3, 10), date(2026, 3, 6)),  # the 7th is a Saturday
        (date(2026, 3, 11), date(2026, 3, 6)),
        (date(2026, 3, 12), date(2026, 3, 9)),
        (date(2026, 3, 14), date(2026, 3, 11)),
    ],
)
def test_the_owner_is_told_three_days_ahead_and_before_a_weekend_earlier(last: date, told: date) -> None:
    assert told_on(last, WEEKENDS_OFF) == [told]


def test_before_a_long_break_everything_that_ends_in_it_is_told_once() -> None:
    off = {date(2026, 10, n): Ruling(works=False, name="国庆", source=Source.NOTICE) for n in range(1, 8)}
    golden_week = Calendar(Gazette("CN", off, frozenset({2026})))
    for n in range(3, 11):
        assert told_on(date(2026, 10, n), golden_week) == [date(2026, 9, 30)]
    assert told_on(date(2026, 10, 11), golden_week) == [date(2026, 10, 8)]


def leave(first: date, last: date) -> Leave:
    return Leave(1, HalfDays(first, Half.AM, last, Half.PM), "看牙")


def test_who_was_away_is_told_on_coming_back() -> None:
    away = leave(date(2026, 3, 3), date(2026, 3, 4))
    assert told_on(date(2026, 3, 6), WEEKENDS_OFF, away) == [date(2026, 3, 5)]
    assert told_on(date(2026, 3, 7), WEEKENDS_OFF, away) == [date(2026, 3, 5)]
    assert told_on(date(2026, 3, 8), WEEKENDS_OFF, away) == [date(2026, 3, 5)]
    assert told_on(date(2026, 3, 9), WEEKENDS_OFF, away) == [date(2026, 3, 6)]


def test_what_ended_while_its_owner_was_away_is_not_told_any_more() -> None:
    assert told_on(date(2026, 3, 6), WEEKENDS_OFF, leave(date(2026, 3, 3), date(2026, 3, 8))) == []


def test_every_end_is_told_exactly_once_to_who_is_always_there() -> None:
    for n in range(60):
        assert len(told_on(MONDAY + DAY * n, WEEKENDS_OFF)) == 1


def test_somebody_who_was_away_for_ages_is_told_what_still_stands() -> None:
    ages = leave(MONDAY - DAY * 400, MONDAY - DAY)
    first, end = ends_to_tell(MONDAY, WEEKENDS_OFF, (ages,))
    assert (first, end) == (MONDAY, MONDAY + DAY * 4)
