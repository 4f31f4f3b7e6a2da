"""Tasks as rows: what is due when, how they change, what counts as in time, and two who change one at once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from sales.tasks import Wanted
from storage import task_moves, tasks
from storage.customers import find_or_add_customer
from storage.engine import Connection
from storage.task_moves import Given
from storage.tasks import State, Summary, Task
from storage.uow import UnitOfWork
from tests.seeds import NOW, TODAY, at_once, found, memory, person, team_of

__all__ = ["memory"]

DAY = timedelta(days=1)
FRIDAY = date(2026, 3, 6)


@pytest.fixture(autouse=True)
def team(memory: UnitOfWork) -> None:
    memory.write(found)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Do several things at the same time; give what each came to, in order."""
    return at_once(len(acts), lambda n: acts[n]())


def asking(
    owner: str = "ou_li", what: str = "寄样", due_on: date = FRIDAY, by: str = "ou_boss", **more: Any
) -> Callable[[Connection], Task]:
    """Work that keeps a task."""

    def work(db: Connection) -> Task:
        customer = find_or_add_customer(db, "华宁精密", person(db, by).id, NOW)
        wanted = Wanted(what, due_on, **more)
        ids = (team_of(db).id, person(db, owner).id, person(db, by).id, customer.id)
        return task_moves.add(db, Given(*ids, wanted, NOW), NOW)

    return work


def finishing(task: Task, on: date = TODAY) -> Callable[[Connection], Task]:
    return lambda db: task_moves.finish(db, task, task.owner_id, on, NOW)


def moving(task: Task, to: date, today: date = TODAY) -> Callable[[Connection], Task]:
    return lambda db: task_moves.postpone(db, task, task.owner_id, to, today, "等样品", NOW)


def test_a_task_is_kept_with_all_that_was_said(memory: UnitOfWork) -> None:
    task = memory.write(asking(expected="签收", source="V-1", start_on=TODAY))
    assert (task.number, task.owner, task.asker, task.customer) == ("T-1", "李雷", "王经理", "华宁精密")
    assert (task.what, task.expected, task.source, task.start_on) == ("寄样", "签收", "V-1", TODAY)
    assert (task.due_on, task.first_due_on, task.until, task.postponed, task.version) == (FRIDAY, FRIDAY, FRIDAY, 0, 1)
    assert memory.read(lambda db: tasks.find(db, 1)) == task
    assert memory.read(lambda db: tasks.find(db, 2)) is None


def test_a_merged_customer_is_the_one_it_counts_for(memory: UnitOfWork) -> None:

    memory.write(asking())
    memory.write(lambda db: find_or_add_customer(db, "长安重工", person(db, "ou_li").id, NOW))
    memory.write(lambda db: db.execute(text("UPDATE customers SET root_id = 2 WHERE id = 1")))
    (task,) = memory.read(lambda db: tasks.open_of(db, person(db, "ou_li").id))
    assert (task.customer_id, task.customer) == (2, "长安重工")


@pytest.mark.parametrize("on, seen", [
    (FRIDAY - DAY * 2, []),
    (FRIDAY - DAY, ["寄样"]),
    (FRIDAY, ["寄样"]),
    (FRIDAY + DAY, ["寄样"]),
    (FRIDAY + DAY * 9, ["寄样"]),
])  # fmt: skip
def test_it_is_due_from_the_day_before_until_it_is_done(memory: UnitOfWork, on: date, seen: list[str]) -> None:
    task = memory.write(asking())

    def due(db: Connection) -> list[str]:
        return [each.what for each in tasks.tasks_due(db, team_of(db).id, [task.owner_id], on)]

    assert memory.read(due) == seen
    memory.write(finishing(task))
    assert memory.read(due) == []


def test_what_is_due_is_asked_for_many_people_at_once_overdue_first(memory: UnitOfWork) -> None:
    for owner, due_on in (("ou_li", FRIDAY), ("ou_han", FRIDAY - DAY * 3), ("ou_li", FRIDAY - DAY)):
        memory.write(asking(owner, due_on=due_on))

    def due(db: Connection) -> list[tuple[str, date]]:
        ids = [person(db, "ou_li").id, person(db, "ou_han").id]
        return [(each.owner, each.until) for each in tasks.tasks_due(db, team_of(db).id, ids, FRIDAY)]

    assert memory.read(due) == [("韩梅梅", FRIDAY - DAY * 3), ("李雷", FRIDAY - DAY), ("李雷", FRIDAY)]
    assert memory.read(lambda db: tasks.tasks_due(db, team_of(db).id, [], FRIDAY)) == []


def test_before_a_break_the_next_working_day_is_announced(memory: UnitOfWork) -> None:
    task = memory.write(asking(due_on=FRIDAY + DAY * 3))
    due = memory.read(lambda db: tasks.tasks_due(db, team_of(db).id, [task.owner_id], FRIDAY, FRIDAY + DAY * 3))
    assert [each.id for each in due] == [task.id]


