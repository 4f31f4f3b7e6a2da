"""The weekly digest as a card: counts of reports and visits, the team's money, and names only where it wants them."""

import hashlib
from datetime import date

from bot.card import Card, Element, Metric, block, card, facts, heading, metrics, note, plain, tag
from bot.kpi_cards import achieved, pace_index
from bot.kpi_words import said
from bot.money import brief
from bot.restated import restated_line
from bot.text import Text, joined, same
from bot.words import clock, span
from sales.money import Money
from sales.obligations import Rates
from sales.records import dataclass
from scheduler.push import Occasion
from scheduler.week_sales import WeekSales

MOST_NUMBERS, MOST_NAMES, MOST_CORRECTIONS = 4, 30, 5


@dataclass(frozen=True, slots=True)
class Line:
    """One type of report over the span: its words, the counts, and how many of those are not due yet."""

    name: Text
    rates: Rates
    not_due: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a digest says of the half-open span of dates `[first, end)`; `names` only where the team wants them."""

    first: date
    end: date
    lines: tuple[Line, ...]
    reps: int
    visits: int
    norm: int
    names: tuple[str, ...]
    is_provisional: bool
    sales: WeekSales
    reached: int = 0
    tasks: Text | None = None

    @property
    def mark(self) -> str:
        """What changes with anything that the digest says."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:40]


def digest_card(occasion: Occasion, found: Summary, *, is_update: bool = False) -> Card:
    """Counts first; then, if the team wants it, who is missing."""
    lead = _lead(found)
    shown = clock(occasion.now)
    changed = Text("{at} 更新：补交已计入", "Updated {at}: late reports are counted").fill(at=shown)
    return card(
        Text("{team} · 周汇总", "{team} · Weekly digest").fill(team=occasion.team.name),
        None if found.lines else plain(NOTHING_OWED),
        metrics(*_numbers(found)) if found.lines else plain(_visits(found)),
        _more(found),
        _sold(found),
        plain(found.tasks) if found.tasks else None,
        _corrected(occasion),
        _praise(found),
        _names(found),
        note(changed if is_update else Text("请假和豁免的不计入。", "Excused and waived reports are not counted.")),
        subtitle=span(found.first, found.end),
        summary=lead,
        icon="chart_outlined",
        tags=_tags(occasion, found),
    )


def _lead(found: Summary) -> Text:
    if not found.lines:
        return NOTHING_OWED
    return joined([_counted(line) for line in found.lines], Text("，", ", "))


def _counted(line: Line) -> Text:
    return Text("{name} {n}/{m}", "{name} {n}/{m}").fill(name=line.name, n=line.rates.submitted, m=line.rates.owed)


def _numbers(found: Summary) -> list[Metric]:
    reports = [
        Metric(same(f"{line.rates.submitted}/{line.rates.owed}"), line.name, _split(line))
        for line in found.lines[: MOST_NUMBERS - 1]
    ]
    return [*reports, Metric(same(found.visits), Text("拜访（次）", "Visits"), _norm(found))]


def _split(line: Line) -> Text:
    said = [Text("按时 {n}，迟交 {m}", "on time {n}, late {m}").fill(n=line.rates.on_time, m=line.rates.late)]
    if line.not_due:
        said.append(Text("未到期 {n}", "not due yet {n}").fill(n=line.not_due))
    return joined(said, Text("，", ", "))


def _norm(found: Summary) -> Text:
    return Text("目标 {n}", "norm {n}").fill(n=found.norm) if found.norm else Text("无目标", "no norm")


def _sold(found: Summary) -> Element | None:
    """The team's money as a whole: what the week brought, and how the month stands against its target."""
    sales = found.sales
    if not sales.sells:
        return None
    pace = sales.pace
    parts = [brief(Money(pace.net))]
    if pace.target:
        parts.append(Text("完成 {rate}", "{rate} of target").fill(rate=said(achieved(pace))))
    if pace.index is not None:
        parts.append(Text("进度 {index}", "pace {index}").fill(index=said(pace_index(pace))))
    return facts(
        (Text("本期净销售额", "Net sales"), said(sales.net)),
        (Text("新客户（家）", "New customers"), said(sales.new)),
        (Text("当月累计", "The month so far"), joined(parts, Text("，", ", "))),
    )


def _corrected(occasion: Occasion) -> Element | None:
    """What earlier digests said that has come out differently since."""
    today, changes = occasion.due.date(), occasion.found.get("corrections", ())
    if not changes:
        return None
    lines = [restated_line(each, today) for each in changes[:MOST_CORRECTIONS]]
    return block(heading(Text("更正", "Corrections")), plain(joined(lines, "\n")))


def _praise(found: Summary) -> Element | None:
    """What went well, as a number of people; who did is not said in a group."""
    if not found.reached:
        return None
    reached = Text("{n}/{all} 人达到拜访目标", "{n} of {all} reps reached their norm of visits")
    return plain(reached.fill(n=found.reached, all=found.reps), colour="green")


def _visits(found: Summary) -> Text:
    return Text("全队拜访 {n} 次", "Visits of the team: {n}").fill(n=found.visits)


def _more(found: Summary) -> Element | None:
    """The types that found no room among the big numbers."""
    rest = found.lines[MOST_NUMBERS - 1 :]
    return plain(joined([_counted(line) for line in rest], "\n")) if rest else None


def _names(found: Summary) -> Element | None:
    if not found.names:
        return None
    names = joined([same(name) for name in found.names[:MOST_NAMES]], Text("、", ", "))
    return plain(Text("还没收到：{names}", "Not received yet: {names}").fill(names=names))


def _tags(occasion: Occasion, found: Summary) -> list[Element]:
    late = [tag(Text("补发", "Sent late"), "orange")] if occasion.is_late else []
    return late + ([tag(Text("暂定", "Provisional"))] if found.is_provisional else [])


NOTHING_OWED = Text("本周无应交报告", "No reports were owed this week")
"""What a digest says of a span in which nobody owed anything."""
