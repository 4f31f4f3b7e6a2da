"""What the files say of products, their prices, and visits."""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Final

from bot.history_cells import Cells, once
from bot.history_people import BACKWARDS
from bot.history_register import Register
from bot.words import KINDS
from sales.histories import Call, Sold
from sales.names import name_key
from sales.orders import Priced
from sales.prices import Entry
from sales.visits import PLANNED, Findings, Kind, NoStep
from storage.engine import Connection
from storage.histories import numbers_known
from storage.products import product_key

LONGEST_NUMBER: Final = 40
"""Characters of a number that orders, visits and money have in the files."""

AT_ONCE: Final = 5_000
"""How many visits are looked up at once."""


def read_sold(register: Register) -> Iterator[Sold]:
    """New products; one with a known code stays as it is."""
    seen: dict[str, int] = {}
    for cells in register.rows("products"):
        code, name = cells.text("code", 60), cells.text("name", 120)
        unit, group = cells.text("unit", 20), cells.text("group", 40)
        key = product_key(code)
        if not (cells.sound and once(seen, key, cells, "code")):
            continue
        if key in register.before.products:
            register.pass_over("products")
        else:
            register.products[key] = code
            yield Sold(code, name, unit, group)


def read_prices(register: Register) -> Iterator[Entry]:
    """New prices of products, old or new; those from the same day are known."""
    seen: dict[tuple[str, date], int] = {}
    for cells in register.rows("prices"):
        code, first = register.product(cells, "code"), cells.day("first", ahead=True)
        priced = Priced(cells.money("list_price"), cells.money("floor_price"), cells.money("cost"))
        if not (cells.sound and code and first and once(seen, (code, first), cells, "first")):
            continue
        if any(row.first_on == first for row in register.prices.get(code, ())):
            register.pass_over("prices")
        else:
            yield Entry(code, "", "", "", priced, first)


def read_calls(register: Register, db: Connection) -> Iterator[Call]:
    """New visits, read as they are asked for; known are those whose number or content was brought in before."""
    seen: dict[bytes, int] = {}
    again: dict[str, int] = {}
    read = (call for cells in register.rows("visits") if (call := _call(register, cells, seen, again)))
    while some := list(islice(read, AT_ONCE)):
        there = numbers_known(db, "visits", [call.number for call in some])
        for call in some:
            if call.number in there:
                register.pass_over("visits")
            else:
                yield call


def _call(register: Register, cells: Cells, seen: dict[bytes, int], again: dict[str, int]) -> Call | None:
    number = cells.text("number", LONGEST_NUMBER)
    rep, customer = register.person(cells, "rep"), register.customer(cells, "customer")
    findings = _findings(cells)
    team = register.team_of(cells, rep, findings.visited_on if findings else None)
    if not (cells.sound and rep and customer and findings and team):
        return None
    number = number or _content(rep, customer, findings, again)
    if not once(seen, hashlib.sha256(number.encode()).digest()[:12], cells, "number"):
        return None
    return Call(number, team, rep, customer, findings)


def _findings(cells: Cells) -> Findings | None:
    on, step, step_on = cells.day("on"), cells.text("next_step"), cells.day("next_step_on", ahead=True)
    said = cells.text("contact", 100), cells.text("purpose"), cells.text("outcome")
    kind = cells.choice("kind", KINDS, Kind.ON_SITE)
    if on and step_on and not on <= step_on <= on + PLANNED + timedelta(days=1):
        cells.wrong("next_step_on", BACKWARDS)
    return Findings(on, kind, *said, step, step_on, NoStep.UNSAID if step else NoStep.OTHER) if on else None


def _content(rep: str, customer: str, said: Findings, again: dict[str, int]) -> str:
    """What stands for the number of a visit without one: its content, and which of several alike it is."""
    told = (rep, name_key(customer), said.visited_on.isoformat(), said.kind, said.contact, said.purpose, said.outcome)
    mark = "=" + hashlib.sha256(repr((*told, said.next_step)).encode()).hexdigest()[:24]
    again[mark] = again.get(mark, 0) + 1
    return f"{mark}.{again[mark]}"
