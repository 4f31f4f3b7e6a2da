"""The same sums by product and by the customer's tier, over all reps of some teams."""

from sqlalchemy import case, func, select

from sales.measures import Measure
from sales.records import dataclass
from storage.customers import customers
from storage.engine import Connection
from storage.measures import AnySelect, Ask
from storage.ownerships import tierings
from storage.products import products
from storage.sales_ledger import ledger
from storage.sales_measures import within
from storage.visits import standing, visits


@dataclass(frozen=True, slots=True)
class Sort:
    """A product by its id, with the unit in which it is counted: pieces of different units are never added."""

    id: int
    code: str
    name: str
    unit: str


def by_product(db: Connection, ask: Ask) -> dict[Sort, dict[str, int]]:
    """Net amount, cost, what has no cost, and ten-thousandths of a piece, the products that sold most first."""
    kind = (products.c.id, products.c.code, products.c.name, products.c.unit)
    net = func.sum(ledger.c.amount)
    sums = (net, func.sum(ledger.c.cost), func.sum(ledger.c.uncosted), func.sum(ledger.c.quantity))
    asked = select(*kind, *sums).join(products, products.c.id == ledger.c.product_id).where(*within(ask))
    rows = db.execute(asked.group_by(*kind).order_by(net.desc(), products.c.id))
    return {
        Sort(*row[:4]): _margin(row[4].minor, row[5].minor, row[6].minor) | {Measure.QUANTITY.value: int(row[7])}
        for row in rows
    }


def by_tier(db: Connection, ask: Ask) -> dict[str, dict[str, int]]:
    """Net amount and cost by the tier on the day of the sale, visits by that on the day of the visit.

    The tier is empty where a customer had none. A joint visit is one visit to its customer.
    """
    sums = (func.sum(ledger.c.amount), func.sum(ledger.c.cost), func.sum(ledger.c.uncosted))
    sold = db.execute(select(ledger.c.tier, *sums).where(*within(ask)).group_by(ledger.c.tier))
    found = {tier or "": _margin(net.minor, cost.minor, uncosted.minor) for tier, net, cost, uncosted in sold}
    for tier, many, effective in db.execute(_visits_by_tier(ask)):
        paid = {Measure.VISITS.value: many, Measure.EFFECTIVE.value: int(effective)}
        found[tier or ""] = found.get(tier or "", {}) | paid
    return dict(sorted(found.items(), key=lambda item: item[0] or "Z"))


def _margin(net: int, cost: int, uncosted: int) -> dict[str, int]:
    return {Measure.NET.value: net, Measure.COST.value: cost, Measure.UNCOSTED.value: uncosted}


def _visits_by_tier(ask: Ask) -> AnySelect:
    root = func.coalesce(customers.c.root_id, customers.c.id)
    then = select(tierings.c.tier).where(tierings.c.customer_id == root, tierings.c.from_on <= visits.c.visited_on)
    latest = then.order_by(tierings.c.from_on.desc(), tierings.c.id.desc()).limit(1).scalar_subquery()
    when = (visits.c.visited_on >= ask.first, visits.c.visited_on < ask.end)
    paid = select(visits.c.effective, latest.label("tier")).join(customers, customers.c.id == visits.c.customer_id)
    each = paid.where(visits.c.team_id.in_(ask.team_ids), *when, standing).subquery("paid")
    good = func.sum(case((each.c.effective.is_(True), 1), else_=0))
    asked: AnySelect = select(each.c.tier, func.count(), good).group_by(each.c.tier)
    return asked
