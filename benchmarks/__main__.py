"""`make bench`: everything in one run. With names of parts, only those: `python -m benchmarks starting sending`."""

import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import (
    answering,
    disk,
    figures,
    reckoning,
    refusing,
    reporting,
    searching,
    sending,
    starting,
    trading,
    weeks,
)
from benchmarks.conditions import conditions, pressure
from benchmarks.table import Line, Table

PARTS: dict[str, tuple[str, Callable[[Path], Iterable[Line]]]] = {
    "starting": ("Starting (`salesbot serve`, web and worker)", starting.measure),
    "answering": (f"Answering, {answering.THREADS} threads (the bot's default)", answering.measure),
    "disk": (f"A disk that takes {disk.SLOWER} ms more for each fsync", disk.measure),
    "refusing": ("Refusing", refusing.measure),
    "reporting": ("What managers and groups are told (SQLite)", reporting.measure),
    "reckoning": ("Obligations (SQLite)", reckoning.measure),
    "searching": ("Finding a customer among 20,000 names (SQLite)", searching.measure),
    "trading": ("Orders and money (SQLite)", trading.measure),
    "figures": ("Figures of a hundred teams, 1 million visits, 300,000 orders", figures.measure),
    "sending": ("Sending", sending.measure),
    "weeks": ("Seven weeks of a team, by a hand-turned clock", weeks.measure),
}


def main(names: list[str]) -> int:
    """Print the conditions, then each part as it is done; gives 1 when a part could not be measured."""
    broken = 0
    with tempfile.TemporaryDirectory(prefix="salesbot-bench-") as where:
        folder = Path(where)
        print("\n".join(conditions(folder)), end="\n\n")
        table = Table()
        for name in names or PARTS:
            title, measure = PARTS[name]
            try:
                table.show(title, pressure(folder), measure(folder))
            except Exception as error:  # noqa: BLE001 - the other parts are worth having; this one is said to be broken
                broken = 1
                traceback.print_exc()
                table.show(title, "", [Line("could not be measured", type(error).__name__, "", kept=False)])
        table.close()
    return broken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
