"""The lists of the manager's morning card: what needs a decision, what was corrected, who visited, what is due."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.card import Element, block, columns, cut, heading, md, note, panel, plain
from bot.charts import Bar, bars
from bot.controls import button, buttons
from bot.money import brief
from bot.restated import restated_line
from bot.text import Text, joined, same
from bot.views import Run, follow_up_line, run_button
from sales.concerns import Concern, Kind
from scheduler.push import Occasion
from scheduler.team_mornings import Morning

APPROVALS = Text("审批", "approvals")
"""The command that lists what waits for somebody's decision."""

TEAM = Text("团队", "team")
"""The command that shows everybody's figures."""

MOST_BARS, MOST_CORRECTIONS, LONGEST = 20, 5, 80
NAMES_A_ROW = 4
"""How many names take the room of one row."""


def decide_part(waiting: int, morning: Morning) -> Element | None:
    """What the manager has to say a word to, each with its way there; nothing when nothing is."""
    said = md(Text("**待你审批 {n} 单**", "**{n} orders wait for your decision**"), n=waiting)
    rows = [_row(said, run_button(APPROVALS))] if waiting else []
    rows += [_concern(each) for each in morning.concerns]
    return block(heading(Text("要你决定", "For you to decide")), *rows) if rows else None


def _row(said: Element, way: Element) -> Element:
    return columns(said, buttons(way), weights=(5, 2))


def _concern(found: Concern) -> Element:
    words, command, about = _CONCERNS[found.kind]
    said = md(
        words,
        who=cut(found.who, LONGEST),
        amount=brief(found.amount),
        number=found.number,
        days=found.days,
        count=found.count,
        index=f"{found.index / 1000:.2f}",
    )
    typed = f"{command.zh} {about(found)}".strip()
    return _row(said, button(command, Run(typed).stamp()))


def _who(found: Concern) -> str:
    return found.who


_CONCERNS: Mapping[Kind, tuple[Text, Text, Callable[[Concern], str]]] = {
    Kind.RETURNED: (
        Text("**{who}** 退货 {amount}（{number}）", "**{who}** sent back {amount} ({number})"),
        Text("订单", "Order"),
        lambda found: found.number,
    ),
    Kind.OVERDUE: (
        Text("**{who}** 逾期 {amount}，最久 {days} 天", "**{who}** owes {amount}, up to {days} days late"),
        Text("应收", "Owed"),
        _who,
    ),
    Kind.BEHIND: (
        Text("**{who}** 进度 {index}，差 {amount}", "**{who}** is at {index} of the pace, {amount} short"),
        Text("业绩", "KPI"),
        _who,
    ),
    Kind.QUIET: (
        Text("**{who}**（A 级）{days} 天没拜访", "**{who}** (tier A) not visited for {days} days"),
        Text("客户", "Customer"),
        _who,
    ),
    Kind.MISSING: (
        Text("**{who}** 两周缺 {count} 份报告", "**{who}** missed {count} reports in two weeks"),
        Text("未交", "Missing"),
        lambda _: "",
    ),
}
"""What is said of each kind, and the command that goes on with it, about whom."""


def told_part(occasion: Occasion, morning: Morning) -> Element | None:
    """What earlier cards said that has come out differently since."""
    if not morning.restated:
        return None
    # Two cards that said the same of a month have one correction.
    changes = list(dict.fromkeys(restated_line(each, occasion.due.date()) for each in morning.restated))
    lines, more = changes[:MOST_CORRECTIONS], len(changes) - MOST_CORRECTIONS
    rest = [Text("还有 {n} 处", "{n} more").fill(n=more)] if more > 0 else []
    return block(heading(Text("更正", "Corrections")), plain(joined([*lines, *rest], "\n")))


def visits_part(morning: Morning, most: int) -> Element:
    """How many visits each rep paid, folded away: the finding is on the outside."""
    reps, silent = morning.visits.reps, morning.visits.silent
    norm = reps[0].norm
    finding = Text("{n}/{all} 人达到目标 {norm} 次", "{n} of {all} reps reached the norm of {norm}")
    reached = sum(rep.visits >= rep.norm for rep in reps)
    title = finding.fill(n=reached, all=len(reps), norm=norm) if norm else _PER_REP
    shown = [Bar(rep.name, rep.visits) for rep in reps[: min(most * NAMES_A_ROW, MOST_BARS)]]
    more = len(reps) - len(shown)
    left = Text("还有 {n} 人", "{n} more").fill(n=more)
    rest = columns(note(left), buttons(run_button(TEAM)), weights=(3, 2)) if more else None
    return panel(title, bars(_PER_REP, shown, target=norm or None), _silent(morning, most) if silent else None, rest)


_PER_REP = Text("每人拜访", "Visits per rep")


def _silent(morning: Morning, most: int) -> Element:
    """Who had none, for the manager alone."""
    silent = morning.visits.silent
    names = (
        joined([same(cut(rep.name, LONGEST)) for rep in silent[: most * NAMES_A_ROW]], Text("、", ", "))
        if most
        else same("…")
    )
    title = Text("没有拜访记录（{n} 人）：{names}", "No visits ({n}): {names}")
    return plain(title.fill(n=len(silent), names=names))


def due_part(morning: Morning, most: int) -> Element | None:
    """The next steps that are due today, folded away."""
    due = morning.due
    if not due:
        return None
    lines = (follow_up_line(replace(each, step=cut(each.step, LONGEST)), with_rep=True) for each in due[:most])
    more = note(Text("还有 {n} 项", "{n} more").fill(n=len(due) - most)) if len(due) > most else None
    return panel(Text("今天要跟进 {n} 项", "{n} follow-ups due today").fill(n=len(due)), *lines, more)
