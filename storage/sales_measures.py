"""What was sold, from the ledger: net amount, pieces and cost by rep."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from sales.measures import Measure, key_of
from storage.engine import Connection
from storage.measures import Ask, Counted
from storage.products import products
from storage.sales_ledger import ledger


def sold(db: Connection, ask: Ask) -> Counted:
    """Net amount in minor units, by rep; answered by one index alone."""
    team, rep = ledger.c.team_id, ledger.c.rep_id
    asked = _within(select(team, rep, func.sum(ledger.c.amount)), ask).group_by(team, rep)
    name = Measure.NET.value
    return {(row[0], row[1]): {name: row[2].minor} for row in db.execute(asked).all()}


def margins(db: Connection, ask: Ask) -> Counted:
    """Cost of what has one, and the amount of what has none, by rep."""
    team, rep = ledger.c.team_id, ledger.c.rep_id
    sums = (func.sum(ledger.c.cost), func.sum(ledger.c.uncosted))
    asked = _within(select(team, rep, *sums), ask).group_by(team, rep)
    return {
        (row[0], row[1]): {
            Measure.COST.value: row[2].minor,
            Measure.UNCOSTED.value: row[3].minor,
        }
        for row in db.execute(asked).all()
    }


def pieces(db: Connection, ask: Ask) -> Counted:
    """Ten-thousandths of a piece by rep and unit (`quantity:pcs`): pieces of different units are never added."""
    who = (ledger.c.team_id, ledger.c.rep_id, products.c.unit)
    asked = select(*who, func.sum(ledger.c.quantity)).join(products, products.c.id == ledger.c.product_id)
    counted: dict[tuple[int, int], dict[str, int]] = {}
    for team_id, rep_id, unit, many in db.execute(_within(asked, ask).group_by(*who)):
        counted.setdefault((team_id, rep_id), {})[key_of(Measure.QUANTITY, unit)] = int(many)
    return counted


def _within(asked: Select[Any], ask: Ask) -> Select[Any]:
    return asked.where(*within(ask))


def within(ask: Ask) -> list[ColumnElement[bool]]:
    """The ledger's rows of some teams over a span; up to a watermark, where one is given."""
    span = [ledger.c.team_id.in_(ask.team_ids), ledger.c.day >= ask.first, ledger.c.day < ask.end]
    return span if ask.upto is None else [*span, ledger.c.id <= ask.upto]
