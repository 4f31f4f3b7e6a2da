"""A company's machines get the next program one after the other, while its people go on working."""

import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from storage.engine import Connection, open_writer, revision
from storage.migrations import HEAD
from storage.uow import UnitOfWork
from storage.upgrade import upgrade
from tests.bot.commands.test_commands import in_a_process, salesbot
from tests.faults.checker import Evidence, assert_held
from tests.faults.grounds import Ground
from tests.faults.machines.ages import command, done, program
from tests.faults.machines.people import calmly_at_work
from tests.faults.subjects import Subject
from tests.servers import PostgresServer

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def company(postgres_server: PostgresServer, tmp_path: Path, lots: random.Random) -> Iterator[Ground]:
    """A ground on PostgreSQL, on which nothing runs yet."""
    with (
        postgres_server.database(postgres_server.template("migrated", upgrade)) as url,
        closing(Ground(tmp_path, url, lots, reps=3)) as ground,
    ):
        yield ground


class Rollout:
    """The processes that serve, each by its mode, web first, and the ports at which people are let in."""

    def __init__(self, ground: Ground, modes: Sequence[Sequence[str]]) -> None:
        self.ground, self.modes, self.ports = ground, modes, list[int]()
        self.old: list[Subject] = []

    def begin(self, age: str, kept: ExitStack) -> None:
        """Start the processes of this age, and let people in at the new one only."""
        started = [kept.enter_context(program(self.ground, age, "serve", *each)) for each in self.modes]
        assert all(each.ready() for each in started)
        self.ports[:] = [started[0].port]
        self.leave()
        self.old = started

    def leave(self) -> None:
        """Ask those of before to end, one after the other; each finishes what is under way."""
        for each in self.old:
            assert each.terminate() == 0, each.said()

    def goes_on(self, more: int = 8) -> None:
        """Wait until so many more entries have been accepted."""
        before = len(self.ground.history.acked())
        self.ground.until(lambda: len(self.ground.history.acked()) >= before + more, 60)


def roll(company: Ground, *modes: Sequence[str]) -> None:
    """From today's program to the next, and on to where today's no longer works."""
    rollout = Rollout(company, modes)
    with ExitStack() as kept:
        rollout.begin(HEAD, kept)
        company.subject = rollout.old[0]
        with calmly_at_work(company, rollout.ports):
            rollout.goes_on()
            assert "9001" in done(command(company.file, "9001", "db", "upgrade"))
            rollout.goes_on()
            assert all(each.ready() for each in rollout.old), "today's program works on what has been added"
            rollout.begin("9001", kept)
            rollout.goes_on()
            assert "9002" in done(command(company.file, "9002", "db", "upgrade"))
            rollout.goes_on()
        company.settle(60)
        assert_held(Evidence.taken(company.history, company.url, company.feishu, slowest=15))
        assert "too old for the database: it is at 9002 and needs" in in_a_process("serve", file=company.file, code=1)
        assert "too old for the database" in salesbot("db", "upgrade", file=company.file, code=1)


def test_the_next_program_takes_over_under_traffic_and_nothing_is_lost(company: Ground) -> None:
    roll(company, ())


@pytest.mark.long
def test_so_do_web_processes_and_workers_apart(company: Ground) -> None:
    roll(company, ("--web",), ("--worker",))


@pytest.mark.long
def test_yesterdays_program_starts_again_on_what_tomorrows_has_added(company: Ground) -> None:
    """A rollout is given up: whatever had been changed already is changed back without touching the database."""
    done(command(company.file, "9001", "db", "upgrade"))
    said = in_a_process("db", "upgrade", file=company.file)
    assert f"the database is at 9001, which this program ({HEAD}) works with" in said
    with program(company, HEAD, "serve", "--web") as subject:
        assert subject.ready()


def test_a_migration_killed_half_way_has_not_happened(ground: Ground) -> None:
    middle = ground.folder / "middle"
    process = command(ground.file, "9003", "db", "upgrade", FAULTS_MIDDLE=str(middle))
    try:
        ground.until(lambda: middle.exists() or process.poll() is not None, 60)
        assert process.poll() is None, process.communicate()
    finally:
        process.kill()
        process.communicate()
    assert looked(ground.url) == (HEAD, {"facts"})
    UnitOfWork(ground.url).close()


def looked(url: str) -> tuple[str | None, set[str]]:
    """Where a database stands, and which of the tables are there that the steps make or drop."""
    engine = open_writer(url)

    def look(db: Connection) -> tuple[str | None, set[str]]:
        if db.dialect.name == "postgresql":
            db.execute(text("SET LOCAL lock_timeout = '5s'"))
        return revision(db), {"facts", "moods"} & set(inspect(db).get_table_names())

    with engine.begin() as db:
        found = look(db)
    engine.dispose()
    return found
