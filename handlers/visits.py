"""A visit is filed on a card by the rep who paid it, may be changed or withdrawn by them for a while, and counts once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.card import Card, card, note, panel, tag
from bot.context import Context, Reply
from bot.controls import Option, button, buttons, form, submit
from bot.errors import Problem, Refusal
from bot.form import Form, carried, choice, day, pick, words
from bot.router import Router
from bot.text import Text, same
from bot.views import control, problem_note, run_button, visit_facts
from bot.words import KINDS, broken, clock
from sales import visits as rules
from sales.breaches import AlreadyWithdrawn, Locked, NotFound, NotYours, Outdated
from sales.visits import Findings, Kind
from storage import visits
from storage.customers import find_or_add_customer
from storage.visits import Visit

RECENT = 12
"""How many of the rep's last customers the form offers."""

router = Router(Text("拜访", "Visits"))


@dataclass(frozen=True)
class FileVisit(Form):
    """The visit form; with a visit's id and version it changes that one."""

    once = True

    visit_id: int = carried(0)
    seen: int = carried(0)
    recent: str = pick(Text("最近的客户（没有就在下面填）", "Recent customers (or type one below)"), limit=100)
    customer: str = words(Text("客户", "Customer"), limit=100)
    contact: str = words(Text("联系人", "Contact"), limit=60)
    kind: Kind = choice(Text("方式", "How"), KINDS, Kind.ON_SITE)
    visited_on: date | None = day(Text("拜访日期", "Date of the visit"))
    purpose: str = words(Text("目的", "Purpose"), limit=500)
    outcome: str = words(Text("结果", "Outcome"), limit=1000, lines=3)
    next_step: str = words(Text("下一步", "Next step"), limit=500)
    next_step_on: date | None = day(Text("下一步日期", "Date of the next step"))


@dataclass(frozen=True)
class EditVisit(Form):
    """The button 修改 on a receipt."""

    visit_id: int = carried(0)


@dataclass(frozen=True)
class WithdrawVisit(Form):
    """The button 撤回 on a receipt."""

    visit_id: int = carried(0)
    seen: int = carried(0)


@router.command(
    Text("拜访", "visit"),
    Text("记一次拜访", "File a visit"),
    aliases=("bf",),
    example=Text("拜访 华宁精密", "visit Huaning Precision"),
)
def ask(ctx: Context, said: str) -> Reply:
    """Hand out the form; what follows the word is taken for the customer."""
    typed = {"customer": said[:100], "kind": Kind.ON_SITE.value, "visited_on": ctx.today.isoformat()}
    return Reply(form_card(ctx, FileVisit(), typed))


def ask_again(ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]) -> Card:
    """The form once more with everything typed; for a change, of the version now in force."""
    visit_id = hidden.get("visit_id")
    visit = visits.find_visit(ctx.db, visit_id) if isinstance(visit_id, int) and visit_id else None
    return form_card(ctx, FileVisit(visit.id, visit.version) if visit else FileVisit(), typed, problems)


@router.press(FileVisit, redraw=ask_again)
def file(ctx: Context, filled: FileVisit) -> Reply:
    """Keep the visit, new or changed, and answer with its receipt."""
    named = _named(filled)
    findings = _findings(ctx, filled)
    old = _changeable(ctx, filled.visit_id) if filled.visit_id else None
    rules.check(findings, old.entered_at.astimezone(ctx.team.zone).date() if old else ctx.today)
    customer = find_or_add_customer(ctx.db, named, ctx.me.id, ctx.now)
    if old is None:
        visit = visits.add_visit(ctx.db, ctx.team, ctx.me, customer, findings, ctx.delivery.at, ctx.now)
        return Reply(receipt_card(ctx, visit), Text("已记录 {number}", "{number} is filed").fill(number=visit.number))
    _check_seen(filled.seen, old)
    visit = visits.change_visit(ctx.db, old, customer, findings, ctx.now)
    return Reply(receipt_card(ctx, visit), Text("已修改 {number}", "{number} is changed").fill(number=visit.number))


@router.press(EditVisit)
def edit(ctx: Context, pressed: EditVisit) -> Reply:
    """Turn the receipt into the form again, with what the visit says now."""
    visit = _changeable(ctx, pressed.visit_id)
    return Reply(form_card(ctx, FileVisit(visit.id, visit.version), _typed(visit)))


@router.press(WithdrawVisit)
def withdraw(ctx: Context, pressed: WithdrawVisit) -> Reply:
    """Take the visit back; a receipt that is not the latest is replaced by the latest instead."""
    visit = _changeable(ctx, pressed.visit_id)
    if pressed.seen != visit.version:
        return Reply(receipt_card(ctx, visit), broken(Outdated(visit.number)), "warning")
    visits.withdraw_visit(ctx.db, visit, ctx.now)
    return Reply(withdrawn_card(visit), Text("已撤回 {number}", "{number} is withdrawn").fill(number=visit.number))


