"""The form of a report: what is on record, what was planned, four questions, and two buttons for what was typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from bot.card import Card, Element, card, columns, cut, faults, md, note, plain, tag
from bot.context import Context
from bot.controls import button, buttons, form, submit, text_input
from bot.errors import Problem
from bot.form import entries
from bot.text import Text, same
from bot.views import SHOWN, problem_note
from bot.words import clock
from handlers.reports import subjects
from handlers.reports.fact_words import LINES, facts_panel
from handlers.reports.forms import KeepReport, SaveReport, SubmitReport
from handlers.reports.subjects import Subject
from sales.obligations import Every
from sales.reports import Fact, Wording

ANSWERS = ("summary", "problems", "needs_help", "next_plan")
"""The names of the four questions, in the order in which they are asked."""

_BY_PERIOD = {
    Every.WEEK: {"summary": Text("本周总结", "This week"), "next_plan": Text("下周计划", "Plan for next week")},
    Every.MONTH: {"summary": Text("本月总结", "This month"), "next_plan": Text("下月计划", "Plan for next month")},
}


def fitted(build: Callable[[int], Card]) -> Card:
    """A card with as many facts of a kind as the platform's limits leave room for: people's own words go first."""
    made = build(LINES)
    return made if not faults(made) else next((less for less in map(build, (3,)) if not faults(less)), build(0))


def label(subject: Subject, name: str) -> Text:
    """What a question is called on the card of a week or a month."""
    return _BY_PERIOD[subject.kind.every].get(name) or entries(SubmitReport)[name].label or same(name)


def form_card(ctx: Context, subject: Subject, typed: Mapping[str, object], problems: Sequence[Problem] = ()) -> Card:
    """The form for the rep and nobody else: what is on record, what was planned, four questions, save and submit."""
    found, plan = subjects.facts(ctx, subject), subjects.plan_before(ctx, subject)
    return fitted(lambda lines: _form_card(ctx, subject, typed, problems, (found, plan, lines)))


def _form_card(
    ctx: Context,
    subject: Subject,
    typed: Mapping[str, object],
    problems: Sequence[Problem],
    known: tuple[list[Fact], str, int],
) -> Card:
    found, plan, lines = known
    return card(
        subject.title,
        problem_note(problems),
        note(_when(subject, ctx.now)),
        facts_panel(found, lines),
        plain(_PLANNED.fill(plan=cut(plan, SHOWN)), size="notation", colour="grey") if plan else None,
        _questions(ctx, subject, typed),
        _way_back(ctx, subject),
        subtitle=subject.days,
        summary=subject.title,
        tags=[tag(_DRAFT, "neutral")] if subject.report and subject.report.draft else (),
        icon="edit_outlined",
    )


def _questions(ctx: Context, subject: Subject, typed: Mapping[str, object]) -> Element:
    names = [*ANSWERS, "reason"] if subject.is_locked(ctx.delivery.at) else ANSWERS
    key = {"type": subject.kind.name, "period": subject.period.name}
    edition = subject.report.edition if subject.report else 0
    stamps = {"to": ctx.open_id, "key": ctx.card_key()}
    save = submit(Text("保存", "Save"), "save", SaveReport(**key, edition=edition).stamp(**stamps)) | {
        "type": "default"
    }
    hand_in = submit(Text("提交", "Submit"), "submit", SubmitReport(**key, edition=edition).stamp(**stamps))
    return form("report", *(_input(subject, name, typed) for name in names), buttons(save, hand_in))


def _input(subject: Subject, name: str, typed: Mapping[str, object]) -> Element:
    entry = entries(SubmitReport)[name]
    held = str(typed.get(name) or "")
    return text_input(name, label(subject, name), value=held, lines=entry.lines, limit=entry.limit)


def _when(subject: Subject, now: datetime) -> Text:
    """What the rep should know about time: by when, or that nothing is owed."""
    report = subject.report
    if report and report.is_submitted:
        return _CORRECT if subject.is_locked(now) else _CHANGE
    if subject.due_at is None or subject.owed is None:
        return _NOT_OWED
    if subject.is_let_off:
        return _LET_OFF
    if now > subject.due_at:
        return _OVERDUE.fill(due=clock(subject.due_at))
    return (_DUE_PROVISIONAL if subject.owed.provisional else _DUE).fill(due=clock(subject.due_at))


def _way_back(ctx: Context, subject: Subject) -> Element | None:
    if subject.report is None or not subject.report.is_submitted:
        return None
    stamp = KeepReport(subject.report.id).stamp(to=ctx.open_id)
    return buttons(button(Text("不改了", "Leave it as it is"), stamp, style="text"))


def written(subject: Subject, wording: Wording, limit: int) -> list[Element]:
    """What the rep wrote, each answer under its question; what was left empty is left out."""
    said = asdict(wording)
    head = Text("<font color='grey'>{label}</font>", "<font color='grey'>{label}</font>")
    tops = {name: md(head, size="notation", label=label(subject, name)) for name in ANSWERS if said[name]}
    return [columns([top, plain(same(cut(said[name], limit)))]) for name, top in tops.items()]


_PLANNED = Text("上期计划：{plan}", "Planned last time: {plan}")
_DRAFT = Text("草稿", "draft")
_DUE = Text("{due} 前提交", "Due {due}")
_DUE_PROVISIONAL = Text("{due} 前提交（暂定，放假安排公布后可能调整）", "Due {due}, until the holidays are announced")
_OVERDUE = Text("应在 {due} 前提交，现在交也收。", "Was due {due}; it is still welcome.")
_LET_OFF = Text("这一期你不用交，想写也收。", "You are let off this one; it is welcome all the same.")
_NOT_OWED = Text("这一期没有应交的报告，想写也收。", "None is owed for this time; it is welcome all the same.")
_CHANGE = Text("提交后经理会收到新的一版。", "Your manager will get the new version.")
_CORRECT = Text(
    "已过修改时间：请写明更正原因，原来的一版会保留。",
    "The time for changes is over: please give a reason; the version before is kept.",
)
