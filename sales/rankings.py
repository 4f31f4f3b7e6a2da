"""Who comes first: places that are shared where figures are equal, and nobody in them who has no figure."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from sales.kpi import Better, Figure
from sales.records import dataclass

Who = TypeVar("Who")


@dataclass(frozen=True, slots=True)
class Place(Generic[Who]):
    """A place, counted from 1; who shares one leaves as many free behind it."""

    no: int
    who: Who
    figure: Figure


def ranking(figures: Mapping[Who, Figure]) -> list[Place[Who]]:
    """Everybody who has a figure, the best first; equals share a place, in the order in which they were given."""
    known = [(who, figure, figure.value) for who, figure in figures.items() if figure.value is not None]
    lows = any(figure.kpi.better is Better.LOW for _, figure, _ in known)
    known.sort(key=lambda each: each[2] if lows else -each[2])
    places: list[Place[Who]] = []
    for n, (who, figure, value) in enumerate(known, 1):
        tied = places and places[-1].figure.value == value
        places.append(Place(places[-1].no if tied else n, who, figure))
    return places


def left_out(figures: Mapping[Who, Figure]) -> list[tuple[Who, Figure]]:
    """Those without a figure, each with the reason in it."""
    return [(who, figure) for who, figure in figures.items() if figure.value is None]
