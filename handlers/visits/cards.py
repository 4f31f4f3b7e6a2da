"""The cards of a visit: the form, its receipt, and what a receipt turns into."""

from collections.abc import Mapping

from bot.card import Card, Element, card, note, panel, tag
from bot.context import Context
from bot.controls import Option, button, buttons, form, submit
from bot.errors import Problem
from bot.text import Text, same
from bot.views import control, problem_note, run_button, visit_facts
from bot.words import clock
from handlers.visits.forms import EditVisit, FileVisit, KeepVisit, WithdrawVisit
from sales import visits as rules
from storage import visits
from storage.visits import Visit

RECENT = 12
"""How many of the rep's last customers the form offers."""


def form_card(ctx: Context, blank: FileVisit, typed: Mapping[str, object], problems: tuple[Problem, ...] = ()) -> Card:
    """The visit form for the person who asked, and nobody else."""
    title = (
        _TITLE
        if not blank.visit_id
        else Text("修改 {number}", "Edit {number}").fill(number=rules.number(blank.visit_id))
    )
    stamp = blank.stamp(to=ctx.open_id, key=ctx.card_key())
    names = visits.recent_customers(ctx.db, ctx.me.id, RECENT)
    recent = [Option(name, same(name)) for name in names]
    if not problems and typed.get("customer") in names:
        # What is typed goes before what is chosen: a name left in the field would undo another choice.
        typed = {**typed, "recent": typed["customer"], "customer": ""}
    pickers = [control(FileVisit, "recent", typed, recent)] if recent else []
    fields = ("customer", "contact", "kind", "purpose", "outcome", "next_step", "next_step_on")
    filled = [control(FileVisit, name, typed, required=name == "customer" and not recent) for name in fields]
    is_wrong = any(problem.field == "visited_on" for problem in problems)
    picker = control(FileVisit, "visited_on", typed)
    more = panel(Text("补录：拜访日期", "Another day: date of the visit"), picker, expanded=is_wrong)
    return card(
        title,
        problem_note(problems),
        form("visit", *pickers, *filled, more, buttons(submit(Text("提交", "Submit"), "file", stamp))),
        _way_back(ctx, blank.visit_id) if blank.visit_id else None,
        subtitle=Text("{name} · {team}", "{name} · {team}").fill(name=ctx.me.name, team=ctx.team.name),
        summary=title,
        icon="edit_outlined",
    )


def _way_back(ctx: Context, visit_id: int) -> Element:
    stamp = KeepVisit(visit_id).stamp(to=ctx.open_id)
    return buttons(button(Text("不改了", "Leave it as it is"), stamp, style="text"))


def receipt_card(ctx: Context, visit: Visit) -> Card:
    """What was kept, its number, how to change it, and until when."""
    done = Text("已记录 {customer} 的拜访", "Visit to {customer} filed").fill(customer=visit.customer)
    until = rules.changeable_until(visit.entered_at.astimezone(ctx.team.zone).date(), ctx.team.zone, ctx.calendar)
    note_until = Text("{until} 前可以修改或撤回", "Can be changed or withdrawn until {until}").fill(until=clock(until))
    sure = (Text("撤回 {number}？", "Withdraw {number}?").fill(number=visit.number), _WITHDRAWN_COUNTS)
    change = button(Text("修改", "Edit"), EditVisit(visit.id).stamp(to=ctx.me.open_id))
    back = button(
        Text("撤回", "Withdraw"),
        WithdrawVisit(visit.id, visit.version).stamp(to=ctx.me.open_id),
        confirm=sure,
    )
    return card(
        done,
        visit_facts(visit),
        note(note_until),
        buttons(change, back),
        subtitle=same(visit.rep),
        summary=done,
        colour="green",
        tags=(tag(same(visit.number), "green"),),
        icon="succeed_outlined",
    )


def withdrawn_card(visit: Visit) -> Card:
    """What a receipt turns into: the number stays, the visit counts no more."""
    title = Text("{number} 已撤回", "{number} is withdrawn").fill(number=visit.number)
    return card(
        title,
        note(_WITHDRAWN_COUNTS),
        buttons(run_button(Text("拜访", "visit"))),
        summary=title,
        colour="grey",
    )


_TITLE = Text("记一次拜访", "File a visit")
_WITHDRAWN_COUNTS = Text("撤回后不再计入任何统计，编号保留。", "It is no longer counted anywhere; its number stays.")


def typed_from(visit: Visit) -> dict[str, object]:
    """What a visit says, as the form's fields would send it."""
    found = visit.findings
    step_on = found.next_step_on.isoformat() if found.next_step_on else ""
    dates = {"visited_on": found.visited_on.isoformat(), "next_step_on": step_on}
    names = ("contact", "purpose", "outcome", "next_step")
    return (
        {"customer": visit.customer, "kind": found.kind.value} | dates | {name: getattr(found, name) for name in names}
    )
