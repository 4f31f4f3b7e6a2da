"""How a figure stands on a card: with its unit, its change signed, in the colour of its pace, or with its reason."""

import html

import pytest

from bot.card import Card, card, faults, plain
from bot.kpi_cards import achieved, changed, figure_metric, label_of, pace_block, pace_colour, pace_index, with_rows
from bot.kpi_words import said
from bot.text import Text, same
from sales.kpi import CATALOGUE, Figure, Na, Pace

MONTH = Text("上月", "the month before")
OURS = Pace(852_000_00, 1_000_000_00, 14, 21)
"""The worked example: 85.2 % after two thirds of November's working days."""


def of(code: str, value: int, per: int | None = None, why: Na | None = None) -> Figure:
    """A figure by its numerator."""
    return Figure(CATALOGUE[code], value, per, why)


def words(element: object) -> str:
    """All Chinese of an element."""
    return html.unescape(str(element))


def test_the_worked_example_is_on_pace_and_green() -> None:
    block = words(pace_block(OURS, same("11月")))
    assert "¥85.2万" in block
    assert "目标 ¥100万 · 完成 85.2% · 进度 1.28" in block
    assert "已过 14/21 个工作日 · 时间进度 66.7% · 预计 ¥128万" in block
    assert "<font color='green'>" in block


@pytest.mark.parametrize(
    "pace, colour",
    [
        (OURS, "green"),
        (Pace(100, 300, 7, 21), "green"),
        (Pace(99, 300, 7, 21), "red"),
        (Pace(-5, 300, 7, 21), "red"),
        (Pace(100, None, 7, 21), None),
        (Pace(100, 0, 7, 21), None),
        (Pace(100, 300, 0, 21), None),
    ],
)
def test_colour_follows_the_pace_alone(pace: Pace, colour: str | None) -> None:
    assert pace_colour(pace) == colour


def test_a_zero_target_is_no_target() -> None:
    assert said(achieved(Pace(5_000_00, 0, 7, 21))).zh == "N/A（未设目标）"
    assert said(pace_index(Pace(5_000_00, 0, 7, 21))).zh == "N/A（未设目标）"
    assert "未设目标" in words(pace_block(Pace(5_000_00, 0, 7, 21), same("11月")))


def test_the_first_days_and_the_last_have_no_projection() -> None:
    assert "预计" not in words(pace_block(Pace(100_00, 300_00, 2, 21), same("11月")))
    assert "21 个工作日，已结束" in words(pace_block(Pace(100_00, 300_00, 21, 21), same("11月")))
    assert said(pace_index(Pace(100, 300, 0, 21))).zh == "N/A（期初暂不预测）"


@pytest.mark.parametrize(
    "now, was, told",
    [
        (of("K01", 108_00), of("K01", 100_00), "较上月 +8.0%"),
        (of("K01", 92_00), of("K01", 100_00), "较上月 −8.0%"),
        (of("K01", 100_00), of("K01", 100_00), "较上月 ±0.0%"),
        (of("K10", 5), of("K10", 2), "较上月 +3"),
        (of("K07a", 82, 100), of("K07a", 80, 100), "较上月 +2.0 个百分点"),
        (of("K21d", 21, 10), of("K21d", 30, 10), "较上月 −0.9"),
    ],
)
def test_a_change_has_its_sign_and_its_own_unit(now: Figure, was: Figure, told: str) -> None:
    change = changed(now, was, MONTH)
    assert change
    assert change.zh == told


@pytest.mark.parametrize("was", [None, of("K01", 0), of("K01", -5), of("K07a", 0, 0, Na.NOTHING_DUE)])
def test_with_nothing_to_compare_nothing_is_said(was: Figure | None) -> None:
    assert changed(of("K01", 100) if was is None or was.kpi.code == "K01" else of("K07a", 1, 2), was, MONTH) is None


def test_what_cannot_be_given_is_a_dash_with_its_reason() -> None:
    metric = figure_metric(of("K25", 0, 0, Na.NOTHING_OWED), period=same("W10"))
    assert (metric.value.zh, metric.label.zh) == ("—", "报告及时率 · W10")
    assert metric.change
    assert metric.change.en == "nothing owed"


def test_few_are_said_as_a_fraction() -> None:
    metric = figure_metric(of("K25", 2, 3, Na.FEW))
    assert (metric.value.zh, metric.change and metric.change.zh) == ("2/3", "样本不足")


def test_a_count_is_told_with_what_it_counts() -> None:
    assert label_of("K10").zh == "新客户（家）"
    assert label_of("K01", same("11月")).zh == "销售额 · 11月"


def long(rows: int) -> Card:
    """A card of so many long lines."""
    return card(same("a"), plain(same("x")), *(plain(same("长" * 200)) for _ in range(rows)), summary=same("a"))


def test_rows_are_cut_until_the_card_may_be_sent() -> None:
    made = with_rows(long, 200)
    assert faults(made) == []
    assert len(made.json["body"]["elements"]) > 20  # type: ignore[index]
    assert with_rows(long, 3) == long(3)


def test_a_card_that_is_too_large_without_rows_is_given_as_it_is() -> None:
    assert faults(with_rows(lambda _: long(200), 4)) != []
