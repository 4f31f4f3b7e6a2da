"""What in a team's figures needs a manager's decision this morning, and which three of it the card shows.

Each rule looks at one thing and says how much is at stake. The worst of each kind comes first, in the order of `Kind`,
then the second worst; so three of one kind never hide the only one of another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import date, timedelta
from enum import StrEnum
from itertools import zip_longest

from sales.calendar import Calendar
from sales.customers import Tier, is_quiet
from sales.kpi import THOUSAND, Pace
from sales.money import Money, half_up
from sales.records import dataclass

MOST = 3
"""How many a card shows."""

FAR_BEHIND = 700
"""Thousandths of the pace: who is below it will not catch up by themselves."""

SETTLED_IN = 3
"""Working days of a period that must be over before a pace says anything of one person."""

LONG_OVERDUE = timedelta(days=14)
"""How long after its due date money is no longer merely late."""

MUCH = Money(10_000_00)
"""What a debt or a return must come to before a manager is asked about it."""

LATELY, OFTEN = timedelta(days=14), 3
"""So many reports missed within so long are a matter for a talk."""


class Kind(StrEnum):
    """What is wrong, the most urgent first."""

    RETURNED = "returned"
    OVERDUE = "overdue"
    BEHIND = "behind"
    QUIET = "quiet"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to decide about: `who` is a rep's or customer's name, `stake` orders those of a kind, the most first.

    `amount` is what it is about in money, `days` how long it has lasted, `count` how often it happened, `index` the
    pace in thousandths; `number` is the order's.
    """

    kind: Kind
    who: str
    stake: int
    amount: Money = field(default=Money(0))
    days: int = 0
    count: int = 0
    index: int = 0
    number: str = ""


def behind(who: str, pace: Pace) -> Concern | None:
    """A rep who is far behind the pace of a period that has settled in; the stake is what is missing by now."""
    index = pace.index
    if index is None or pace.elapsed < SETTLED_IN or index >= FAR_BEHIND:
        return None
    short = half_up((pace.target or 0) * pace.elapsed, pace.whole) - pace.net
    return Concern(Kind.BEHIND, who, short, Money(short), index=max(index, -99 * THOUSAND))


def overdue(customer: str, amount: Money, since: date, today: date) -> Concern | None:
    """A customer who owes much that has been due for long."""
    days = (today - since).days
    if amount < MUCH or days < LONG_OVERDUE.days:
        return None
    return Concern(Kind.OVERDUE, customer, amount.minor, amount, days)


def quiet(customer: str, last_on: date, today: date, calendar: Calendar) -> Concern | None:
    """A customer of the first tier whom nobody has met for too long (`sales.customers.is_quiet`)."""
    if not is_quiet(last_on, Tier.A, today, calendar):
        return None
    days = (today - last_on).days
    return Concern(Kind.QUIET, customer, days, days=days)


def missing(who: str, count: int) -> Concern | None:
    """A rep who has missed report after report."""
    return Concern(Kind.MISSING, who, count, count=count) if count >= OFTEN else None


def returned(customer: str, amount: Money, number: str) -> Concern | None:
    """Much that came back at one time."""
    return Concern(Kind.RETURNED, customer, amount.minor, amount, number=number) if amount >= MUCH else None


def chosen(found: Iterable[Concern | None], most: int = MOST) -> Sequence[Concern]:
    """The few that are shown; see the module."""
    worst_first = sorted((each for each in found if each), key=lambda each: (-each.stake, each.who, each.number))
    by_kind = [[each for each in worst_first if each.kind is kind] for kind in Kind]
    rounds = zip_longest(*by_kind)
    return [each for turn in rounds for each in turn if each][:most]
