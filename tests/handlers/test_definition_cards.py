"""口径: of every figure what is divided by what, in both languages, with the zone, the instant and the calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.kpi_definitions import DEFINITIONS
from bot.kpi_words import NAMES
from handlers.figures.definition_cards import definition_card
from handlers.figures.pressed import Opened
from playground.validation import problems
from sales.kpi import CATALOGUE, Na
from sales.scopes import COMPANY, Level, area, rep, team
from sales.stretches import Stretch
from storage.gazettes import Gazettes
from storage.scoreboards import figures_of
from tests.openings import WHOLE, Desk, desk, words_of, yuan

__all__ = ["desk"]

FORMULAS = {
    "K01": ("已确认订单金额 − 取消 − 退货", "Confirmed orders less what was cancelled and returned"),
    "K02": ("已确认数量 − 取消 − 退货", "Confirmed pieces less those cancelled and returned"),
    "K03": ("销售额 ÷ 同期目标", "Sales ÷ target of the same period"),
    "K04": ("完成率 ÷ 已过工作日占比", "Rate of target ÷ share of working days over"),
    "K05": ("销售额 − 数量 × 提交时的成本", "Sales less pieces × the cost frozen at submission"),
    "K05r": ("毛利 ÷ 有成本部分的销售额", "Margin ÷ sales of what has a known cost"),
    "K07a": ("期末前收到的 ÷ 期内到期额", "÷ what fell due"),
    "K08": ("已过到期日仍未收", "Open past its due date"),
    "K08r": ("逾期额 ÷ 全部未收", "Overdue ÷ all that is open"),
    "K10": ("首次下有效订单的客户数", "Customers whose first effective order"),
    "K12": ("÷ 上期有订单的客户", "÷ all who bought then"),
    "K13": ("（本期 − 上期）÷ 上期", "(this period − the one before) ÷ the one before"),
    "K18": ("未获批的超权限明细行 ÷ 全部明细行", "Lines over authority without approval ÷ all lines"),
    "K18d": ("Σ折扣额 ÷ Σ牌价额", "Sum of discounts ÷ sum at list prices"),
    "K21": ("有结果并有下一步（或原因）的拜访数", "Visits with an outcome, and a next step or why there is none"),
    "K21d": ("有效拜访 ÷ 在岗工作日", "Effective visits ÷ working days present"),
    "K22": ("已完成的计划拜访 ÷ 计划拜访", "Planned visits that were paid ÷ planned visits"),
    "K23": ("见过的客户 ÷ 应见的客户", "Customers met within their tier's interval ÷ those to be met"),
    "K24": ("最近一次意愿分的均值", "Mean of each customer's latest willingness score"),
    "K25": ("按时交的报告 ÷ 应交的报告", "Reports in time ÷ reports owed"),
    "K26": ("已交的报告（含迟交）÷ 应交的报告", "Reports that came at all ÷ reports owed"),
    "K34": ("期内发货中退回的金额 ÷ 期内发货金额", "What came back of what was shipped then"),
    "K39": ("按期完成的任务 ÷ 到期的任务", "Tasks done by their due day ÷ tasks due"),
    "K46": ("一个工作日内点评的报告 ÷ 已交的报告", "Reports reviewed within a working day ÷ reports sent"),
    "K52": ("销售额 ÷ 销售在岗工作日", "Sales ÷ working days on which reps were present"),
}
"""What a reader is told, written down once more from the catalogue of figures, by code: Chinese, English."""

RULES = {
    "K01": ("样品和内部领用不算", "Samples and our own use are left out"),
    "K03": ("目标改过的会同时显示原值", "of a changed target both values are shown"),
    "K04": ("今天未结束，不计入已过", "Today is not over and not counted"),
    "K05r": ("没有成本的商品两边都不算", "on neither side"),
    "K07a": ("还更早欠款的钱不算", "Money for older debts is left out"),
    "K08": ("未分配的回款不抵扣", "Money not allocated"),
    "K10": ("合并的客户算一家", "merged customers are one"),
    "K13": ("相同工作日数比较", "over as many working days of each"),
    "K18": ("按提交时的规定", "as it was at submission"),
    "K21": ("撤回的不算", "Withdrawn ones are left out"),
    "K21d": ("请假的半天从分母扣除", "Half days of leave"),
    "K22": ("提前一个工作日改期或取消的不算", "a working day ahead is left out"),
    "K25": ("补交算迟交", "what comes after is late"),
    "K34": ("都算回发货的那一期", "belongs to the period of its shipment"),
    "K39": ("延期的按新日期", "postponed ones go by the new day"),
    "K46": ("时限未到的不算", "not over are left out"),
}
"""The edge that people ask about first."""

MONEY = {"K01", "K05", "K05r", "K07a", "K08", "K08r", "K13", "K18d", "K34", "K52"}
DAYS = {"K21d", "K52"}
APART = {"K02", "K03", "K04"}
"""Whose two sides are told in another way."""


def sides(desk: Desk, code: str) -> tuple[int, int | None]:
    found = desk.db.read(lambda db: figures_of(db, Gazettes(), COMPANY, WHOLE, desk_now(), [code], small=2))[code]
    return found.of, found.per


def desk_now() -> datetime:
    return datetime(2026, 3, 24, 2, tzinfo=UTC)


def test_the_tables_of_this_test_are_of_the_whole_catalogue() -> None:
    assert set(FORMULAS) == set(CATALOGUE)
    assert set(RULES) <= set(CATALOGUE)


@pytest.mark.parametrize("code", FORMULAS)
def test_a_definition_has_its_formula_in_both_languages(desk: Desk, code: str) -> None:
    zh, en = FORMULAS[code]
    told = desk.told(definition_card, desk.opened(code))
    assert f"口径：{NAMES[code].zh}" in told
    assert f"怎么算\n{DEFINITIONS[code].formula.zh}" in told
    assert zh in told
    told = desk.told(definition_card, desk.opened(code), "en")
    assert f"Definition: {NAMES[code].en}" in told
    assert f"Formula\n{DEFINITIONS[code].formula.en}" in told
    assert en in told


@pytest.mark.parametrize("code", RULES)
def test_a_definition_names_its_limits_in_both_languages(desk: Desk, code: str) -> None:
    zh, en = RULES[code]
    assert zh in desk.told(definition_card, desk.opened(code))
    assert en in desk.told(definition_card, desk.opened(code), "en")


@pytest.mark.parametrize("code", sorted(set(CATALOGUE) - APART))
def test_both_sides_are_told_exactly(desk: Desk, code: str) -> None:
    upper, lower = sides(desk, code)
    told = desk.told(definition_card, desk.opened(code))
    first = yuan(upper) if code in MONEY else f"{upper:,}"
    if lower is None:
        assert f"数值\n{first}" in told
        assert "分母" not in told
        return
    second = f"{lower:,} 天" if code in DAYS else yuan(lower) if code in MONEY else f"{lower:,}"
    assert f"分子\n{first}\n分母\n{second}" in told


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_zone_instant_calendar_and_ledger_are_told_of_every_figure(desk: Desk, code: str) -> None:
    told = desk.told(definition_card, desk.opened(code))
    assert "日期按时区\nAsia/Shanghai" in told
    assert "截至\n2026-03-24 10:00:00" in told
    assert "统计范围\n华东一队、华南一队" in told
    assert "日历版本\n" in told
    assert f"\n{code} · " in told
    assert "3月1日" in told
    english = desk.told(definition_card, desk.opened(code), "en")
    assert "Dates by time zone\nAsia/Shanghai" in english
    assert "As of\n2026-03-24 10:00:00" in english


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_the_platform_takes_the_definition(desk: Desk, code: str) -> None:
    card = desk.asking(lambda ctx: definition_card(ctx, desk.opened(code)(ctx)))
    assert problems(card.json) == []


@pytest.mark.parametrize(
    "scope, name",
    [
        (COMPANY, "公司"),
        (team(1), "华东一队"),
        (rep(2), ""),
    ],
    ids=["company", "team", "rep"],
)
def test_the_scope_stands_above_the_value(desk: Desk, scope: object, name: str) -> None:
    found = {
        Level.COMPANY: COMPANY,
        Level.TEAM: team(desk.who.east.id),
        Level.REP: rep(desk.who.li.id),
    }[scope.level]  # type: ignore[attr-defined]
    told = desk.told(definition_card, desk.opened("K01", found))
    assert f"\n{name or '李雷'}\n" in told


def test_pieces_of_several_units_are_told_by_unit(desk: Desk) -> None:
    told = desk.told(definition_card, desk.opened("K02"))
    assert "N/A（单位不同，请分产品看）" in told
    for unit in ("台", "个", "套"):
        assert f"\n{unit}\n" in told
    assert "数值" not in told


@pytest.mark.parametrize("unit, code", [("台", "K02"), ("个", "K02"), ("weekly", "K25"), ("weekly", "K26")])
def test_a_variant_stands_in_the_title(desk: Desk, unit: str, code: str) -> None:
    told = desk.told(definition_card, desk.opened(code, variant=unit))
    assert f"口径：{NAMES[code].zh}（{unit}）" in told


@pytest.mark.parametrize("code", ["K03", "K04"])
def test_without_a_target_the_denominator_is_said_not_to_be_set(desk: Desk, code: str) -> None:
    assert "N/A（未设目标）" in desk.told(definition_card, desk.opened(code))
    assert "\n未设目标" in desk.told(definition_card, desk.opened(code)).replace("N/A（未设目标）", "")
    assert "none set" in desk.told(definition_card, desk.opened(code), "en")
    assert "¥0.00" not in desk.told(definition_card, desk.opened(code))


def test_the_pace_names_working_days(desk: Desk) -> None:
    assert "16 / 22 个工作日" in desk.told(definition_card, desk.opened("K04"))
    assert "16 of 22 working days" in desk.told(definition_card, desk.opened("K04"), "en")


def test_a_rate_of_few_is_hidden_and_both_sides_are_told(desk: Desk) -> None:
    what = desk.opened("K25", rep(desk.who.zhou.id))
    found = desk.db.read(lambda db: figures_of(db, Gazettes(), rep(desk.who.zhou.id), WHOLE, desk_now(), small=2))
    assert found["K25"].why is Na.FEW
    assert "1/1（样本不足）" in desk.told(definition_card, what)
    assert "1/1 (too few)" in desk.told(definition_card, what, "en")


def test_a_bounded_ledger_tells_its_watermark_and_what_the_figure_is_by_now(desk: Desk) -> None:
    def draw(upto: int, lang: str) -> str:
        def ask(ctx: object) -> object:
            what: Opened = desk.opened("K01")(ctx)
            return definition_card(ctx, replace(what, upto=upto))  # type: ignore[arg-type]

        return words_of(desk.asking(ask), lang)  # type: ignore[arg-type]

    now, _ = sides(desk, "K01")
    assert "K01 · 1" in draw(1, "zh")
    assert "¥0.00" in draw(1, "zh")
    assert f"现在\n{yuan(now)}" in draw(1, "zh")
    assert f"By now\n{yuan(now)}" in draw(1, "en")
    assert "现在" not in draw(2**31 - 1, "zh")


def test_an_empty_period_has_a_definition_too(desk: Desk) -> None:
    empty = Stretch(date(2024, 1, 1), date(2024, 2, 1))
    for code in CATALOGUE:
        told = desk.told(definition_card, desk.opened(code, stretch=empty))
        assert f"口径：{NAMES[code].zh}" in told


def test_a_part_of_the_company_without_teams_is_not_there(desk: Desk) -> None:
    with pytest.raises(Exception, match="火星") as refused:
        desk.asking(desk.opened("K01", area("火星")))
    assert type(refused.value).__name__ == "TeamHidden"
