"""What must hold in the tables of orders and money after whatever happened, asked with plain SQL beside the product."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import text

from sales.money import FULL, ZERO, Money, total
from sales.orders import State
from storage.credits import unallocated
from storage.engine import Connection
from storage.receivables import open_of_customer
from storage.statements import statement

Row = tuple[Any, ...]

TABLES = (
    "orders", "order_lines", "order_splits", "shipments", "shipment_lines", "returns", "return_lines", "receivables",
    "allocations", "payments", "products", "prices",
)  # fmt: skip
UNSHIPPED = {State.DRAFT, State.SUBMITTED, State.CONFIRMED, State.APPROVING, State.APPROVED, State.CANCELLED}

LINES = """
select l.order_id, l.quantity, l.shipped, l.returned, l.cancelled, l.amount,
  (select coalesce(sum(quantity), 0) from shipment_lines s where s.line_id = l.id),
  (select coalesce(sum(amount), 0) from shipment_lines s where s.line_id = l.id),
  (select coalesce(sum(quantity), 0) from return_lines r where r.line_id = l.id),
  (select coalesce(sum(amount), 0) from return_lines r where r.line_id = l.id)
from order_lines l order by l.id
"""
RECEIVABLES = """
select r.order_id, r.amount, (select sum(amount) from shipment_lines l where l.shipment_id = r.shipment_id),
  (select coalesce(sum(amount), 0) from allocations a where a.receivable_id = r.id)
from receivables r
"""
PAYMENTS = """
select p.id, p.amount, p.reverses_id,
  (select coalesce(sum(amount), 0) from allocations a where a.payment_id = p.id)
from payments p order by p.id
"""
RETURNS = """
select (select sum(amount) from return_lines l where l.return_id = r.id),
  (select coalesce(sum(amount), 0) from allocations a where a.return_id = r.id)
from returns r
"""
CUSTOMERS = """
select c.id,
  (select coalesce(sum(r.amount), 0) from receivables r where r.customer_id = c.id),
  (select coalesce(sum(l.amount), 0) from return_lines l join returns r on r.id = l.return_id
    join orders o on o.id = r.order_id where o.customer_id = c.id),
  (select coalesce(sum(p.amount), 0) from payments p where p.customer_id = c.id)
from customers c
"""


def rows_of(db: Connection, query: str) -> Sequence[Row]:
    """The rows of a query as the database gives them, but for sums, which PostgreSQL makes decimals."""
    return [tuple(row) for row in db.execute(text(query))]


def check_lines(db: Connection) -> None:
    """Ordered = shipped + open + cancelled, returned <= shipped, and the parts are worth what the whole is."""
    for _, ordered, shipped, returned, cancelled, amount, left, billed, back, credited in rows_of(db, LINES):
        assert 0 <= returned <= shipped
        assert cancelled >= 0
        assert ordered - shipped - cancelled >= 0
        assert (shipped, returned) == (left, back)
        assert billed == Money(amount).part(shipped, ordered).minor
        assert credited == Money(amount).part(returned, ordered).minor
        assert shipped != ordered or billed == amount
        assert returned != shipped or credited == billed


def check_orders(db: Connection) -> None:
    """The sums of an order's lines and shares are its own, and its state agrees with its counters and its money."""
    lines = rows_of(db, LINES)
    owed = rows_of(db, RECEIVABLES)
    for order_id, state, amount, share in rows_of(
        db,
        "select id, state, amount, (select sum(share) from order_splits s where s.order_id = o.id) from orders o",
    ):
        mine = [line for line in lines if line[0] == order_id]
        open_money = sum(row[1] - row[3] for row in owed if row[0] == order_id)
        assert amount == sum(line[5] for line in mine)
        assert share == FULL
        check_state(State(state), mine, int(open_money))


def check_state(state: State, lines: Sequence[Row], open_money: int) -> None:
    """What has left, and what is open, is what the state says."""
    some_left = any(line[2] for line in lines)
    some_open = any(line[1] - line[2] - line[4] for line in lines)
    if state in UNSHIPPED:
        assert not some_left
        assert some_open != (state is State.CANCELLED)
    else:
        assert some_left
        assert some_open == (state is State.PARTLY_SHIPPED)
    if state in (State.SHIPPED, State.CLOSED):
        assert (state is State.CLOSED) == (open_money == 0)


def check_money(db: Connection) -> None:
    """Nobody settles more than there is: of what is owed, of a payment, of what came back; a counter-entry undoes."""
    for _, amount, billed, settled in rows_of(db, RECEIVABLES):
        assert amount == billed
        assert 0 <= settled <= amount
    assert rows_of(db, "select count(*) from shipments") == rows_of(db, "select count(*) from receivables")
    for worth, settled in rows_of(db, RETURNS):
        assert 0 <= settled <= worth
    paid = {row[0]: row for row in rows_of(db, PAYMENTS)}
    for _, amount, undoes, settled in paid.values():
        if undoes is None:
            assert 0 <= settled <= amount
        else:
            assert (amount, settled) == (-paid[undoes][1], -paid[undoes][3])


def check_customers(db: Connection) -> None:
    """What a customer owes, less the money that settles nothing yet, is billed - returned - paid."""
    for customer_id, billed, returned, paid in rows_of(db, CUSTOMERS):
        owed = total([each.open for each in open_of_customer(db, customer_id)])
        assert (owed - unallocated(db, customer_id)).minor == billed - returned - paid


def check_statement(db: Connection, customer_id: int, first: date, end: date) -> None:
    """A statement over everything there was comes to what is open, less what settles nothing yet."""
    told = statement(db, customer_id, first, end)
    owed = total([each.open for each in open_of_customer(db, customer_id)])
    assert told.is_balanced
    assert (told.opening, told.closing) == (ZERO, owed - unallocated(db, customer_id))


def check_whole_numbers(db: Connection) -> None:
    """No column of any table of trade holds a float, nor any other number with parts."""
    for table in TABLES:
        for row in rows_of(db, f"select * from {table}"):  # noqa: S608 - a name from above
            assert [cell for cell in row if isinstance(cell, float) or type(cell).__name__ == "Decimal"] == []


def check_all(db: Connection) -> None:
    """All of it."""
    for check in (check_lines, check_orders, check_money, check_customers, check_whole_numbers):
        check(db)
