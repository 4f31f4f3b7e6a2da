"""What a company's history consists of when it is brought in from files: entries that name each other by their words.

People go by open_id, teams by name, customers by `name_key`, products by the form in which codes are compared; orders,
shipments, returns and payments by the numbers that they had where they come from. All dates are local.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date

from sales.customers import Tier
from sales.money import Money
from sales.orders import Kind, Priced
from sales.prices import Entry
from sales.records import dataclass
from sales.roles import Role
from sales.scopes import Level
from sales.shipping import Reason
from sales.spans import HalfDays
from sales.terms import Terms
from sales.visits import Findings


@dataclass(frozen=True, slots=True)
class Squad:
    """A team; without a chat it gets a made-up one, to which nothing can be sent."""

    name: str
    chat_id: str
    zone: str
    area: str
    region: str


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's time in a team: from a first day to a last one (counted), None while it goes on."""

    open_id: str
    name: str
    team: str
    role: Role
    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        """Whether they were in the team on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Hold:
    """From which day a customer was whose (empty: nobody's), and in which tier."""

    owner: str
    tier: Tier | None
    first: date


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer with who owned it when, the earliest first."""

    name: str
    holds: tuple[Hold, ...]


@dataclass(frozen=True, slots=True)
class Sold:
    """A product by its code, without its prices."""

    code: str
    name: str
    unit: str
    group: str


@dataclass(frozen=True, slots=True)
class Call:
    """A visit under its number; `findings` are as they would have been reported."""

    number: str
    team: str
    rep: str
    customer: str
    findings: Findings


@dataclass(frozen=True, slots=True)
class Item:
    """A line of an order: `priced` are list and floor price and cost on the day of the sale, frozen with it."""

    no: int
    product: str
    quantity: int
    price: Money
    given: bool
    rate: int
    priced: Priced
    amount: Money


@dataclass(slots=True)
class Parcel:
    """What left or came back under one number: so many of which line. `reason` and `note` are a return's."""

    number: str
    on: date
    pieces: dict[int, int] = field(default_factory=dict)
    reason: Reason = Reason.OTHER
    note: str = ""


@dataclass(slots=True)
class Deal:
    """An order as it stands at the end of the history; `shares` (open_id to basis points) only where they were said."""

    number: str
    team: str
    rep: str
    customer: str
    kind: Kind
    terms: Terms
    promised_on: date | None
    note: str
    ordered_on: date
    confirmed_on: date
    cancelled_on: date | None
    items: list[Item] = field(default_factory=list)
    shares: dict[str, int] = field(default_factory=dict)
    shipments: list[Parcel] = field(default_factory=list)
    returns: list[Parcel] = field(default_factory=list)

    def gone(self, no: int) -> int:
        """How many of a line have left."""
        return sum(parcel.pieces.get(no, 0) for parcel in self.shipments)

    def back(self, no: int) -> int:
        """How many of a line came back."""
        return sum(parcel.pieces.get(no, 0) for parcel in self.returns)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in from a customer, for one order (by its number) or for whatever was owed."""

    number: str
    customer: str
    amount: Money
    paid_on: date
    order: str
    note: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of a scope: `of` is an area, a team's name or an open_id; `value` is in minor units for money."""

    level: Level
    of: str
    kpi: str
    product: str
    period: str
    first: date
    end: date
    value: int


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody's leave in half days."""

    open_id: str
    span: HalfDays
    reason: str


def _none() -> Iterator[Call]:
    yield from ()


@dataclass(slots=True)
class History:
    """Everything that is new in some files. Visits are read anew each time: there may be a million of them.

    `known` counts, by sheet, what was there before and is left as it is; `counts` what is new.
    """

    squads: Sequence[Squad] = ()
    places: Sequence[Place] = ()
    buyers: Sequence[Buyer] = ()
    sold: Sequence[Sold] = ()
    prices: Sequence[Entry] = ()
    deals: Sequence[Deal] = ()
    receipts: Sequence[Receipt] = ()
    goals: Sequence[Goal] = ()
    absences: Sequence[Absence] = ()
    calls: Callable[[], Iterator[Call]] = _none
    counts: Mapping[str, int] = field(default_factory=dict)
    known: Mapping[str, int] = field(default_factory=dict)
