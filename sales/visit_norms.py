"""The figures of a team's day: visits against the norm, for each rep and for the team."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import floor

from sales.calendar import Calendar
from sales.records import dataclass


@dataclass(frozen=True, slots=True)
class RepVisits:
    """One rep's visits over a span, and the number expected over the same span."""

    id: int
    name: str
    visits: int
    norm: int

    @property
    def had_none(self) -> bool:
        """Whether a rep of whom visits were expected reported none."""
        return self.visits == 0 and self.norm > 0


@dataclass(frozen=True, slots=True)
class TeamVisits:
    """A team's visits over the half-open span of local dates `[first, end)`, its reps ordered by visits, then name."""

    first: date
    end: date
    reps: tuple[RepVisits, ...]
    by_day: Mapping[date, int]

    @property
    def total(self) -> int:
        """All visits of the span."""
        return sum(rep.visits for rep in self.reps)

    @property
    def norm(self) -> int:
        """All visits expected in the span."""
        return sum(rep.norm for rep in self.reps)

    @property
    def rate(self) -> Fraction | None:
        """Visits ÷ norm, summed first and then divided; None when nothing was expected."""
        return Fraction(self.total, self.norm) if self.norm else None

    @property
    def silent(self) -> tuple[RepVisits, ...]:
        """The reps who had none."""
        return tuple(rep for rep in self.reps if rep.had_none)


def percent(rate: Fraction) -> int:
    """A rate as whole percents, half up."""
    return floor(rate * 100 + Fraction(1, 2))


def team_visits(
    reps: Mapping[int, str],
    counts: Sequence[tuple[int, date, int]],
    span: tuple[date, date],
    daily_norm: int,
    calendar: Calendar,
) -> TeamVisits:
    """Sum `(rep id, local date, visits)` rows over the span for the given reps (id → name).

    A rep's norm is the daily norm times the working days of the span; visits on other days count all the same.
    """
    first, end = span
    norm = daily_norm * len(calendar.workdays(first, end))
    by_rep = dict.fromkeys(reps, 0)
    by_day: dict[date, int] = {}
    for rep, day, visits in counts:
        if rep in by_rep:
            by_rep[rep] += visits
            by_day[day] = by_day.get(day, 0) + visits
    lines = [RepVisits(rep, name, by_rep[rep], norm) for rep, name in reps.items()]
    return TeamVisits(first, end, tuple(sorted(lines, key=lambda line: (-line.visits, line.name))), by_day)
