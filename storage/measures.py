"""What was done in a period, counted for each rep of each team: every measure has one source, which is one question.

A source answers for any number of teams at once, so that a hundred cards ask no more than one.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select

from sales.calendar import Calendar
from sales.measures import Measure, added
from sales.records import dataclass
from storage.engine import Connection
from storage.people import Team

Key = tuple[int, int]
"""The ids of a team and of a person; the person is 0 for what is nobody's."""

Counted = Mapping[Key, Mapping[str, int]]
"""Sums by rep; who has nothing may be absent."""


@dataclass(frozen=True, slots=True)
class Ask:
    """For which teams, over which local dates `[first, end)`, as of which instant (aware).

    `calendars` are the teams' own by team id. `upto` bounds the sales ledger to its rows up to a watermark, for what
    held then.
    """

    teams: Sequence[Team]
    first: date
    end: date
    now: datetime
    calendars: Mapping[int, Calendar] = field(default_factory=dict)
    upto: int | None = None

    @property
    def team_ids(self) -> list[int]:
        """The ids of the teams, in their order."""
        return [team.id for team in self.teams]


def today_of(ask: Ask, team: Team) -> date:
    """The date on a team's wall clock as of which is asked."""
    return ask.now.astimezone(team.zone).date()


AnySelect = Select[*tuple[Any, ...]]
"""A question for whatever columns."""

Source = Callable[[Connection, Ask], Counted]
"""Counts some measures for every rep at once."""


def measured(
    db: Connection, ask: Ask, needs: Collection[Measure], sources: Mapping[Measure, Source]
) -> dict[Key, dict[str, int]]:
    """The measures that are needed, by rep; each source of any of them is asked once."""
    chosen = dict.fromkeys(sources[measure] for measure in needs if measure in sources)
    found: dict[Key, list[Mapping[str, int]]] = {}
    for source in chosen:
        for key, sums in source(db, ask).items():
            found.setdefault(key, []).append(sums)
    return {key: added(parts) if len(parts) > 1 else dict(parts[0]) for key, parts in found.items()}
