"""`make bench`: everything in one run. With names of parts, only those: `python -m benchmarks starting sending`."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import answering, figures, reckoning, refusing, reporting, searching, sending, starting, trading
from benchmarks.conditions import conditions
from benchmarks.table import Line, show

PARTS: dict[str, tuple[str, Callable[[Path], list[Line]]]] = {
    "starting": ("Starting (`salesbot serve`, web and worker)", starting.measure),
    "answering8": ("Answering, 8 threads each", lambda folder: answering.measure(folder, 8)),
    "answering32": ("Answering, 32 threads each (the bot's default)", lambda folder: answering.measure(folder, 32)),
    "refusing": ("Refusing", lambda _: refusing.measure()),
    "reporting": ("What managers and groups are told", reporting.measure),
    "reckoning": ("Obligations (SQLite)", reckoning.measure),
    "searching": ("Finding a customer among 20,000 names (SQLite)", searching.measure),
    "trading": ("Orders and money (SQLite)", trading.measure),
    "figures": ("Figures of a hundred teams (1 million visits, 300,000 orders)", figures.measure),
    "sending": ("Sending", sending.measure),
}


def main(names: list[str]) -> None:
    """Print the conditions, then each part as it is done."""
    with tempfile.TemporaryDirectory(prefix="salesbot-bench-") as where:
        folder = Path(where)
        print("\n".join(conditions(folder)))
        for name in names or PARTS:
            title, measure = PARTS[name]
            show(title, measure(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
