"""What left, by the rep of the order, and what of that came back, whenever it did (K34).

The piece that comes back first is the one that left first: so a return belongs to the days on which its pieces left.
"""

from typing import Any

from sqlalchemy import ColumnElement, func, select

from sales.measures import Measure
from sales.money import portion
from sales.orders import BILLED
from storage.engine import Connection
from storage.measures import AnySelect, Ask, Counted
from storage.orders import order_lines, orders
from storage.shipments import shipment_lines, shipments


def shipped(db: Connection, ask: Ask) -> Counted:
    """What left in the span, samples apart, and how much of it has come back by now; two questions."""
    who = (orders.c.team_id, orders.c.rep_id)
    left = _left(ask, *who, func.sum(shipment_lines.c.amount)).group_by(*who)
    counted = {(row[0], row[1]): {_OUT: row[2].minor, _BACK: 0} for row in db.execute(left)}
    earlier = shipment_lines.alias("earlier")
    gone = select(func.coalesce(func.sum(earlier.c.quantity), 0)).where(
        earlier.c.line_id == order_lines.c.id, earlier.c.shipment_id < shipments.c.id
    )
    line = (order_lines.c.amount, order_lines.c.quantity, order_lines.c.returned)
    asked = _left(ask, *who, *line, shipment_lines.c.quantity, gone.scalar_subquery())
    asked = asked.join(order_lines, order_lines.c.id == shipment_lines.c.line_id).where(order_lines.c.returned > 0)
    for team_id, rep_id, amount, whole, returned, pieces, before in db.execute(asked):
        back = min(max(returned - int(before), 0), pieces)
        counted[team_id, rep_id][_BACK] += portion(amount, int(before), back, whole).minor
    return counted


_OUT, _BACK = Measure.SHIPPED.value, Measure.SHIPPED_BACK.value


def _left(ask: Ask, *what: ColumnElement[Any]) -> AnySelect:
    asked: AnySelect = select(*what).select_from(shipments)
    asked = asked.join(orders, orders.c.id == shipments.c.order_id)
    asked = asked.join(shipment_lines, shipment_lines.c.shipment_id == shipments.c.id)
    when = (shipments.c.shipped_on >= ask.first, shipments.c.shipped_on < ask.end)
    return asked.where(*when, orders.c.team_id.in_(ask.team_ids), orders.c.kind.in_(sorted(BILLED)))
