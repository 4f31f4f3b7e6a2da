"""`salesbot import` as an operator types it: the template, what check and apply print, and what undo refuses."""

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import COMMANDS, main
from bot.commands.imports import history, in_line, in_use
from bot.history_files import Wrong
from bot.text import Text, same
from storage.history_undo import Use
from storage.people import find_person
from storage.uow import UnitOfWork, writing
from storage.upgrade import upgrade
from tests.bot.commands.test_calendar import settings
from tests.bot.commands.test_commands import ROOT, SALESBOT
from tests.pasts import counted, large, small

ADMINS = ("[admins]", 'open_ids = ["ou_admin"]')


@pytest.fixture
def config(tmp_path: Path, sqlite_url: str) -> Path:
    return settings(tmp_path, *ADMINS, url=sqlite_url)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small().write(tmp_path / "past")


@pytest.fixture
def database(sqlite_url: str) -> str:
    return sqlite_url


def run(*words: str, config: Path | None = None, code: int = 0) -> Result:
    options = ["--config", str(config)] if config else []
    done = CliRunner().invoke(history, [*words, *options])
    assert done.exit_code == code, (done.output, done.exception)
    return done


def held(url: str) -> dict[str, int]:
    with UnitOfWork(url) as db:
        return counted(db)


def test_it_is_a_command_of_the_program() -> None:
    assert "import" in COMMANDS
    done = CliRunner().invoke(main, ["import", "--help"])
    assert done.exit_code == 0
    assert {"template", "check", "apply", "undo", "list"} <= set(done.output.split())


def test_the_template_needs_no_settings_and_overwrites_nothing(tmp_path: Path) -> None:
    said = run("template", str(tmp_path / "new")).output.split()
    assert [Path(path).name for path in said][:2] == ["teams.csv", "members.csv"]
    assert (tmp_path / "new" / "README.txt").exists()
    assert "is there already" in run("template", str(tmp_path / "new"), code=1).output
    book = run("template", str(tmp_path / "book"), "--xlsx").output.split()
    assert [Path(path).name for path in book] == ["history.xlsx", "README.txt"]


def test_check_says_what_would_be_made_and_keeps_nothing(config: Path, folder: Path, database: str) -> None:
    before = held(database)
    said = run("check", str(folder), config=config).output
    assert re.search(r"^customers +3 new$", said, re.MULTILINE)
    assert re.search(r"^order_lines +3 new$", said, re.MULTILINE)
    assert held(database) == before


def test_check_prints_each_mistake_with_file_row_and_column(config: Path, tmp_path: Path) -> None:
    past = small()
    past.rows["orders"][1]["rep"] = "ou_nobody"
    past.rows["returns"][0]["quantity"] = "11"
    done = run("check", str(past.write(tmp_path / "past")), config=config, code=1)
    assert done.stderr.splitlines() == [
        "orders.csv:3  销售ID / rep: 没有这个人员：ou_nobody / no such person: ou_nobody",
        "returns.csv:2  数量 / quantity: 超过可退数量 10 / is more than the 10 that had left",
        "2 mistakes; nothing was kept",
    ]


def test_apply_brings_all_of_it_in_or_nothing(config: Path, tmp_path: Path, database: str) -> None:
    past = small()
    past.rows["payments"][0]["amount"] = "much"
    before = held(database)
    done = run("apply", str(past.write(tmp_path / "past")), config=config, code=1)
    assert "1 mistakes; nothing was kept" in done.stderr
    assert held(database) == before


def test_the_whole_way_from_template_to_undo(config: Path, tmp_path: Path, database: str) -> None:
    run("template", str(tmp_path / "new"))
    assert run("apply", str(tmp_path / "new"), config=config).output.splitlines()[-1] == "batch H-1"
    said = run("apply", str(tmp_path / "new"), config=config).output.splitlines()
    assert re.match(r"orders +0 brought in, 1 known already", next(line for line in said if line.startswith("orders")))
    assert said[-1] == "nothing new: nothing was changed"
    assert held(database)["orders"] == 1
    assert run("undo", "h-1", config=config).output == "H-1 is taken back\n"
    assert held(database)["orders"] == 0
    (line,) = run("list", config=config).output.splitlines()
    assert re.match(r"H-1  \d{4}-\d\d-\d\d \d\d:\d\dZ  new  1 teams, 1 members, .*  taken back \d{4}", line)
    assert "was taken back already" in run("undo", "H-1", config=config, code=1).output


