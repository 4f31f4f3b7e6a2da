"""What was sold, from the ledger: net amount, pieces, cost, for each rep, product or tier."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from sales.measures import Measure
from storage.engine import Connection
from storage.measures import Ask, Counted
from storage.postings import ledger


def sold(db: Connection, ask: Ask) -> Counted:
    """Net amount in minor units, by rep; answered by one index alone."""
    team, rep = ledger.c.team_id, ledger.c.rep_id
    asked = _within(select(team, rep, func.sum(ledger.c.amount)), ask).group_by(team, rep)
    return {(row[0], row[1]): {Measure.NET.value: row[2].minor} for row in db.execute(asked)}


def margins(db: Connection, ask: Ask) -> Counted:
    """Cost of what has one, what has none, and pieces in ten-thousandths, by rep."""
    team, rep = ledger.c.team_id, ledger.c.rep_id
    sums = (func.sum(ledger.c.cost), func.sum(ledger.c.uncosted), func.sum(ledger.c.quantity))
    asked = _within(select(team, rep, *sums), ask).group_by(team, rep)
    return {
        (row[0], row[1]): {
            Measure.COST.value: row[2].minor,
            Measure.UNCOSTED.value: row[3].minor,
            Measure.QUANTITY.value: int(row[4]),
        }
        for row in db.execute(asked)
    }


def _within(asked: Select[Any], ask: Ask) -> Select[Any]:
    return asked.where(*within(ask))


def within(ask: Ask) -> list[ColumnElement[bool]]:
    """The ledger's rows of some teams over a span; up to a watermark, where one is given."""
    span = [ledger.c.team_id.in_(ask.team_ids), ledger.c.day >= ask.first, ledger.c.day < ask.end]
    return span if ask.upto is None else [*span, ledger.c.id <= ask.upto]
