"""A company's past comes in from files: what it comes to equals plain sums of the files, and it can be taken back."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from sales.customers import Tier
from sales.money import Money
from sales.orders import State
from sales.postings import Reason
from storage import customers, orders, people, visits
from storage.engine import Connection
from storage.follow_ups import follow_ups
from storage.leaves import leaves
from storage.names import search
from storage.obligations import obligations
from storage.orders import Order, find_order
from storage.ownerships import owners_on, tiers_on
from storage.people import find_person, memberships
from storage.receivables import open_of_customer
from storage.sales_ledger import ledger
from storage.targets import targets
from storage.uow import UnitOfWork
from tests.pasts import brought_in, counted, large, looked_through, small, taken_back
from tests.seeds import memory

__all__ = ["memory"]

TODAY = date(2026, 3, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "past"


def order_of(db: Connection, ordered_on: date) -> Order:
    found = find_order(db, db.scalars(select(orders.orders.c.id).where(orders.orders.c.ordered_on == ordered_on)).one())
    assert found is not None
    return found


def test_a_small_company_stands_as_its_files_say(memory: UnitOfWork, folder: Path) -> None:
    batch = brought_in(memory, small().write(folder))
    assert batch.number == "H-1"
    assert {name: many for name, many in batch.counts.items() if many} == {
        name: len(rows) for name, rows in small().rows.items() if rows
    }
    first, second = memory.read(lambda db: (order_of(db, date(2024, 2, 10)), order_of(db, date(2024, 3, 10))))
    assert (first.number, first.state, second.state) == ("SO-1", State.SHIPPED, State.SHIPPED)
    assert [(line.code, line.quantity, line.price, line.rate, line.given) for line in first.lines] == [
        ("A100", 10, Money(100_00), 9_500, False),
        ("B7", 3, Money(9_99), 10_000, False),
    ]
    assert [(line.priced.floor_price, line.priced.cost) for line in first.lines] == [
        (Money(7000), Money(6000)),
        (None,) * 2,
    ]
    assert (first.amount, [(line.shipped, line.returned) for line in first.lines]) == (Money(979_97), [(10, 1), (3, 0)])
    assert [(line.price, line.shipped, line.cancelled) for line in second.lines] == [(Money(110_00), 1, 3)]


def test_teams_people_and_their_time_are_kept(memory: UnitOfWork, folder: Path) -> None:
    brought_in(memory, small().write(folder))
    east, south = memory.read(people.every_team)
    assert (east.chat_id, east.area, east.timezone, south.chat_id) == (
        "oc_east",
        "华东",
        "Asia/Shanghai",
        "import:华南",
    )
    assert east.founded_at
    assert east.founded_at.astimezone(east.zone).date() == date(2024, 1, 1)
    _, seats = memory.read(lambda db: find_person(db, "ou_boss"))
    assert [(seat.team.name, seat.role) for seat in seats] == [("华东一队", "manager")]
    assert memory.read(lambda db: find_person(db, "ou_han"))[1] == []
    left = memory.read(
        lambda db: db.scalars(select(memberships.c.left_at).where(memberships.c.left_at.is_not(None))).one()
    )
    assert left.astimezone(east.zone).isoformat() == "2025-01-01T00:00:00+08:00"


def test_a_customer_has_its_owners_and_tiers_by_date_and_is_found_by_name(memory: UnitOfWork, folder: Path) -> None:
    brought_in(memory, small().write(folder))

    def work(db: Connection) -> None:
        li, han = (who.id for who, _ in (find_person(db, "ou_li"), find_person(db, "ou_han")) if who)
        hit = search(db, "huaning")[0].customer
        assert (hit.name, hit.owner_id, hit.tier) == ("华宁精密", han, Tier.A)
        days = (date(2023, 12, 31), date(2024, 2, 29), date(2024, 3, 1))
        assert [owners_on(db, [hit.id], day).get(hit.id) for day in days] == [None, li, han]
        assert [tiers_on(db, [hit.id], day).get(hit.id) for day in days] == [None, "B", "A"]

    memory.write(work)


def test_the_ledger_credits_the_owner_of_the_day(memory: UnitOfWork, folder: Path) -> None:
    brought_in(memory, small().write(folder))
    asked = select(
        people.people.c.open_id, ledger.c.day, ledger.c.amount, ledger.c.tier, ledger.c.area, ledger.c.reason
    )
    joined = asked.join(people.people, people.people.c.id == ledger.c.rep_id).order_by(ledger.c.id)
    rows = [tuple(row) for row in memory.read(lambda db: db.execute(joined).all())]
    assert rows == [
        ("ou_li", date(2024, 2, 10), Money(950_00), "B", "华东", Reason.IMPORT),
        ("ou_li", date(2024, 2, 10), Money(29_97), "B", "华东", Reason.IMPORT),
        ("ou_li", date(2024, 3, 15), Money(-95_00), "B", "华东", Reason.IMPORT),
        ("ou_han", date(2024, 3, 10), Money(110_00), "A", "华东", Reason.IMPORT),
    ]


def test_money_settled_what_was_due_first(memory: UnitOfWork, folder: Path) -> None:
    brought_in(memory, small().write(folder))

    def work(db: Connection) -> None:
        customer = customers.find_by_name(db, "华宁精密")
        assert customer
        # SH-1 is 570 + 29.97, paid 500 of it; SH-2 is 380, of which 95 came back; SH-3 is 110.
        opened = [(each.due_on, each.open) for each in open_of_customer(db, customer.id)]
        assert opened == [
            (date(2024, 3, 13), Money(99_97)),
            (date(2024, 3, 21), Money(285_00)),
            (date(2024, 3, 31), Money(110_00)),
        ]

    memory.read(work)


def test_nobody_owes_reports_for_the_past_and_only_what_lies_ahead_is_promised(
    memory: UnitOfWork, folder: Path
) -> None:
    past = small()
    past.add("visits", "CRM-10", "ou_li", "华宁精密", "2026-02-27", "", "好", "送样", "2026-03-05")
    brought_in(memory, past.write(folder))
    assert memory.read(lambda db: db.scalar(select(func.count()).select_from(obligations))) == 0
    promised = memory.read(
        lambda db: db.execute(select(follow_ups.c.step, follow_ups.c.due_on, follow_ups.c.state)).all()
    )
    assert [tuple(row) for row in promised] == [("送样", date(2026, 3, 5), "open")]
    seen = select(visits.visits.c.effective, visits.visits.c.kind, visits.visits.c.team_id).order_by(visits.visits.c.id)
    assert [tuple(row) for row in memory.read(lambda db: db.execute(seen).all())] == [
        (True, "on_site", 1),
        (False, "phone", 2),
        (True, "on_site", 1),
    ]


def test_targets_and_leave_are_kept(memory: UnitOfWork, folder: Path) -> None:
    brought_in(memory, small().write(folder))
    kept = select(targets.c.scope_kind, targets.c.scope_key, targets.c.period, targets.c.value).order_by(targets.c.id)
    assert [tuple(row) for row in memory.read(lambda db: db.execute(kept).all())] == [
        ("team", "1", "2024-03", 300_000_00),
        ("company", "", "2024-Q1", 1_000_000_00),
    ]
    away = memory.read(lambda db: db.execute(select(leaves)).one())
    assert (away.first_on, away.first_half, away.last_half, away.reason) == (date(2024, 5, 6), "am", "am", "家事")


def test_the_same_files_bring_nothing_twice_and_later_rows_only_themselves(memory: UnitOfWork, folder: Path) -> None:
    past = small()
    brought_in(memory, past.write(folder))
    again = looked_through(memory, folder)
    assert (again.count, again.brings) == (0, 0)
    assert dict(again.history.known) == {name: len(rows) for name, rows in past.rows.items() if rows}
    past.add("orders", "PO-3", "远东机械", "ou_lin", "2024-05-01", "", "", "", "")
    past.add("order_lines", "PO-3", "A100", "1", "1.00", "")
    past.add("visits", "", "ou_li", "华宁精密", "2024-02-05", "上门", "同意试用", "报价", "2024-02-12")
    more = looked_through(memory, past.write(folder))
    assert {name: many for name, many in more.history.counts.items() if many} == {
        "orders": 1,
        "order_lines": 1,
        "visits": 1,
    }
    assert brought_in(memory, folder).number == "H-2"


def test_a_check_keeps_nothing(memory: UnitOfWork, folder: Path) -> None:
    before = counted(memory)
    assert looked_through(memory, large(20, 40).write(folder)).count == 0
    assert counted(memory) == before


def test_all_of_it_is_taken_back(memory: UnitOfWork, folder: Path) -> None:
    meeting = memory.write(lambda db: people.meet(db, "ou_admin", "管理员"))
    assert meeting.id == 1
    before = counted(memory)
    batch = brought_in(memory, large(60, 120).write(folder))
    after = counted(memory)
    assert sum(after.values()) > sum(before.values()) + 500
    assert taken_back(memory, batch) == []
    assert counted(memory) == before
    assert brought_in(memory, folder).counts == batch.counts
