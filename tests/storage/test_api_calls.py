"""Calls are added up by the day and summed by the month, whoever made them."""

from datetime import date
from functools import partial

from storage import api_calls
from storage.uow import UnitOfWork
from tests.seeds import at_once, memory

__all__ = ["memory"]

TODAY = date(2026, 3, 31)


def test_the_calls_of_a_month_are_the_sum_of_its_days(memory: UnitOfWork) -> None:
    for day, calls in ((date(2026, 2, 28), 50), (date(2026, 3, 1), 2), (TODAY, 3), (TODAY, 4), (date(2026, 4, 1), 9)):
        memory.write(partial(api_calls.count, day=day, calls=calls))
    assert memory.read(lambda db: api_calls.in_month(db, TODAY)) == 9
    assert memory.read(lambda db: api_calls.in_month(db, date(2026, 4, 1))) == 9
    assert memory.read(lambda db: api_calls.in_month(db, date(2026, 5, 1))) == 0


def test_no_call_is_lost_when_several_count_at_once(memory: UnitOfWork) -> None:
    at_once(8, lambda number: memory.write(partial(api_calls.count, day=TODAY, calls=number)))
    assert memory.read(lambda db: api_calls.in_month(db, TODAY)) == sum(range(8))
