"""When something is due: arithmetic on dates and a team's wall clock, never something remembered.

A wall-clock time that a daylight-saving change skips is due at the first valid minute after the gap; one that happens
twice is due the first time only. Instants are compared in UTC: two datetimes of one zone would be by their wall clocks.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sales.calendar import is_workday, workday_after, workday_before


@dataclass(frozen=True, slots=True)
class OnWorkdays:
    """Due once on every working day, at a local time of the team."""

    at: time

    def latest(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The last due moment at or before `now`, aware in `zone`."""
        today = now.astimezone(zone).date()
        if is_workday(today) and moment(today, self.at, zone) <= now.astimezone(UTC):
            return moment(today, self.at, zone)
        return moment(workday_before(today), self.at, zone)

    def following(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The first due moment after `now`, aware in `zone`."""
        today = now.astimezone(zone).date()
        if is_workday(today) and moment(today, self.at, zone) > now.astimezone(UTC):
            return moment(today, self.at, zone)
        return moment(workday_after(today), self.at, zone)


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
