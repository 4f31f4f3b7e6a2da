"""The one table of a run: what, how much, the goal, kept or missed; it can be pasted into a README as it is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

WIDTHS = 66, 44, 12, 6
WORDS = {True: "kept", False: "missed", None: ""}
ABSENT = "not installed"
"""What stands in the place of a figure whose other side is not on this machine."""


class Line(NamedTuple):
    """One thing measured. `kept` says whether the goal was, None where there is none."""

    what: str
    found: str
    goal: str = ""
    kept: bool | None = None


class Table:
    """Printed row by row, as the measurements come."""

    def __init__(self) -> None:
        """Print the head."""
        self._goals: Counter[bool | None] = Counter()
        print(_row("what", "how much", "goal", ""))
        print(_row(*("-" * width for width in WIDTHS)))

    def show(self, title: str, conditions: str, lines: Iterable[Line]) -> None:
        """Print a part: its title with the conditions it began under, then its lines as they are measured."""
        print(_row(f"**{title}**", conditions, "", ""), flush=True)
        for line in lines:
            self._goals[line.kept] += 1
            print(_row(line.what, line.found, line.goal, WORDS[line.kept]), flush=True)

    def close(self) -> None:
        """Print how many goals there were, and how many were kept."""
        goals = self._goals[True] + self._goals[False]
        print(_row("**Goals kept**", f"{self._goals[True]} of {goals}", "", ""), flush=True)


def _row(*cells: str) -> str:
    padded = (f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=True))
    return f"| {' | '.join(padded)} |"


def at_least(what: str, found: float, goal: float, more: str = "") -> Line:
    """A ratio that is to be as large as the goal or larger; `more` is said after it."""
    return Line(what, f"{found:.2f} x{more}", f"≥ {goal:g} x", found >= goal)


def at_most(what: str, found: float, goal: float, more: str = "") -> Line:
    """A ratio that is to be as small as the goal or smaller; `more` is said after it."""
    return Line(what, f"{found:.2f} x{more}", f"≤ {goal:g} x", found <= goal)


def part_of(what: str, share: float, of: float) -> Line:
    """A share that is to be at most one part in `of`, said as a fraction."""
    return Line(what, f"1/{1 / share:.1f}", f"≤ 1/{of:g}", share <= 1 / of)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of rounds: what disturbs one round disturbs both of its sides."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def growth(samples: Sequence[float], over: int) -> float:
    """By what share the last sample is larger than the one `over` samples before it; negative where it shrank."""
    return samples[-1] / samples[-1 - over] - 1
