"""Money as whole minor units, and the one place where it is rounded.

Half up means away from zero here, so that a counter-entry is the exact mirror of what it reverses.
"""

from collections.abc import Sequence
from typing import Final

from sales.records import dataclass

FULL: Final = 10_000
"""The whole of something in basis points: a rate of 9000 is nine tenths, a share of 2500 a quarter."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in the installation's one currency, in whole minor units (fen); negative where it is owed back."""

    minor: int = 0

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + other.minor)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - other.minor)

    def __neg__(self) -> "Money":
        return Money(-self.minor)

    def __bool__(self) -> bool:
        return self.minor != 0

    def times(self, quantity: int) -> "Money":
        """So many of them; exact."""
        return Money(self.minor * quantity)

    def part(self, numerator: int, denominator: int) -> "Money":
        """A fraction of the amount, rounded once."""
        return Money(half_up(self.minor * numerator, denominator))


ZERO: Final = Money(0)
"""No money."""


def half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number to a quotient; a half goes away from zero. Raises ZeroDivisionError."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    numerator, denominator = abs(numerator), abs(denominator)
    return sign * ((2 * numerator + denominator) // (2 * denominator))


def total(amounts: Sequence[Money]) -> Money:
    """The sum of some amounts; nothing for none."""
    return Money(sum(amount.minor for amount in amounts))


def portion(amount: Money, before: int, part: int, whole: int) -> Money:
    """What the next `part` of `whole` pieces is worth when `before` of them are gone already.

    Piece by piece or all at once, the portions of the whole add up to the amount to the cent.
    """
    return amount.part(before + part, whole) - amount.part(before, whole)


def shared(amount: Money, shares: Sequence[int]) -> list[Money]:
    """An amount parted by shares (basis points, or any whole numbers); the parts add up to it to the cent."""
    whole, before, parts = sum(shares), 0, []
    for share in shares:
        parts.append(portion(amount, before, share, whole))
        before += share
    return parts
