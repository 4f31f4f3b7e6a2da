"""Two years of a company of a thousand reps, made by the database itself: visits, orders, the ledger, what is owed.

A hundred teams of ten; each rep has ten customers, a thousand visits and three hundred orders. All of it is invented.
"""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from benchmarks.scale import sized
from sales.money import Money
from sales.orders import Priced
from storage import people
from storage.products import Product, add_product, set_price

TEAMS, REPS, CUSTOMERS, VISITS, ORDERS = 100, 10, 10, sized(1_000), sized(300)
TODAY = date(2026, 3, 20)
"""A Friday late in a month and a quarter."""

SPAN = 730
START = TODAY - timedelta(days=SPAN)
NOW = datetime(2026, 3, 20, 0, 45, tzinfo=UTC)
"""A quarter to nine in Shanghai."""

_ORDERED = f"k * {SPAN} / {ORDERS}"
_MONDAY = -START.weekday()
"""The first of the weeks is the one in which the two years begin."""

_AT = START - timedelta(days=30)
_REPS = TEAMS * REPS
_PERSON = f"(r / {REPS}) * {REPS + 1} + r % {REPS} + 2"
"""The id of the r-th rep: in each team the manager comes first."""

_SERIES = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count}) "
_CUSTOMERS = f"""
INSERT INTO customers (id, name, key, owner_id, tier, created_at, created_by)
{_SERIES.format(count=_REPS * CUSTOMERS)}, c AS (SELECT i, i / {CUSTOMERS} AS r FROM n)
SELECT i + 1, 'Customer ' || i, 'customer ' || i, {_PERSON}, SUBSTR('ABCD', CAST(i % 4 + 1 AS INTEGER), 1),
  '{{at}}', 1 FROM c
"""
_OWNED = """
INSERT INTO ownerships (customer_id, owner_id, from_on, set_at) SELECT id, owner_id, '{day}', '{at}' FROM customers
"""
_TIERED = """
INSERT INTO tierings (customer_id, tier, from_on, set_at) SELECT id, tier, '{day}', '{at}' FROM customers
"""
_VISITS = f"""
INSERT INTO visits (team_id, rep_id, customer_id, visited_on, kind, contact, purpose, outcome, next_step, said_at,
  entered_at, version, effective, companion_id)
{_SERIES.format(count=_REPS * VISITS)}, v AS (SELECT i / {_REPS} AS k, i % {_REPS} AS r FROM n)
SELECT r / {REPS} + 1, {_PERSON}, r * {CUSTOMERS} + k % {CUSTOMERS} + 1, {{visited}}, 'on_site', '', 'quote', 'ok',
  CASE WHEN k % 5 = 0 THEN '' ELSE 'samples' END, '{{at}}', '{{at}}', 1, k % 5 > 0,
  CASE WHEN k % 20 = 0 THEN (r / {REPS}) * {REPS + 1} + 1 END FROM v
"""
_ORDERS = f"""
INSERT INTO orders (id, team_id, rep_id, customer_id, state, version, mark, kind, credit, credit_days, note, amount,
  ordered_on, said_at, entered_at, submitted_at, confirmed_on, confirmed_at, shared_at)
{_SERIES.format(count=_REPS * ORDERS)}, o AS (SELECT i, i / {_REPS} AS k, i % {_REPS} AS r FROM n)
SELECT i + 1, r / {REPS} + 1, {_PERSON}, r * {CUSTOMERS} + k % {CUSTOMERS} + 1,
  CASE WHEN k % 40 = 0 OR {{paid}} > {{today}} THEN 'shipped' ELSE 'closed' END, 1, '', 'sale', 'net', 30, '',
  100000 + k,
  {{ordered}}, '{{at}}', '{{at}}', '{{at}}', {{ordered}}, '{{at}}', '{{at}}' FROM o
"""
_SHARES = "INSERT INTO order_splits (order_id, rep_id, share) SELECT id, rep_id, 10000 FROM orders"
_LINES = """
INSERT INTO order_lines (id, order_id, no, product_id, quantity, price, rate, given, list_price, cost, amount, shipped,
  returned, cancelled)
SELECT id, id, 1, 1, 1, amount, 10000, {no}, amount, 60000, amount, 1, 0, 0 FROM orders
"""
_POSTED = """
INSERT INTO postings (team_id, rep_id, day, dated_on, reason, order_id, customer_id, product_id, area, tier, amount,
  quantity, cost, uncosted, posted_at)
SELECT o.team_id, o.rep_id, o.confirmed_on, o.confirmed_on, 'order', o.id, o.customer_id, 1, '', c.tier, o.amount,
  10000, 60000, 0, '{at}' FROM orders o JOIN customers c ON c.id = o.customer_id
"""
_SHIPPED = """
INSERT INTO shipments (id, order_id, shipped_on, person_id, said_at, entered_at)
SELECT id, id, {after_1}, rep_id, '{at}', '{at}' FROM orders
"""
_PIECES = "INSERT INTO shipment_lines (shipment_id, line_id, quantity, amount) SELECT id, id, 1, amount FROM orders"
_OWED = """
INSERT INTO receivables (id, shipment_id, order_id, customer_id, due_on, amount)
SELECT id, id, id, customer_id, {after_31}, amount FROM orders
"""
_PAID = """
INSERT INTO payments (id, customer_id, amount, paid_on, order_id, note, person_id, said_at, entered_at)
SELECT id, customer_id, amount, {after_25}, id, '', rep_id, '{at}', '{at}' FROM orders WHERE state = 'closed'
"""
_SETTLED = """
INSERT INTO allocations (id, receivable_id, payment_id, amount, allocated_on, allocated_at)
SELECT id, id, id, amount, {after_25}, '{at}' FROM orders WHERE state = 'closed'
"""
_DEBUTS = """
INSERT INTO debuts (customer_id, team_id, rep_id, order_id, first_on)
SELECT customer_id, team_id, rep_id, MIN(id), MIN(confirmed_on) FROM orders GROUP BY customer_id, team_id, rep_id
"""
_DUTIES = f"""
INSERT INTO obligations (team_id, rep_id, type, period, first_on, last_on, ruled_due_at, due_at, calendar_version,
  provisional, state, reason, note)
{_SERIES.format(count=_REPS * 104)}, w AS (SELECT i / {_REPS} AS k, i % {_REPS} AS r FROM n)
SELECT r / {REPS} + 1, {_PERSON}, 'weekly', {{name}}, {{week}}, {{sunday}}, {{due}}, {{due}}, 'bench', {{no}},
  CASE WHEN (k + r) % 5 = 0 THEN 'missed' ELSE 'on_time' END, '', '' FROM w
"""
_TARGETS = f"""
INSERT INTO targets (scope_kind, scope_key, kpi, product, period, first_on, end_on, value, version, reason, set_by,
  set_at)
{_SERIES.format(count=TEAMS)} SELECT 'team', CAST(i + 1 AS TEXT), 'K01', '', '2026-03', '2026-03-01', '2026-04-01',
  13000000, 1, '', 1, '{{at}}' FROM n
"""


