"""`salesbot obligations`: the ledger as an operator and another program read it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.commands.obligations import ledger
from playground import FakeFeishu, HandClock
from storage import people
from storage.people import teams
from storage.uow import UnitOfWork
from tests.bot.commands.test_commands import config, salesbot
from tests.installation import MONDAY
from tests.seasons import PM, Season, at, days
from tests.seeds import found, memory, team_of

__all__ = ["memory"]

MARCH = date(2026, 3, 1), date(2026, 3, 31)


@pytest.fixture
def season(memory: UnitOfWork) -> Season:
    """A team founded on Monday morning of W10, reckoned then."""
    memory.write(found)
    made = Season(memory)
    made.reckon()
    return made


def march(season: Season, rep: str = "") -> list[dict[str, Any]]:
    return season.memory.read(lambda db: ledger(db, *MARCH, rep))


def test_a_row_says_everything_on_the_teams_clock(season: Season) -> None:
    season.away(days("03-06", first_half=PM))
    season.send("03-09 13:00")
    row = march(season, "李雷")[0]
    assert row == {
        "rep": "李雷",
        "team": "华东一队",
        "type": "weekly",
        "period": "2026-W10",
        "first_on": "2026-03-02",
        "last_on": "2026-03-08",
        "due_at": "2026-03-09T12:00:00+08:00",
        "ruled_due_at": "2026-03-06T18:00:00+08:00",
        "state": "late",
        "reason": "leave",
        "note": "",
        "calendar_version": season.due().calendar_version,
        "provisional": False,
        "settled_at": "2026-03-09T13:00:00+08:00",
    }


def test_both_dates_count_and_are_the_teams_own(season: Season) -> None:
    def due(first: date, last: date) -> list[object]:
        return [row["due_at"] for row in season.memory.read(lambda db: ledger(db, first, last))]

    friday = date(2026, 3, 6)
    assert due(friday, friday) == ["2026-03-06T18:00:00+08:00"] * 2
    assert due(date(2026, 3, 7), date(2026, 3, 12)) == []
    season.write(lambda db: db.execute(update(teams).values(timezone="Pacific/Kiritimati")))
    assert due(friday, friday) == []
    assert due(date(2026, 3, 6), date(2026, 3, 7)) == ["2026-03-07T00:00:00+14:00"] * 2


def test_one_persons_rows_can_be_asked_for(season: Season) -> None:
    assert {row["rep"] for row in march(season)} == {"李雷", "韩梅梅"}
    assert {row["rep"] for row in march(season, "李雷")} == {"李雷"}
    assert march(season, "没有这个人") == []


def test_a_team_at_rest_is_read_all_the_same(season: Season) -> None:
    before = march(season)
    season.write(lambda db: people.close_team(db, team_of(db).chat_id, at("03-03 09:00")))
    assert march(season) == before


@pytest.fixture
def file(season: Season, db_url: str, tmp_path: Path) -> Path:
    """Settings for the command line, beside a season's database."""
    season.miss("03-06 20:00")
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        return config(tmp_path, feishu, db_url)


def test_the_command_prints_json_or_a_table(file: Path) -> None:
    span = ["obligations", "--from", "2026-03-01", "--to", "2026-03-08"]
    printed = json.loads(salesbot(*span, "--json", file=file))
    assert [(row["rep"], row["state"]) for row in printed] == [("李雷", "missed"), ("韩梅梅", "missed")]
    table = salesbot(*span, "--rep", "李雷", file=file).splitlines()
    assert table[0].split("\t") == ["rep", "team", "type", "period", "due_at", "state", "reason"]
    assert table[1].startswith("李雷\t华东一队\tweekly\t2026-W10\t2026-03-06T18:00:00+08:00\tmissed")
    assert len(table) == 2
    assert "--to lies before --from" in salesbot(
        "obligations", "--from", "2026-03-02", "--to", "2026-03-01", file=file, code=2
    )
    assert "does not match" in salesbot("obligations", "--from", "March", "--to", "2026-03-01", file=file, code=2)


def test_a_database_that_nobody_set_up_is_said_in_words(tmp_path: Path) -> None:
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        empty = config(tmp_path, feishu, f"sqlite:///{tmp_path / 'none.db'}")
    said = salesbot("obligations", "--from", "2026-03-01", "--to", "2026-03-08", file=empty, code=1)
    assert "run `salesbot db upgrade` first" in said
