"""Things to sell and people to sell them to, for tests of orders and money; all of it is invented."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sales.customers import Tier
from sales.money import Money
from sales.orders import Content, Priced, Wish
from sales.terms import AT_ONCE, Credit, Terms
from storage import order_moves
from storage.customers import Customer, find_or_add_customer, rank
from storage.engine import Connection
from storage.orders import Order
from storage.people import Person, Team
from storage.products import Product, add_product, set_price

OPENED = date(2026, 1, 1)
"""From when the prices are in force."""

THIRTY = Terms(Credit.NET, 30)
"""Thirty days from the shipment."""

GOODS = (
    ("A100", "齿轮泵", "台", "泵", Priced(Money(100_00), Money(70_00), Money(60_00))),
    ("A200", "螺杆泵", "台", "泵", Priced(Money(250_00), Money(180_00), Money(150_00))),
    ("B7", "密封圈", "个", "配件", Priced(Money(9_99), None, Money(3_33))),
    ("X1", "定制阀", "套", "", Priced(Money(1_000_00))),
)
"""Code, name, unit, group and prices; the last has no floor price and no known cost."""


@dataclass(frozen=True)
class Shop:
    """The products by code."""

    products: dict[str, Product]

    def wish(self, code: str, quantity: int, price: int | None = None, rate: int = 10_000) -> Wish:
        """So many of a product, at a price in yuan."""
        return Wish(self.products[code].id, quantity, None if price is None else Money(price * 100), rate)


def open_shop(db: Connection, by: Person, at: datetime) -> Shop:
    """Put the goods on the list."""
    sold = {
        code: add_product(db, Product(0, code, name, unit, group), by.id, at) for code, name, unit, group, _ in GOODS
    }
    for code, *_, priced in GOODS:
        set_price(db, sold[code], priced, OPENED, by.id, at)
    return Shop(sold)


def buyer(db: Connection, name: str, owner: Person, at: datetime, tier: Tier | None = None) -> Customer:
    """A customer of somebody's, in a tier."""
    customer = find_or_add_customer(db, name, owner.id, at)
    if tier:
        rank(db, customer, tier, owner.id, at)
    return replace(customer, tier=tier)


def draft(
    db: Connection, team: Team, rep: Person, customer: Customer, at: datetime, *wishes: Wish, terms: Terms = AT_ONCE
) -> Order:
    """An order that nobody has submitted yet."""
    return order_moves.add_draft(db, team, rep, customer, Content(wishes, terms), at, at)
