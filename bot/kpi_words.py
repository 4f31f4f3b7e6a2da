"""Figures in words: what each KPI is called, how its value is said, and why there is none."""

from collections.abc import Callable, Mapping

from bot.money import brief, exact, percent
from bot.text import Text, same
from sales.kpi import MOST_RATE, Figure, Na, Unit
from sales.money import Money, half_up

NAMES: Mapping[str, Text] = {
    "K01": Text("销售额", "Sales"),
    "K02": Text("销量", "Quantity"),
    "K03": Text("完成率", "Of target"),
    "K04": Text("进度指数", "Pace"),
    "K05": Text("毛利", "Margin"),
    "K05r": Text("毛利率", "Margin rate"),
    "K07a": Text("到期回款率", "Collected of due"),
    "K08": Text("逾期额", "Overdue"),
    "K08r": Text("逾期率", "Overdue rate"),
    "K10": Text("新客户", "New customers"),
    "K12": Text("复购率", "Repeat rate"),
    "K13": Text("老客户增长率", "Like-for-like growth"),
    "K18": Text("折扣超权限率", "Over-authority rate"),
    "K18d": Text("平均折扣率", "Mean discount"),
    "K21": Text("有效拜访", "Effective visits"),
    "K21d": Text("日均有效拜访", "Effective visits a day"),
    "K22": Text("拜访计划完成率", "Plans kept"),
    "K23": Text("客户覆盖率", "Coverage"),
    "K24": Text("意愿均分", "Mean willingness"),
    "K25": Text("报告及时率", "Reports in time"),
    "K26": Text("报告提交率", "Reports sent"),
    "K34": Text("退货率", "Return rate"),
    "K39": Text("任务按时完成率", "Tasks in time"),
    "K46": Text("点评及时率", "Reviews in time"),
    "K52": Text("人均日销售额", "Sales per rep-day"),
}
"""What each figure is called, by its code."""

REASONS: Mapping[Na, Text] = {
    Na.NO_TARGET: Text("未设目标", "no target"),
    Na.NOTHING_OWED: Text("本期无应交", "nothing owed"),
    Na.NOTHING_DUE: Text("本期无到期", "nothing due"),
    Na.NO_BASE: Text("无基数", "nothing to compare with"),
    Na.NEGATIVE: Text("基数为负", "base below zero"),
    Na.FEW: Text("样本不足", "too few"),
    Na.TOO_EARLY: Text("期初暂不预测", "too early"),
    Na.NOBODY_PRESENT: Text("无人在岗", "nobody at work"),
    Na.MIXED_UNITS: Text("单位不同，请分产品看", "different units, see by product"),
}
"""Why there is no figure."""

PIECES = 10_000
"""The ledger keeps pieces in ten-thousandths, for shares of them stay whole."""


def said(figure: Figure, *, short: bool = True) -> Text:
    """A figure's value with its unit, or N/A and the reason; `short` rounds money to 万 or thousands for a glance."""
    value = figure.value
    if value is None:
        return _none(figure)
    if figure.kpi.unit is Unit.MONEY:
        return (brief if short else exact)(Money(value))
    return _count(value) if figure.kpi.code == "K02" else _SAID[figure.kpi.unit](value)


def _count(value: int) -> Text:
    return same(f"{half_up(value, PIECES):,}")


def _hundredths(value: int) -> Text:
    """An index in thousandths as `1.28`."""
    rounded = half_up(value, 10)
    return same(f"{'−' if rounded < 0 else ''}{abs(rounded) // 100}.{abs(rounded) % 100:02}")


_SAID: Mapping[Unit, Callable[[int], Text]] = {
    Unit.RATE: lambda value: same("≥999%") if value >= MOST_RATE else percent(value),
    Unit.INDEX: _hundredths,
    Unit.TENTHS: lambda value: same(f"{value / 10:.1f}"),
    Unit.POINTS: lambda value: Text("{n} 分", "{n} points").fill(n=value),
    Unit.COUNT: lambda value: same(f"{value:,}"),
}


def _none(figure: Figure) -> Text:
    """Few things are said as a fraction, which misleads nobody."""
    why = REASONS[figure.why or Na.NO_BASE]
    if figure.why is Na.FEW:
        return Text("{of}/{per}（{why}）", "{of}/{per} ({why})").fill(of=figure.of, per=figure.per, why=why)
    return Text("N/A（{why}）", "N/A ({why})").fill(why=why)
