"""The invented company whose reps file visits while the clock runs, and the settings of the bot that serves it."""

from datetime import UTC, datetime
from typing import NamedTuple

from bot.config import Settings
from storage.engine import Connection
from storage.people import found_team, meet, meet_team, seat
from storage.upgrade import upgrade
from storage.uow import UnitOfWork

TEAMS, REPS = 20, 15
"""Teams, and reps in each."""

APP_ID = "cli_benchmark"
ENCRYPT_KEY = "an encrypt key of the usual length"
TOKEN = "a verification token"  # noqa: S105 - of no app anywhere


class Rep(NamedTuple):
    """Where a rep presses, and who they are."""

    chat_id: str
    open_id: str


def settings(url: str, domain: str = "http://127.0.0.1:1") -> Settings:
    """The settings of a bot on this database; `domain` is where it would send to, by default where nobody listens."""
    keys = {"app_id": APP_ID, "app_secret": "of no app", "encrypt_key": ENCRYPT_KEY, "verification_token": TOKEN}
    return Settings.model_validate({"feishu": {"domain": domain, **keys}, "storage": {"url": url}})


def found_office(url: str) -> list[Rep]:
    """Set up the database and seat everybody."""
    upgrade(url)
    at = datetime.now(UTC)
    with UnitOfWork(url) as db:
        return [rep for number in range(TEAMS) for rep in _found(db, number, at)]


def _found(db: UnitOfWork, number: int, at: datetime) -> list[Rep]:
    chat_id = f"oc_{number:032x}"
    members = {f"ou_{number:04x}{rep:028x}": f"销售{number}-{rep}" for rep in range(REPS + 1)}
    boss, *reps = members

    def work(connection: Connection) -> None:
        team = meet_team(connection, chat_id, f"销售{number}队", "Asia/Shanghai")
        seat(connection, team, members, at)
        found_team(connection, team, meet(connection, boss, ""), at)

    db.write(work)
    return [Rep(chat_id, rep) for rep in reps]
