"""The figures of the manager's morning card: the month against its target, and the days since the last working day."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.card import Element, Metric, facts, metrics, plain
from bot.charts import Mark, line
from bot.kpi_cards import changed, figure_metric, pace_block
from bot.kpi_words import NAMES, said
from bot.money import brief
from bot.restated import when
from bot.text import Text, joined, same
from bot.words import day
from sales.money import Money
from sales.visit_norms import percent
from scheduler.push import Occasion
from scheduler.team_mornings import Morning

DAY = timedelta(days=1)
MOST_DAYS = 5


def month_parts(occasion: Occasion, morning: Morning) -> Iterator[Element]:
    """Net sales of the month against its pace, and the way there as a chart."""
    if not morning.sells:
        return
    frame, today = morning.frame, occasion.due.date()
    until = Text("{month}净销售额 · 截至 {day}", "{month}, net sales to {day}")
    title = until.fill(month=when(frame.month, today), day=day(frame.now.last))
    change = changed(morning.of_month("K01"), morning.then, Text("上月同期", "the month before"))
    yield pace_block(morning.pace, title, change)
    yield _way(occasion, morning)


def _way(occasion: Occasion, morning: Morning) -> Element:
    """The month day by day: what has come together, and what the target would have by then."""
    frame, pace = morning.frame, morning.pace
    workdays = set(occasion.calendar.workdays(frame.month.first, frame.month.end))
    marks, total, over = [], 0, 0
    for each in _days(frame.month.first, frame.month.end):
        total += morning.by_day.get(each, 0)
        over += each in workdays
        if each in workdays or each in morning.by_day:
            wanted = pace.target * over // frame.whole // 100 if pace.target and frame.whole else None
            marks.append(Mark(str(each.day), total // 100 if each < frame.now.end else None, wanted))
    net = Text("累计 {net}", "{net} so far").fill(net=brief(Money(pace.net)))
    if not pace.target:
        return line(net, marks)
    due = Money(pace.target).part(frame.over, frame.whole) if frame.whole else Money(0)
    title = Text("{net}，按进度应到 {due}", "{net}; on pace it would be {due}").fill(net=net, due=brief(due))
    return line(title, marks, Text("虚线：目标进度", "Dashed: the pace of the target"))


def figures_part(morning: Morning) -> Element:
    """Three or four big numbers of the days since the last working day."""
    period = _period(morning)
    shown = [figure_metric(morning.of_span("K01"), period=period)] if morning.sells else []
    shown.append(_visits(morning))
    if morning.sells:
        shown.append(figure_metric(morning.of_span("K10"), period=period))
    else:
        done = len(morning.visits.reps) - len(morning.visits.silent)
        shown.append(Metric(same(f"{done}/{len(morning.visits.reps)}"), Text("有拜访（人）", "Reps with visits")))
    return metrics(*shown, figure_metric(morning.of_span("K25"), period=period))


def _period(morning: Morning) -> Text:
    days = (morning.frame.span.end - morning.frame.span.first).days
    return Text("昨日", "yesterday") if days == 1 else Text("近 {n} 天", "last {n} days").fill(n=days)


def _visits(morning: Morning) -> Metric:
    visits, effective = morning.visits, morning.of_span("K21").of
    rate = Text("无目标", "no norm")
    if visits.rate is not None:
        rate = Text("完成 {n}%", "{n}% of norm").fill(n=percent(visits.rate))
    total = same(f"{visits.total}/{visits.norm}")
    change = Text("{rate}，有效 {n}", "{rate}, {n} effective").fill(rate=rate, n=effective)
    return Metric(total, Text("拜访/目标（次）", "Visits/norm"), change)


def owed_part(morning: Morning) -> Element | None:
    """What is overdue now, and what came in of what fell due this month."""
    if not morning.owes:
        return None
    late, due = morning.of_month("K08"), morning.of_month("K07a")
    overdue = Text("{n}，占应收 {rate}", "{n}, {rate} of all").fill(n=said(late), rate=said(morning.of_month("K08r")))
    paid = Text("{rate}，{n}/{all}", "{rate}, {n}/{all}")
    amounts = {"n": brief(Money(due.of)), "all": brief(Money(due.per or 0))}
    return facts(
        (NAMES["K08"], overdue), (NAMES["K07a"], paid.fill(rate=said(due), **amounts) if due.per else said(due))
    )


def days_part(morning: Morning) -> Element | None:
    """One line for each day when the span is longer than one; of a long one only the days with anything on them."""
    days = _days(morning.frame.span.first, morning.frame.span.end)
    if len(days) == 1:
        return None
    full = [each for each in days if each in morning.by_day or each in morning.visits.by_day]
    lines = [_day(morning, each) for each in (days if len(days) <= MOST_DAYS else full)]
    return plain(joined(lines, "\n")) if lines else None


def _day(morning: Morning, on: date) -> Text:
    visits = morning.visits.by_day.get(on, 0)
    if not morning.sells:
        return Text("{day}：{n} 次", "{day}: {n}").fill(day=day(on), n=visits)
    net = brief(Money(morning.by_day.get(on, 0)))
    return Text("{day}：净额 {net}，拜访 {n} 次", "{day}: net {net}, visits {n}").fill(day=day(on), net=net, n=visits)


def _days(first: date, end: date) -> list[date]:
    return [first + DAY * n for n in range((end - first).days)]
