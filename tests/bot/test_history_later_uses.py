"""What keeps a history from being taken back, told by kind and count; and what may be taken back in which order."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from sales.tasks import Wanted
from storage import people, task_moves
from storage.customers import find_by_name
from storage.engine import Connection
from storage.history_undo import Use
from storage.spellings import Sort, Spelling, add_spelling
from storage.targets import targets
from storage.task_moves import Given
from storage.uow import UnitOfWork
from tests.pasts import NOW, Past, brought_in, counted, looked_through, small, taken_back
from tests.seeds import TODAY, memory, person

__all__ = ["memory"]

LATER = NOW + timedelta(hours=1)


def visits(past: Past) -> None:
    for n in range(3):
        past.add("visits", f"L-{n}", "ou_lin", "远东机械", f"2025-02-0{n + 3}", "", "", "", "")


def orders(past: Past) -> None:
    for n in range(2):
        past.add("orders", f"PO-L{n}", "远东机械", "ou_lin", "2025-03-03", "", "", "", "")
        past.add("order_lines", f"PO-L{n}", "A100", "1", "1.00", "")
        past.add("order_lines", f"PO-L{n}", "B7", "1", "1.00", "")


def payments(past: Past) -> None:
    for n in range(4):
        past.add("payments", f"HK-L{n}", "远东机械", "5", "2025-03-03", "")


def paid(past: Past) -> None:
    past.add("payments", "HK-L", "华宁精密", "5", "2025-03-03", "")


def leave(past: Past) -> None:
    past.add("leave", "ou_li", "2025-05-06", "", "2025-05-07", "", "")
    past.add("leave", "ou_li", "2025-06-06", "", "2025-06-07", "", "")


def aims(past: Past) -> None:
    for month in ("2025-01", "2025-02", "2025-03"):
        past.add("targets", "team", "华南", month, "1000")
    past.add("targets", "rep", "ou_lin", "2025-01", "1000")


def prices(past: Past) -> None:
    past.add("prices", "B7", "11", "", "", "2025-01-01")


def members(past: Past) -> None:
    past.add("members", "ou_new", "新人", "华南", "", "2025-01-01", "")
    past.add("members", "ou_newer", "新新", "华南", "", "2025-01-01", "")


def buyers(past: Past) -> None:
    past.add("customers", "西岭电气", "ou_lin", "", "2025-01-01")


LATER_FILES: list[tuple[Callable[[Past], None], list[Use]]] = [
    (visits, [Use("customers", "visits", 3), Use("people", "visits", 3), Use("teams", "visits", 3)]),
    (orders, [Use("customers", "orders", 2), Use("people", "orders", 2), Use("teams", "orders", 2)]),
    (orders, [Use("products", "order_lines", 4), Use("people", "order_splits", 2), Use("products", "postings", 4)]),
    (payments, [Use("customers", "payments", 4)]),
    (paid, [Use("customers", "payments", 1)]),
    (leave, [Use("people", "leaves", 2)]),
    (aims, [Use("people", "targets", 1), Use("teams", "targets", 3)]),
    (prices, [Use("products", "prices", 1)]),
    (members, [Use("teams", "memberships", 2)]),
    (buyers, [Use("people", "customers", 1), Use("people", "ownerships", 1)]),
]


@pytest.mark.parametrize(
    "more, uses", LATER_FILES, ids=[f"{n}-{each[0].__name__}" for n, each in enumerate(LATER_FILES)]
)
def test_later_files_about_it_keep_a_history_until_they_are_gone(
    memory: UnitOfWork, tmp_path: Path, more: Callable[[Past], None], uses: list[Use]
) -> None:
    memory.write(lambda db: people.meet(db, "ou_admin", "管理员"))
    empty = counted(memory)
    first = brought_in(memory, small().write(tmp_path / "first"))
    between = counted(memory)
    past = small()
    more(past)
    second = brought_in(memory, past.write(tmp_path / "second"))
    after = counted(memory)
    found = taken_back(memory, first)
    assert [use for use in uses if use not in found] == []
    assert counted(memory) == after
    assert taken_back(memory, second) == []
    assert counted(memory) == between
    assert taken_back(memory, first) == []
    assert counted(memory) == empty


def asks(db: Connection) -> None:
    customer = find_by_name(db, "华宁精密")
    assert customer
    owner, asker = person(db, "ou_li").id, person(db, "ou_boss").id
    given = Given(people.every_team(db)[0].id, owner, asker, customer.id, Wanted("送样", TODAY), LATER)
    task_moves.add(db, given, LATER)


def calls_it_otherwise(db: Connection) -> None:
    customer = find_by_name(db, "华宁精密")
    assert customer
    add_spelling(db, Spelling(customer.id, "老华宁", Sort.ALIAS, person(db, "ou_li").id, LATER))


BY_HAND: list[tuple[Callable[[Connection], None], Use]] = [
    (asks, Use("customers", "tasks", 1)),
    (asks, Use("people", "tasks", 1)),
    (asks, Use("teams", "tasks", 1)),
    (calls_it_otherwise, Use("customers", "spellings", 1)),
]


@pytest.mark.parametrize("go_on, use", BY_HAND, ids=[f"{act.__name__}-{use.of}" for act, use in BY_HAND])
def test_what_people_do_with_it_keeps_it(
    memory: UnitOfWork, tmp_path: Path, go_on: Callable[[Connection], None], use: Use
) -> None:
    batch = brought_in(memory, small().write(tmp_path))
    memory.write(go_on)
    before = counted(memory)
    assert use in taken_back(memory, batch)
    assert counted(memory) == before


def test_a_target_that_was_withdrawn_is_no_use(memory: UnitOfWork, tmp_path: Path) -> None:
    batch = brought_in(memory, small().write(tmp_path / "first"))
    past = small()
    aims(past)
    second = brought_in(memory, past.write(tmp_path / "second"))
    assert second.counts["targets"] == 4
    memory.write(lambda db: db.execute(update(targets).values(withdrawn_at=LATER)))
    assert [use for use in taken_back(memory, batch) if use.of == "teams"] == []


def test_a_target_of_an_area_or_the_company_is_about_no_row(memory: UnitOfWork, tmp_path: Path) -> None:
    batch = brought_in(memory, small().write(tmp_path / "first"))
    past = Past()
    past.add("targets", "area", "1", "2025-01", "1000")
    past.add("targets", "company", "", "2025-01", "1000")
    brought_in(memory, past.write(tmp_path / "second"))
    assert taken_back(memory, batch) == []
    assert memory.read(lambda db: db.scalars(select(targets.c.scope_key).order_by(targets.c.scope_key)).all()) == [
        "",
        "1",
    ]


def test_three_batches_go_from_the_last_to_the_first(memory: UnitOfWork, tmp_path: Path) -> None:
    memory.write(lambda db: people.meet(db, "ou_admin", "管理员"))
    past, batches, states = small(), [], [counted(memory)]
    for number, more in enumerate((lambda _: None, orders, visits)):
        more(past)
        batches.append(brought_in(memory, past.write(tmp_path / str(number))))
        states.append(counted(memory))
    assert taken_back(memory, batches[0])
    for batch in reversed(batches):
        assert counted(memory) == states.pop()
        assert taken_back(memory, batch) == []
    assert [counted(memory)] == states


@pytest.mark.parametrize("file", [name for name, rows in small().rows.items() if rows])
def test_each_file_alone_is_known_once_it_is_there(memory: UnitOfWork, tmp_path: Path, file: str) -> None:
    brought_in(memory, small().write(tmp_path / "all"))
    alone = small()
    for name in alone.rows:
        if name != file:
            alone.rows[name] = []
    checked = looked_through(memory, alone.write(tmp_path / "alone"))
    known = "orders" in file or file in ("order_lines", "shipments", "returns")
    if known and file != "orders":
        assert checked.brings == 0 or checked.wrong
    else:
        assert (checked.wrong, checked.brings) == ([], 0)
