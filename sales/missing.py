"""What is worth a manager's word beyond a single missing report: who misses the same kind again and again."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from sales.obligations import State
from sales.records import dataclass

LATELY, OFTEN = 4, 3
"""Missing `OFTEN` of the last `LATELY` periods of a type makes a pattern."""


class Owed(Protocol):
    """One obligation that has come due, as far as a pattern goes."""

    @property
    def rep_id(self) -> int:
        """Whose it is."""

    @property
    def rep(self) -> str:
        """What they are called."""

    @property
    def type(self) -> str:
        """The type of report."""

    @property
    def first_on(self) -> date:
        """The first date that the report covers."""

    @property
    def last_on(self) -> date:
        """The last date that the report covers."""

    @property
    def due_at(self) -> datetime:
        """By when it was owed (aware)."""

    @property
    def state(self) -> State:
        """What became of it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Somebody who has missed a type of report again and again: `missed` are (first, last) dates, `of` how many count.

    What was excused does not count. What a manager waived counts as no miss, so that the pattern rests for that period.
    """

    rep_id: int
    rep: str
    type: str
    missed: tuple[tuple[date, date], ...]
    of: int


def patterns(owed: Iterable[Owed]) -> list[Pattern]:
    """The patterns in what came due, in the order of the people's names."""
    lines: dict[tuple[str, int, str], list[Owed]] = {}
    for each in sorted(owed, key=lambda one: one.due_at):
        if each.state is not State.EXCUSED:
            lines.setdefault((each.rep, each.rep_id, each.type), []).append(each)
    found = (_pattern(whose, line[-LATELY:]) for whose, line in sorted(lines.items()))
    return [pattern for pattern in found if len(pattern.missed) >= OFTEN]


def _pattern(whose: tuple[str, int, str], line: list[Owed]) -> Pattern:
    rep, rep_id, kind = whose
    missed = tuple((each.first_on, each.last_on) for each in line if each.state is State.MISSED)
    return Pattern(rep_id, rep, kind, missed, len(line))
