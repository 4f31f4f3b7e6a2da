"""`salesbot db`: an operator, and systemd by the exit code, hear whether this program may serve, and what to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from playground import FakeFeishu, HandClock
from storage.engine import open_writer
from storage.migrations import HEAD
from tests.bot.commands.test_commands import config, salesbot
from tests.installation import MONDAY


@pytest.fixture
def settings(db_url: str, tmp_path: Path) -> Iterator[Path]:
    """The settings of a migrated database."""
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        yield config(tmp_path, feishu, db_url)


def stand_at(url: str, found: str, oldest: str) -> None:
    engine = open_writer(url)
    with engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = :found"), {"found": found})
        db.execute(text("UPDATE schema_floors SET oldest = :oldest"), {"oldest": oldest})
    engine.dispose()


def test_a_current_database_is_said_to_be_one(settings: Path) -> None:
    for what in ("check", "upgrade"):
        assert salesbot("db", what, file=settings) == f"the database is at {HEAD}\n"


def test_an_older_one_names_the_command(settings: Path, db_url: str) -> None:
    stand_at(db_url, "0011", "0011")
    assert "is at 0011" in (said := salesbot("db", "check", file=settings, code=1))
    assert "run `salesbot db upgrade` first" in said


def test_a_later_one_that_this_program_works_with_is_fine_and_left_alone(settings: Path, db_url: str) -> None:
    stand_at(db_url, "9001", "0011")
    for what in ("check", "upgrade", "check"):
        assert (
            salesbot("db", what, file=settings) == f"the database is at 9001, which this program ({HEAD}) works with\n"
        )


def test_a_later_one_that_it_does_not_work_with_says_what_to_install(settings: Path, db_url: str) -> None:
    stand_at(db_url, "9002", "9001")
    for what in ("check", "upgrade"):
        said = salesbot("db", what, file=settings, code=1)
        assert "too old for the database: it is at 9002 and needs a program of 9001 or later" in said
        assert said.rstrip().endswith("install the newer program")


def test_checking_makes_no_file(tmp_path: Path) -> None:
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        file = config(tmp_path, feishu, f"sqlite:///{tmp_path}/none.db")
    assert "has not been set up" in salesbot("db", "check", file=file, code=1)
    assert not (tmp_path / "none.db").exists()
