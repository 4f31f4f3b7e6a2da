"""Planned visits: made once, done by a visit near their day, planned again when that is withdrawn."""

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import text

from storage import photos, plans
from storage.customers import find_or_add_customer
from storage.engine import Connection
from storage.plans import Plan, State
from storage.uow import UnitOfWork
from tests.seeds import NOW, TODAY, file, filing, found, memory, person, team_of

__all__ = ["memory"]

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def team(memory: UnitOfWork) -> None:
    memory.write(found)


def plan(db: Connection, customer: str = "华宁精密", on: date = TODAY, who: str = "ou_li") -> Plan:
    rep = person(db, who)
    return plans.make_plan(db, team_of(db), rep, find_or_add_customer(db, customer, rep.id, NOW), on, NOW)


def listed(memory: UnitOfWork, who: str = "ou_li") -> list[tuple[str, date, State]]:
    rep = memory.read(lambda db: person(db, who)).id
    found_plans = memory.read(lambda db: plans.plans_of(db, rep, TODAY - DAY * 9, TODAY + DAY * 9))
    return [(each.customer, each.planned_on, each.state) for each in found_plans]


def fulfil(memory: UnitOfWork, visit_id: int, on: date = TODAY, customer: int = 1) -> Plan | None:
    rep = memory.read(lambda db: person(db, "ou_li")).id
    span = (on - DAY, on, on + DAY)
    return memory.write(lambda db: plans.fulfil(db, visit_id, rep, customer, span, NOW))


def test_a_plan_is_made_once_for_a_customer_and_a_day(memory: UnitOfWork) -> None:
    first, again = memory.write(plan), memory.write(plan)
    assert (first.number, again) == ("P-1", first)
    memory.write(lambda db: plan(db, on=TODAY + DAY))
    memory.write(lambda db: plan(db, "长安重工"))
    memory.write(lambda db: plan(db, who="ou_han"))
    assert listed(memory) == [
        ("华宁精密", TODAY, State.PLANNED),
        ("长安重工", TODAY, State.PLANNED),
        ("华宁精密", TODAY + DAY, State.PLANNED),
    ]


def test_a_plan_given_up_may_be_made_again(memory: UnitOfWork) -> None:
    first = memory.write(plan)
    memory.write(lambda db: plans.close_plan(db, first, State.DROPPED, NOW))
    assert listed(memory) == []
    assert memory.write(plan).id != first.id
    assert memory.read(lambda db: db.execute(text("SELECT verb, subject FROM audit")).one()) == ("dropped", "P-1")


def test_a_visit_does_the_nearest_plan_of_its_customer(memory: UnitOfWork) -> None:
    for days in (-1, 0, 1):
        memory.write(partial(plan, on=TODAY + DAY * days))
    memory.write(lambda db: plan(db, "长安重工"))
    visit = memory.write(file)
    done = fulfil(memory, visit.id)
    assert done is not None
    assert (done.planned_on, done.visit_id, done.state) == (TODAY, visit.id, State.DONE)
    assert [state for _, _, state in listed(memory)].count(State.DONE) == 1


def test_of_two_equally_near_the_earlier_is_done(memory: UnitOfWork) -> None:
    for days in (-1, 1):
        memory.write(partial(plan, on=TODAY + DAY * days))
    done = fulfil(memory, memory.write(file).id)
    assert done is not None
    assert done.planned_on == TODAY - DAY


def test_a_plan_further_away_is_not(memory: UnitOfWork) -> None:
    memory.write(lambda db: plan(db, on=TODAY + DAY * 2))
    assert fulfil(memory, memory.write(file).id) is None


def test_what_a_visit_had_done_is_planned_again(memory: UnitOfWork) -> None:
    memory.write(plan)
    visit = memory.write(file)
    fulfil(memory, visit.id)
    (again,) = memory.write(lambda db: plans.unfulfil(db, visit.id))
    assert (again.state, again.visit_id) == (State.PLANNED, None)
    assert listed(memory) == [("华宁精密", TODAY, State.PLANNED)]
    assert memory.write(lambda db: plans.unfulfil(db, visit.id)) == []


def test_the_rate_counts_the_missed_and_leaves_the_dropped_out(memory: UnitOfWork) -> None:
    made = [memory.write(partial(plan, customer=f"客户{n}")) for n in range(4)]
    memory.write(lambda db: plans.close_plan(db, made[0], State.DROPPED, NOW))
    memory.write(lambda db: plans.close_plan(db, made[1], State.MISSED, NOW))
    fulfil(memory, memory.write(filing(customer="客户2")).id, customer=made[2].customer_id)
    rep = made[0].rep_id
    found_plans = memory.read(lambda db: plans.plans_of(db, rep, TODAY, TODAY + DAY))
    assert plans.completion(found_plans) == (1, 3)
    assert plans.completion([]) == (0, 0)


def test_a_plan_that_is_not_there_is_none(memory: UnitOfWork) -> None:
    assert memory.write(lambda db: plans.hold_plan(db, 4711)) is None
    made = memory.write(plan)
    assert memory.write(lambda db: plans.hold_plan(db, made.id)) == made


def test_pictures_are_counted_once_each(memory: UnitOfWork) -> None:
    visit = memory.write(file)
    counts = [
        memory.write(partial(photos.attach, visit_id=visit.id, message_id=key, image_key="img_1", sent_at=NOW))
        for key in ("om_1", "om_2", "om_2")
    ]
    assert counts == [1, 2, 2]
    assert memory.read(lambda db: photos.first_since(db, visit.id, NOW)) == "om_1"
    assert memory.read(lambda db: photos.first_since(db, visit.id, NOW + DAY)) is None
