"""However much was sold and paid before, what is asked of orders and money looks at what it needs and no more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.app import house_of
from sales.discounts import Level
from sales.money import Money
from storage import ageing, goods, mornings, payments, receivables
from storage.credits import unallocated, unallocated_of_rep, unallocated_of_team
from storage.engine import Connection
from storage.judgements import judge
from storage.order_lists import Scope, dated_within, list_orders, recent_buyers
from storage.orders import Order, order_by_id
from storage.payments import Income
from storage.receivables import Whose
from storage.statements import statement
from storage.uow import UnitOfWork
from tests.bot.test_web import settings_for
from tests.goods import by_line, entry, held, three_lines
from tests.seeds import NOW, TODAY, memory, team_of

__all__ = ["memory"]

GROWING = ("orders", "order_lines", "shipments", "receivables", "payments", "allocations", "returns", "audit")
"""The tables that grow with every day; the others are as large as the company."""

WEEK = timedelta(days=7)
HOUSE = house_of(settings_for("sqlite:///unused.db"))


@contextmanager
def watched(db: Connection) -> Iterator[list[str]]:
    """The plan of every question that is asked meanwhile, as SQLite tells it."""
    plans: list[str] = []

    def explain(_conn: Any, cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.startswith("SELECT") and not many:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend(str(row[3]) for row in cursor.fetchall())

    event.listen(db, "before_cursor_execute", explain)
    try:
        yield plans
    finally:
        event.remove(db, "before_cursor_execute", explain)


def scanned(plans: list[str]) -> list[str]:
    """The steps that look at the whole of a table that grows."""
    return [step for step in plans if step.startswith("SCAN") and step.split()[1] in GROWING]


def shipped(db: Connection) -> Order:
    order = three_lines(db)
    goods.ship(db, held(db, order.id), by_line(order, {"A100": 4}), entry(order))
    return order_by_id(db, order.id)


QUESTIONS: dict[str, Callable[[Connection, Order], object]] = {
    "the ageing of a rep": lambda db, order: ageing.ageing(db, Whose(rep_id=order.rep_id), TODAY),
    "the ageing of a team": lambda db, order: ageing.ageing(db, Whose(team_id=order.team_id), TODAY),
    "the ageing of a customer": lambda db, order: ageing.ageing(db, Whose(customer_id=order.customer_id), TODAY),
    "who owes most": lambda db, order: ageing.debtors(db, Whose(team_id=order.team_id), TODAY, 5),
    "what is open of an order": lambda db, order: receivables.open_of_order(db, order.id),
    "money of a customer": lambda db, order: unallocated(db, order.customer_id),
    "money of a rep's customers": lambda db, order: unallocated_of_rep(db, order.rep_id),
    "money of a team's customers": lambda db, order: unallocated_of_team(db, order.team_id),
    "a statement": lambda db, order: statement(db, order.customer_id, TODAY - WEEK, TODAY),
    "orders of a rep": lambda db, order: list_orders(db, Scope(order.rep_id, frozenset()), most=5),
    "orders of a manager's week": lambda db, order: list_orders(
        db, Scope(0, frozenset({order.team_id})), dated_within(TODAY - WEEK, TODAY), most=5
    ),
    "who bought last": lambda db, order: recent_buyers(db, order.rep_id, 5),
    "what is promised": lambda db, order: mornings.promised(db, order.team_id, [order.rep_id], TODAY),
    "drafts left over": lambda db, order: mornings.left_over(db, order.team_id, [order.rep_id], TODAY),
}


WRITES: dict[str, Callable[[Connection, Order], object]] = {
    "a payment": lambda db, order: payments.pay(
        db, Income(order.customer_id, Money(50_00), TODAY), order.rep_id, TODAY, NOW, NOW
    ),
    "a payment of one order": lambda db, order: payments.pay(
        db, Income(order.customer_id, Money(50_00), TODAY, (order.id,)), order.rep_id, TODAY, NOW, NOW
    ),
    "what is left allocated": lambda db, order: payments.allocate_rest(db, order.customer_id, order.rep_id, TODAY, NOW),
    "a shipment": lambda db, order: goods.ship(db, held(db, order.id), by_line(order, {"B7": 1}), entry(order)),
    "a judgement": lambda db, order: judge(db, order, HOUSE, team_of(db), NOW, Level.REP),
}


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", [*QUESTIONS, *WRITES])
def test_an_index_is_used(memory: UnitOfWork, name: str) -> None:
    order = memory.write(shipped)

    def ask(db: Connection) -> list[str]:
        with watched(db) as plans:
            (QUESTIONS | WRITES)[name](db, order)
        return plans

    plans = memory.write(ask)
    assert plans
    assert scanned(plans) == []
