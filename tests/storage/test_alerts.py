"""The admins hear of each trouble once for each day it is about."""

from datetime import date, timedelta
from functools import partial

from storage import alerts
from storage.uow import UnitOfWork
from tests.seeds import NOW, TODAY, at_once, memory

__all__ = ["memory"]

FOUND = {("daily_kpi", TODAY), ("team_line", TODAY)}


def test_what_was_told_is_no_news_any_more(memory: UnitOfWork) -> None:
    assert memory.write(partial(alerts.news, found=FOUND, at=NOW)) == FOUND
    tomorrow = {("daily_kpi", TODAY + timedelta(days=1))}
    assert memory.write(partial(alerts.news, found=FOUND | tomorrow, at=NOW)) == tomorrow


def test_of_several_who_find_the_same_one_tells_it(memory: UnitOfWork) -> None:
    told = at_once(4, lambda _: memory.write(partial(alerts.news, found=FOUND, at=NOW)))
    assert sorted(len(each) for each in told if isinstance(each, set)) == [0, 0, 0, 2]


def test_a_name_that_is_too_long_for_its_column_is_told_all_the_same(memory: UnitOfWork) -> None:
    long = {("x" * 200, date(2026, 3, 2))}
    assert memory.write(partial(alerts.news, found=long, at=NOW)) == long
    assert memory.write(partial(alerts.news, found=long, at=NOW)) == set()


def test_days_that_are_long_over_are_forgotten(memory: UnitOfWork) -> None:
    memory.write(partial(alerts.news, found=FOUND, at=NOW))
    memory.write(partial(alerts.forget, before=TODAY))
    assert memory.write(partial(alerts.news, found=FOUND, at=NOW)) == set()
    memory.write(partial(alerts.forget, before=TODAY + timedelta(days=1)))
    assert memory.write(partial(alerts.news, found=FOUND, at=NOW)) == FOUND
