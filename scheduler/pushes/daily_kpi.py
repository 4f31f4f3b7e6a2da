"""The manager's morning card: the team's visits since the last working day, who had none, and what is due today."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from bot.card import Card, Element, Metric, block, card, columns, heading, md, metrics, note, plain, tag
from bot.charts import Bar, bars
from bot.controls import buttons
from bot.text import Text, joined, same
from bot.views import follow_up_line, run_button
from bot.words import clock, day, span
from sales.roles import Role
from sales.visit_norms import TeamVisits, percent
from scheduler.push import Occasion, Push
from storage import follow_ups, mornings, people
from storage.figures import visits_over
from storage.follow_ups import FollowUp

APPROVALS = Text("审批", "approvals")
"""The command that lists what waits for somebody's decision."""

MOST_BARS = 20
MOST_DUE = 8
MOST_NAMES = 30


def compose(occasion: Occasion) -> Iterator[tuple[str, Card]]:
    """One card for each manager of the team."""
    today = occasion.due.date()
    figures = visits_over(
        occasion.db,
        occasion.team,
        occasion.calendar.workday_before(today),
        today,
        occasion.house.daily_visit_norm,
        occasion.calendar,
    )
    due = follow_ups.due_on(occasion.db, today, team_id=occasion.team.id)
    managers = [person for person, role in people.roster(occasion.db, occasion.team) if role is Role.MANAGER]
    waiting = mornings.to_decide(occasion.db, occasion.team.id, [manager.id for manager in managers])
    for manager in managers:
        yield manager.open_id, kpi_card(occasion, figures, due, waiting.get(manager.id, 0))


push = Push("daily_kpi", lambda house: house.manager_card_at, compose)


def kpi_card(occasion: Occasion, figures: TeamVisits, due: Sequence[FollowUp], waiting: int) -> Card:
    """Total against norm first, then what waits for a decision, each rep, who had none, and what is due today."""
    if not figures.reps:
        return _empty(occasion, due, waiting)
    covered = span(figures.first, figures.end)
    reporting = len(figures.reps) - len(figures.silent)
    total = same(f"{figures.total}/{figures.norm}")
    return card(
        Text("{team} · 每日数据", "{team} · Daily figures").fill(team=occasion.team.name),
        metrics(
            Metric(total, Text("拜访/目标（次）", "Visits/norm"), _rate(figures.rate)),
            Metric(same(f"{reporting}/{len(figures.reps)}"), Text("有拜访（人）", "Reps with visits")),
            Metric(same(len(due)), Text("今日跟进（项）", "Follow-ups today")),
        ),
        _waiting(waiting),
        *_by_day(figures),
        _chart(figures),
        _silent(figures),
        _due(due),
        note(
            Text("按拜访日期统计 {span}，截至 {at}", "By date of visit, {span}; as of {at}").fill(
                span=covered, at=clock(occasion.now)
            )
        ),
        subtitle=covered,
        summary=_summary(total, len(figures.silent)),
        icon="chart_outlined",
        tags=(tag(Text("补发", "Sent late"), "orange"),) if occasion.is_late else (),
    )


def _empty(occasion: Occasion, due: Sequence[FollowUp], waiting: int) -> Card:
    """A team of its manager alone: one line instead of noughts."""
    lead = Text(
        "团队里还没有销售。成员进群后自动加入。", "The team has no reps yet. Members who join the group are in."
    )
    title = Text("{team} · 每日数据", "{team} · Daily figures").fill(team=occasion.team.name)
    return card(title, plain(lead), _waiting(waiting), _due(due), summary=lead, icon="chart_outlined")


def _waiting(waiting: int) -> Element | None:
    """How many orders the manager is to decide about, and the way there; nothing when none is."""
    if not waiting:
        return None
    said = md(Text("**待你审批 {n} 单**", "**{n} orders wait for your decision**"), n=waiting)
    return block(columns(said, buttons(run_button(APPROVALS)), weights=(3, 2)))


def _summary(total: Text, silent: int) -> Text:
    if not silent:
        return Text("拜访 {total} 次", "Visits {total}").fill(total=total)
    return Text("拜访 {total} 次，{n} 人没有", "Visits {total}; {n} had none").fill(total=total, n=silent)


def _rate(rate: Fraction | None) -> Text:
    if rate is None:
        return Text("无目标", "no norm")
    return Text("完成 {n}%", "{n}% of norm").fill(n=percent(rate))


def _by_day(figures: TeamVisits) -> list[Element]:
    """One line for each day when the span is longer than one, as after a weekend or a holiday."""
    if figures.end - figures.first <= timedelta(days=1):
        return []
    days = [date.fromordinal(n) for n in range(figures.first.toordinal(), figures.end.toordinal())]
    lines = [Text("{day}：{n} 次", "{day}: {n}").fill(day=day(each), n=figures.by_day.get(each, 0)) for each in days]
    return [plain(joined(lines, "\n"))]


def _chart(figures: TeamVisits) -> Element:
    shown = figures.reps[:MOST_BARS]
    norm = figures.reps[0].norm
    reached = sum(rep.visits >= rep.norm for rep in figures.reps)
    finding = Text("{n}/{all} 人达到目标 {norm} 次", "{n} of {all} reps reached the norm of {norm}")
    title = finding.fill(n=reached, all=len(figures.reps), norm=norm) if norm else _PER_REP
    return bars(title, [Bar(rep.name, rep.visits) for rep in shown], target=norm or None)


_PER_REP = Text("每人拜访", "Visits per rep")


def _silent(figures: TeamVisits) -> Element | None:
    """Who had none, for the manager alone."""
    if not figures.silent:
        return None
    names = joined([same(rep.name) for rep in figures.silent[:MOST_NAMES]], Text("、", ", "))
    return block(heading(Text("没有拜访记录（{n} 人）", "No visits ({n})").fill(n=len(figures.silent))), plain(names))


def _due(due: Sequence[FollowUp]) -> Element | None:
    if not due:
        return None
    more = note(Text("还有 {n} 项", "{n} more").fill(n=len(due) - MOST_DUE)) if len(due) > MOST_DUE else None
    lines = (follow_up_line(each, with_rep=True) for each in due[:MOST_DUE])
    return block(heading(Text("今天要跟进", "Due today")), *lines, more)
