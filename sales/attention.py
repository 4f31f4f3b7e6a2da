"""How much of a person's attention a day may take: the budget of messages that they did not ask for.

A day has at most `Budget.most_a_day` messages that ring (one more if the daily figures come after all of those), and
escalations beside them up to a cap of their own. One of those that rang is the day's card: whatever goes beyond the
budget stands there, by a change that makes no sound.
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from sales.cadence import moment
from sales.calendar import Calendar
from sales.records import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """How many unasked messages may ring on one working day, and how many escalations beyond them."""

    most_a_day: int = 3
    most_escalations: int = 5


class Weight(StrEnum):
    """How a kind of message comes out of the budget.

    ROUTINE never rings beside the day's card. TIMELY rings as long as there is room. FIXED is a card that says what no
    line on another could: it rings and is counted, ahead of what has no place of its own. ESCALATION waits for nobody's
    budget, but has a cap. ANSWER follows from what the person did before, such as the decision about their own order,
    or comes once a month, as a close does: it waits for quiet hours like the rest, but is not counted.
    """

    ROUTINE = "routine"
    TIMELY = "timely"
    FIXED = "fixed"
    ESCALATION = "escalation"
    ANSWER = "answer"


DAY_CARD: Final = "rep_day"
"""The kind of the day's card itself."""

REMINDER: Final = "remind/"
"""What the kinds of reminders begin with; the type of what is owed follows."""

_WEIGHTS: Final = {
    DAY_CARD: Weight.ROUTINE,
    "receivables": Weight.ROUTINE,
    "missing_targets": Weight.ROUTINE,
    "daily_kpi": Weight.FIXED,
    "approval": Weight.ESCALATION,
    "plea": Weight.ESCALATION,
    "missing_list": Weight.ESCALATION,
    "task_escalation": Weight.ESCALATION,
    "decision": Weight.ANSWER,
    "month_close": Weight.ANSWER,
    "quarter_close": Weight.ANSWER,
}


def weight_of(kind: str) -> Weight:
    """How a kind is weighed; whatever nobody thought of is timely, so that it is counted."""
    return _WEIGHTS.get(kind, Weight.TIMELY)


def may_be_off(kind: str) -> bool:
    """Whether people may mute a kind, and admins switch it off: everything but escalations and answers."""
    return weight_of(kind) not in (Weight.ESCALATION, Weight.ANSWER)


class Verdict(StrEnum):
    """What becomes of a message: it rings; rings and is the day's card from now on; or stands on the day's card.

    OPEN stands on a day's card that has to be made for it, which rings.
    """

    RING = "ring"
    BECOME = "become"
    MERGE = "merge"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Day:
    """What one person was told unasked on one date so far: how often it rang, and whether there is a day's card."""

    rang: int = 0
    escalated: int = 0
    has_card: bool = False

    def after(self, verdict: Verdict, weight: Weight) -> "Day":
        """The same once a message of that weight has met its verdict."""
        if verdict is Verdict.RING and weight is Weight.ESCALATION:
            return Day(self.rang, self.escalated + 1, self.has_card)
        if verdict is Verdict.MERGE or weight is Weight.ANSWER:
            return self
        return Day(self.rang + 1, self.escalated, self.has_card or verdict is not Verdict.RING)


def decide(weight: Weight, day: Day, budget: Budget) -> Verdict:
    """What becomes of one more message. The last that may ring is the day's card, so that there is one to add to."""
    match weight:
        case Weight.ANSWER | Weight.FIXED:
            return Verdict.RING
        case Weight.ESCALATION if day.escalated < budget.most_escalations:
            return Verdict.RING
        case Weight.ESCALATION:
            return Verdict.MERGE if day.has_card else Verdict.OPEN
        case Weight.ROUTINE:
            return Verdict.MERGE if day.has_card else Verdict.BECOME
        case _ if day.has_card:
            return Verdict.RING if day.rang < budget.most_a_day else Verdict.MERGE
        case _:
            return Verdict.RING if day.rang < budget.most_a_day - 1 else Verdict.BECOME


def overnight(weight: Weight, held: date, today: date) -> Weight:
    """The weight of a message that waits for another date: like the rest of that morning it makes one card with it."""
    return Weight.ROUTINE if weight is Weight.TIMELY and held > today else weight


class Later(StrEnum):
    """How long something may be put off with one press."""

    HALF_HOUR = "30"
    AFTER_LUNCH = "1330"
    WORKDAY = "workday"


HALF_HOUR: Final = timedelta(minutes=30)
AFTER_LUNCH: Final = time(13, 30)


def comes_back(choice: Later, local: datetime, calendar: Calendar, morning: time) -> datetime:
    """When what was put off at a local moment comes back: in half an hour, at 13:30, or on the next working morning.

    Half past one that is over is that of the next working day. Aware, in the zone of `local`.
    """
    zone = local.tzinfo
    if choice is Later.HALF_HOUR:
        return local + HALF_HOUR
    following = calendar.workday_after(local.date())
    if choice is Later.WORKDAY:
        return moment(following, morning, zone)  # type: ignore[arg-type]  # a team's zone is a ZoneInfo
    here = calendar.is_workday(local.date()) and local.time() < AFTER_LUNCH
    return moment(local.date() if here else following, AFTER_LUNCH, zone)  # type: ignore[arg-type]


ACTED_WITHIN: Final = timedelta(hours=4)
"""A message led to something if its receiver did anything of their own so soon after it."""

ENOUGH: Final = 20
"""Of fewer messages nothing can be said."""

_USELESS: Final = 20
"""One in so many, which is 5 %: what leads to less is not worth its noise."""


def is_useless(told: int, acted: int) -> bool:
    """Whether a kind should rather be switched off: of twenty messages or more, under 5 % led to anything."""
    return told >= ENOUGH and acted * _USELESS < told
