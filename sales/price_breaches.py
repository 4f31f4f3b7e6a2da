"""Broken rules of entering products and their prices; see `sales.breaches`. Each is about one field."""

from datetime import date

from sales.breaches import RuleBroken, breach
from sales.money import Money


@breach
class MissingValue(RuleBroken):
    """A field that is needed was left empty."""


@breach
class TooLong(RuleBroken):
    """Words of more than `most` characters."""

    most: int


@breach
class UnfitCode(RuleBroken):
    """A product's code without a letter or digit, or with a sign that parts quantity and price in an order."""

    said: str


@breach
class UnitInUse(RuleBroken):
    """A product that orders or quotes name keeps its `unit`."""

    unit: str


@breach
class NotADay(RuleBroken):
    """Words that name no day."""

    said: str


@breach
class NotAnAmount(RuleBroken):
    """Words that name no amount, or one with parts of a cent."""

    said: str


@breach
class FromBeforeToday(RuleBroken):
    """Prices were to hold from a day before today, which is `earliest`."""

    earliest: date


@breach
class EndsBeforeItBegins(RuleBroken):
    """Prices were to end before they begin, on `first_on` (ISO, for its year matters)."""

    first_on: str


@breach
class PriceTooFar(RuleBroken):
    """Prices were to begin or end beyond `latest` (ISO, for its year matters)."""

    latest: str


@breach
class FloorOverList(RuleBroken):
    """A floor price above the list price."""

    floor: Money
    listed: Money


@breach
class SameRow(RuleBroken):
    """A sheet prices one product twice from one day on; `row` is the first of the two."""

    row: int


@breach
class SaidOtherwise(RuleBroken):
    """A sheet gives one product two names, units or groups; `said` is what stands in `row`."""

    row: int
    said: str


@breach
class PricesByAdmins(RuleBroken):
    """Only an admin sets prices."""
