"""What is to be reached: the value of a target, targets that make up a longer period, and what is left to hand on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from sales.grains import Grain, name_of, stretch_of, within
from sales.kpi import Unit
from sales.money import Money, shared
from sales.records import dataclass
from sales.scopes import Level, Scope
from sales.stretches import Stretch

METRICS: Final[Mapping[str, Unit]] = {"K01": Unit.MONEY, "K10": Unit.COUNT, "K21": Unit.COUNT}
"""What targets can be set for, by the code of the figure, and what their values count."""

MOST: Final = 2**53
"""A value beyond this is a slip, and more than some databases reckon with."""

TILES: Final = (Grain.HALF, Grain.QUARTER, Grain.MONTH, Grain.WEEK)
"""Of which shorter periods a target may be made up, the longest first."""

ENCLOSING: Final = (Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR)
"""Which periods are looked at for the target of a day, the shortest first."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a target is for: whose, of which figure, of which product (its code or group; empty: all), over what."""

    scope: Scope
    stretch: Stretch
    kpi: str = "K01"
    product: str = ""

    @property
    def period(self) -> str:
        """The name of the period, such as `2026-Q1`."""
        return name_of(self.stretch)

    @property
    def is_money(self) -> bool:
        """Whether its values are minor units, not a count."""
        return METRICS.get(self.kpi) is Unit.MONEY


@dataclass(frozen=True, slots=True)
class Target:
    """A target in force, in minor units or as a count, over the half-open span of its period.

    `was` is what it was when the period began, or what it was first set to after that, where it was changed since.
    One that is the sum of shorter periods has the newest version and reason among them.
    """

    value: int
    period: str
    first: date
    end: date
    version: int = 1
    reason: str = ""
    was: int | None = None

    @property
    def stretch(self) -> Stretch:
        """The days that it is for."""
        return Stretch(self.first, self.end)


def tiles_of(stretch: Stretch) -> list[list[Stretch]]:
    """Every way in which whole shorter periods make up a stretch, the longest periods first."""
    ways = (within(stretch, grain) for grain in TILES)
    return [way for way in ways if way and way != [stretch] and _covers(way, stretch)]


def _covers(way: Sequence[Stretch], stretch: Stretch) -> bool:
    return way[0].first == stretch.first and way[-1].end == stretch.end


def made_up(stretch: Stretch, known: Mapping[Stretch, Target]) -> Target | None:
    """The target over a stretch: its own, else the sum of shorter periods that make it up; None where any is missing.

    A target that lasts longer than the stretch is no target of it: nobody said how it is spread.
    """
    if stretch in known:
        return known[stretch]
    for way in tiles_of(stretch):
        if all(each in known for each in way):
            return _sum(stretch, [known[each] for each in way])
    return None


def _sum(stretch: Stretch, parts: Sequence[Target]) -> Target:
    newest = max(parts, key=lambda each: each.version)
    was = sum(each.value if each.was is None else each.was for each in parts)
    is_changed = any(each.was is not None for each in parts)
    value = sum(each.value for each in parts)
    told = (newest.version, newest.reason, was if is_changed else None)
    return Target(value, name_of(stretch), stretch.first, stretch.end, *told)


def enclosing(day: date) -> list[Stretch]:
    """The periods around a day that are looked at for its target, the shortest first."""
    return [stretch_of(grain, day) for grain in ENCLOSING]


def remainder(whole: int, parts: Iterable[int]) -> int:
    """What of a target is not handed on yet; below zero where more was handed on than there is."""
    return whole - sum(parts)


def spread(value: int, weights: Sequence[int]) -> list[int]:
    """A value parted by weights, to the unit; evenly where no weight is above zero, and none for what is below."""
    weighed = [max(weight, 0) for weight in weights]
    if not any(weighed):
        weighed = [1] * len(weighed)
    return [part.minor for part in shared(Money(value), weighed)]


class Right(StrEnum):
    """What somebody may do about a target; `TAKEN` is one that was set above them, which they may only read."""

    SET = "set"
    SEE = "see"
    TAKEN = "taken"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a person's id, the teams they manage and those they are in; `all_of_it` for directors and admins."""

    person_id: int = 0
    managed: frozenset[int] = frozenset()
    seated: frozenset[int] = frozenset()
    all_of_it: bool = False


def right(asker: Asker, scope: Scope, teams_of_rep: frozenset[int] = frozenset(), *, from_above: bool = False) -> Right:
    """What the asker may do about a scope's target; `from_above` says that a director set the one that stands.

    Directors and admins set every target, managers those of their reps, and that of their team while nobody above them
    did. Everybody sees their own and their team's.
    """
    if asker.all_of_it:
        return Right.SET
    if scope.level is Level.TEAM:
        if scope.id in asker.managed:
            return Right.TAKEN if from_above else Right.SET
        return Right.SEE if scope.id in asker.seated else Right.NONE
    if scope.level is Level.REP:
        if not asker.managed.isdisjoint(teams_of_rep):
            return Right.SET
        return Right.SEE if scope.id == asker.person_id else Right.NONE
    return Right.NONE
