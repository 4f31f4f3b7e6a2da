"""Which area a team sells to: a word of the team, kept as it is now; the ledger keeps what it was."""

from datetime import datetime

from sqlalchemy import select, update

from storage import audit
from storage.engine import Connection
from storage.people import Team, teams


def set_area(db: Connection, team: Team, area: str, by: int, at: datetime) -> str:
    """Put a team into an area, or (empty) into none; gives the one it was in. Postings that exist keep theirs."""
    before = db.execute(select(teams.c.area).where(teams.c.id == team.id).with_for_update()).scalar_one()
    if before != area:
        db.execute(update(teams).where(teams.c.id == team.id).values(area=area))
        audit.note(db, at, by, "team.area", f"team-{team.id}", {"area": before})
    return str(before)
