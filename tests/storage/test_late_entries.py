"""Looking again at what was published costs what was entered since, not what was published."""

from datetime import date, timedelta
from functools import partial

import pytest

from sales.stretches import Stretch
from storage import restatements
from storage.late_entries import late_entries
from storage.publications import untold
from storage.uow import UnitOfWork
from tests.plans import statements
from tests.publishing import DAY, WEEK, Press, changes, press
from tests.seeds import TODAY, memory

__all__ = ["memory", "press"]


def a_day(back: int) -> Stretch:
    """A single day, so many before today."""
    return Stretch(TODAY - back * DAY, TODAY - (back - 1) * DAY)


def asked(press: Press, *, days: int = 1) -> int:
    """How many statements the next look runs."""
    return len(
        statements(
            press.memory,
            lambda db: restatements.restated(db, ["daily"], [press.scope], press.ask(db, days=days)),
            writes=True,
        )
    ) - len(statements(press.memory, lambda db: press.ask(db, days=days)))


@pytest.mark.parametrize("published", [1, 30])
def test_with_nothing_new_it_asks_the_same_few_questions(press: Press, published: int) -> None:
    for back in range(1, published + 1):
        press.publish("K01", "K10", card="daily", stretch=a_day(back))
    assert asked(press) == FIXED


FIXED = 4
"""When and to where it was published, what was posted since, who was merged since, and what that concerns."""


def test_without_publications_it_asks_one(press: Press) -> None:
    assert asked(press) == 1


def test_a_late_entry_has_its_own_days_counted_and_no_others(press: Press) -> None:
    for back in range(1, 31):
        press.publish("K01", card="daily", stretch=a_day(back))
    before = asked(press)
    press.sell(2, on=a_day(20).first)
    extra = asked(press) - before
    assert 0 < extra <= 6
    told = press.memory.read(lambda db: untold(db, ["daily"], [press.scope]))
    assert [(each.stretch, each.was.of, each.now.of) for each in told] == [(a_day(20), 0, 200_000)]
    assert asked(press) == before


def test_an_order_of_an_earlier_day_moves_a_new_customer_away_from_a_later_one(press: Press) -> None:
    press.sell(2, on=WEEK.first + 3 * DAY)
    press.publish("K10", stretch=WEEK)
    press.sell(1, on=WEEK.first - 10 * DAY)
    assert changes(press.look()) == [("K10", 1, 0, {})]


def test_what_is_not_sales_is_looked_at_for_a_fortnight(press: Press) -> None:
    press.publish("K21", "K25", stretch=WEEK)
    visits, sales = (counting(press, days) for days in (13, 15))
    assert visits > sales


def counting(press: Press, days: int) -> int:
    """How many questions a look costs so many days later, for the weekly card."""
    look = partial(restatements.restated, cards=["weekly"], scopes=[press.scope])
    return len(statements(press.memory, lambda db: look(db, ask=press.ask(db, days=days)), writes=True))


def test_another_teams_late_order_is_not_counted_for_this_one(press: Press, memory: UnitOfWork) -> None:
    press.publish("K01", stretch=WEEK)
    press.sell(3, on=WEEK.first)
    late = memory.read(lambda db: late_entries(db, ["weekly"], [press.scope], press.ask(db), timedelta(100)))
    assert late
    assert set(late.newest) == {0, press.team.id}
    assert set(late.newest[0]) == {WEEK.first}
    assert late.merged_at is None


def test_a_return_entered_many_looks_later_is_still_found(press: Press) -> None:
    order = press.sell(5)
    press.publish("K01", card="month", stretch=Stretch(date(2026, 2, 1), date(2026, 3, 1)))
    for days in (10, 20, 30):
        assert press.look("month", days=days) == []
    press.give_back(order, 2, WEEK.first + DAY)
    assert [(each.was.of, each.now.of) for each in press.look("month", days=40)] == [(500_000, 300_000)]
