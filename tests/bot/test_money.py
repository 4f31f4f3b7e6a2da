"""Amounts and rates as people read them."""

import pytest

from bot.money import brief, exact, percent
from sales.money import Money


@pytest.mark.parametrize(
    "minor, zh",
    [(0, "¥0.00"), (5, "¥0.05"), (1_234_560, "¥12,345.60"), (-800, "−¥8.00"), (10**15, "¥10,000,000,000,000.00")],
)
def test_exact_amounts_are_told_to_the_cent(minor: int, zh: str) -> None:
    assert exact(Money(minor)).zh == exact(Money(minor)).en == zh


@pytest.mark.parametrize(
    "minor, zh, en",
    [
        (999_949, "¥9,999", "¥9,999"),
        (1_234_500, "¥1.23万", "¥12.3k"),
        (1_000_000, "¥1万", "¥10k"),
        (123_456_700, "¥123万", "¥1.23M"),
        (12_345_678_900, "¥1.23亿", "¥123M"),
        (-1_234_500, "−¥1.23万", "−¥12.3k"),
    ],
)
def test_a_glance_is_enough(minor: int, zh: str, en: str) -> None:
    said = brief(Money(minor))
    assert (said.zh, said.en) == (zh, en)


@pytest.mark.parametrize("points, said", [(1250, "12.5%"), (0, "0%"), (10_000, "100%"), (-305, "−3.05%"), (7, "0.07%")])
def test_rates_are_percentages(points: int, said: str) -> None:
    assert percent(points).zh == said
