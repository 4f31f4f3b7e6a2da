"""Who may give which discount: the matrix, and how the lines of an order are judged by it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sales.money import ZERO, Money


class Level(StrEnum):
    """Who decides, from the bottom up: the rep alone, the team's manager, a director of the company."""

    REP = "rep"
    MANAGER = "manager"
    DIRECTOR = "director"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a level may grant on its own; rates in basis points, an empty group or tier means every one.

    It goes from `from_amount` on: the list value of what one rep sells one customer of one product within a day. It is
    in force on local dates in `[first_on, end_on)`.
    """

    level: Level
    most_discount: int
    least_margin: int | None = None
    group: str = ""
    tier: str = ""
    from_amount: Money = ZERO
    first_on: date = date.min
    end_on: date = date.max


DEFAULT = (Rule(Level.REP, 1000), Rule(Level.MANAGER, 2000), Rule(Level.DIRECTOR, 10_000))
"""The matrix of a company that has set none: a rep gives ten per cent, a manager twenty, a director anything."""