def _named(filled: FileVisit) -> str:
    """The customer: what was typed, else what was chosen from the list."""
    if named := filled.customer or filled.recent:
        return named
    label, why = Text("客户", "Customer"), Text("请选择或填写客户", "please choose or type a customer")
    raise Refusal(Text("客户：请选择或填写客户", "Customer: please choose or type one"), (Problem("customer", label, why),))


def _findings(ctx: Context, filled: FileVisit) -> Findings:
    return Findings(
        filled.visited_on or ctx.today,
        filled.kind,
        filled.contact,
        filled.purpose,
        filled.outcome,
        filled.next_step,
        filled.next_step_on,
    )


def _changeable(ctx: Context, visit_id: int) -> Visit:
    """The rep's own visit, unless it is gone or locked."""
    visit = visits.find_visit(ctx.db, visit_id)
    if visit is None:
        raise NotFound(rules.number(visit_id))
    if visit.rep_id != ctx.me.id:
        raise NotYours(visit.number)
    if visit.withdrawn_at:
        raise AlreadyWithdrawn(visit.number)
    until = rules.changeable_until(visit.entered_at.astimezone(ctx.team.zone).date(), ctx.team.zone)
    if ctx.now >= until:
        raise Locked(visit.number, until)
    return visit


def _check_seen(seen: int, visit: Visit) -> None:
    """Nobody overwrites what they have not seen: the form comes back, and the next press is for the version in force."""
    if seen != visit.version:
        why = Text("后来改过，再提交会覆盖那次修改", "has been changed since; submitting again replaces that change")
        label = same(visit.number)
        raise Refusal(Text("{label} {why}", "{label} {why}").fill(label=label, why=why), (Problem("seen", label, why),))


def _typed(visit: Visit) -> dict[str, object]:
    found = visit.findings
    step_on = found.next_step_on.isoformat() if found.next_step_on else ""
    dates = {"visited_on": found.visited_on.isoformat(), "next_step_on": step_on}
    names = ("contact", "purpose", "outcome", "next_step")
    return {"customer": visit.customer, "kind": found.kind.value} | dates | {name: getattr(found, name) for name in names}


def form_card(ctx: Context, blank: FileVisit, typed: Mapping[str, object], problems: tuple[Problem, ...] = ()) -> Card:
    """The visit form for the person who asked, and nobody else."""
    title = _TITLE if not blank.visit_id else Text("修改 {number}", "Edit {number}").fill(number=rules.number(blank.visit_id))
    stamp = blank.stamp(to=ctx.open_id, key=ctx.card_key())
    recent = [Option(name, same(name)) for name in visits.recent_customers(ctx.db, ctx.me.id, RECENT)]
    pickers = [control(FileVisit, "recent", typed, recent)] if recent else []
    fields = ("customer", "contact", "kind", "purpose", "outcome", "next_step", "next_step_on")
    filled = [control(FileVisit, name, typed, required=name == "customer" and not recent) for name in fields]
    more = panel(Text("补录：拜访日期", "Another day: date of the visit"), control(FileVisit, "visited_on", typed))
    return card(
        title,
        problem_note(problems),
        form("visit", *pickers, *filled, more, buttons(submit(Text("提交", "Submit"), "file", stamp))),
        subtitle=Text("{name} · {team}", "{name} · {team}").fill(name=ctx.me.name, team=ctx.team.name),
        summary=title,
        icon="edit_outlined",
    )


def receipt_card(ctx: Context, visit: Visit) -> Card:
    """What was kept, its number, how to change it, and until when."""
    done = Text("已记录 {customer} 的拜访", "Visit to {customer} filed").fill(customer=visit.customer)
    until = rules.changeable_until(visit.entered_at.astimezone(ctx.team.zone).date(), ctx.team.zone)
    note_until = Text("{until} 前可以修改或撤回", "Can be changed or withdrawn until {until}").fill(until=clock(until))
    sure = (Text("撤回 {number}？", "Withdraw {number}?").fill(number=visit.number), _WITHDRAWN_COUNTS)
    change = button(Text("修改", "Edit"), EditVisit(visit.id).stamp(to=ctx.me.open_id))
    back = button(Text("撤回", "Withdraw"), WithdrawVisit(visit.id, visit.version).stamp(to=ctx.me.open_id), confirm=sure)
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
    return card(title, note(_WITHDRAWN_COUNTS), buttons(run_button(Text("拜访", "visit"))), summary=title, colour="grey")


_TITLE = Text("记一次拜访", "File a visit")
_WITHDRAWN_COUNTS = Text("撤回后不再计入任何统计，编号保留。", "It is no longer counted anywhere; its number stays.")
