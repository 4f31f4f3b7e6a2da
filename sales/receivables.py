"""What customers owe, by how long it is overdue; what money settles first; and when somebody is reminded of it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import Enum, StrEnum
from typing import Final, Protocol

from sales.money import ZERO, Money
from sales.records import dataclass
from sales.trade_breaches import DayAhead, DayTooLongAgo, NoMoney, TooMuchMoney

BACK_DATED: Final = timedelta(days=7)
"""How far back a rep may date money that came in; their manager may date it further."""


class Bucket(Enum):
    """How long something is overdue, by the fewest days past its due date; due today is not overdue."""

    NOT_DUE = 0
    UP_TO_30 = 1
    UP_TO_60 = 31
    UP_TO_90 = 61
    OVER_90 = 91


OVERDUE: Final = tuple(bucket for bucket in Bucket if bucket is not Bucket.NOT_DUE)
"""The buckets of what is overdue, the youngest first."""


class Step(StrEnum):
    """A step of the ladder by which somebody is reminded, in calendar days before or after the due date."""

    SOON = "t-3"
    DUE = "t"
    WEEK = "t+7"
    FORTNIGHT = "t+15"
    MONTH = "t+30"


STEPS: Final[Mapping[Step, int]] = {Step.SOON: -3, Step.DUE: 0, Step.WEEK: 7, Step.FORTNIGHT: 15, Step.MONTH: 30}
"""The ladder from its lowest step on: days after the due date."""

FOR_MANAGERS: Final = frozenset({Step.FORTNIGHT, Step.MONTH})
"""The steps of which the manager hears, too; the owner hears of all."""


class Open(Protocol):
    """Something that is owed: its id, the last day in time, and what of it is still open."""

    @property
    def id(self) -> int:
        """The receivable's id."""

    @property
    def due_on(self) -> date:
        """The last day in time."""

    @property
    def open(self) -> Money:
        """What is still owed of it."""


@dataclass(frozen=True, slots=True)
class Part:
    """So much of some money for one receivable."""

    receivable_id: int
    amount: Money


def days_late(due_on: date, today: date) -> int:
    """How many days something is overdue; zero or less while it is not."""
    return (today - due_on).days


def bucket(due_on: date, today: date) -> Bucket:
    """Where something stands among the buckets on a day."""
    late = days_late(due_on, today)
    return max((each for each in Bucket if each.value <= late), key=lambda each: each.value, default=Bucket.NOT_DUE)


def ages(owed: Iterable[Open], today: date) -> dict[Bucket, Money]:
    """The sum of each bucket, in the order of the buckets, none left out."""
    sums = dict.fromkeys(Bucket, ZERO)
    for each in owed:
        sums[bucket(each.due_on, today)] += each.open
    return sums


def allot(owed: Iterable[Open], money: Money, *, latest_first: bool = False) -> tuple[list[Part], Money]:
    """Which debts some money settles, the oldest due first (or last), and what is left of it.

    Nothing gets more than is open of it; money of zero or less settles nothing.
    """
    parts, rest = [], money
    for each in sorted(owed, key=lambda one: (one.due_on, one.id), reverse=latest_first):
        amount = min(each.open, rest)
        if amount > ZERO:
            parts.append(Part(each.id, amount))
            rest -= amount
    return parts, rest


def step_on(due_on: date, today: date) -> Step | None:
    """The highest step of the ladder that has been reached on a day; None before the first."""
    late = days_late(due_on, today)
    return next((step for step in reversed(tuple(STEPS)) if STEPS[step] <= late), None)


def check_payment(amount: Money, paid_on: date, today: date, most: Money, *, is_manager: bool) -> None:
    """Raise a breach for money of nothing or beyond the ceiling, and for a date ahead or, unless by a manager, too old.

    `today` is the team's date.
    """
    if amount <= ZERO:
        raise NoMoney
    if amount > most:
        raise TooMuchMoney(most)
    if paid_on > today:
        raise DayAhead(today)
    if paid_on < today - BACK_DATED and not is_manager:
        raise DayTooLongAgo(today - BACK_DATED)
