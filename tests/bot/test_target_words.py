"""Targets in words: periods, amounts in their unit, and what is left."""

import pytest

from bot.target_words import about, amount, left_words, named, period_words, typed_value
from sales import scopes
from sales.grains import read_name
from sales.scopes import COMPANY
from sales.stretches import Stretch
from sales.targets import Place


def stretch(name: str) -> Stretch:
    found = read_name(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "name, zh, en",
    [
        ("2026-11", "2026年11月", "Nov 2026"),
        ("2026-Q4", "2026年Q4", "Q4 2026"),
        ("2026-H1", "2026年上半年", "H1 2026"),
        ("2026-H2", "2026年下半年", "H2 2026"),
        ("2026", "2026年", "2026"),
        ("2026-W48", "2026-W48", "2026-W48"),
        ("2026-11-02..2026-11-05", "2026-11-02..2026-11-05", "2026-11-02..2026-11-05"),
    ],
)
def test_a_period_is_said_as_people_say_it(name: str, zh: str, en: str) -> None:
    said = period_words(stretch(name))
    assert (said.zh, said.en) == (zh, en)


@pytest.mark.parametrize(
    "kpi, value, short, zh, en",
    [
        ("K01", 300_000_050, False, "¥3,000,000.50", "¥3,000,000.50"),
        ("K01", 300_000_050, True, "¥300万", "¥3M"),
        ("K10", 1200, False, "1,200 家", "1,200"),
        ("K21", 60, True, "60 次", "60"),
    ],
)
def test_a_value_has_its_unit(kpi: str, value: int, short: bool, zh: str, en: str) -> None:
    said = amount(kpi, value, short=short)
    assert (said.zh, said.en) == (zh, en)


@pytest.mark.parametrize(
    "left, zh, colour",
    [(150, "未分配 ¥1.50", "orange"), (-150, "多分配了 ¥1.50", "red"), (0, "已全部分配", "grey")],
)
def test_what_is_left_says_which_way(left: int, zh: str, colour: str) -> None:
    words, said = left_words("K01", left)
    assert (words.zh, said) == (zh, colour)


@pytest.mark.parametrize(
    "kpi, value, typed",
    [("K01", 2_000_000, "20000"), ("K01", 1950, "19.50"), ("K01", 1905, "19.05"), ("K10", 20, "20")],
)
def test_a_value_is_typed_as_it_is_read(kpi: str, value: int, typed: str) -> None:
    assert typed_value(kpi, value) == typed


def test_a_place_names_its_figure_and_product() -> None:
    assert about(Place(COMPANY, stretch("2026-Q1"))).zh == "2026年Q1 · 销售额"
    assert about(Place(COMPANY, stretch("2026-Q1"), "K10", "")).en == "Q1 2026 · New customers"
    assert about(Place(COMPANY, stretch("2026-Q1"), "K01", "A100")).zh == "2026年Q1 · 销售额 · A100"


def test_the_company_needs_no_name() -> None:
    assert named(COMPANY, "").en == "Company"
    assert named(scopes.team(1), "东").zh == "东"
    assert named(scopes.team(1), "").zh == "—"
