"""How several scopes stand against their targets, and who comes first; who has no target is listed apart."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from sales.kpi import Pace
from sales.records import dataclass
from sales.scopes import Scope
from sales.targets import Target

Days = Mapping[Scope, tuple[int, int]]
"""The working days of a period that are over, and all of them, by whose calendar they are."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One in a ranking: the place (shared by equals, who push the next ones down), whose, and how they stand."""

    place: int
    scope: Scope
    pace: Pace


@dataclass(frozen=True, slots=True)
class Standings:
    """Everybody with a target, the best first, and those without one."""

    ranked: Sequence[Placed]
    without: Sequence[Scope]


def paces(
    scopes: Collection[Scope], nets: Mapping[Scope, int], targets: Mapping[Scope, Target], days: Days, *, early: int = 3
) -> dict[Scope, Pace]:
    """How each scope stands (K03, K04): what is sold, in minor units, against what is to be reached in the period."""
    return {
        scope: Pace(nets.get(scope, 0), _value(targets.get(scope)), *days.get(scope, (0, 0)), early=early)
        for scope in scopes
    }


def _value(target: Target | None) -> int | None:
    return target.value if target else None


def standings(by_scope: Mapping[Scope, Pace]) -> Standings:
    """The scopes by their share of the target, exactly and not as rounded; a target of zero or less is none."""
    shares = {
        scope: Fraction(pace.net, pace.target) for scope, pace in by_scope.items() if pace.target and pace.target > 0
    }
    order = sorted(shares, key=lambda scope: -shares[scope])
    places = {share: place for place, share in reversed(list(enumerate((shares[scope] for scope in order), 1)))}
    ranked = [Placed(places[shares[scope]], scope, by_scope[scope]) for scope in order]
    return Standings(ranked, [scope for scope in by_scope if scope not in shares])
