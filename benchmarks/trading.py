"""What is asked of orders and money all day, in an installation that has sold for two years."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert

from benchmarks.reporting import REPS, TEAMS
from benchmarks.table import Line
from bot.app import house_of
from bot.config import Settings
from bot.context import House
from sales.calendar import WEEKENDS_OFF
from sales.discounts import Level
from sales.money import ZERO, Money
from sales.orders import Content, Priced, State, Wish
from sales.receivables import Bucket
from scheduler.push import Occasion
from scheduler.pushes import receivables as ladder
from storage import accounts, order_moves, orders, payments, people, shipments
from storage.ageing import ageing
from storage.customers import Customer, customers, find_customer
from storage.engine import Connection
from storage.judgements import judge
from storage.order_lists import Scope, dated_within, list_orders
from storage.payments import Income
from storage.people import Person, Team
from storage.products import Product, add_product, set_price
from storage.receivables import Whose
from storage.statements import statement
from storage.uow import UnitOfWork
from storage.upgrade import upgrade

CUSTOMERS, ORDERS = 10, 300
"""Of each rep, over two years."""

TODAY, DAY = date(2026, 3, 9), timedelta(days=1)
NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)
SPAN = 730
UNPAID = 12
"""One order of so many has not been paid."""

GOAL, ROUNDS = 50.0, 9
WORTH = Money(1_000_00)


def measure(folder: Path) -> list[Line]:
    """Fill a SQLite database, then ask what people ask."""
    url = f"sqlite:///{folder / 'trading.db'}"
    upgrade(url)
    with UnitOfWork(url) as db:
        teams = db.write(_fill, patience=900)
        rows = db.read(lambda c: c.exec_driver_sql("SELECT COUNT(*) FROM orders").scalar())
        return [Line(f"{TEAMS} teams of {REPS}, two years", f"{rows:,} orders", ""), *_lines(db, teams)]


def _lines(db: UnitOfWork, teams: list[Team]) -> Iterator[Line]:
    house, team = _house(), teams[TEAMS // 2]
    boss, rep = db.read(lambda c: [who for who, _ in people.roster(c, team)][:2])
    customer = db.read(lambda c: _customer_of(c, rep))
    recent = dated_within(TODAY - 8 * DAY, TODAY)
    managed = Scope(boss.id, frozenset({team.id}), everything=False)
    asked: dict[str, Callable[[Connection], object]] = {
        "the ageing of a team": lambda c: ageing(c, Whose(team_id=team.id), TODAY),
        "the ageing of a rep": lambda c: ageing(c, Whose(rep_id=rep.id), TODAY),
        "a customer's statement of a month": lambda c: statement(c, customer.id, TODAY - 30 * DAY, TODAY),
        "a team's orders of this month": lambda c: list_orders(c, managed, recent, most=15),
        "the ladder of a team": lambda c: ladder.news(_occasion(c, team, house)),
    }
    for name, question in asked.items():
        took = _milliseconds(partial(db.read, question))
        yield Line(name, f"{took:.1f} ms", f"< {GOAL:.0f} ms", took < GOAL)
    took = _milliseconds(lambda: db.write(lambda c: _sell(c, team, rep, customer, house)))
    yield Line("an order entered, submitted and judged", f"{took:.1f} ms", f"< {GOAL:.0f} ms", took < GOAL)
    took = _milliseconds(lambda: db.write(lambda c: _pay(c, customer, rep)))
    yield Line("a payment allocated", f"{took:.1f} ms", f"< {GOAL:.0f} ms", took < GOAL)


def _house() -> House:
    secrets = dict.fromkeys(("app_secret", "encrypt_key", "verification_token"), "benchmark")
    return house_of(Settings.of({"feishu": {"app_id": "cli_benchmark", **secrets}}))


def _occasion(db: Connection, team: Team, house: House) -> Occasion:
    now = NOW.astimezone(team.zone)
    return Occasion(db, team, now, now, house, WEEKENDS_OFF)


def _milliseconds(work: Callable[[], object]) -> float:
    """The median of several rounds, in milliseconds."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


def _customer_of(db: Connection, rep: Person) -> Customer:
    row = db.execute(customers.select().where(customers.c.owner_id == rep.id).limit(1)).one()
    found = find_customer(db, row.id)
    if found is None or ageing(db, Whose(rep_id=rep.id), TODAY)[Bucket.OVER_90].amount == ZERO:
        msg = "the rep has no customer who owes anything"
        raise AssertionError(msg)
    return found


