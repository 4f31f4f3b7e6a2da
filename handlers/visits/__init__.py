"""A visit is filed on a card by the rep who paid it, may be changed or withdrawn for a while, and counts once."""

from collections.abc import Mapping

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Problem, Refusal
from bot.router import Router
from bot.text import Text, same
from bot.words import broken
from handlers.visits.cards import form_card, receipt_card, typed_from, withdrawn_card
from handlers.visits.forms import EditVisit, FileVisit, KeepVisit, WithdrawVisit
from sales import visits as rules
from sales.breaches import AlreadyWithdrawn, Locked, NotFound, NotYours, Outdated
from sales.visits import Findings, Kind
from storage import visits
from storage.customers import find_or_add_customer
from storage.visits import Visit

router = Router(Text("拜访", "Visits"))


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


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
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
    return Reply(form_card(ctx, FileVisit(visit.id, visit.version), typed_from(visit)))


@router.press(KeepVisit)
def keep(ctx: Context, pressed: KeepVisit) -> Reply:
    """Turn the form back into the receipt, with nothing changed."""
    return Reply(receipt_card(ctx, _changeable(ctx, pressed.visit_id)))


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
    raise Refusal(
        Text("客户：请选择或填写客户", "Customer: please choose or type one"),
        (Problem("customer", label, why),),
    )


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
    visit = visits.hold_visit(ctx.db, visit_id)
    if visit is None:
        raise NotFound(rules.number(visit_id))
    if visit.rep_id != ctx.me.id:
        raise NotYours(visit.number)
    if visit.withdrawn_at:
        raise AlreadyWithdrawn(visit.number)
    until = rules.changeable_until(visit.entered_at.astimezone(ctx.team.zone).date(), ctx.team.zone, ctx.calendar)
    if ctx.now >= until:
        raise Locked(visit.number, until)
    return visit


def _check_seen(seen: int, visit: Visit) -> None:
    """Nobody overwrites what they have not seen: the form comes back, now for the version in force."""
    if seen != visit.version:
        why = Text("后来改过，再提交会覆盖那次修改", "has been changed since; submitting again replaces that change")
        label = same(visit.number)
        raise Refusal(Text("{label} {why}", "{label} {why}").fill(label=label, why=why), (Problem("seen", label, why),))
