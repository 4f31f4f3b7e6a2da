"""`salesbot obligations`: the ledger of what was owed, for reading and for other programs."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

import click

from bot.commands.settings import config_option, in_words
from bot.config import Settings
from storage.engine import Connection
from storage.obligations import Obligation, due_between
from storage.people import Team, every_team
from storage.uow import reading

DAY = timedelta(days=1)
COLUMNS = ("rep", "team", "type", "period", "due_at", "state", "reason")
"""What the table shows; the JSON has everything."""


@click.command()
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), required=True, help="First due date, local.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Last due date, local.")
@click.option("--rep", default="", help="Only the obligations of the people with this name.")
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of a table.")
@config_option
def obligations(settings: Settings, first: datetime, last: datetime, rep: str, *, as_json: bool) -> None:
    """Print what was owed between two due dates, both counted, on each team's own calendar."""
    if last < first:
        msg = "--to lies before --from"
        raise click.UsageError(msg)
    with in_words(), reading(settings.storage.url) as read:
        found = read(lambda db: ledger(db, first.date(), last.date(), rep))
    click.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else _table(found))


def ledger(db: Connection, first: date, last: date, rep: str = "") -> list[dict[str, object]]:
    """The obligations due from the first to the last local date, as JSON values; moments have their team's offset."""
    teams = {team.id: team for team in every_team(db)}
    # A local date may begin or end up to a day before or after the same date in UTC.
    begins, ends = (datetime.combine(day, time(), UTC) for day in (first - DAY, last + DAY * 2))
    rows = due_between(db, begins, ends)
    local = [(each, teams[each.team_id]) for each in rows if not rep or each.rep == rep]
    return [_row(each, team) for each, team in local if first <= each.due_at.astimezone(team.zone).date() <= last]


def _row(owed: Obligation, team: Team) -> dict[str, object]:
    settled = owed.settled_at.astimezone(team.zone).isoformat() if owed.settled_at else None
    return {
        "rep": owed.rep,
        "team": team.name,
        "type": owed.type,
        "period": owed.period,
        "first_on": owed.first_on.isoformat(),
        "last_on": owed.last_on.isoformat(),
        "due_at": owed.due_at.astimezone(team.zone).isoformat(),
        "ruled_due_at": owed.ruled_due_at.astimezone(team.zone).isoformat(),
        "state": owed.state.value,
        "reason": owed.reason.value,
        "note": owed.note,
        "calendar_version": owed.calendar_version,
        "provisional": owed.provisional,
        "settled_at": settled,
    }


def _table(rows: Iterable[dict[str, object]]) -> str:
    """Columns parted by tabs, as names have no fixed width; a line of headings first."""
    lines = ["\t".join(str(row[name]) for name in COLUMNS) for row in rows]
    return "\n".join(["\t".join(COLUMNS), *lines])
