"""Orders with their lines and how they are shared between reps; `storage.order_moves` is how they change."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    select,
)

from sales.money import Money, total
from sales.orders import Content, Kind, Line, State, number
from sales.records import dataclass
from sales.terms import Credit, Terms
from storage.customers import counts_for, customers, roots
from storage.engine import AnyRow, Cents, Connection, UTCDateTime, metadata
from storage.order_lines import line_from, wish_of, with_products
from storage.people import people

orders = Table(
    "orders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("rep_id", ForeignKey("people.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("mark", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("credit", String(16), nullable=False),
    Column("credit_days", Integer, nullable=False),
    Column("promised_on", Date),
    Column("note", Text, nullable=False),
    Column("amount", Cents, nullable=False),
    Column("ordered_on", Date, nullable=False),
    Column("said_at", UTCDateTime, nullable=False),
    Column("entered_at", UTCDateTime, nullable=False),
    Column("submitted_at", UTCDateTime),
    Column("confirmed_on", Date),
    Column("confirmed_at", UTCDateTime),
    Column("cancelled_on", Date),
    Column("closed_on", Date),
    Column("quote_id", ForeignKey("quotes.id")),
    Column("shared_at", UTCDateTime),
    Index(None, "team_id", "confirmed_on"),
    Index(None, "team_id", "ordered_on"),
    Index(None, "rep_id", "state"),
    Index(None, "customer_id", "submitted_at"),
    sqlite_autoincrement=True,
)
"""`mark` is the digest of the content, to which an approval is bound; `amount` the sum of the lines; dates are the
team's. `confirmed_on` is the business date of the sale, `shared_at` when somebody said whose
it is: until then it goes to who owns the customer on that date."""

order_lines = Table(
    "order_lines",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False),
    Column("no", Integer, nullable=False),
    Column("product_id", ForeignKey("products.id"), nullable=False, index=True),
    Column("quantity", Integer, nullable=False),
    Column("price", Cents, nullable=False),
    Column("rate", Integer, nullable=False),
    Column("given", Boolean, nullable=False),
    Column("list_price", Cents),
    Column("floor_price", Cents),
    Column("cost", Cents),
    Column("amount", Cents, nullable=False),
    Column("shipped", Integer, nullable=False),
    Column("returned", Integer, nullable=False),
    Column("cancelled", Integer, nullable=False),
    UniqueConstraint("order_id", "no"),
)
"""`given` says that somebody typed the price; else it follows the list until the order is submitted. List and floor
price and the cost per unit are frozen at submission."""

order_splits = Table(
    "order_splits",
    metadata,
    Column("order_id", ForeignKey("orders.id"), primary_key=True),
    Column("rep_id", ForeignKey("people.id"), primary_key=True),
    Column("share", Integer, nullable=False),
    Index(None, "rep_id"),
)
"""Whose sale it is, in basis points that sum to 10000; every order has at least one row."""


@dataclass(frozen=True, slots=True)
class Share:
    """A rep's part of an order, in basis points."""

    rep_id: int
    rep: str
    share: int


@dataclass(frozen=True, slots=True)
class Order:
    """One order. `customer_id` and `customer` are of the one it counts for; dates are the team's, instants aware.

    `version` counts the changes of its content from 1, `mark` is the digest of that content.
    """

    id: int
    team_id: int
    rep_id: int
    rep: str
    customer_id: int
    customer: str
    state: State
    version: int
    mark: str
    content: Content
    lines: tuple[Line, ...]
    shares: tuple[Share, ...]
    amount: Money
    ordered_on: date
    entered_at: datetime
    submitted_at: datetime | None
    confirmed_on: date | None
    closed_on: date | None
    quote_id: int | None

    @property
    def number(self) -> str:
        """The short id that people say: `SO-1042`."""
        return number(self.id)

    @property
    def list_amount(self) -> Money | None:
        """What it would be at list prices; None where one of them is not known."""
        amounts = [line.list_amount for line in self.lines]
        known = [amount for amount in amounts if amount is not None]
        return total(known) if len(known) == len(amounts) else None

    @property
    def cost(self) -> Money | None:
        """What it costs us; None where one line's cost is not known."""
        costs = [line.cost for line in self.lines]
        known = [cost for cost in costs if cost is not None]
        return total(known) if len(known) == len(costs) else None


def find_order(db: Connection, order_id: int) -> Order | None:
    """An order by its id, in whatever state."""
    rows = db.execute(_orders.where(orders.c.id == order_id)).all()
    return found(db, rows)[0] if rows else None


def hold_order(db: Connection, order_id: int) -> Order | None:
    """The same, held until the commit: whoever else wants to move it waits. For a write only."""
    if db.scalar(select(orders.c.id).where(orders.c.id == order_id).with_for_update()) is None:
        return None
    return order_by_id(db, order_id)


def orders_where(db: Connection, *which: ColumnElement[bool], most: int | None = None) -> list[Order]:
    """The orders that meet some conditions on `orders` (for modules of storage), the newest first; three questions."""
    return found(db, db.execute(_orders.where(*which).order_by(orders.c.id.desc()).limit(most)).all())


_orders = (
    select(orders, roots.c.id.label("root"), roots.c.name.label("customer"), people.c.name.label("rep"))
    .join(customers, customers.c.id == orders.c.customer_id)
    .join(roots, counts_for)
    .join(people, people.c.id == orders.c.rep_id)
)


def found(db: Connection, rows: Sequence[AnyRow]) -> list[Order]:
    """Orders from their rows, with lines and shares asked for all of them at once."""
    ids = [row.id for row in rows]
    lines: dict[int, list[Line]] = {each: [] for each in ids}
    for row in db.execute(with_products(order_lines).where(order_lines.c.order_id.in_(ids))):
        lines[row.order_id].append(line_from(row))
    shares: dict[int, list[Share]] = {each: [] for each in ids}
    split = select(order_splits, people.c.name).join(people, people.c.id == order_splits.c.rep_id)
    ordered = split.where(order_splits.c.order_id.in_(ids)).order_by(order_splits.c.share.desc(), people.c.id)
    for row in db.execute(ordered):
        shares[row.order_id].append(Share(row.rep_id, row.name, row.share))
    return [_order(row, lines[row.id], shares[row.id]) for row in rows]


def _order(row: AnyRow, lines: Sequence[Line], shares: Sequence[Share]) -> Order:
    terms = Terms(Credit(row.credit), row.credit_days)
    content = Content(tuple(wish_of(line) for line in lines), terms, row.promised_on, row.note, Kind(row.kind))
    return Order(
        row.id,
        row.team_id,
        row.rep_id,
        row.rep,
        row.root,
        row.customer,
        State(row.state),
        row.version,
        row.mark,
        content,
        tuple(lines),
        tuple(shares),
        row.amount,
        row.ordered_on,
        row.entered_at,
        row.submitted_at,
        row.confirmed_on,
        row.closed_on,
        row.quote_id,
    )


def order_by_id(db: Connection, order_id: int) -> Order:
    """An order that there is, by its id."""
    return found(db, [db.execute(_orders.where(orders.c.id == order_id)).one()])[0]
