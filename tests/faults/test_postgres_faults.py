"""PostgreSQL that restarts, cuts connections or picks a victim under load: nothing is lost, work goes on by itself."""

import fcntl
import os
import random
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import URL, make_url

from storage.upgrade import upgrade
from tests.faults.checker import Evidence, assert_held
from tests.faults.extents import Many
from tests.faults.grounds import Ground
from tests.servers import binaries, connect, start_postgres

pytestmark = pytest.mark.timeout(900)


@contextmanager
def own_server() -> Iterator[URL]:
    """A PostgreSQL of this test's own, in a short path: its socket lies there."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    alive = os.open(folder / "alive", os.O_CREAT | os.O_RDWR)
    fcntl.flock(alive, fcntl.LOCK_EX)
    try:
        yield start_postgres(folder)
    finally:
        os.close(alive)


def restart(server: URL, how: str) -> None:
    """Stop the server, in haste or not, and start it again."""
    folder = str(server.query["host"])
    user = "postgres" if os.geteuid() == 0 else None
    command = [str(binaries() / "pg_ctl"), "restart", "-w", "-D", "data", "-m", how, "-l", "server.log"]
    subprocess.run(command, cwd=folder, user=user, check=True, stdout=subprocess.DEVNULL, start_new_session=True)


@pytest.fixture
def own_ground(tmp_path: Path, lots: random.Random) -> Iterator[tuple[Ground, URL]]:
    """A proving ground on a server that may be restarted."""
    with own_server() as server:
        url = server.render_as_string(hide_password=False)
        upgrade(url)
        with closing(Ground(tmp_path, url, lots)) as ground:
            yield ground, server


def back_after(ground: Ground) -> float:
    """Seconds until something is accepted again."""
    began, kept = time.monotonic(), len(ground.history.acked())
    ground.until(lambda: len(ground.history.acked()) > kept, 90)
    return time.monotonic() - began


def test_a_server_that_restarts_costs_seconds_and_nothing_else(
    own_ground: tuple[Ground, URL], lots: random.Random, many: Many
) -> None:
    ground, server = own_ground
    ground.subject.start()
    gaps = []
    with ground.load():
        for _ in range(many(1, 10)):
            ground.until(ground.history.acked)
            threading.Event().wait(lots.uniform(0.1, 1.0))
            how = lots.choice(["fast", "immediate"])
            ground.history.add("nemesis", said=f"PostgreSQL restarts ({how})")
            restart(server, how)
            gaps.append(back_after(ground))
    assert ground.subject.process.poll() is None
    assert max(gaps) < many(60, 5)
    ground.settle()
    assert_held(Evidence.taken(ground.history, ground.url, ground.feishu, many(15, 3)))
    print(f"accepting again {max(gaps):.2f} s after the restart at most")  # noqa: T201
    shutil.rmtree(str(server.query["host"]), ignore_errors=True)


@pytest.fixture
def postgres(request: pytest.FixtureRequest) -> psycopg.Connection:
    """The shared server, for what a test does to its own database."""
    admin: psycopg.Connection = request.getfixturevalue("postgres_server").admin
    return admin


def name_of(ground: Ground) -> str:
    return str(make_url(ground.url).database)


@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)
def test_connections_that_are_cut_under_load_are_replaced(
    ground: Ground, postgres: psycopg.Connection, lots: random.Random, many: Many
) -> None:
    ground.subject.start()
    with ground.load():
        for _ in range(many(3, 50)):
            ground.until(ground.history.acked)
            threading.Event().wait(lots.uniform(0.05, 0.5))
            ground.history.add("nemesis", said="every connection is cut")
            postgres.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name_of(ground),)
            )
            assert back_after(ground) < many(60, 5)
    ground.settle()
    assert_held(Evidence.taken(ground.history, ground.url, ground.feishu, many(15, 3)))


def waiting_for_a_lock(postgres: psycopg.Connection, name: str) -> Callable[[], bool]:
    asked = "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
    return lambda: postgres.execute(asked, (name,)).fetchone() is not None


@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)
def test_a_delivery_that_gave_way_in_a_deadlock_is_done_again(
    ground: Ground, postgres: psycopg.Connection, many: Many
) -> None:
    ground.subject.start()
    client = ground.clients()[0]
    client.insist(client.wish())
    with closing(connect(make_url(ground.url))) as other:
        # So that the bot's transaction, which waits first and looks sooner, is the one to give way.
        other.execute("SET deadlock_timeout = '60s'")
        other.execute("BEGIN")
        other.execute("LOCK TABLE inbox IN SHARE MODE")
        asked = threading.Thread(target=client.insist, args=(client.wish(),))
        asked.start()
        ground.until(waiting_for_a_lock(postgres, name_of(ground)))
        other.execute("LOCK TABLE visits IN SHARE MODE")
        other.execute("ROLLBACK")
    asked.join(30)
    assert ground.history.counted() == {"invoke": 2, "ok": 2}, "it was not answered the first time"
    ground.settle()
    deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = %s"
    ground.until(lambda: postgres.execute(deadlocks, (name_of(ground),)).fetchone() == (1,))
    assert_held(Evidence.taken(ground.history, ground.url, ground.feishu, many(15, 3)))
