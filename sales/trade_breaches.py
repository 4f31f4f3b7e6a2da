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
class CreditTooLong(RuleBroken):
    """Terms of payment of more days than are accepted."""

    most: int


@breach
class PromisedInPast(RuleBroken):
    """Goods promised for a day that is over already; today is `earliest`."""

    earliest: date
    field = "promised_on"


@breach
class PromisedTooFar(RuleBroken):
    """Goods promised for a day beyond `latest`."""

    latest: date
    field = "promised_on"


@breach
class SharesDoNotAddUp(RuleBroken):
    """Shares for colleagues of nothing or less, or of everything and more; `said` is what they come to."""

    said: str


@breach
class SharesOver(RuleBroken):
    """The credit for an order that came to nothing cannot be shared; `state` says so."""

    number: str
    state: str


@breach
class SharesByManager(RuleBroken):
    """Once an order is promised, only its team's managers share its credit."""

    number: str


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


@breach
class MoreThanOpen(RuleBroken):
    """More was to be shipped of a product (`name`) than the `left` units that are still open."""

    name: str
    left: int
    unit: str


@breach
class MoreThanShipped(RuleBroken):
    """More was to come back of a product (`name`) than the `left` units that are with the customer."""

    name: str
    left: int
    unit: str


@breach
class NothingNamed(RuleBroken):
    """A shipment or a return of nothing."""


@breach
class NotOnOrder(RuleBroken):
    """An order (`number`) has no line of what was named."""

    number: str
    name: str


@breach
class DayAhead(RuleBroken):
    """Something that is said to have happened was dated after today, which is `latest`."""

    latest: date
    field = "on"


@breach
class DayTooEarly(RuleBroken):
    """It was dated before it could have happened, which is `earliest`."""

    earliest: date
    field = "on"


@breach
class DayTooLongAgo(RuleBroken):
    """A rep dated it further back than `earliest`; a manager may."""

    earliest: date
    field = "on"


@breach
class NotHandled(RuleBroken):
    """Only the rep of an order (`number`), the managers of its team and admins may do this."""

    number: str


@breach
class NoMoney(RuleBroken):
    """Money that came in was to be zero or less."""

    field = "amount"


@breach
class TooMuchMoney(RuleBroken):
    """Money that came in was more than the ceiling of the config."""

    most: Money
    field = "amount"


@breach
class AlreadyReversed(RuleBroken):
    """A payment (`number`) was reversed before, or is a counter-entry itself."""

    number: str


@breach
class NotTheirOrder(RuleBroken):
    """An order (`number`) that is not this customer's (`name`)."""

    number: str
    name: str
    field = "orders"