def _sell(db: Connection, team: Team, rep: Person, customer: Customer, house: House) -> None:
    order = order_moves.add_draft(db, team, rep, customer, Content((Wish(1, 3, None, 9_500),)), NOW, NOW)
    order = order_moves.submit(db, order, rep.id, TODAY, NOW)
    judge(db, order, house, team, NOW, Level.REP)


def _pay(db: Connection, customer: Customer, rep: Person) -> None:
    payments.pay(db, Income(customer.id, Money(1_00), TODAY), rep.id, TODAY, NOW, NOW)


def _fill(db: Connection) -> list[Team]:
    at = NOW - timedelta(days=SPAN + 30)
    ids = {"order": 0, "customer": 0}
    for number in range(TEAMS):
        team = people.meet_team(db, f"oc_{number}", f"Team {number}", "Asia/Shanghai", at)
        members = {f"ou_{number}_{rep}": f"Rep {number}.{rep}" for rep in range(REPS + 1)}
        people.set_roster(db, team, members, at)
        boss, *reps = [who for who, _ in people.roster(db, team)]
        people.found_team(db, team, boss, at)
        if not number:
            sold = add_product(db, Product(0, "A1", "pump", "pcs"), boss.id, at)
            set_price(db, sold, Priced(WORTH), at.date(), boss.id, at)
        for rep in reps:
            _fill_rep(db, team, rep, ids, at)
    return people.open_teams(db)


def _fill_rep(db: Connection, team: Team, rep: Person, ids: dict[str, int], at: datetime) -> None:
    names = [f"Customer {ids['customer'] + n + 1}" for n in range(CUSTOMERS)]
    base = {"owner_id": rep.id, "created_at": at, "created_by": rep.id}
    db.execute(insert(customers), [base | {"name": name, "key": name.lower()} for name in names])
    rows: dict[Any, list[dict[str, Any]]] = {}
    for n in range(ORDERS):
        ids["order"] += 1
        _add(rows, ids["order"], team, rep, ids["customer"] + 1 + n % CUSTOMERS, n)
    ids["customer"] += CUSTOMERS
    for table, values in rows.items():
        db.execute(insert(table), values)


def _add(rows: dict[Any, list[dict[str, Any]]], number: int, team: Team, rep: Person, customer_id: int, n: int) -> None:
    """One order of one line, shipped a day later, due in thirty days, and mostly paid then; all ids are its number."""
    made, is_paid = TODAY - timedelta(days=SPAN - n * SPAN // ORDERS), n % UNPAID > 0
    at = datetime(made.year, made.month, made.day, 3, tzinfo=UTC)
    who = {"team_id": team.id, "rep_id": rep.id, "customer_id": customer_id}
    told = {"version": 1, "mark": "", "kind": "sale", "credit": "net", "credit_days": 30, "note": "", "amount": WORTH}
    dated = {"ordered_on": made, "said_at": at, "entered_at": at, "submitted_at": at, "confirmed_on": made}
    state = State.CLOSED if is_paid else State.SHIPPED
    entered = {"person_id": rep.id, "said_at": at, "entered_at": at}
    line = {"no": 1, "product_id": 1, "quantity": 1, "price": WORTH, "rate": 10_000, "given": False}
    counted = {"list_price": WORTH, "amount": WORTH, "shipped": 1, "returned": 0, "cancelled": 0}
    piece = {"shipment_id": number, "line_id": number, "quantity": 1, "amount": WORTH}
    owed = {"shipment_id": number, "order_id": number, "customer_id": customer_id, "amount": WORTH}
    _row(rows, orders.orders, who | told | dated, id=number, state=state, confirmed_at=at)
    _row(rows, orders.order_splits, {"order_id": number, "rep_id": rep.id, "share": 10_000})
    _row(rows, orders.order_lines, line | counted, id=number, order_id=number)
    _row(rows, shipments.shipments, entered, id=number, order_id=number, shipped_on=made + DAY)
    _row(rows, shipments.shipment_lines, piece)
    _row(rows, accounts.receivables, owed, id=number, due_on=made + 31 * DAY)
    if is_paid:
        paid = {"customer_id": customer_id, "amount": WORTH, "paid_on": made + 25 * DAY, "order_id": number, "note": ""}
        part = {"receivable_id": number, "payment_id": number, "amount": WORTH}
        _row(rows, accounts.payments, paid | entered, id=number)
        _row(rows, accounts.allocations, part, allocated_on=made + 25 * DAY, allocated_at=at)


def _row(rows: dict[Any, list[dict[str, Any]]], table: Any, values: dict[str, Any], **more: object) -> None:
    rows.setdefault(table, []).append(values | more)
