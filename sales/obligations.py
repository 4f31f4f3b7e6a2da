"""What is owed by when: the due moments of reports by the calendar, and what leave and outages change about them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Protocol
from zoneinfo import ZoneInfo

from sales.cadence import moment
from sales.calendar import SATURDAY, Calendar
from sales.leaves import NOON, Attendance, half_of
from sales.periods import Period, month_of, week_of
from sales.records import dataclass

VISIT, WEEKLY, MONTHLY = "visit", "weekly", "monthly"
"""The types of report that every installation has; a visit's is owed for the visit, not for a period."""

HALF = Fraction(1, 2)
"""Who is away for this share of a period or more owes nothing for it."""

LAST_HOURS = timedelta(hours=2)
"""An outage in this span before a due moment moves it."""

MISSED_AFTER = timedelta(hours=1)
"""How long after its due moment a report that nobody sent counts as missed."""

LONG_PAST = timedelta(days=7)
"""How long after its due moment a report is still taken without a manager's word."""


class State(StrEnum):
    """What became of an obligation; a missed one that is sent after all becomes late."""

    PENDING = "pending"
    ON_TIME = "on_time"
    LATE = "late"
    EXCUSED = "excused"
    MISSED = "missed"
    WAIVED = "waived"


class Reason(StrEnum):
    """Why somebody is excused, or why the due moment is not the rule's: nothing, or one of these."""

    NONE = ""
    LEAVE = "leave"
    LEFT = "left"
    CLOSED = "closed"
    OUTAGE = "outage"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class Standing(Protocol):
    """An obligation as the rules look at it once it has been made."""

    @property
    def due_at(self) -> datetime:
        """By when it is owed (aware)."""

    @property
    def state(self) -> State:
        """What became of it."""

    @property
    def reason(self) -> Reason:
        """Why it is as it is."""

    @property
    def provisional(self) -> bool:
        """Whether a notice may still change a day of it."""


