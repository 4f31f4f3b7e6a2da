"""What a quote is: how long it stands, which way it goes, and on which morning its owner is told that it ends."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from sales.breaches import AlreadySettled
from sales.calendar import Calendar
from sales.leaves import Attendance, Leave
from sales.trade_breaches import QuoteEndsInPast, QuoteEndsTooFar

LONGEST = timedelta(days=366)
"""The longest time for which a price is offered; beyond it a slip of the finger is likelier."""

NOTICE = timedelta(days=3)
"""How long before its last day the owner of a quote is told."""


class State(StrEnum):
    """Where a quote stands. That it has expired is no state: it follows from its last day."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What may be done to a quote."""

    EDIT = "edit"
    ACCEPT = "accept"
    WITHDRAW = "withdraw"


MOVES: Mapping[Move, Mapping[State, State]] = {
    Move.EDIT: {State.OPEN: State.OPEN},
    Move.ACCEPT: {State.OPEN: State.ACCEPTED},
    Move.WITHDRAW: {State.OPEN: State.WITHDRAWN},
}
"""Every move there is: from which states, and to which."""


def number(quote_id: int) -> str:
    """The short id that people say: `Q-12`."""
    return f"Q-{quote_id}"


def after(move: Move, state: State, number: str) -> State:
    """The state that a move leads to; raises `AlreadySettled` for a quote that is accepted or withdrawn."""
    if state not in MOVES[move]:
        raise AlreadySettled(number)
    return MOVES[move][state]


def check_end(valid_until: date, today: date) -> None:
    """Refuse a last day that is over or more than a year ahead; dates are the team's."""
    if valid_until < today:
        raise QuoteEndsInPast(today)
    if valid_until > today + LONGEST:
        raise QuoteEndsTooFar(today + LONGEST)


def ends_to_tell(today: date, calendar: Calendar, leaves: tuple[Leave, ...] = ()) -> tuple[date, date]:
    """The last days `[first, end)` of the quotes whose owner, who works today, is to be told of them today.

    That is three days ahead, before a break earlier; who was away is told of what they missed. Nothing is told twice
    as long as calendar and leave stay what they are.
    """
    attendance = Attendance(calendar, leaves)
    told_until = calendar.workday_after(_last_in(today, calendar, attendance)) + NOTICE
    return max(today, told_until), calendar.workday_after(today) + NOTICE


def _last_in(today: date, calendar: Calendar, attendance: Attendance) -> date:
    """The last day before today on which somebody worked; who was away long is told all that still stands."""
    day = calendar.workday_before(today)
    while not attendance.is_in(day) and today - day < LONGEST:
        day = calendar.workday_before(day)
    return day
