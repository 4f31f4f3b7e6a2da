"""The threads that call Feishu: no more than allowed, used again, and no reason for a process to stay."""

import subprocess
import sys
import threading
from concurrent.futures import wait
from pathlib import Path

import pytest

from scheduler.callers import Callers

ROOT = Path(__file__).resolve().parents[2]


def test_a_call_gives_its_result_or_its_error_to_whoever_asked() -> None:
    callers = Callers(2, "test")
    assert callers.submit(divmod, 7, 2).result(10) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        callers.submit(divmod, 7, 0).result(10)
    with pytest.raises(SystemExit):
        callers.submit(sys.exit).result(10)
    assert callers.submit(len, "still there").result(10) == 11
    callers.shutdown()


def test_no_more_run_at_once_than_allowed_and_all_run_in_the_end() -> None:
    callers, gate, running = Callers(3, "test"), threading.Event(), threading.Semaphore(0)

    def call(number: int) -> int:
        running.release()
        gate.wait(10)
        return number

    futures = [callers.submit(call, number) for number in range(8)]
    for _ in range(3):
        assert running.acquire(timeout=10)
    assert not running.acquire(timeout=0.05), "a fourth runs"
    gate.set()
    assert [future.result(10) for future in futures] == list(range(8))
    callers.shutdown()


def test_a_thread_that_is_free_is_used_again() -> None:
    callers = Callers(8, "test")
    names = set()
    for _ in range(20):
        names.add(callers.submit(lambda: threading.current_thread().name).result(10))
    assert len(names) < 8
    callers.shutdown()


def test_what_nobody_has_begun_can_be_cancelled() -> None:
    callers, gate = Callers(1, "test"), threading.Event()
    first = callers.submit(gate.wait, 10)
    second = callers.submit(len, "")
    assert second.cancel()
    gate.set()
    wait([first], 10)
    assert callers.submit(len, "x").result(10) == 1
    callers.shutdown()


def test_a_call_that_hangs_does_not_keep_a_process() -> None:
    program = (
        "import threading; from scheduler.callers import Callers; begun = threading.Event()\n"
        "Callers(1, 'x').submit(lambda: (begun.set(), threading.Event().wait())); begun.wait()"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=30)
