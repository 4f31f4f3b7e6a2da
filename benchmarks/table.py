"""The one table that a run prints."""

from collections.abc import Iterable
from typing import NamedTuple


class Line(NamedTuple):
    """One thing measured. `kept` says whether the goal was, None where there is none."""

    what: str
    found: str
    goal: str
    kept: bool | None = None


def show(title: str, lines: Iterable[Line]) -> None:
    """Print one part of the table."""
    print(f"\n{title}")
    for line in lines:
        mark = {True: "ok", False: "NO", None: ""}[line.kept]
        print(f"  {line.what:<58} {line.found:>34}   {line.goal:<16} {mark}", flush=True)
