"""The cards of visit plans: what will be planned, what is planned in a week, and the question for another day."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.card import Card, Element, block, card, md, note, plain
from bot.context import Context
from bot.controls import button, buttons, form, submit
from bot.errors import Problem
from bot.form import Form, carried, day
from bot.text import Text, joined, same
from bot.views import control, problem_note, run_button
from bot.words import day as day_words
from bot.words import span
from sales import visits as visit_rules
from sales.periods import Period
from sales.records import dataclass
from storage import plans
from storage.plans import Plan, State

MOST = 8
"""How many plans the card lists with their buttons; the rest are counted."""


@dataclass(frozen=True)
class MakePlans(Form):
    """The button that confirms plans: the date as written in ISO 8601, the names one a line."""

    once = True

    planned_on: str = carried("")
    names: str = carried("")


@dataclass(frozen=True)
class DropPlan(Form):
    """The button 取消 of one plan."""

    plan_id: int = carried(0)


@dataclass(frozen=True)
class AskMovePlan(Form):
    """The button 改期 of one plan."""

    plan_id: int = carried(0)


@dataclass(frozen=True)
class MovePlan(Form):
    """The card that asks for another day."""

    plan_id: int = carried(0)
    planned_on: date | None = day(Text("改到哪天", "Which day"), required=True)


def confirm_card(ctx: Context, on: date, wanted: Sequence[tuple[str, bool]]) -> Card:
    """What will be planned; a name that nobody knows yet is said to be new."""
    title = Text("计划 {day} 拜访", "Plan visits on {day}").fill(day=day_words(on))
    lines = [(_KNOWN if known else _NEW).fill(name=name) for name, known in wanted]
    stamp = MakePlans(on.isoformat(), "\n".join(name for name, _ in wanted))
    off = None if ctx.calendar.is_workday(on) else note(Text("那天不是工作日。", "That is no working day."))
    return card(
        title,
        plain(joined(lines, "\n")),
        off,
        note(_DUE),
        buttons(
            button(Text("确定", "Confirm"), stamp.stamp(to=ctx.open_id, key=ctx.card_key()), style="primary_filled")
        ),
        summary=title,
        icon="calendar_outlined",
    )


def list_card(ctx: Context, period: Period) -> Card:
    """The asker's plans of a period, those to come with their buttons, and how many are done."""
    listed = plans.plans_of(ctx.db, ctx.me.id, period.first, period.last + timedelta(days=1))
    done, counted = plans.completion(listed)
    lead = Text("完成 {done}/{all}", "Done {done}/{all}").fill(done=done, all=counted)
    more = note(Text("还有 {n} 项", "{n} more").fill(n=len(listed) - MOST)) if len(listed) > MOST else None
    return card(
        Text("拜访计划", "Planned visits"),
        *(_box(ctx, each) for each in listed[:MOST]),
        more,
        None if listed else note(_NONE),
        buttons(run_button(Text("拜访", "visit"))),
        subtitle=joined([span(period.first, period.last + timedelta(days=1)), lead], " · "),
        summary=lead,
        icon="calendar_outlined",
    )


def _box(ctx: Context, plan: Plan) -> Element:
    line = "**{customer}** <font color='{colour}'>{state}</font>\n<font color='grey'>{day} · {number}</font>"
    colour, state = _STATES[plan.state]
    if plan.visit_id:
        state = joined([state, same(visit_rules.number(plan.visit_id))], " ")
    said = md(
        same(line.replace("{colour}", colour)),
        customer=plan.customer,
        state=state,
        day=day_words(plan.planned_on),
        number=plan.number,
    )
    return block(said, _ways(ctx, plan) if plan.state is State.PLANNED else None)


def _ways(ctx: Context, plan: Plan) -> Element:
    to = ctx.me.open_id
    sure = (Text("取消这次拜访？", "Call this visit off?"), _K22)
    return buttons(
        button(Text("改期", "Move"), AskMovePlan(plan.id).stamp(to=to)),
        button(Text("取消", "Call off"), DropPlan(plan.id).stamp(to=to), style="text", confirm=sure),
    )


def move_card(ctx: Context, plan: Plan, typed: Mapping[str, object], problems: tuple[Problem, ...] = ()) -> Card:
    """Asks for the day to which a planned visit is moved."""
    title = Text("改期：{customer}", "Move: {customer}").fill(customer=plan.customer)
    stamp = MovePlan(plan.id).stamp(to=ctx.open_id, key=ctx.card_key())
    picked = control(MovePlan, "planned_on", typed, required=True)
    return card(
        title,
        problem_note(problems),
        form("moving", picked, buttons(submit(Text("改期", "Move"), "move", stamp))),
        note(_K22),
        buttons(run_button(Text("计划", "plan"))),
        subtitle=day_words(plan.planned_on),
        summary=title,
        icon="calendar_outlined",
    )


_KNOWN = Text("{name}", "{name}")
_NEW = Text("{name}（新客户）", "{name} (new customer)")
_STATES = {
    State.PLANNED: ("blue", Text("已计划", "planned")),
    State.DONE: ("green", Text("已完成", "done")),
    State.MISSED: ("red", Text("未完成", "missed")),
    State.DROPPED: ("grey", Text("已取消", "called off")),
}
_K22 = Text(
    "提前至少一个工作日改期或取消，不算未完成。", "Moved or called off a working day ahead or more, it is no miss."
)
_DUE = Text(
    "拜访后在下一个工作日 12:00 前记一次拜访，计划就算完成。",
    "File the visit by 12:00 of the next working day, and the plan is done.",
)
_NONE = Text("还没有计划。发「计划 周三 华宁,长安」来安排。", 'Nothing is planned. Send "plan Wed Huaning, Changan".')
