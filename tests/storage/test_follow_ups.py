"""Next steps that come back: what opens, does, moves, drops and reopens them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import text

from storage import follow_ups, visits
from storage.customers import find_or_add_customer
from storage.engine import Connection
from storage.follow_ups import FollowUp, State
from storage.uow import UnitOfWork
from storage.visits import Visit
from tests.seeds import NOW, TODAY, file, filing, found, memory, person, team_of

__all__ = ["memory"]

DAY = timedelta(days=1)
DUE = date(2026, 3, 9)
MERGED = text("UPDATE customers SET root_id = :root WHERE name = '华宁'")


@pytest.fixture(autouse=True)
def team(memory: UnitOfWork) -> None:
    memory.write(found)


def every(memory: UnitOfWork) -> list[tuple[int, str, date, State, date | None]]:
    """Visit, step, due date, state and the day it was settled, of every follow-up there is."""
    asked = text("SELECT visit_id, step, due_on, state, settled_on FROM follow_ups ORDER BY id")
    rows = memory.read(lambda db: db.execute(asked).all())
    days = [(date.fromisoformat(str(row[2])), row[4] and date.fromisoformat(str(row[4]))) for row in rows]
    return [(row[0], row[1], due, State(row[3]), done) for row, (due, done) in zip(rows, days, strict=True)]


def states(memory: UnitOfWork) -> list[State]:
    return [state for _, _, _, state, _ in every(memory)]


def changing(visit: Visit, customer: str = "华宁精密", **said: object) -> Callable[[Connection], Visit]:
    """Work that changes a visit."""

    def change(db: Connection) -> Visit:
        of = find_or_add_customer(db, customer, visit.rep_id, NOW)
        return visits.change_visit(db, visit, of, replace(visit.findings, **said), NOW)  # type: ignore[arg-type]

    return change


def only(memory: UnitOfWork) -> FollowUp:
    held = memory.write(lambda db: follow_ups.hold(db, 1))
    assert held is not None
    return held


def test_a_next_step_with_a_date_comes_back_on_its_day(memory: UnitOfWork) -> None:
    visit = memory.write(file)
    (due,) = memory.read(lambda db: follow_ups.due_on(db, DUE, rep_id=visit.rep_id))
    assert (due.number, due.visit_id, due.rep, due.customer, due.step) == ("F-1", visit.id, "李雷", "华宁精密", "报价")
    assert due.state is State.OPEN
    for day in (DUE - DAY, DUE + DAY):
        assert memory.read(partial(follow_ups.due_on, day=day, rep_id=visit.rep_id)) == []


def test_without_a_date_there_is_nothing_to_come_back_to(memory: UnitOfWork) -> None:
    memory.write(filing(next_step_on=None))
    assert every(memory) == []


def test_a_change_of_the_step_opens_it_anew(memory: UnitOfWork) -> None:
    visit = memory.write(file)
    due = only(memory)
    memory.write(lambda db: follow_ups.finish(db, due, State.DONE, TODAY, NOW))
    visit = memory.write(changing(visit, next_step="送样", next_step_on=DUE + DAY))
    assert every(memory) == [(visit.id, "送样", DUE + DAY, State.OPEN, None)]


def test_a_change_of_something_else_leaves_it_as_it_is(memory: UnitOfWork) -> None:
    visit = memory.write(file)
    due = only(memory)
    memory.write(lambda db: follow_ups.move(db, due, DUE + DAY * 7, NOW))
    memory.write(changing(visit, outcome="别的"))
    assert every(memory) == [(visit.id, "报价", DUE + DAY * 7, State.OPEN, None)]


def test_a_change_of_the_customer_takes_it_along(memory: UnitOfWork) -> None:
    visit = memory.write(file)
    memory.write(changing(visit, "长安重工"))
    assert only(memory).customer == "长安重工"


def test_what_is_promised_no_more_is_dropped(memory: UnitOfWork) -> None:
    visit = memory.write(file)
    visit = memory.write(changing(visit, next_step_on=None))
    assert states(memory) == [State.DROPPED]
    memory.write(changing(visit, next_step_on=DUE))
    assert states(memory) == [State.OPEN]


def test_a_withdrawn_visit_takes_its_promise_with_it(memory: UnitOfWork) -> None:
    visit = memory.write(file)
    memory.write(lambda db: visits.withdraw_visit(db, visit, NOW))
    assert states(memory) == [State.DROPPED]


@pytest.mark.parametrize("visited_on,customer,who,state", [
    (DUE - DAY * 2, "华宁精密", "ou_li", State.OPEN),
    (DUE - DAY, "华宁精密", "ou_li", State.DONE),
    (DUE, "华宁精密", "ou_li", State.DONE),
    (DUE + DAY * 30, "华宁 精密", "ou_li", State.DONE),
    (DUE, "长安重工", "ou_li", State.OPEN),
    (DUE, "华宁精密", "ou_han", State.OPEN),
])  # fmt: skip
def test_a_visit_does_what_was_promised_from_the_day_before_on(
    memory: UnitOfWork, visited_on: date, customer: str, who: str, state: State
) -> None:
    first = memory.write(file)
    memory.write(filing(who, customer, visited_on=visited_on, next_step="", next_step_on=None))
    done_on = visited_on if state is State.DONE else None
    assert every(memory) == [(first.id, "报价", DUE, state, done_on)]


def test_the_visit_that_promises_does_not_do_it_and_neither_does_an_earlier_one(memory: UnitOfWork) -> None:
    memory.write(filing(next_step_on=TODAY))
    memory.write(filing(visited_on=TODAY - DAY, next_step_on=None))
    assert states(memory) == [State.OPEN]
    memory.write(filing(next_step_on=None))
    assert states(memory) == [State.DONE]


def test_a_withdrawn_visit_undoes_what_it_did(memory: UnitOfWork) -> None:
    memory.write(file)
    second = memory.write(filing(visited_on=DUE, next_step_on=None))
    assert states(memory) == [State.DONE]
    memory.write(lambda db: visits.withdraw_visit(db, second, NOW))
    assert states(memory) == [State.OPEN]


def test_a_visit_changed_to_another_customer_undoes_it_too(memory: UnitOfWork) -> None:
    memory.write(file)
    second = memory.write(filing(visited_on=DUE, next_step_on=None))
    second = memory.write(changing(second, "长安重工"))
    assert states(memory) == [State.OPEN]
    memory.write(changing(second, "华宁精密"))
    assert states(memory) == [State.DONE]


def test_merged_customers_are_one(memory: UnitOfWork) -> None:
    memory.write(filing(customer="华宁"))
    other = memory.write(filing(customer="北岚", next_step_on=None)).customer_id
    memory.write(lambda db: db.execute(MERGED, {"root": other}))
    assert only(memory).customer == "北岚"
    memory.write(filing(customer="北岚", visited_on=DUE, next_step_on=None))
    assert states(memory) == [State.DONE]


def test_open_ones_are_listed_overdue_first_of_a_rep_or_a_team(memory: UnitOfWork) -> None:
    for who, days in (("ou_li", 3), ("ou_li", 1), ("ou_han", 2)):
        memory.write(filing(who, f"客户{days}", next_step_on=TODAY + DAY * days))
    li = memory.read(lambda db: person(db, "ou_li")).id
    two = TODAY + DAY * 2
    assert [due.customer for due in memory.read(lambda db: follow_ups.open_to(db, two, rep_id=li))] == ["客户1"]
    of_team = memory.write(lambda db: follow_ups.open_to(db, two, team_id=team_of(db).id))
    assert [due.customer for due in of_team] == ["客户1", "客户2"]
    assert [due.customer for due in memory.read(lambda db: follow_ups.open_of(db, li))] == ["客户1", "客户3"]


def test_done_and_missed_are_told_apart_by_the_end_of_the_span(memory: UnitOfWork) -> None:
    for customer, days in (("按时", 1), ("晚了", 2), ("没做", 3), ("不跟了", 4), ("以后", 9)):
        memory.write(filing(customer=customer, next_step_on=TODAY + DAY * days))
    li = memory.read(lambda db: person(db, "ou_li")).id
    for customer, state, days in (("按时", State.DONE, 1), ("晚了", State.DONE, 8), ("不跟了", State.DROPPED, 4)):
        (due,) = [each for each in memory.read(lambda db: follow_ups.open_of(db, li)) if each.customer == customer]
        on = TODAY + DAY * days
        memory.write(partial(follow_ups.finish, follow_up=due, state=state, on=on, at=NOW))
    end = TODAY + DAY * 7
    done = memory.read(lambda db: follow_ups.done_over(db, TODAY, end, rep_id=li))
    missed = memory.read(lambda db: follow_ups.missed_over(db, TODAY, end, rep_id=li))
    assert [due.customer for due in done] == ["按时"]
    assert [due.customer for due in missed] == ["晚了", "没做"]


def test_moving_and_finishing_are_written_down(memory: UnitOfWork) -> None:
    memory.write(file)
    due = only(memory)
    memory.write(lambda db: follow_ups.move(db, due, DUE + DAY, NOW))
    memory.write(lambda db: follow_ups.finish(db, due, State.DROPPED, TODAY, NOW))
    audit = memory.read(lambda db: db.execute(text("SELECT verb, subject FROM audit ORDER BY id")).all())
    assert [tuple(row) for row in audit] == [("move", "F-1"), ("dropped", "F-1")]
