"""Of whom a figure is: the company, an area of it, a team, or one rep."""

from enum import StrEnum

from sales.records import dataclass


class Level(StrEnum):
    """How large a part of the company is meant, the largest first."""

    COMPANY = "company"
    AREA = "area"
    TEAM = "team"
    REP = "rep"


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the company: `key` is empty for all of it, an area's name, or the id of a team or person as text."""

    level: Level
    key: str = ""

    @property
    def id(self) -> int:
        """The id of the team or person; 0 for the company or an area."""
        return int(self.key) if self.level in (Level.TEAM, Level.REP) else 0


COMPANY = Scope(Level.COMPANY)
"""Everybody."""


def team(team_id: int) -> Scope:
    """A team by its id."""
    return Scope(Level.TEAM, str(team_id))


def rep(person_id: int) -> Scope:
    """A person by their id, in whatever teams."""
    return Scope(Level.REP, str(person_id))


def area(name: str) -> Scope:
    """All teams of an area."""
    return Scope(Level.AREA, name)
