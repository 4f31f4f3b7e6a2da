"""A machine in the middle of a transaction: takes the lock with this number, says so, and stays there."""

import sys
import threading

from sqlalchemy import func, select

from storage.engine import open_writer


def run() -> None:
    """`python -m tests.faults.machines.holder URL NUMBER`."""
    url, number = sys.argv[1:]
    with open_writer(url).begin() as db:
        db.execute(select(func.pg_advisory_xact_lock(int(number))))
        print("held", flush=True)  # noqa: T201 - read by who started it
        threading.Event().wait()


if __name__ == "__main__":
    run()
