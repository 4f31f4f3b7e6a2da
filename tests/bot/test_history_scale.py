"""A large history in bounded memory, and one on PostgreSQL beside a bot that goes on answering."""

import subprocess
import sys
import threading
from pathlib import Path

from storage.uow import UnitOfWork
from storage.upgrade import upgrade
from tests.bot.commands.test_calendar import settings
from tests.bot.commands.test_commands import ROOT
from tests.installation import installed
from tests.pasts import brought_in, counted, large, small, taken_back
from tests.seen import read

ADMINS = ("[admins]", 'open_ids = ["ou_admin"]')
MOST_MEGABYTES = 400
MEASURED = """
import atexit, pathlib
from bot.cli import main
atexit.register(lambda: print(pathlib.Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]))
main()
"""
"""The command line, which says at its end how many kilobytes it took.

Not `ru_maxrss`: that counts what the process was before it became this program, a copy of the tests' own.
"""


def test_five_thousand_orders_come_in_within_bounds(tmp_path: Path, sqlite_url: str) -> None:
    folder = large(5_000, 2_000).write(tmp_path / "past")
    config = settings(tmp_path, *ADMINS, url=sqlite_url)
    command = [sys.executable, "-c", MEASURED, "import", "apply", str(folder), "--config", str(config)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stdout.splitlines()[-2]) == (0, "batch H-1"), done.stderr
    assert int(done.stdout.splitlines()[-1]) / 1024 < MOST_MEGABYTES
    with UnitOfWork(sqlite_url) as db:
        assert counted(db)["orders"] == 5_000


def test_people_go_on_talking_while_a_history_comes_in(tmp_path: Path, postgres_url: str) -> None:
    upgrade(postgres_url)
    folder = large(200, 300).write(tmp_path / "past")
    with installed(postgres_url) as house:
        rep = house.squad().reps[0]
        failed: list[BaseException] = []

        def bring() -> None:
            try:
                with UnitOfWork(postgres_url) as db:
                    brought_in(db, folder, house.clock.now())
            except BaseException as error:  # noqa: BLE001 - told by the thread that waits
                failed.append(error)

        importing = threading.Thread(target=bring)
        importing.start()
        for n in range(3):
            house.file(rep, f"新客户{n}", outcome="同意试用")
        assert "新客户2" in read(house.say(rep, "今天"))
        importing.join(120)
        assert failed == []
        found = counted(house.app.db)
        assert (found["orders"], found["visits"]) == (200, 303)


def test_it_is_taken_back_beside_a_bot_that_answers(tmp_path: Path, postgres_url: str) -> None:
    upgrade(postgres_url)
    with installed(postgres_url) as house:
        rep = house.squad().reps[0]
        with UnitOfWork(postgres_url) as db:
            batch = brought_in(db, small_elsewhere(tmp_path), house.clock.now())
            house.file(rep, "新客户", outcome="同意试用")
            assert taken_back(db, batch, house.clock.now()) == []
        found = counted(house.app.db)
        assert (found["orders"], found["visits"]) == (0, 1)
        assert "新客户" in read(house.say(rep, "今天"))


def small_elsewhere(tmp_path: Path) -> Path:
    """The small company under names of its own, beside the team that talks."""
    past = small()
    for rows in past.rows.values():
        for row in rows:
            row.update({key: words.replace("华东一队", "别处").replace("oc_east", "") for key, words in row.items()})
    return past.write(tmp_path / "past")
