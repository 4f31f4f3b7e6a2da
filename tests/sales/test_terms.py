"""Until when something shipped is to be paid."""

from datetime import date

import pytest

from sales.terms import AT_ONCE, Credit, Terms


@pytest.mark.parametrize(
    "terms, shipped, due",
    [
        (AT_ONCE, date(2026, 3, 2), date(2026, 3, 2)),
        (Terms(Credit.NET, 30), date(2026, 3, 2), date(2026, 4, 1)),
        (Terms(Credit.MONTHLY, 30), date(2026, 3, 2), date(2026, 4, 30)),
        (Terms(Credit.MONTHLY, 0), date(2026, 2, 28), date(2026, 2, 28)),
        (Terms(Credit.MONTHLY, 10), date(2028, 2, 1), date(2028, 3, 10)),
        (Terms(Credit.NET, 60), date(2026, 12, 15), date(2027, 2, 13)),
    ],
)
def test_the_last_day_in_time(terms: Terms, shipped: date, due: date) -> None:
    assert terms.due_on(shipped) == due