def fill(db: Connection) -> None:
    """Put two years into an empty database, in one transaction; about a minute."""
    _staff(db)
    is_lite = db.dialect.name == "sqlite"
    at = f"{_AT} 01:00:00.000000" if is_lite else f"{_AT} 01:00:00+00"
    words = {"at": at, "day": str(_AT), "no": "0" if is_lite else "false"} | _days(is_lite=is_lite)
    every = (_CUSTOMERS, _OWNED, _TIERED, _VISITS, _ORDERS, _SHARES, _LINES, _POSTED, _SHIPPED, _PIECES, _OWED)
    for statement in (*every, _PAID, _SETTLED, _DEBUTS, _DUTIES, _TARGETS):
        asked = statement.format(**words)
        db.exec_driver_sql(asked.replace("%", "%%") if not is_lite else asked)


def _days(*, is_lite: bool) -> dict[str, str]:
    """How each kind of database counts days."""

    def later(what: str) -> str:
        return f"date('{START}', ({what}) || ' days')" if is_lite else f"DATE '{START}' + CAST({what} AS INT)"

    def after(days: int) -> str:
        return f"date(confirmed_on, '+{days} days')" if is_lite else f"confirmed_on + {days}"

    spans = {"visited": later(f"k * {SPAN} / {VISITS}"), "ordered": later(_ORDERED), "paid": later(f"{_ORDERED} + 25")}
    spans |= {"today": f"'{TODAY}'", "after_1": after(1), "after_25": after(25), "after_31": after(31)}
    week, thursday, sunday, due_on = (later(f"k * 7 + {_MONDAY + days}") for days in (0, 3, 6, 7))
    due = f"{due_on} || ' 02:00:00.000000'" if is_lite else f"({due_on}) + TIME WITH TIME ZONE '02:00+00'"
    number = f"printf('%02d', (strftime('%j', {thursday}) + 6) / 7)"
    name = f"strftime('%Y-W', {thursday}) || {number}" if is_lite else f"TO_CHAR({week}, 'IYYY-\"W\"IW')"
    return spans | {"week": week, "sunday": sunday, "due": due, "name": name}


def _staff(db: Connection) -> None:
    at = datetime(_AT.year, _AT.month, _AT.day, tzinfo=UTC)
    for number in range(TEAMS):
        team = people.meet_team(db, f"oc_{number}", f"Team {number}", "Asia/Shanghai", at)
        members = {f"ou_{number}_{rep}": f"Rep {number}.{rep}" for rep in range(REPS + 1)}
        people.set_roster(db, team, members, at)
        boss, *_ = [who for who, _ in people.roster(db, team)]
        people.found_team(db, team, boss, at)
        if not number:
            sold = add_product(db, Product(0, "A1", "pump", "pcs"), boss.id, at)
            set_price(db, sold, Priced(Money(1_000_00), None, Money(600_00)), at.date(), boss.id, at)