def test_undo_says_what_is_in_use(config: Path, folder: Path, tmp_path: Path, database: str) -> None:
    run("apply", str(folder), config=config)
    more = small()
    more.add("visits", "CRM-50", "ou_li", "华宁精密", "2025-02-03", "", "", "", "")
    run("apply", str(more.write(tmp_path / "more")), "--by", "ou_boss", config=config)
    before = held(database)
    done = run("undo", "H-1", config=config, code=1)
    assert "1 later visits are about customers of it" in done.stderr.splitlines()
    assert "H-1 stays as it is: some of it is in use" in done.stderr
    assert held(database) == before


@pytest.mark.parametrize("batch, why", [("H-7", "there is no batch H-7"), ("seven", "seven is no batch")])
def test_a_batch_that_never_was(config: Path, batch: str, why: str) -> None:
    assert why in run("undo", batch, config=config, code=1 if batch == "H-7" else 2).output


def test_somebody_has_to_answer_for_it(tmp_path: Path, folder: Path, sqlite_url: str) -> None:
    lonely = settings(tmp_path, url=sqlite_url)
    assert "--by OPEN_ID" in run("apply", str(folder), config=lonely, code=2).output
    assert "batch H-1" in run("apply", str(folder), "--by", "ou_boss", config=lonely).output


def test_a_serving_bot_has_to_stop_on_sqlite(config: Path, folder: Path, database: str) -> None:
    with writing(database):
        for words in (["apply", str(folder)], ["undo", "H-1"]):
            said = run(*words, config=config, code=1).output
            assert "stop the bot for the time of the import" in said
        assert "new" in run("check", str(folder), config=config).output


def test_on_postgresql_it_runs_beside_the_bot(tmp_path: Path, folder: Path, postgres_url: str) -> None:
    upgrade(postgres_url)
    file = settings(tmp_path, *ADMINS, url=postgres_url)
    with UnitOfWork(postgres_url) as serving:
        assert "batch H-1" in run("apply", str(folder), config=file).output
        assert counted(serving)["orders"] == 2
        assert "taken back" in run("undo", "H-1", config=file).output


def test_a_database_that_was_not_set_up_is_said_so(tmp_path: Path, folder: Path) -> None:
    file = settings(tmp_path, *ADMINS, url=f"sqlite:///{tmp_path / 'none.db'}")
    for words in (["check", str(folder)], ["apply", str(folder)], ["list"]):
        assert "run `salesbot db upgrade` first" in run(*words, config=file, code=1).output


def test_a_folder_that_is_not_there(config: Path, tmp_path: Path) -> None:
    assert "does not exist" in run("check", str(tmp_path / "nowhere"), config=config, code=2).output


@pytest.mark.parametrize(
    "wrong, line",
    [
        (Wrong("a.csv", 3, Text("列", "column"), same("no")), "a.csv:3  列 / column: no / no"),
        (Wrong("a.csv", 3, None, same("no")), "a.csv:3  no / no"),
        (Wrong("a.csv", 0, None, Text("空", "empty")), "a.csv  空 / empty"),
    ],
)
def test_a_mistake_is_one_line(wrong: Wrong, line: str) -> None:
    assert in_line(wrong) == line


def test_uses_are_said_in_words() -> None:
    assert in_use(Use("orders", "audit", 3)) == "3 orders of it were changed since"
    assert in_use(Use("customers", "visits", 1_200)) == "1,200 later visits are about customers of it"


def test_a_real_process_is_quiet_where_nobody_watches(config: Path, tmp_path: Path) -> None:
    folder = large(20, 30).write(tmp_path / "past", "gb18030")
    command = [*SALESBOT, "import", "apply", str(folder), "--config", str(config)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "batch H-1"


def test_who_brings_it_in_and_is_among_the_members_has_their_name(config: Path, folder: Path, database: str) -> None:
    run("apply", str(folder), "--by", "ou_boss", config=config)
    with UnitOfWork(database) as db:
        boss, _ = db.read(lambda read: find_person(read, "ou_boss"))
        assert boss
        assert boss.name == "王经理"
