"""A team's figures are those of the people who are in it now."""

from datetime import date, timedelta

from sales.calendar import WEEKENDS_OFF
from storage import people, visits
from storage.figures import visits_over
from storage.uow import UnitOfWork
from tests.seeds import NOW, TODAY, file, filing, found, memory

__all__ = ["memory"]

FRIDAY, TOMORROW = date(2026, 2, 27), TODAY + timedelta(days=1)


def test_a_weekend_of_two_reps_by_hand(memory: UnitOfWork) -> None:
    """From Friday to Sunday one working day is expected of each: 2 + 1 of 3 + 3."""
    team = memory.write(found)
    for rep, day in (("ou_li", FRIDAY), ("ou_li", TODAY - timedelta(days=1)), ("ou_han", FRIDAY), ("ou_han", TODAY)):
        memory.write(filing(rep, visited_on=day))
    figures = memory.read(lambda db: visits_over(db, team, FRIDAY, TODAY, 3, WEEKENDS_OFF))
    assert [(rep.name, rep.visits, rep.norm) for rep in figures.reps] == [("李雷", 2, 3), ("韩梅梅", 1, 3)]
    assert (figures.total, figures.norm) == (3, 6)


def test_the_manager_is_not_measured_and_neither_is_who_has_left(memory: UnitOfWork) -> None:
    team = memory.write(found)
    for rep in ("ou_boss", "ou_li", "ou_han"):
        memory.write(filing(rep))
    memory.write(lambda db: people.unseat(db, team, ["ou_han"], NOW))
    figures = memory.read(lambda db: visits_over(db, team, TODAY, TOMORROW, 3, WEEKENDS_OFF))
    assert [(rep.name, rep.visits) for rep in figures.reps] == [("李雷", 1)]


def test_the_figures_are_those_of_the_rows(memory: UnitOfWork) -> None:
    """A withdrawn visit is gone at once: nothing is kept beside the rows that could differ from them."""
    team = memory.write(found)
    visit = memory.write(file)
    memory.write(lambda db: visits.withdraw_visit(db, visit, NOW))
    assert memory.read(lambda db: visits_over(db, team, TODAY, TOMORROW, 3, WEEKENDS_OFF)).total == 0
