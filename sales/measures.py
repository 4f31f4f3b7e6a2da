"""What is counted: the sums that figures are made of, by rep of a team. Money in minor units, all whole numbers."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

MISSING = 0


class Measure(StrEnum):
    """One thing that is counted over a period; of money always what is net of cancellations and returns."""

    NET = "net"
    QUANTITY = "quantity"
    COST = "cost"
    UNCOSTED = "uncosted"
    TARGET = "target"
    ELAPSED_DAYS = "elapsed_days"
    WHOLE_DAYS = "whole_days"
    DUE = "due"
    COLLECTED = "collected"
    OPEN = "open"
    OVERDUE = "overdue"
    NEW_CUSTOMERS = "new_customers"
    LOST_CUSTOMERS = "lost_customers"
    ACTIVE_BEFORE = "active_before"
    REPEATED = "repeated"
    LIKE_NOW = "like_now"
    LIKE_BEFORE = "like_before"
    LINES = "lines"
    OVER_LINES = "over_lines"
    LIST = "list"
    LISTED_NET = "listed_net"
    VISITS = "visits"
    EFFECTIVE = "effective"
    DAYS_PRESENT = "days_present"
    PLANS = "plans"
    PLANS_DONE = "plans_done"
    TO_COVER = "to_cover"
    COVERED = "covered"
    SCORE = "score"
    SCORED = "scored"
    SCORED_LOW = "scored_low"
    SCORED_HIGH = "scored_high"
    OWED = "owed"
    ON_TIME = "on_time"
    SUBMITTED = "submitted"
    SHIPPED = "shipped"
    SHIPPED_BACK = "shipped_back"
    TASKS_DUE = "tasks_due"
    TASKS_IN_TIME = "tasks_in_time"
    TO_REVIEW = "to_review"
    REVIEWED_SOON = "reviewed_soon"


Sums = Mapping[str, int]
"""Sums by `key_of`; what is not in it is nothing."""


def key_of(measure: Measure, variant: str = "") -> str:
    """The name of a sum: a measure, or one variant of it such as a single type of report."""
    return f"{measure.value}:{variant}" if variant else measure.value


def variants(sums: Sums, measure: Measure) -> list[str]:
    """The variants of a measure of which there is anything, in order."""
    head = f"{measure.value}:"
    return sorted(name.removeprefix(head) for name, value in sums.items() if value and name.startswith(head))


def added(several: Iterable[Sums]) -> dict[str, int]:
    """The sums of several reps, teams or days as one."""
    whole: dict[str, int] = {}
    for sums in several:
        for name, value in sums.items():
            whole[name] = whole.get(name, 0) + value
    return whole
