"""Billed, paid, returned and net sales of a history are the plain sums of its files, reckoned without the program."""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import Column, func, select

from sales.money import Money
from sales.postings import Reason
from storage import accounts, customers, orders, people
from storage.ageing import ageing
from storage.debuts import debuts, refresh
from storage.engine import Connection
from storage.orders import find_order
from storage.payments import payments
from storage.people import Team
from storage.postings import post
from storage.products import products
from storage.receivables import OWING, Whose, close_if_settled, receivables
from storage.returns import return_lines, returns
from storage.sales_ledger import ledger
from storage.shipments import shipment_lines, shipments
from storage.uow import UnitOfWork
from tests.pasts import NOW, Past, brought_in, large, minor
from tests.seeds import memory

__all__ = ["memory"]

TODAY = date(2026, 3, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "past"


def whole(past: Past) -> dict[str, int]:
    """The amount of each order in fen, by its number."""
    sums: dict[str, int] = defaultdict(int)
    for line in past.rows["order_lines"]:
        sums[line["order"]] += rounded(line)
    return sums


def rounded(line: dict[str, str]) -> int:
    exact = Fraction(int(line["quantity"]) * minor(line["price"]) * int(line["rate"]), 100)
    return int(exact + Fraction(1, 2))


def part(past: Past, number: str, code: str, pieces: int) -> Fraction:
    line = next(one for one in past.rows["order_lines"] if (one["order"], one["code"]) == (number, code))
    return Fraction(rounded(line) * pieces, int(line["quantity"]))


def worth(past: Past, rows: list[dict[str, str]]) -> Fraction:
    """What the pieces of some rows come to, unrounded."""
    return sum((part(past, row["order"], row["code"], int(row["quantity"])) for row in rows), Fraction())


def sales_of(past: Past) -> set[str]:
    return {row["order"] for row in past.rows["orders"] if row["kind"] == "销售"}


def total(memory: UnitOfWork, column: Column[Money]) -> int:
    return (memory.read(lambda db: db.scalar(select(func.sum(column)))) or Money(0)).minor


def test_billed_paid_and_returned_are_the_sums_of_the_files(memory: UnitOfWork, folder: Path) -> None:
    past = large(300, 50, seed=3)
    brought_in(memory, past.write(folder))

    sales = sales_of(past)
    shipped = worth(past, [row for row in past.rows["shipments"] if row["order"] in sales])
    back = worth(past, past.rows["returns"])
    billed = total(memory, receivables.c.amount)
    assert abs(billed - shipped) <= len(past.rows["shipments"])
    assert abs(total(memory, return_lines.c.amount) - back) <= len(past.rows["returns"])
    assert total(memory, payments.c.amount) == sum(minor(row["amount"]) for row in past.rows["payments"])
    assert total(memory, orders.orders.c.amount) == sum(whole(past).values())
    assert memory.read(lambda db: db.scalar(select(func.count()).select_from(shipments))) == len(past.rows["shipments"])
    assert memory.read(lambda db: db.scalar(select(func.count()).select_from(returns))) == len(past.rows["returns"])


def test_net_sales_are_confirmed_less_cancelled_less_returned(memory: UnitOfWork, folder: Path) -> None:
    past = large(300, 10, seed=4)
    brought_in(memory, past.write(folder))
    sales, amounts = sales_of(past), whole(past)
    gone: dict[tuple[str, str], int] = defaultdict(int)
    for row in past.rows["shipments"]:
        gone[row["order"], row["code"]] += int(row["quantity"])
    net = Fraction(sum(amount for number, amount in amounts.items() if number in sales))
    for row in past.rows["orders"]:
        if row["cancelled on"] and row["order"] in sales:
            lines = [line for line in past.rows["order_lines"] if line["order"] == row["order"]]
            net -= sum(
                part(past, line["order"], line["code"], int(line["quantity"]) - gone[line["order"], line["code"]])
                for line in lines
            )
    net -= sum(
        part(past, row["order"], row["code"], int(row["quantity"]))
        for row in past.rows["returns"]
        if row["order"] in sales
    )
    posted = memory.read(lambda db: db.scalar(select(func.sum(ledger.c.amount))))
    assert posted is not None
    assert abs(posted.minor - net) <= len(past.rows["returns"]) + len(past.rows["orders"])


def test_the_products_own_rules_find_nothing_to_add(memory: UnitOfWork, folder: Path) -> None:
    """The ledger, the states of orders and first purchases are what the program would make of the same rows."""
    brought_in(memory, large(150, 10, seed=5).write(folder))

    def work(db: Connection) -> None:
        before = [tuple(row) for row in db.execute(select(debuts).order_by(debuts.c.customer_id))]
        for order_id in db.scalars(select(orders.orders.c.id)).all():
            assert post(db, order_id, Reason.ORDER, TODAY, NOW) == 0
            order = find_order(db, order_id)
            assert order is not None
            assert close_if_settled(db, order, order.rep_id, TODAY, NOW).state is order.state
            assert sum(share.share for share in order.shares) == 10_000
        from_scratch = sorted(set(db.scalars(select(customers.customers.c.id))))
        refresh(db, from_scratch)
        assert [tuple(row) for row in db.execute(select(debuts).order_by(debuts.c.customer_id))] == before

    memory.write(work)


def test_ageing_is_what_was_billed_less_what_was_settled(memory: UnitOfWork, folder: Path) -> None:
    brought_in(memory, large(200, 10, seed=6).write(folder))

    def work(db: Connection) -> None:
        teams: list[Team] = people.every_team(db)
        aged = sum(each.amount.minor for team in teams for each in ageing(db, Whose(team_id=team.id), TODAY).values())
        of_owing = select(orders.orders.c.id).where(orders.orders.c.state.in_(OWING))
        billed = select(func.sum(receivables.c.amount)).where(receivables.c.order_id.in_(of_owing))
        settled = (
            select(func.sum(accounts.allocations.c.amount))
            .join(receivables, receivables.c.id == accounts.allocations.c.receivable_id)
            .where(receivables.c.order_id.in_(of_owing))
        )
        assert aged == (db.scalar(billed) or Money(0)).minor - (db.scalar(settled) or Money(0)).minor
        assert aged > 0
        paid = accounts.allocations.c.payment_id
        used = select(func.sum(accounts.allocations.c.amount), payments.c.amount).join(payments, payments.c.id == paid)
        rows = db.execute(used.group_by(payments.c.id, payments.c.amount)).all()
        assert all(part.minor <= amount.minor for part, amount in rows)

    memory.read(work)


def test_goods_and_lines_hang_together(memory: UnitOfWork, folder: Path) -> None:
    brought_in(memory, large(100, 5, seed=7).write(folder))
    lines = orders.order_lines
    gone = select(func.sum(shipment_lines.c.quantity)).where(shipment_lines.c.line_id == lines.c.id).scalar_subquery()
    off = select(func.count()).select_from(lines).where(lines.c.shipped != func.coalesce(gone, 0))
    assert memory.read(lambda db: db.scalar(off)) == 0
    over = select(func.count()).select_from(lines).where(lines.c.shipped + lines.c.cancelled > lines.c.quantity)
    assert memory.read(lambda db: db.scalar(over)) == 0
    assert memory.read(lambda db: db.scalar(select(func.count()).select_from(products))) == 8
