"""What an order is worth to whom on which day: the postings that its present state amounts to.

Net is confirmed less cancelled less returned. What is cancelled takes the order out of its own day; what comes back
counts on the day of its return. Each rep has their share of every event, so parted that the shares of the whole always
add up to the cent, however many pieces come back one by one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from sales.money import FULL, ZERO, Money
from sales.records import dataclass
from sales.splits import parted


class Reason(StrEnum):
    """Why something was posted: what people are told when a published figure changes."""

    ORDER = "order"
    CANCEL = "cancel"
    RETURN = "return"
    SHARE = "share"
    TRANSFER = "transfer"
    EDIT = "edit"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Worth:
    """What something amounts to; quantity in ten-thousandths of a piece, so that a share of it stays whole.

    `cost` is of what has a known cost; `uncosted` is the part of the amount that has none.
    """

    amount: Money = ZERO
    quantity: int = 0
    cost: Money = ZERO
    uncosted: Money = ZERO

    def __add__(self, other: "Worth") -> "Worth":
        return Worth(
            self.amount + other.amount,
            self.quantity + other.quantity,
            self.cost + other.cost,
            self.uncosted + other.uncosted,
        )

    def __neg__(self) -> "Worth":
        return Worth(-self.amount, -self.quantity, -self.cost, -self.uncosted)

    def __bool__(self) -> bool:
        return self != NOTHING


NOTHING = Worth()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that an order gained or lost on a local date, of one product; pieces are whole."""

    on: date
    product_id: int
    pieces: int
    amount: Money
    unit_cost: Money | None


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """On which date, for whom, of what."""

    on: date
    rep_id: int
    product_id: int


def postings(events: Iterable[Event], shares: Mapping[int, int]) -> dict[Slot, Worth]:
    """What events in their order come to for each rep (person's id to basis points), by date and product.

    The amounts of all events are parted as one running sum: what is left in the end is parted to the cent, too.
    """
    posted: dict[Slot, Worth] = {}
    running: dict[int, Worth] = {}
    for event in events:
        before = running.get(event.product_id, NOTHING)
        after = before + _worth(event)
        running[event.product_id] = after
        was, now = _split(before, shares), _split(after, shares)
        for rep in shares:
            slot = Slot(event.on, rep, event.product_id)
            posted[slot] = posted.get(slot, NOTHING) + now[rep] + -was[rep]
    return {slot: worth for slot, worth in posted.items() if worth}


def _worth(event: Event) -> Worth:
    pieces = event.pieces * FULL
    if event.unit_cost is None:
        return Worth(event.amount, pieces, ZERO, event.amount)
    return Worth(event.amount, pieces, event.unit_cost.times(event.pieces), ZERO)


def _split(worth: Worth, shares: Mapping[int, int]) -> dict[int, Worth]:
    amounts, costs = parted(worth.amount, shares), parted(worth.cost, shares)
    uncosted = parted(worth.uncosted, shares)
    return {
        rep: Worth(amounts[rep], worth.quantity * share // FULL, costs[rep], uncosted[rep])
        for rep, share in shares.items()
    }


def difference(owed: Mapping[Slot, Worth], kept: Mapping[Slot, Worth]) -> Sequence[tuple[Slot, Worth]]:
    """What has to be posted so that what is kept becomes what is owed, by date."""
    slots = sorted(owed.keys() | kept.keys())
    gaps = ((slot, owed.get(slot, NOTHING) + -kept.get(slot, NOTHING)) for slot in slots)
    return [(slot, gap) for slot, gap in gaps if gap]
