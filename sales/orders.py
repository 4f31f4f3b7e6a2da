"""What an order is, and which way it goes: the table of its states and moves, and the rules of its lines."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from sales.money import FULL, ZERO, Money
from sales.records import dataclass
from sales.terms import AT_ONCE, Terms
from sales.trade_breaches import IllegalMove, PromisedInPast, PromisedTooFar

MOST_LINES = 10
"""How many lines an order may have."""

FARTHEST = timedelta(days=365)
"""How far ahead goods may be promised."""


class Kind(StrEnum):
    """What an order is for. Only SALE counts as sales; the others ship and are followed all the same."""

    SALE = "sale"
    SAMPLE = "sample"
    INTERNAL = "internal"


BILLED = frozenset({Kind.SALE})
"""What customers pay for: samples and what we use ourselves are shipped at their worth, and nobody owes it."""


class State(StrEnum):
    """Where an order stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    APPROVING = "approving"
    APPROVED = "approved"
    REJECTED = "rejected"
    RETURNED = "returned"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Move(StrEnum):
    """What may be done to an order."""

    EDIT = "edit"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    ASK = "ask"
    PASS_ON = "pass_on"  # noqa: S105 - a move
    APPROVE = "approve"
    REJECT = "reject"
    SEND_BACK = "send_back"
    CANCEL = "cancel"
    SHIP_SOME = "ship_some"
    SHIP_ALL = "ship_all"
    CANCEL_REST = "cancel_rest"
    TAKE_BACK = "take_back"
    CLOSE = "close"
    REOPEN = "reopen"


_UNSHIPPED = (State.CONFIRMED, State.APPROVED)
_UNDECIDED = (State.DRAFT, State.RETURNED, State.REJECTED)
_SHIPPING = (*_UNSHIPPED, State.PARTLY_SHIPPED)
_OUT = (State.PARTLY_SHIPPED, State.SHIPPED, State.CLOSED)

MOVES: Mapping[Move, Mapping[State, State]] = {
    Move.EDIT: dict.fromkeys((*_UNDECIDED, State.APPROVING, *_UNSHIPPED), State.DRAFT),
    Move.SUBMIT: dict.fromkeys((State.DRAFT, State.RETURNED), State.SUBMITTED),
    Move.CONFIRM: {State.SUBMITTED: State.CONFIRMED},
    Move.ASK: {State.SUBMITTED: State.APPROVING},
    Move.PASS_ON: {State.APPROVING: State.APPROVING},
    Move.APPROVE: {State.APPROVING: State.APPROVED},
    Move.REJECT: {State.APPROVING: State.REJECTED},
    Move.SEND_BACK: {State.APPROVING: State.RETURNED},
    Move.CANCEL: dict.fromkeys((*_UNDECIDED, State.APPROVING, *_UNSHIPPED), State.CANCELLED),
    Move.SHIP_SOME: dict.fromkeys(_SHIPPING, State.PARTLY_SHIPPED),
    Move.SHIP_ALL: dict.fromkeys(_SHIPPING, State.SHIPPED),
    Move.CANCEL_REST: {State.PARTLY_SHIPPED: State.SHIPPED},
    Move.TAKE_BACK: {state: state for state in _OUT},
    Move.CLOSE: {State.SHIPPED: State.CLOSED},
    Move.REOPEN: {State.CLOSED: State.SHIPPED},
}
"""Every move there is: from which states, and to which. What is not here is illegal."""

STANDING = frozenset({*_SHIPPING, State.SHIPPED, State.CLOSED})
"""The states in which an order counts: it is promised to the customer."""


def after(move: Move, state: State, number: str) -> State:
    """The state that a move leads to; raises `IllegalMove` for an order (such as `SO-12`) that may not make it now."""
    if state not in MOVES[move]:
        raise IllegalMove(number, move, state)
    return MOVES[move][state]


def table() -> list[tuple[State, Move, State]]:
    """The table of moves row by row: from each state every move that is legal there, and where it leads."""
    return [(state, move, MOVES[move][state]) for state in State for move in Move if state in MOVES[move]]


def check_promise(promised_on: date | None, today: date) -> None:
    """Raise a breach for goods promised for a day that is over, or for one too far ahead; local dates."""
    if promised_on and promised_on < today:
        raise PromisedInPast(today)
    if promised_on and promised_on > today + FARTHEST:
        raise PromisedTooFar(today + FARTHEST)


def number(order_id: int) -> str:
    """The short id that people say: `SO-1042`."""
    return f"SO-{order_id}"


@dataclass(frozen=True, slots=True)
class Wish:
    """One line as somebody wants it: how many of a product, at which unit price, and what part of it is paid.

    `price` None is the list price; `rate` is in basis points of the price: 9000 is ten per cent off.
    """

    product_id: int
    quantity: int
    price: Money | None = None
    rate: int = FULL


@dataclass(frozen=True, slots=True)
class Content:
    """What an order or a quote says beside whose it is. `promised_on` is a local date."""

    wishes: tuple[Wish, ...]
    terms: Terms = AT_ONCE
    promised_on: date | None = None
    note: str = ""
    kind: Kind = Kind.SALE


@dataclass(frozen=True, slots=True)
class Priced:
    """What a product costs on a day: list and floor price and our own cost per unit, None where none is set."""

    list_price: Money | None = None
    floor_price: Money | None = None
    cost: Money | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an order or quote as it is kept, with its product's names and the prices it was made at.

    Quantities are whole units. `amount` is the line's net amount: quantity times price times rate, rounded once.
    """

    id: int
    no: int
    product_id: int
    code: str
    product: str
    unit: str
    group: str
    quantity: int
    price: Money
    rate: int
    given: bool
    priced: Priced
    amount: Money
    shipped: int = 0
    returned: int = 0
    cancelled: int = 0

    @property
    def open(self) -> int:
        """How many are still to be shipped."""
        return self.quantity - self.shipped - self.cancelled

    @property
    def returnable(self) -> int:
        """How many could still come back."""
        return self.shipped - self.returned

    @property
    def list_amount(self) -> Money | None:
        """What the line would be at list price; None without one."""
        return self.priced.list_price.times(self.quantity) if self.priced.list_price is not None else None

    @property
    def discount(self) -> int | None:
        """Basis points off the list price, negative above it; None without a list price."""
        full = self.list_amount
        return FULL - self.amount.part(FULL, full.minor).minor if full else None

    @property
    def cost(self) -> Money | None:
        """What the line costs us; None where the cost is not known."""
        return self.priced.cost.times(self.quantity) if self.priced.cost is not None else None

    @property
    def margin(self) -> int | None:
        """Basis points of the amount that are left after the cost (K05); None where that cannot be told."""
        if self.cost is None or self.amount <= ZERO:
            return None
        return (self.amount - self.cost).part(FULL, self.amount.minor).minor


def amount_of(wish: Wish, price: Money) -> Money:
    """The net amount of a line at a unit price, rounded once."""
    return Money(price.minor * wish.quantity).part(wish.rate, FULL)