class Every(StrEnum):
    """How often a report is owed."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class ReportType:
    """A kind of report, as data: how often, and when it is due on the team's wall clock.

    A week's is due on the last working day from Monday to Friday (to Sunday with `makeup_in_week`); a month's on the
    `workday`-th working day of the month after. `zh` and `en` are what people call it.
    """

    name: str
    zh: str
    en: str
    every: Every
    at: time
    workday: int = 2
    makeup_in_week: bool = False

    def period_of(self, day: date) -> Period:
        """The period that a date belongs to."""
        return week_of(day) if self.every is Every.WEEK else month_of(day)

    def due_on(self, period: Period, calendar: Calendar) -> date | None:
        """The date on which the report of a period is due; None when nobody works in that week."""
        if self.every is Every.MONTH:
            return _nth_workday(period.after.first, self.workday, calendar)
        last = period.last if self.makeup_in_week else period.first + timedelta(days=SATURDAY - 1)
        days = calendar.workdays(period.first, last + timedelta(days=1))
        return days[-1] if days else None


class Down(Protocol):
    """A span in which nobody was there to take a report (aware instants)."""

    @property
    def began_at(self) -> datetime:
        """When the last sign of life was given."""

    @property
    def ended_at(self) -> datetime:
        """When somebody was there again."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One report owed: its period, the date from which its facts count, and by when.

    `first_on` lies before the period when the weeks before it were off: the report covers them too. `ruled_due_at` is
    the rule's moment, `due_at` the one that holds. `provisional`: a day of it may still be changed by a notice.
    """

    type: str
    period: str
    first_on: date
    last_on: date
    ruled_due_at: datetime
    due_at: datetime
    provisional: bool
    state: State = State.PENDING
    reason: Reason = Reason.NONE
    leave_id: int | None = None


def duty(kind: ReportType, period: Period, calendar: Calendar, zone: ZoneInfo) -> Duty | None:
    """What anybody owes for a period by the calendar alone; None for a week off."""
    due_on = kind.due_on(period, calendar)
    if due_on is None:
        return None
    first, before = period.first, period.before
    while kind.due_on(before, calendar) is None:
        first, before = before.first, before.before
    due = moment(due_on, kind.at, zone)
    provisional = calendar.is_provisional(period.first, max(period.last, due_on))
    return Duty(kind.name, period.name, first, period.last, due, due, provisional)


def for_person(owed: Duty, period: Period, attendance: Attendance, zone: ZoneInfo) -> Duty:
    """The same for somebody with leave: excused, due when they are back, or unchanged."""
    if not attendance.leaves:
        return owed
    if not attendance.leaves:
        return owed
    if attendance.share_away(period.first, period.last) >= HALF:
        leave = attendance.main_leave(period.first, period.last)
        return replace(owed, state=State.EXCUSED, reason=Reason.LEAVE, leave_id=leave.id if leave else None)
    local = owed.due_at.astimezone(zone)
    away = attendance.leave_at(local.date(), half_of(local.time()))
    if away is None:
        return owed
    back = attendance.morning_after(local.date())
    return replace(owed, due_at=moment(back, NOON, zone), reason=Reason.LEAVE, leave_id=away.id)


def spared(owed: Duty, outages: Iterable[Down]) -> Duty:
    """The same after outages: one in the last two hours moves the due moment by as long as it lasted."""
    for down in sorted(outages, key=lambda each: each.began_at):
        began = max(down.began_at, owed.due_at - LAST_HOURS)
        if began < min(down.ended_at, owed.due_at):
            owed = replace(owed, due_at=owed.due_at + (down.ended_at - began), reason=Reason.OUTAGE)
    return owed


def visit_due(visited_on: date, attendance: Attendance, zone: ZoneInfo) -> datetime:
    """When the report of a visit on this date is due: noon of the next morning on which the rep works."""
    return moment(attendance.morning_after(visited_on), NOON, zone)


def owes_from(joined_on: date, period: Period, calendar: Calendar) -> bool:
    """Whether somebody who joined on this date owes for a period: only if they were there for all of its workdays."""
    return joined_on <= calendar.workday_from(period.first)


@dataclass(frozen=True, slots=True)
class Rates:
    """How reporting went over a set of obligations (K25 and K26): excused and waived ones are in neither count."""

    owed: int
    on_time: int
    late: int
    excused: int
    waived: int

    @property
    def submitted(self) -> int:
        """How many were sent, whenever."""
        return self.on_time + self.late

    @property
    def timeliness(self) -> Fraction | None:
        """On time ÷ owed; None when nothing was owed."""
        return Fraction(self.on_time, self.owed) if self.owed else None

    @property
    def submission(self) -> Fraction | None:
        """Sent at any time ÷ owed; None when nothing was owed."""
        return Fraction(self.submitted, self.owed) if self.owed else None


def rates(states: Sequence[State]) -> Rates:
    """The rates over the states of obligations whose due moment has passed, or that are settled."""
    count = {state: states.count(state) for state in State}
    owed = len(states) - count[State.EXCUSED] - count[State.WAIVED]
    return Rates(owed, count[State.ON_TIME], count[State.LATE], count[State.EXCUSED], count[State.WAIVED])


def tally(owed: Iterable[Standing], now: datetime) -> Rates:
    """The rates over what has come due or is settled; what nobody sent for a provisional day blames nobody."""
    counted = [each for each in owed if each.state is not State.PENDING or each.due_at <= now]
    return rates([each.state for each in counted if not (each.provisional and each.state is State.PENDING)])


def may_still_send(owed: Standing, now: datetime) -> bool:
    """Whether the report is taken without a manager's word: for `LONG_PAST` after its due moment, or once reopened."""
    return owed.reason is Reason.REOPENED or now <= owed.due_at + LONG_PAST


def _nth_workday(first: date, nth: int, calendar: Calendar) -> date:
    day = calendar.workday_from(first)
    for _ in range(nth - 1):
        day = calendar.workday_after(day)
    return day
