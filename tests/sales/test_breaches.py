"""Broken rules as values."""

from datetime import date

import pytest

from sales.breaches import FutureVisit, ManagersOnly, VisitTooOld
from sales.trade_breaches import NoPrice

DAY = date(2026, 3, 2)


def test_a_breach_is_known_by_its_kind_and_values() -> None:
    assert FutureVisit(DAY) == FutureVisit(latest=DAY)
    assert len({FutureVisit(DAY), FutureVisit(DAY), VisitTooOld(DAY), ManagersOnly(), ManagersOnly()}) == 3
    assert FutureVisit(DAY) != VisitTooOld(DAY)
    assert FutureVisit(DAY) != FutureVisit(date(2026, 3, 3))


def test_it_tells_what_it_holds_and_which_field_it_is_about() -> None:
    broken = NoPrice("A100", on=DAY)
    assert vars(broken) == {"name": "A100", "on": DAY}
    assert (broken.field, FutureVisit.field) == (None, "visited_on")
    assert "A100" in str(broken)


@pytest.mark.parametrize("values, named", [((), {}), ((DAY, DAY), {}), ((DAY,), {"latest": DAY}), ((), {"day": DAY})])
def test_too_little_or_too_much_is_a_mistake_of_ours(values: tuple[date, ...], named: dict[str, date]) -> None:
    with pytest.raises(TypeError):
        FutureVisit(*values, **named)
