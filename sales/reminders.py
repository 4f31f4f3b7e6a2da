"""When somebody is reminded of what they owe: three steps around the due moment, and no fourth."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sales.cadence import moment
from sales.records import dataclass

NUDGE_AT = time(15)
"""The wall-clock time of the first reminder on the due day."""

EARLIEST = time(8, 30)
"""No reminder of something due in the morning comes earlier than this."""

AT_LEAST = timedelta(hours=1)
"""A reminder at `NUDGE_AT` leaves so much time; where it would not, it comes `BEFORE` the due moment."""

BEFORE = timedelta(hours=3)
SOON = timedelta(minutes=30)
OVERDUE = timedelta(minutes=60)
VISIT_BEFORE = timedelta(hours=1)
"""A visit's report is due at noon; it is reminded of at eleven."""

OF_USE = timedelta(hours=2)
"""A reminder that could not be made for so long is not made any more."""

FIRST, LAST = OVERDUE + OF_USE, timedelta(hours=11)
"""What came due up to `FIRST` ago or falls due within `LAST` may have a step now."""


class Step(StrEnum):
    """A message before the due moment, a change of that message shortly before it, and one last message after it."""

    NUDGE = "nudge"
    SOON = "soon"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Window:
    """A step, the instant it is for, and until when it is of use.

    It may be made a little ahead (from `opens` on) and then leaves at `at`: what nobody sent is told so in time, even
    though it counts as missed from that moment on.
    """

    step: Step
    opens: datetime
    at: datetime
    closes: datetime


def windows(due_at: datetime, zone: ZoneInfo, *, is_visit: bool) -> Iterator[Window]:
    """The steps for something due at `due_at` (aware), in their order; a visit's report has the first one only."""
    nudge = due_at - VISIT_BEFORE if is_visit else nudge_at(due_at, zone)
    yield Window(Step.NUDGE, nudge, nudge, min(nudge + OF_USE, due_at))
    if not is_visit:
        yield Window(Step.SOON, due_at - SOON, due_at - SOON, due_at)
        yield Window(Step.LAST, due_at, due_at + OVERDUE, due_at + OVERDUE + OF_USE)


def open_steps(due_at: datetime, zone: ZoneInfo, now: datetime, *, is_visit: bool) -> list[Window]:
    """The steps that may be made now."""
    return [each for each in windows(due_at, zone, is_visit=is_visit) if each.opens <= now < each.closes]


def nudge_at(due_at: datetime, zone: ZoneInfo) -> datetime:
    """When the first reminder comes: at three on the due day, or three hours ahead of what is due before that."""
    on = due_at.astimezone(zone).date()
    usual = moment(on, NUDGE_AT, zone)
    if due_at - usual >= AT_LEAST:
        return usual
    earliest = moment(on, EARLIEST, zone)
    ahead = due_at - BEFORE
    return max(ahead, earliest) if earliest < due_at else ahead
