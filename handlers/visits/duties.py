"""What a visit does to what was planned and owed: it keeps a plan of its day, and its report is in."""

from collections.abc import Iterator

from bot.context import Context
from bot.text import Text
from bot.words import day
from sales.obligations import VISIT, Reason
from sales.roles import Role
from storage import ledger, obligations, plans
from storage.plans import Plan
from storage.visits import Visit


def account_for(ctx: Context, visit: Visit, before: Visit | None = None) -> tuple[Text, ...]:
    """Settle the plan and the duty that this visit (changed from `before`) answers; give what to tell of it."""
    moved = before is None or _what(before) != _what(visit)
    if before and moved:
        _release(ctx, visit)
    done = _keep_plan(ctx, visit) if moved else None
    if moved and done is None and ctx.seat.role is Role.REP:
        on = visit.findings.visited_on
        ledger.file_visit(ctx.db, ctx.team, ctx.me, visit.number, on, ctx.delivery.at, ctx.calendar)
    return tuple(_told(done)) if done else ()


def take_back(ctx: Context, visit: Visit) -> None:
    """Undo it for a withdrawn visit: its plan is open again, and its own report is not owed any more."""
    _release(ctx, visit)
    own = obligations.find_obligation(ctx.db, visit.rep_id, VISIT, visit.number)
    if own:
        obligations.excuse(ctx.db, own, Reason.WITHDRAWN, ctx.now)


def _what(visit: Visit) -> tuple[object, ...]:
    return visit.customer_id, visit.findings.visited_on


def _keep_plan(ctx: Context, visit: Visit) -> Plan | None:
    """The plan for this customer within a working day of the visit, done by it; its report is in with the visit's."""
    calendar, on = ctx.calendar, visit.findings.visited_on
    span = (calendar.workday_before(on), on, calendar.workday_after(on))
    plan = plans.fulfil(ctx.db, visit.id, visit.rep_id, visit.customer_id, span, ctx.now)
    owed = obligations.find_obligation(ctx.db, visit.rep_id, VISIT, plan.number) if plan else None
    if owed:
        obligations.settle(ctx.db, owed, ctx.delivery.at)
    return plan


def _release(ctx: Context, visit: Visit) -> None:
    for plan in plans.unfulfil(ctx.db, visit.id):
        owed = obligations.find_obligation(ctx.db, visit.rep_id, VISIT, plan.number)
        if owed:
            obligations.reopen(ctx.db, owed)


def _told(plan: Plan) -> Iterator[Text]:
    said = Text("完成了 {day} 的计划 {number}", "Plan {number} of {day} is done")
    yield said.fill(day=day(plan.planned_on), number=plan.number)
