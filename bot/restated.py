"""How a card owns up to a figure that has changed since it was said: `上周 86.2% → 84.9%（退货 2 单）`."""

from collections.abc import Mapping
from datetime import date

from bot.kpi_words import NAMES, said
from bot.text import Text, joined, same
from bot.words import span
from sales.grains import Grain, before, grain_of, name_of, stretch_of
from sales.postings import Reason
from sales.stretches import Stretch
from storage.publications import Restated

_WHY: Mapping[str, tuple[Text, Text]] = {
    Reason.RETURN: (Text("退货 {n} 单", "1 order returned"), Text("退货 {n} 单", "{n} orders returned")),
    Reason.CANCEL: (Text("取消 {n} 单", "1 order cancelled"), Text("取消 {n} 单", "{n} orders cancelled")),
    Reason.ORDER: (Text("补录 {n} 单", "1 order added"), Text("补录 {n} 单", "{n} orders added")),
    Reason.IMPORT: (Text("导入 {n} 单", "1 order imported"), Text("导入 {n} 单", "{n} orders imported")),
    Reason.SHARE: (Text("分成调整 {n} 单", "1 order shared anew"), Text("分成调整 {n} 单", "{n} orders shared anew")),
    Reason.TRANSFER: (
        Text("归属转移 {n} 单", "1 order transferred"),
        Text("归属转移 {n} 单", "{n} orders transferred"),
    ),
    Reason.EDIT: (Text("改单 {n} 单", "1 order changed"), Text("改单 {n} 单", "{n} orders changed")),
    "merge": (Text("客户合并 {n} 次", "1 customer merger"), Text("客户合并 {n} 次", "{n} customer mergers")),
    "visit": (Text("拜访更正 {n} 次", "1 visit put right"), Text("拜访更正 {n} 次", "{n} visits put right")),
    "report": (Text("补交报告 {n} 份", "1 late report"), Text("补交报告 {n} 份", "{n} late reports")),
    "target": (Text("目标调整", "target changed"), Text("目标调整", "target changed")),
}
_LATER = Text("数据更正", "corrected data")
_NEAR: Mapping[Grain, tuple[Text, Text]] = {
    Grain.DAY: (Text("今天", "Today"), Text("昨天", "Yesterday")),
    Grain.WEEK: (Text("本周", "This week"), Text("上周", "Last week")),
    Grain.MONTH: (Text("本月", "This month"), Text("上月", "Last month")),
    Grain.QUARTER: (Text("本季度", "This quarter"), Text("上季度", "Last quarter")),
    Grain.HALF: (Text("本半年", "This half-year"), Text("上个半年", "The half-year before")),
    Grain.YEAR: (Text("今年", "This year"), Text("去年", "Last year")),
}


def restated_line(found: Restated, today: date, *, named: bool = True) -> Text:
    """One change in a line, seen from a local date; `named` puts the figure's name before it."""
    line = Text("{when} {was} → {now}（{why}）", "{when} {was} → {now} ({why})")
    change = line.fill(when=when(found.stretch, today), was=said(found.was), now=said(found.now), why=_why(found))
    if not named:
        return change
    return Text("{name}：{change}", "{name}: {change}").fill(name=NAMES[found.now.kpi.code], change=change)


def when(stretch: Stretch, today: date) -> Text:
    """A stretch as people call it: by its nearness to `today`, else `2026-W46`, `2026-10`, or its days."""
    grain = grain_of(stretch)
    if grain is None:
        return span(stretch.first, stretch.end)
    this = stretch_of(grain, today)
    near, last = _NEAR[grain]
    if stretch == this:
        return near
    if stretch == before(this):
        return last
    return span(stretch.first, stretch.end) if grain is Grain.DAY else same(name_of(stretch))


def _why(found: Restated) -> Text:
    known = [_WHY[kind][count != 1].fill(n=count) for kind, count in found.reasons.items() if kind in _WHY]
    return joined(known, Text("，", ", ")) if known else _LATER
