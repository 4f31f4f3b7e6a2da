"""When something is due: arithmetic on dates and a team's wall clock, never something remembered.

A wall-clock time that a daylight-saving change skips is due at the first valid minute after the gap; one that happens
twice is due the first time only. Instants are compared in UTC: two datetimes of one zone would be by their wall clocks.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sales.calendar import Calendar
from sales.periods import Period, week_of
from sales.records import dataclass


class Cadence(Protocol):
    """When something is due again and again, on a team's wall clock and by its calendar."""

    def latest(self, now: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
        """The last due moment at or before `now`, aware in `zone`."""

    def following(self, now: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
        """The first due moment after `now`, aware in `zone`."""


@dataclass(frozen=True, slots=True)
class OnWorkdays:
    """Due once on every working day, at a local time of the team."""

    at: time

    def latest(self, now: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
        """The last due moment at or before `now`, aware in `zone`."""
        today = now.astimezone(zone).date()
        if calendar.is_workday(today) and moment(today, self.at, zone) <= now.astimezone(UTC):
            return moment(today, self.at, zone)
        return moment(calendar.workday_before(today), self.at, zone)

    def following(self, now: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
        """The first due moment after `now`, aware in `zone`."""
        today = now.astimezone(zone).date()
        if calendar.is_workday(today) and moment(today, self.at, zone) > now.astimezone(UTC):
            return moment(today, self.at, zone)
        return moment(calendar.workday_after(today), self.at, zone)


@dataclass(frozen=True, slots=True)
class OnFirstWorkday:
    """Due once in every period, such as a week, on its first working day; never in one without any."""

    at: time
    period_of: Callable[[date], Period] = week_of

    def latest(self, now: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
        """The last due moment at or before `now`, aware in `zone`."""
        due = OnWorkdays(self.at).latest(now, zone, calendar)
        while not self._is_first(due.date(), calendar):
            due = moment(calendar.workday_before(due.date()), self.at, zone)
        return due

    def following(self, now: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
        """The first due moment after `now`, aware in `zone`."""
        due = OnWorkdays(self.at).following(now, zone, calendar)
        while not self._is_first(due.date(), calendar):
            due = moment(calendar.workday_after(due.date()), self.at, zone)
        return due

    def _is_first(self, day: date, calendar: Calendar) -> bool:
        return calendar.workday_before(day) < self.period_of(day).first


@dataclass(frozen=True, slots=True)
class OnWeekdays:
    """Due on some weekdays (Monday is 0), at a local time; one that is no working day moves to the next working day.

    Several that move to one day are due there once.
    """

    at: time
    weekdays: frozenset[int]

    def latest(self, now: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
        """The last due moment at or before `now`, aware in `zone`."""
        due = OnWorkdays(self.at).latest(now, zone, calendar)
        while not self._serves(due.date(), calendar):
            due = moment(calendar.workday_before(due.date()), self.at, zone)
        return due

    def following(self, now: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
        """The first due moment after `now`, aware in `zone`."""
        due = OnWorkdays(self.at).following(now, zone, calendar)
        while not self._serves(due.date(), calendar):
            due = moment(calendar.workday_after(due.date()), self.at, zone)
        return due

    def _serves(self, day: date, calendar: Calendar) -> bool:
        """Whether any of the weekdays lies after the working day before, up to this one."""
        gone = (day - calendar.workday_before(day)).days
        return any((day - timedelta(days=back)).weekday() in self.weekdays for back in range(gone))


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A local date and wall-clock time as an instant in `zone`; see the module for gaps and repeats."""
    local = datetime.combine(day, at, zone)
    skipped = _offset(local.replace(fold=1)) - _offset(local.replace(fold=0))
    if skipped > timedelta(0):
        return _end_of_gap(day, at, zone)
    return local


def _offset(local: datetime) -> timedelta:
    offset = local.utcoffset()
    return offset if offset is not None else timedelta(0)


def _end_of_gap(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Walk forward minute by minute: gaps are an hour or less, and happen once a year."""
    local = datetime.combine(day, at)
    while _is_skipped(local.replace(tzinfo=zone)):
        local += timedelta(minutes=1)
    return local.replace(tzinfo=zone)


def _is_skipped(local: datetime) -> bool:
    """Whether a wall-clock time does not exist: there and back through UTC gives another one."""
    there = local.timestamp()
    return datetime.fromtimestamp(there, local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None)
