"""What a team has set for itself: its region, its time zone, and whether names are told to its group."""

from datetime import datetime

from sqlalchemy import update

from sales.records import dataclass
from storage import audit
from storage.engine import Connection
from storage.people import Team, teams

NOWHERE = "ZZ"
"""The region of a team that keeps none of the known holidays (ISO 3166 leaves this code free for such use)."""


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """A region such as `CN`, an IANA time zone, and whether the group may read by name who is late."""

    region: str
    timezone: str
    names_missing: bool


def settings_of(team: Team) -> TeamSettings:
    """The settings of a team as they were when it was read."""
    return TeamSettings(team.region, team.timezone, team.names_missing)


def change_team(db: Connection, team: Team, to: TeamSettings, by: int, at: datetime) -> bool:
    """Give a team these settings and have its obligations reckoned again; False when they were its own already."""
    was = settings_of(team)
    if was == to:
        return False
    values = {"region": to.region, "timezone": to.timezone, "names_missing": to.names_missing, "reckoned_on": None}
    db.execute(update(teams).where(teams.c.id == team.id).values(**values))
    before = {"region": was.region, "timezone": was.timezone, "names_missing": was.names_missing}
    audit.note(db, at, by, "change_team", f"team-{team.id}", before)
    return True
