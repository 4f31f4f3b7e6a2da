"""The settings of the bot that is measured, and the invented company whose reps file visits while the clock runs."""

from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from benchmarks.keys import APP_ID, ENCRYPT_KEY, NOBODY, TOKEN
from bot.config import Settings
from storage.engine import Connection
from storage.people import found_team, meet, meet_team, seat
from storage.uow import UnitOfWork

TEAMS, REPS = 20, 15
"""Teams, and reps in each."""


class Rep(NamedTuple):
    """Who presses, and where."""

    open_id: str
    chat_id: str


def settings(url: str) -> Settings:
    """The settings of a bot on this database."""
    keys = {"app_id": APP_ID, "app_secret": "of no app", "encrypt_key": ENCRYPT_KEY, "verification_token": TOKEN}
    return Settings.of({"feishu": {"domain": NOBODY, **keys}, "storage": {"url": url}})


def seat_everybody(url: str) -> list[Rep]:
    """Found the teams in an empty database of the current schema, and give their reps."""
    at = datetime.now(UTC)
    with UnitOfWork(url) as db:
        return [rep for number in range(TEAMS) for rep in db.write(partial(_found, number, at))]


def _found(number: int, at: datetime, db: Connection) -> list[Rep]:
    team = meet_team(db, f"oc_{number:032x}", f"销售{number}队", "Asia/Shanghai", at)
    boss, *reps = members = {f"ou_{number:04x}{place:028x}": f"销售{number}-{place}" for place in range(REPS + 1)}
    seat(db, team, members, at)
    found_team(db, team, meet(db, boss, ""), at)
    return [Rep(open_id, team.chat_id) for open_id in reps]