def test_put_off_in_time_it_counts_by_the_new_day_put_off_late_by_the_old(memory: UnitOfWork) -> None:
    task = memory.write(asking())
    task = memory.write(moving(task, FRIDAY + DAY * 4, FRIDAY))
    assert (task.due_on, task.again_on, task.until) == (FRIDAY + DAY * 4, None, FRIDAY + DAY * 4)
    task = memory.write(moving(task, FRIDAY + DAY * 9, FRIDAY + DAY * 5))
    assert (task.due_on, task.again_on, task.until) == (FRIDAY + DAY * 4, FRIDAY + DAY * 9, FRIDAY + DAY * 9)
    assert (task.postponed, task.version, task.first_due_on) == (2, 3, FRIDAY)
    history = memory.read(lambda db: task_moves.put_offs(db, task))
    assert [(each.was, each.to, each.by, each.reason) for each in history] == [
        (FRIDAY, FRIDAY + DAY * 4, "李雷", "等样品"),
        (FRIDAY + DAY * 4, FRIDAY + DAY * 9, "李雷", "等样品"),
    ]


def test_what_was_put_off_to_a_later_day_is_not_announced_before(memory: UnitOfWork) -> None:
    task = memory.write(moving(memory.write(asking()), FRIDAY + DAY * 9, FRIDAY + DAY))
    due = memory.read(lambda db: tasks.tasks_due(db, team_of(db).id, [task.owner_id], FRIDAY + DAY))
    assert due == []


def test_a_summary_counts_what_was_due_done_in_time_and_what_is_overdue(memory: UnitOfWork) -> None:
    in_time, late, left, dropped = (memory.write(asking(what=what)) for what in ("一", "二", "三", "四"))
    memory.write(finishing(in_time, FRIDAY))
    memory.write(finishing(late, FRIDAY + DAY))
    memory.write(lambda db: task_moves.drop(db, dropped, dropped.asker_id, FRIDAY, "不要了", NOW))
    memory.write(asking(what="下周", due_on=FRIDAY + DAY * 5))
    week = (date(2026, 3, 2), date(2026, 3, 9))
    told = memory.read(lambda db: tasks.summary(db, team_of(db).id, *week, date(2026, 3, 9)))
    assert told == Summary(due=3, done=2, in_time=1, overdue=1)
    memory.write(moving(left, FRIDAY + DAY * 20, FRIDAY + DAY * 2))
    told = memory.read(lambda db: tasks.summary(db, team_of(db).id, *week, date(2026, 3, 9)))
    assert told == Summary(due=3, done=2, in_time=1, overdue=0)
    assert memory.read(lambda db: task_moves.why_dropped(db, dropped)) == "不要了"


def test_lists_by_owner_by_asker_and_by_team(memory: UnitOfWork) -> None:
    memory.write(asking("ou_li", "一"))
    memory.write(asking("ou_boss", "二"))
    memory.write(asking("ou_han", "三", by="ou_li"))
    boss = memory.read(lambda db: person(db, "ou_boss").id)
    assert [each.what for each in memory.read(lambda db: tasks.open_of(db, boss))] == ["二"]
    assert [each.what for each in memory.read(lambda db: tasks.given_by(db, boss))] == ["一"]
    assert [each.what for each in memory.read(lambda db: tasks.open_in(db, team_of(db).id))] == ["一", "二", "三"]


def test_the_same_asked_of_the_same_is_found_while_it_is_open(memory: UnitOfWork) -> None:
    task = memory.write(asking())
    same = Given(task.team_id, task.owner_id, task.asker_id, 0, Wanted("寄样", FRIDAY), NOW)
    other = Given(task.team_id, task.owner_id, task.asker_id, 0, Wanted("寄样", FRIDAY + DAY), NOW)
    assert memory.read(lambda db: task_moves.same_task(db, same)) == task
    assert memory.read(lambda db: task_moves.same_task(db, other)) is None
    memory.write(finishing(task))
    assert memory.read(lambda db: task_moves.same_task(db, same)) is None


def test_every_change_is_a_version_and_an_audit_row(memory: UnitOfWork) -> None:

    task = memory.write(asking())
    task = memory.write(moving(task, FRIDAY + DAY))
    task = memory.write(lambda db: task_moves.hand_over(db, task, task.owner_id, 3, task.team_id, "", NOW))
    task = memory.write(finishing(task))
    task = memory.write(lambda db: task_moves.reopen(db, task, task.owner_id, NOW))
    assert (task.version, task.state, task.owner_id) == (5, State.OPEN, 3)
    noted = text("SELECT verb FROM audit WHERE subject = 'T-1' ORDER BY id")
    verbs = [row[0] for row in memory.read(lambda db: db.execute(noted).all())]
    assert verbs == ["ask", "postpone", "hand_over", "done", "reopen"]


def test_two_who_change_it_at_once_come_one_after_the_other(memory: UnitOfWork) -> None:
    memory.write(asking())

    def finish(db: Connection) -> str:
        task = tasks.hold(db, 1)
        assert task
        if not task.is_open:
            return "late"
        task_moves.finish(db, task, task.owner_id, TODAY, NOW)
        return "done"

    assert sorted(map(str, at_once(4, lambda _: memory.write(finish)))) == ["done", "late", "late", "late"]
    after = memory.read(lambda db: tasks.find(db, 1))
    assert after is not None
    assert after.version == 2
