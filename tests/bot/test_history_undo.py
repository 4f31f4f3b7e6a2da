"""A history is taken back as a whole, or stays as a whole where people have gone on with it."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from sales.money import Money
from sales.orders import Priced
from sales.postings import Reason as Posting
from sales.shipping import Reason
from sales.visits import Findings, Kind
from storage import audit, goods, people, visits
from storage.customers import customers, find_by_name, give
from storage.debuts import debuts
from storage.engine import Connection
from storage.goods import Entry
from storage.histories import history_numbers, history_spans, latest, numbers_known
from storage.history_undo import Use
from storage.leaves import leaves
from storage.obligations import obligations
from storage.orders import hold_order, orders
from storage.payments import Income, pay
from storage.people import seat
from storage.postings import post
from storage.products import find_product, set_price
from storage.uow import UnitOfWork
from tests.pasts import NOW, brought_in, counted, small, taken_back
from tests.seeds import memory, person

__all__ = ["memory"]

TODAY = date(2026, 3, 2)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small().write(tmp_path / "past")


def customer(db: Connection) -> int:
    found = find_by_name(db, "华宁精密")
    assert found
    return found.id


def visits_again(db: Connection) -> None:
    said = Findings(TODAY, Kind.PHONE, "", "", "好", "", None)
    found = find_by_name(db, "华宁精密")
    assert found
    visits.add_visit(db, people.every_team(db)[0], person(db, "ou_li"), found, said, LATER, LATER)


def ships_the_rest(db: Connection) -> None:
    """Order 1 has left entirely; what a person can still do is take some of it back."""
    order = hold_order(db, 1)
    assert order
    entry = Entry(person(db, "ou_li").id, TODAY, LATER, LATER)
    goods.take_back(db, order, {order.lines[0].id: 1}, Reason.QUALITY, "", entry)


def gives_away(db: Connection) -> None:
    found = find_by_name(db, "华宁精密")
    assert found
    assert give(db, found, person(db, "ou_lin").id, person(db, "ou_boss").id, LATER)


def pays(db: Connection) -> None:
    pay(db, Income(customer(db), Money(100), TODAY), person(db, "ou_li").id, TODAY, LATER, LATER)


def prices_anew(db: Connection) -> None:
    product = find_product(db, "A100")
    assert product
    set_price(db, product, Priced(Money(1)), TODAY, person(db, "ou_boss").id, LATER)


def joins(db: Connection) -> None:
    seat(db, people.every_team(db)[0], {"ou_new": "新人"}, LATER)


def withdraws(db: Connection) -> None:
    visit = visits.hold_visit(db, 1)
    assert visit
    visits.withdraw_visit(db, visit, LATER)


IN_USE: list[tuple[Callable[[Connection], object], Use]] = [
    (visits_again, Use("customers", "visits", 1)),
    (ships_the_rest, Use("orders", "audit", 1)),
    (ships_the_rest, Use("order_lines", "return_lines", 1)),
    (gives_away, Use("customers", "ownerships", 1)),
    (pays, Use("customers", "payments", 1)),
    (pays, Use("receivables", "allocations", 1)),
    (prices_anew, Use("products", "prices", 1)),
    (joins, Use("teams", "memberships", 1)),
    (withdraws, Use("visits", "audit", 1)),
]


@pytest.mark.parametrize("go_on, use", IN_USE, ids=[f"{act.__name__}-{use.by}" for act, use in IN_USE])
def test_what_people_went_on_with_keeps_the_whole_batch(
    memory: UnitOfWork, folder: Path, go_on: Callable[[Connection], object], use: Use
) -> None:
    batch = brought_in(memory, folder)
    memory.write(go_on)
    before = counted(memory)
    assert use in taken_back(memory, batch)
    assert counted(memory) == before
    assert [each.undone_at for each in memory.read(lambda db: latest(db, 9))] == [None]


def test_later_entries_about_other_things_do_not_matter(memory: UnitOfWork, folder: Path, tmp_path: Path) -> None:
    brought_in(memory, folder)
    more = small()
    for name in more.rows:
        more.rows[name].clear()
    more.add("customers", "西岭电气", "ou_li", "C", "2025-01-01")
    more.add("visits", "CRM-77", "ou_li", "西岭电气", "2025-02-03", "", "", "", "")
    before = counted(memory)
    second = brought_in(memory, more.write(tmp_path / "more"))
    memory.write(visits_again)
    assert taken_back(memory, second) == []
    after = counted(memory)
    assert {name: after[name] - many for name, many in before.items() if after[name] != many} == {"visits": 1}
    assert [batch.undone_at is None for batch in memory.read(lambda db: latest(db, 9))] == [False, True]


def test_an_older_batch_that_a_newer_one_builds_on_stays_until_that_is_gone(
    memory: UnitOfWork, folder: Path, tmp_path: Path
) -> None:
    first = brought_in(memory, folder)
    more = small()
    more.add("visits", "CRM-78", "ou_li", "华宁精密", "2025-02-03", "", "", "", "")
    second = brought_in(memory, more.write(tmp_path / "more"))
    assert Use("customers", "visits", 1) in taken_back(memory, first)
    assert taken_back(memory, second) == []
    assert taken_back(memory, first) == []


def test_what_the_program_made_by_itself_goes_with_the_batch(memory: UnitOfWork, folder: Path) -> None:
    memory.write(lambda db: people.meet(db, "ou_admin", "管理员"))
    before = counted(memory)
    batch = brought_in(memory, folder)

    def owe(db: Connection) -> None:
        row = {"team_id": 1, "rep_id": person(db, "ou_li").id, "type": "weekly", "period": "2026-W10"}
        row |= {"first_on": TODAY, "last_on": TODAY, "due_at": LATER, "ruled_due_at": LATER, "state": "pending"}
        row |= {"reason": "", "note": "", "calendar_version": "", "provisional": False}
        row |= {"leave_id": db.scalar(select(leaves.c.id))}
        db.execute(obligations.insert().values(**{key: value for key, value in row.items() if key in obligations.c}))

    memory.write(owe)
    assert taken_back(memory, batch) == []
    assert counted(memory) == before


def test_numbers_are_forgotten_and_ids_are_not_given_again(memory: UnitOfWork, folder: Path) -> None:
    batch = brought_in(memory, folder)
    assert memory.read(lambda db: numbers_known(db, "orders", ["PO-1", "PO-2", "PO-3"])) == {"PO-1", "PO-2"}
    taken_back(memory, batch)
    assert memory.read(lambda db: numbers_known(db, "orders", ["PO-1"])) == set()
    assert {counted(memory)[table.name] for table in (history_numbers, history_spans)} == {0}
    again = brought_in(memory, folder)
    assert again.number == "H-2"
    assert min(memory.read(lambda db: db.scalars(select(orders.c.id)).all())) > 2


def test_the_audit_says_who_brought_it_in_and_took_it_back(memory: UnitOfWork, folder: Path) -> None:
    taken_back(memory, brought_in(memory, folder))
    noted = select(audit.audit.c.verb, audit.audit.c.subject, audit.audit.c.before, people.people.c.open_id)
    joined = noted.join(people.people, people.people.c.id == audit.audit.c.actor_id).order_by(audit.audit.c.id)
    rows = memory.read(lambda db: db.execute(joined).all())
    assert [(row.verb, row.subject, row.open_id) for row in rows] == [
        ("import_history", "H-1", "ou_admin"),
        ("undo_history", "H-1", "ou_admin"),
    ]
    assert rows[0].before["visits"] == 2


def test_customers_that_were_there_keep_what_is_theirs(memory: UnitOfWork, folder: Path, tmp_path: Path) -> None:
    brought_in(memory, folder)
    more = small()
    more.add("orders", "PO-5", "远东机械", "ou_lin", "2025-03-03", "net", "30", "", "")
    more.add("order_lines", "PO-5", "B7", "10", "9.00", "")
    more.add("shipments", "SH-9", "PO-5", "2025-03-04", "B7", "10")
    second = brought_in(memory, more.write(tmp_path / "more"))
    known = memory.read(lambda db: db.scalar(select(func.count()).select_from(customers)))
    assert memory.read(lambda db: db.scalar(select(func.count()).select_from(debuts))) == 2
    assert taken_back(memory, second) == []
    assert memory.read(lambda db: db.scalar(select(func.count()).select_from(debuts))) == 1
    assert memory.read(lambda db: db.scalar(select(func.count()).select_from(customers))) == known


def test_an_imported_order_goes_on_like_any_other(memory: UnitOfWork, tmp_path: Path) -> None:
    past = small()
    past.rows["shipments"] = [row for row in past.rows["shipments"] if row["shipment"] != "SH-2"]
    brought_in(memory, past.write(tmp_path / "past"))

    def go_on(db: Connection) -> None:
        order = hold_order(db, 1)
        assert order
        goods.ship(db, order, {order.lines[0].id: 4}, Entry(order.rep_id, TODAY, LATER, LATER))
        order = hold_order(db, 1)
        assert order
        assert order.state == "shipped"
        pay(db, Income(customer(db), Money(2_000_00), TODAY), order.rep_id, TODAY, LATER, LATER)
        order = hold_order(db, 1)
        assert order
        assert order.state == "closed"
        assert post(db, 1, Posting.EDIT, TODAY, LATER) == 0

    memory.write(go_on)
