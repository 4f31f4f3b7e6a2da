"""What may be asked of whom, for when, and how often it may be put off."""

from datetime import date, timedelta

from sales.breaches import RuleBroken, breach
from sales.records import dataclass

WHAT, EXPECTED, SOURCE, REASON = 300, 500, 32, 200
"""How many characters there may be: to what is to be done, what is expected, where it came from, and to a reason."""

AHEAD = timedelta(days=366)
"""How far ahead a task may be due."""

TELLING = 3
"""With which putting off the owner's manager is told."""


@breach
class DueInPast(RuleBroken):
    """A task was to be done before today, which is `earliest`."""

    earliest: date
    field = "due_on"


@breach
class DueTooFar(RuleBroken):
    """A task was to be done after `latest`, so far ahead that a slip of the finger is likelier than a plan."""

    latest: date
    field = "due_on"


@breach
class StartAfterDue(RuleBroken):
    """A task was to be begun after the day on which it is due."""

    due_on: date
    field = "start_on"


@breach
class NothingAsked(RuleBroken):
    """Nothing was said of what is to be done."""

    field = "what"


@breach
class NotLater(RuleBroken):
    """A task was put off to a day that is not later than the one for which it is promised, which is `until`."""

    until: date
    field = "due_on"


@breach
class AlreadyTheirs(RuleBroken):
    """It is that colleague's already."""

    name: str
    field = "to"


@breach
class NotTheirColleague(RuleBroken):
    """Tasks are given within a team; only admins and directors give them across."""

    name: str
    field = "owner"


@breach
class NotTheirTask(RuleBroken):
    """A task is moved by its owner, by who asked for it, and by the managers of the owner's team."""

    number: str


@breach
class DroppedByOthers(RuleBroken):
    """A task is given up by who asked for it, or by a manager of the owner's team."""

    number: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for; dates are the team's, empty strings and None mean that nothing was said."""

    what: str
    due_on: date
    start_on: date | None = None
    expected: str = ""
    source: str = ""


def number(task_id: int) -> str:
    """The short id that people say: `T-7`."""
    return f"T-{task_id}"


def check(wanted: Wanted, today: date) -> None:
    """Raise the `RuleBroken` that refuses this when it is asked for on `today` (team date)."""
    if not wanted.what.strip():
        raise NothingAsked
    check_due(wanted.due_on, today)
    if wanted.start_on and wanted.start_on > wanted.due_on:
        raise StartAfterDue(wanted.due_on)


def check_due(due_on: date, today: date) -> None:
    """Raise the `RuleBroken` that refuses this day for something that is to be done."""
    if due_on < today:
        raise DueInPast(today)
    if due_on > today + AHEAD:
        raise DueTooFar(today + AHEAD)


def check_putting_off(until: date, to: date, today: date) -> None:
    """Raise the `RuleBroken` that refuses to put off to this day what is promised for `until`."""
    check_due(to, today)
    if to <= until:
        raise NotLater(until)


def is_told(postponed: int) -> bool:
    """Whether the manager is told of a task that was just put off for the n-th time: once, at the third."""
    return postponed == TELLING


def due_after_putting_off(due_on: date, to: date, today: date) -> tuple[date, date | None]:
    """By which day a task counts once it is put off, and for which other day it is promised, if that differs.

    Put off in time it is judged by the new day; put off when it was late it was late. Source: K39.
    """
    return (to, None) if today <= due_on else (due_on, to)
