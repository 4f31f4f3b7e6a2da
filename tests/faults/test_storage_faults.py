"""A disk that is full, broken or slow, and locks held from outside: never a false yes, and work goes on by itself."""

import errno
import random
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.faults.checker import Evidence, assert_held
from tests.faults.disks import SYNCS, WRITES, Disk, shim, slow
from tests.faults.extents import Many
from tests.faults.grounds import Ground
from tests.faults.test_endings import held

pytestmark = pytest.mark.timeout(1800)

ROOM = 300_000
"""Bytes left on the small disk."""


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    """What the bot's files lie on."""
    return Disk(tmp_path)


@pytest.fixture
def shaky(sqlite_url: str, tmp_path: Path, lots: random.Random, disk: Disk) -> Iterator[Ground]:
    """A proving ground on that disk, not yet started."""
    with closing(Ground(tmp_path, sqlite_url, lots, environment=disk.environment)) as made:
        yield made


def fell_back(ground: Ground) -> int:
    """How many deliveries were told that it could not be done now."""
    return ground.history.counted()["fail"]


def wait_for(seconds: float) -> None:
    threading.Event().wait(seconds)


def test_a_full_disk_is_said_and_work_goes_on_when_there_is_room(shaky: Ground, disk: Disk, many: Many) -> None:
    shaky.subject.start()
    pid = shaky.subject.process.pid
    with shaky.load():
        shaky.until(shaky.history.acked)
        disk.fail(1, kinds=WRITES, times=-1, error=errno.ENOSPC)
        shaky.history.add("nemesis", said="disk full")
        shaky.until(lambda: fell_back(shaky) >= 8)
        assert not shaky.subject.process_ends_within(0.1)
        kept = len(shaky.history.acked())
        wait_for(0.5)
        assert len(shaky.history.acked()) == kept, "a false yes"
        disk.heal()
        shaky.until(lambda: len(shaky.history.acked()) > kept)
    shaky.settle()
    assert shaky.subject.process.pid == pid
    assert_held(Evidence.taken(shaky.history, shaky.url, shaky.feishu, many(15, 3)))


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path | None]:
    """A file system of so many bytes; None where this machine does not allow it."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_real_small_disk_that_fills_up(sqlite_url: str, tmp_path: Path, lots: random.Random, many: Many) -> None:
    original = Path(sqlite_url.removeprefix("sqlite:///"))
    with small_disk(tmp_path / "small", original.stat().st_size + ROOM) as folder:
        if folder is None:
            pytest.skip("only root may mount a disk; the test before this one has a shim for it")
        (folder / "bot.db").write_bytes(original.read_bytes())
        with closing(Ground(tmp_path, f"sqlite:///{folder / 'bot.db'}", lots)) as ground:
            ground.subject.start()
            with ground.load():
                ground.until(lambda: fell_back(ground) >= 8, 60)
                subprocess.run(["mount", "-o", "remount,size=64m", str(folder)], check=True)
                ground.history.add("nemesis", said="room on the disk")
                kept = len(ground.history.acked())
                ground.until(lambda: len(ground.history.acked()) > kept)
            ground.settle()
            assert_held(Evidence.taken(ground.history, ground.url, ground.feishu, many(15, 3)))


@pytest.mark.parametrize("kinds", [WRITES, SYNCS], ids=["writes", "syncs"])
def test_the_nth_write_or_sync_fails(shaky: Ground, disk: Disk, lots: random.Random, kinds: int, many: Many) -> None:
    shaky.subject.start()
    clients = shaky.clients()[:4]
    for nth in lots.sample(range(1, 41), 6) if many(1, 0) else range(1, 201):
        error = lots.choice([errno.EIO, errno.ENOSPC])
        shaky.history.add("nemesis", said=f"call {nth} of kind {kinds} fails: {errno.errorcode[error]}")
        disk.fail(nth, kinds=kinds, error=error)
        while not disk.struck:
            threads = [threading.Thread(target=client.insist, args=(client.wish(),)) for client in clients]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    shaky.settle()
    assert_held(Evidence.taken(shaky.history, shaky.url, shaky.feishu, many(15, 3)))


def test_a_slow_disk_makes_nobody_wait_too_long(shaky: Ground, disk: Disk, many: Many) -> None:
    shaky.subject.start()
    for fsync_ms in (5, 200):
        disk.slow(fsync_ms)
        kept = len(shaky.history.acked())
        with shaky.load():
            shaky.until(lambda kept=kept: len(shaky.history.acked()) > kept + 8)  # type: ignore[misc]
            wait_for(many(0, 5))
    disk.heal()
    shaky.settle()
    assert_held(Evidence.taken(shaky.history, shaky.url, shaky.feishu, many(15, 3)))


def test_the_environment_alone_makes_a_disk_slow(tmp_path: Path) -> None:
    program = "import os, sys, time; f = open(sys.argv[1], 'w'); began = time.perf_counter(); os.fsync(f.fileno())"
    program += "; print(time.perf_counter() - began)"
    environment = {"PATH": "/usr/bin:/bin"} | slow(tmp_path, 50)
    ran = subprocess.run(
        ["python3", "-c", program, str(tmp_path / "x")], env=environment, capture_output=True, text=True, check=True
    )
    assert float(ran.stdout) >= 0.05
    assert shim(tmp_path).exists()


def test_a_lock_held_from_outside_is_answered_in_time_and_outlived(ground: Ground, many: Many) -> None:
    ground.subject.start()
    with ground.load():
        ground.until(ground.history.acked)
        with held(ground.url):
            ground.history.add("nemesis", said="a lock held from outside")
            ground.until(lambda: fell_back(ground) >= 4, 90)
            wait_for(many(0, 7))
        kept = len(ground.history.acked())
        ground.until(lambda: len(ground.history.acked()) > kept)
    ground.settle()
    assert_held(Evidence.taken(ground.history, ground.url, ground.feishu, many(15, 3)))


def test_one_who_reads_for_long_does_not_hold_up_those_who_write(small: Ground, many: Many) -> None:
    log = Path(small.url.removeprefix("sqlite:///") + "-wal")
    small.subject.start()
    engine = create_engine(small.url, isolation_level="AUTOCOMMIT")
    with small.load():
        small.until(small.history.acked)
        with engine.connect() as reader:
            reader.execute(text("BEGIN"))
            before = reader.execute(text("SELECT count(*) FROM visits")).scalar()
            kept = len(small.history.acked())
            small.until(lambda: len(small.history.acked()) > kept + 20, 90)
            wait_for(many(0, 10))
            assert reader.execute(text("SELECT count(*) FROM visits")).scalar() == before
            reader.execute(text("ROLLBACK"))
        after_reading = log.stat().st_size
        kept = len(small.history.acked())
        small.until(lambda: len(small.history.acked()) > kept + 20, 90)
        # Once the reader has gone the log begins anew; until the next checkpoint it may grow by that one's length.
        assert log.stat().st_size < after_reading + 8_000_000
    engine.dispose()
    small.settle()
    assert_held(Evidence.taken(small.history, small.url, small.feishu, many(15, 3)))
    print(f"the log had {after_reading / 1e6:.1f} MB under the reader, {log.stat().st_size / 1e6:.1f} MB after")  # noqa: T201
