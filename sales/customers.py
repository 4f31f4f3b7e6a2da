"""Customers: who may see what, how often each is visited, and what people there have to say in a purchase."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from sales.calendar import Calendar
from sales.names import Verdict, core, name_key

__all__ = [
    "INTERVALS",
    "UNDO",
    "Duty",
    "Tier",
    "Verdict",
    "core",
    "due_next",
    "is_quiet",
    "long_ago",
    "may_see",
    "name_key",
]

UNDO = timedelta(days=30)
"""How long a merger may be undone."""


class Tier(StrEnum):
    """How much a customer matters, from A down to D."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


INTERVALS = {Tier.A: 7, Tier.B: 14, Tier.C: 30, Tier.D: 60}
"""Days between two visits, by tier."""

_SILENCE = {Tier.A: 14, Tier.B: 30, Tier.C: 30, Tier.D: 60}
_SILENCE_WITHOUT_TIER = 30


class Duty(StrEnum):
    """What a person at the customer has to say in a purchase; NONE where it is not known."""

    NONE = ""
    BUYER = "buyer"
    USER = "user"
    DECIDER = "decider"
    ADVISER = "adviser"
    INFLUENCER = "influencer"
    EVALUATOR = "evaluator"
    COACH = "coach"


def due_next(last: date | None, tier: Tier | None, calendar: Calendar) -> date | None:
    """When the next visit is due: the tier's interval after the last, moved on to a working day.

    None without a tier, and for a customer that was never visited.
    """
    return calendar.workday_from(last + timedelta(days=INTERVALS[tier])) if last and tier else None


def is_quiet(last: date | None, tier: Tier | None, today: date, calendar: Calendar) -> bool:
    """Whether a customer has been left alone too long: 14 days for A, 30 for B, C and no tier, 60 for D.

    The end of that time is moved on to a working day. A customer never visited is not quiet, but new.
    """
    if last is None or last >= long_ago(tier, today):
        return False
    return today > calendar.workday_from(last + _silence(tier))


def long_ago(tier: Tier | None, today: date) -> date:
    """The date before which the last visit must lie for a customer to be quiet; working days may move it further."""
    return today - _silence(tier)


def _silence(tier: Tier | None) -> timedelta:
    return timedelta(days=_SILENCE[tier] if tier else _SILENCE_WITHOUT_TIER)


def may_see(me: int, owner: int | None, owners_teams: Collection[int], managed: Collection[int]) -> bool:
    """Whether a person may see what a customer is worth: its owner, and who manages a team the owner is in.

    A customer without an owner (None, or one without a team) is seen by any manager.
    """
    if owner is None or not owners_teams:
        return bool(managed)
    return me == owner or not set(owners_teams).isdisjoint(managed)
