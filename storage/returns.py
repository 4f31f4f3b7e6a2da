"""What came back from a customer, line by line; it counts in the period of its own date. `storage.goods` makes it."""

from datetime import date, datetime

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text, select

from sales.money import Money, total
from sales.orders import number
from sales.records import dataclass
from sales.shipping import Reason
from storage.engine import Cents, Connection, UTCDateTime, metadata
from storage.people import people
from storage.shipments import Piece, pieces_in

returns = Table(
    "returns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("returned_on", Date, nullable=False, index=True),
    Column("reason", String(16), nullable=False),
    Column("note", Text, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("said_at", UTCDateTime, nullable=False),
    Column("entered_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

return_lines = Table(
    "return_lines",
    metadata,
    Column("return_id", ForeignKey("returns.id"), primary_key=True),
    Column("line_id", ForeignKey("order_lines.id"), primary_key=True, index=True),
    Column("quantity", Integer, nullable=False),
    Column("amount", Cents, nullable=False),
)
"""`amount` is a portion like a shipment's: when all of a line is back, they add up to what was billed for it."""


@dataclass(frozen=True, slots=True)
class Return:
    """What came back at one time. `returned_on` is a date of the team, `by` the name of who entered it."""

    id: int
    order_id: int
    returned_on: date
    reason: Reason
    note: str
    by: str
    entered_at: datetime
    pieces: tuple[Piece, ...]

    @property
    def order(self) -> str:
        """The number of its order: `SO-1042`."""
        return number(self.order_id)

    @property
    def amount(self) -> Money:
        """What is credited for it."""
        return total([piece.amount for piece in self.pieces])


def returns_of(db: Connection, order_id: int) -> list[Return]:
    """Everything that came back of an order, in the order in which it was entered; two questions."""
    asked = select(returns, people.c.name).join(people, people.c.id == returns.c.person_id)
    rows = db.execute(asked.where(returns.c.order_id == order_id).order_by(returns.c.id)).all()
    pieces = pieces_in(db, return_lines, "return_id", [row.id for row in rows])
    return [
        Return(
            row.id,
            row.order_id,
            row.returned_on,
            Reason(row.reason),
            row.note,
            row.name,
            row.entered_at,
            tuple(pieces[row.id]),
        )
        for row in rows
    ]
