"""Broken rules of prices, orders and money; see `sales.breaches`."""

from datetime import date

from sales.breaches import RuleBroken, breach
from sales.money import Money


@breach
class IllegalMove(RuleBroken):
    """An order (`number`) in this `state` may not make this `move`; both are values of `sales.orders`."""

    number: str
    move: str
    state: str


@breach
class NoSuchProduct(RuleBroken):
    """No product is called so."""

    name: str


@breach
class TooFew(RuleBroken):
    """A quantity of zero or less; `name` is the product."""

    name: str


@breach
class TooMany(RuleBroken):
    """A quantity beyond the ceiling of the config."""

    name: str
    most: int


@breach
class TooCheap(RuleBroken):
    """A price of zero or less."""

    name: str


@breach
class TooDear(RuleBroken):
    """An amount beyond the ceiling of the config."""

    name: str
    most: Money


@breach
class WrongUnit(RuleBroken):
    """A quantity in another unit than the product is sold in."""

    name: str
    unit: str


@breach
class NoPrice(RuleBroken):
    """A line without a price, of a product that has no list price on that day."""

    name: str
    on: date


@breach
class QuoteEndsInPast(RuleBroken):
    """A quote was to end before today, which is `earliest`."""

    earliest: date
    field = "valid_until"


@breach
class QuoteEndsTooFar(RuleBroken):
    """A quote was to stand beyond `latest`."""

    latest: date
    field = "valid_until"


@breach
class QuoteExpired(RuleBroken):
    """A quote whose last day (`until`) is over cannot become an order."""

    number: str
    until: date
