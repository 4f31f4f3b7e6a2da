"""Orders line by line over a stretch of days, as an export wants them: flat rows, bounded, in one question."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from sales.money import ZERO, Money, portion
from sales.orders import STANDING, Kind, State
from sales.records import dataclass
from sales.terms import Credit, Terms
from storage.customers import counts_for, customers, roots
from storage.engine import AnyRow, Connection
from storage.orders import order_lines, order_splits, orders
from storage.people import people
from storage.products import products
from storage.returns import return_lines


@dataclass(frozen=True, slots=True)
class Extent:
    """Whose orders: everybody's, or those of some teams (ids), and of somebody who entered them or shares in them.

    Whoever owns a customer has that one's orders, too.
    """

    team_ids: Collection[int] = ()
    rep_id: int = 0
    all_teams: bool = False


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One line of an order with what there is to know of its order. Dates are the team's, quantities whole units.

    `ordered_on` is when it was submitted last, `confirmed_on` the business date of the sale. `price` is the unit price
    before the `rate` (basis points), `cost` per unit; `came_back` is what was credited for returns.
    """

    order_id: int
    team_id: int
    ordered_on: date
    confirmed_on: date | None
    customer: str
    rep: str
    code: str
    product: str
    quantity: int
    unit: str
    list_price: Money | None
    price: Money
    rate: int
    amount: Money
    shipped: int
    returned: int
    cancelled: int
    came_back: Money
    cost: Money | None
    state: State
    kind: Kind
    terms: Terms
    promised_on: date | None

    @property
    def net(self) -> Money:
        """What counts of it as sold so far: the amount less what was cancelled and what came back.

        Nothing before it is confirmed, once it is cancelled as a whole, and for what is no sale.
        """
        if self.state not in STANDING or self.kind is not Kind.SALE:
            return ZERO
        return self.amount - portion(self.amount, self.shipped, self.cancelled, self.quantity) - self.came_back

    @property
    def line_cost(self) -> Money | None:
        """What the pieces cost us that are promised and neither cancelled nor back; None where nobody knows."""
        if self.cost is None or self.state not in STANDING:
            return None
        return self.cost.times(self.quantity - self.cancelled - self.returned)


def rows_over(db: Connection, first: date, end: date, extent: Extent, most: int) -> list[OrderRow]:
    """The lines of the orders confirmed, or if they never were, submitted, on dates in `[first, end)`, by order.

    Drafts are left out. At most so many.
    """
    confirmed, ordered = orders.c.confirmed_on, orders.c.ordered_on
    in_time = or_((confirmed >= first) & (confirmed < end), confirmed.is_(None) & (ordered >= first) & (ordered < end))
    asked = _rows.where(in_time, orders.c.state != State.DRAFT, _within(extent))
    return [_row(row) for row in db.execute(asked.order_by(orders.c.id, order_lines.c.no).limit(most))]


def _within(extent: Extent) -> ColumnElement[bool]:
    if extent.all_teams:
        return orders.c.id.is_not(None)
    shared = select(order_splits.c.order_id).where(order_splits.c.rep_id == extent.rep_id)
    own = or_(orders.c.rep_id == extent.rep_id, roots.c.owner_id == extent.rep_id, orders.c.id.in_(shared))
    return or_(own, orders.c.team_id.in_(sorted(extent.team_ids)))


_came_back = (
    select(return_lines.c.line_id, func.sum(return_lines.c.amount).label("amount"))
    .group_by(return_lines.c.line_id)
    .subquery()
)
_rows = (
    select(
        orders.c.id.label("order_id"),
        orders.c.team_id,
        orders.c.ordered_on,
        orders.c.confirmed_on,
        roots.c.name.label("customer"),
        people.c.name.label("rep"),
        products.c.code,
        products.c.name.label("product"),
        order_lines.c.quantity,
        products.c.unit,
        order_lines.c.list_price,
        order_lines.c.price,
        order_lines.c.rate,
        order_lines.c.amount,
        order_lines.c.shipped,
        order_lines.c.returned,
        order_lines.c.cancelled,
        _came_back.c.amount.label("came_back"),
        order_lines.c.cost,
        orders.c.state,
        orders.c.kind,
        orders.c.credit,
        orders.c.credit_days,
        orders.c.promised_on,
    )
    .join(order_lines, order_lines.c.order_id == orders.c.id)
    .join(products, products.c.id == order_lines.c.product_id)
    .join(customers, customers.c.id == orders.c.customer_id)
    .join(roots, counts_for)
    .join(people, people.c.id == orders.c.rep_id)
    .outerjoin(_came_back, _came_back.c.line_id == order_lines.c.id)
)


def _row(row: AnyRow) -> OrderRow:
    said = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public way to a row by names
    said["terms"] = Terms(Credit(said.pop("credit")), said.pop("credit_days"))
    read = {"state": State(row.state), "kind": Kind(row.kind), "came_back": row.came_back or ZERO}
    return OrderRow(**said | read)
