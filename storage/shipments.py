"""What left for a customer, line by line; `storage.goods` makes the rows, and each shipment is billed."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Column, Date, ForeignKey, Integer, Table, exists, func, select

from sales.money import Money, total
from sales.orders import MOVES, Move, number
from sales.records import dataclass
from storage.engine import Cents, Connection, UTCDateTime, metadata
from storage.orders import Order, order_lines, orders, orders_where
from storage.people import people
from storage.products import products

shipments = Table(
    "shipments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("shipped_on", Date, nullable=False, index=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("said_at", UTCDateTime, nullable=False),
    Column("entered_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

shipment_lines = Table(
    "shipment_lines",
    metadata,
    Column("shipment_id", ForeignKey("shipments.id"), primary_key=True),
    Column("line_id", ForeignKey("order_lines.id"), primary_key=True, index=True),
    Column("quantity", Integer, nullable=False),
    Column("amount", Cents, nullable=False),
)
"""`amount` is the portion of the line's amount, so that the portions of a line add up to it to the cent."""


@dataclass(frozen=True, slots=True)
class Piece:
    """So many units of one line, and what they are worth."""

    line_id: int
    code: str
    unit: str
    quantity: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Shipment:
    """What left at one time. `shipped_on` is a date of the team, `by` the name of who entered it."""

    id: int
    order_id: int
    shipped_on: date
    by: str
    entered_at: datetime
    pieces: tuple[Piece, ...]

    @property
    def order(self) -> str:
        """The number of its order: `SO-1042`."""
        return number(self.order_id)

    @property
    def amount(self) -> Money:
        """What was billed for it."""
        return total([piece.amount for piece in self.pieces])


def shipments_of(db: Connection, order_id: int) -> list[Shipment]:
    """Everything that left of an order, in the order in which it was entered; two questions."""
    asked = select(shipments, people.c.name).join(people, people.c.id == shipments.c.person_id)
    rows = db.execute(asked.where(shipments.c.order_id == order_id).order_by(shipments.c.id)).all()
    pieces = pieces_in(db, shipment_lines, "shipment_id", [row.id for row in rows])
    return [
        Shipment(row.id, row.order_id, row.shipped_on, row.name, row.entered_at, tuple(pieces[row.id])) for row in rows
    ]


def pieces_in(db: Connection, table: Table, key: str, ids: Iterable[int]) -> dict[int, list[Piece]]:
    """The pieces of some shipments or returns by their ids: `table` holds them, `key` names its column of these ids."""
    found: dict[int, list[Piece]] = {each: [] for each in ids}
    of, line = table.c[key], order_lines
    asked = select(of.label("of"), table.c.line_id, products.c.code, products.c.unit, table.c.quantity, table.c.amount)
    joined = asked.join(line, line.c.id == table.c.line_id).join(products, products.c.id == line.c.product_id)
    for row in db.execute(joined.where(of.in_(found)).order_by(of, line.c.no)):
        found[row.of].append(Piece(row.line_id, row.code, row.unit, row.quantity, row.amount))
    return found


def first_left_on(db: Connection, order_id: int) -> date | None:
    """The local date on which something of an order left first; None while nothing has."""
    first: date | None = db.scalar(select(func.min(shipments.c.shipped_on)).where(shipments.c.order_id == order_id))
    return first


def to_ship(db: Connection, rep_id: int, most: int) -> list[Order]:
    """A rep's orders of which anything is to be shipped, the earliest promised first; those without a date are last."""
    waiting = orders_where(db, orders.c.rep_id == rep_id, orders.c.state.in_(list(MOVES[Move.SHIP_ALL])), most=_MANY)
    return sorted(waiting, key=lambda order: (order.content.promised_on or date.max, order.id))[:most]


def may_come_back(db: Connection, rep_id: int, most: int) -> list[Order]:
    """A rep's orders of which anything is with the customer, the newest first."""
    out = exists().where(order_lines.c.order_id == orders.c.id, order_lines.c.shipped > order_lines.c.returned)
    return orders_where(db, orders.c.rep_id == rep_id, out, most=most)


_MANY = 100
