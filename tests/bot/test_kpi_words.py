"""Figures in words: every definition has a name, every unit a way to be said, every absence a reason."""

import pytest

from bot.kpi_words import NAMES, REASONS, said
from sales.kpi import CATALOGUE, Figure, Na


def words(code: str, of: int, per: int | None = None, why: Na | None = None, *, short: bool = True) -> tuple[str, str]:
    text = said(Figure(CATALOGUE[code], of, per, why), short=short)
    return text.zh, text.en


def test_every_figure_has_a_name_and_every_absence_a_reason() -> None:
    assert set(NAMES) == set(CATALOGUE)
    assert set(REASONS) == set(Na)
    assert len({name.zh for name in NAMES.values()}) == len(NAMES)


@pytest.mark.parametrize(
    "code, of, per, said_zh",
    [
        ("K01", 85_200_000, None, "¥85.2万"),
        ("K02", 125_000, None, "13"),
        ("K03", 852_000, 1_000_000, "85.2%"),
        ("K03", 20_000_000, 1_000_000, "≥999%"),
        ("K04", 852_000 * 21, 1_000_000 * 14, "1.28"),
        ("K10", -2, None, "-2"),
        ("K21d", 7, 2, "3.5"),
        ("K24", 541, 10, "54 分"),
        ("K52", 1_000_000_00, 20, "¥5万"),
        ("K13", -300, 10_000, "−3%"),
    ],
)
def test_a_value_is_said_in_its_unit(code: str, of: int, per: int | None, said_zh: str) -> None:
    assert words(code, of, per)[0] == said_zh


def test_money_is_exact_where_it_counts() -> None:
    assert words("K01", 85_200_001, short=False) == ("¥852,000.01", "¥852,000.01")


def test_few_things_are_said_as_a_fraction_and_nothing_as_a_reason() -> None:
    assert words("K25", 2, 3, Na.FEW) == ("2/3（样本不足）", "2/3 (too few)")
    assert words("K03", 5_000, 0, Na.NO_TARGET) == ("N/A（未设目标）", "N/A (no target)")
