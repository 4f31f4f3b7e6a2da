"""A figure that has changed says so in one line, in both languages."""

from datetime import date

import pytest

from bot.restated import restated_line, when
from sales.grains import read_name
from sales.kpi import CATALOGUE, Figure, Na
from sales.postings import Reason
from sales.scopes import COMPANY
from sales.stretches import Stretch
from storage.publications import Restated

TODAY = date(2026, 11, 23)
"""A Monday, in the 48th week."""


def stretch(name: str) -> Stretch:
    found = read_name(name)
    assert found
    return found


def restated(code: str, was: tuple[int, int | None], now: tuple[int, int | None], **reasons: int) -> Restated:
    kpi = CATALOGUE[code]
    return Restated(1, "weekly", COMPANY, stretch("2026-W47"), "", Figure(kpi, *was), Figure(kpi, *now), reasons)


def test_a_rate_is_said_as_it_was_and_as_it_is() -> None:
    line = restated_line(restated("K03", (8620, 10_000), (8490, 10_000), **{Reason.RETURN: 2}), TODAY, named=False)
    assert line.zh == "上周 86.2% → 84.9%（退货 2 单）"
    assert line.en == "Last week 86.2% → 84.9% (2 orders returned)"


def test_money_is_short_and_the_figure_named() -> None:
    line = restated_line(restated("K01", (123_456_00, None), (120_000_00, None), **{Reason.CANCEL: 1}), TODAY)
    assert line.zh == "销售额：上周 ¥12.3万 → ¥12万（取消 1 单）"
    assert line.en == "Sales: Last week ¥123k → ¥120k (1 order cancelled)"


def test_several_reasons_stand_side_by_side() -> None:
    changed = restated("K10", (3, None), (1, None), **{Reason.RETURN: 1, "merge": 2})
    line = restated_line(changed, TODAY)
    assert line.zh == "新客户：上周 3 → 1（退货 1 单，客户合并 2 次）"
    assert line.en == "New customers: Last week 3 → 1 (1 order returned, 2 customer mergers)"


def test_where_no_reason_is_known_it_says_that_much() -> None:
    line = restated_line(restated("K34", (1, 10), (2, 10)), TODAY)
    assert line.zh.endswith("（数据更正）")
    assert line.en.endswith("(corrected data)")


def test_a_value_that_has_gone_is_said_with_its_reason() -> None:
    kpi = CATALOGUE["K03"]
    now = Figure(kpi, 5, 0, Na.NO_TARGET)
    gone = Restated(1, "weekly", COMPANY, stretch("2026-W47"), "", Figure(kpi, 1, 2), now, {"target": 1})
    assert restated_line(gone, TODAY).zh == "完成率：上周 50% → N/A（未设目标）（目标调整）"


@pytest.mark.parametrize("reason", [*Reason, "merge", "visit", "report", "target"])
def test_every_kind_of_reason_has_words(reason: str) -> None:
    line = restated_line(restated("K21", (1, None), (2, None), **{str(reason): 2}), TODAY)
    assert "数据更正" not in line.zh


@pytest.mark.parametrize("name,zh,en", [
    ("2026-11-22", "昨天", "Yesterday"),
    ("2026-11-20", "11月20日 周五", "Fri 20 Nov"),
    ("2026-W48", "本周", "This week"),
    ("2026-W47", "上周", "Last week"),
    ("2026-W40", "2026-W40", "2026-W40"),
    ("2026-10", "上月", "Last month"),
    ("2026-Q3", "上季度", "Last quarter"),
    ("2025", "去年", "Last year"),
    ("2026-H1", "上个半年", "The half-year before"),
    ("2026-11-01..2026-11-19", "11月1日 周日 至 11月19日 周四", "Sun 1 Nov to Thu 19 Nov"),
])  # fmt: skip
def test_a_stretch_is_called_as_people_call_it(name: str, zh: str, en: str) -> None:
    said = when(stretch(name), TODAY)
    assert (said.zh, said.en) == (zh, en)
