"""Rules of what leaves and what comes back: how many, by which day, for what reason, and who is to know at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from sales.money import Money, portion
from sales.orders import Line
from sales.trade_breaches import (
    DayAhead,
    DayTooEarly,
    DayTooLongAgo,
    MoreThanOpen,
    MoreThanShipped,
    NothingNamed,
    TooFew,
)

BACK = timedelta(days=7)
"""How far back a rep may date what left or came back; a manager may go further, and it is flagged."""

ALARM_PART = 10
"""A return of more than a tenth of the order's amount is told to the manager at once."""


class Reason(StrEnum):
    """Why goods came back."""

    QUALITY = "quality"
    WRONG_GOODS = "wrong_goods"
    DAMAGED = "damaged"
    SURPLUS = "surplus"
    ENTRY_ERROR = "entry_error"
    OTHER = "other"


Pieces = Mapping[int, int]
"""How many of which line, by the line's id."""


def check_leaving(lines: Iterable[Line], pieces: Pieces) -> None:
    """Raise a breach unless there is something to ship, and no more than is open of any line."""
    for line, quantity in named(lines, pieces):
        if quantity <= 0:
            raise TooFew(line.code)
        if quantity > line.open:
            raise MoreThanOpen(line.code, line.open, line.unit)


def check_coming_back(lines: Iterable[Line], pieces: Pieces) -> None:
    """Raise a breach unless something comes back, and no more than is with the customer of any line."""
    for line, quantity in named(lines, pieces):
        if quantity <= 0:
            raise TooFew(line.code)
        if quantity > line.returnable:
            raise MoreThanShipped(line.code, line.returnable, line.unit)


def named(lines: Iterable[Line], pieces: Pieces) -> list[tuple[Line, int]]:
    """The lines that are meant with their quantities, in the order's order; raises `NothingNamed` for none."""
    meant = [(line, pieces[line.id]) for line in lines if line.id in pieces]
    if not meant:
        raise NothingNamed
    return meant


def leaving_amount(line: Line, quantity: int) -> Money:
    """What the next pieces of a line to leave are worth; all of a line's shipments add up to its amount."""
    return portion(line.amount, line.shipped, quantity, line.quantity)


def coming_amount(line: Line, quantity: int) -> Money:
    """What the next pieces to come back are worth; when all are back, they add up to what was billed for them."""
    return portion(line.amount, line.returned, quantity, line.quantity)


def leaves_nothing_open(lines: Iterable[Line], pieces: Pieces) -> bool:
    """Whether nothing is left to be shipped once these pieces are gone."""
    return all(line.open == pieces.get(line.id, 0) for line in lines)


def check_day(on: date, today: date, earliest: date, *, may_go_back: bool) -> bool:
    """Whether a day is so long ago that it is flagged; raises a breach for one that cannot be. All dates are local.

    `earliest` is the day before which it cannot have happened; `may_go_back` holds for managers.
    """
    if on > today:
        raise DayAhead(today)
    if on < earliest:
        raise DayTooEarly(earliest)
    is_old = on < today - BACK
    if is_old and not may_go_back:
        raise DayTooLongAgo(max(today - BACK, earliest))
    return is_old


def is_alarming(reason: Reason, amount: Money, ordered: Money) -> bool:
    """Whether a manager is to know of a return at once: bad quality, or more than a tenth of the order's amount."""
    return reason is Reason.QUALITY or amount.times(ALARM_PART) > ordered


def spread(lines: Sequence[Line], quantity: int, room: Mapping[int, int]) -> dict[int, int]:
    """A quantity over several lines of one product, the first filled first; `room` is what each could take.

    What is too many stays on the last line, where it is refused with its own words.
    """
    found: dict[int, int] = {}
    for line in lines[:-1]:
        part = min(quantity, room[line.id])
        quantity -= part
        found |= {line.id: part} if part else {}
    return found | ({lines[-1].id: quantity} if quantity or not found else {})
