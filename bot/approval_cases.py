"""Questions to the asker, with all that is shown beside them; held when they are to be decided."""

from bot.approval_cards import Case
from bot.context import Context
from bot.errors import Refusal
from bot.text import Text
from sales.breaches import NotYours
from sales.orders import number
from storage import approvals
from storage.approvals import Approval
from storage.approvers import person_by_id, team_by_id
from storage.judgements import habit_of, old_prices
from storage.orders import Order, find_order, hold_order
from storage.people import Person


def held(ctx: Context, approval_id: int) -> tuple[Approval, Order]:
    """A question to the asker with its order, which is held until the commit; raises a refusal for anybody else's."""
    approval = mine(ctx, approval_id)
    order = hold_order(ctx.db, approval.order_id)
    if order is None:
        raise Refusal(_GONE)
    return again(ctx, approval), order


def mine(ctx: Context, approval_id: int) -> Approval:
    """A question to the asker, settled or not; raises a refusal for anybody else's."""
    approval = approvals.find_approval(ctx.db, approval_id)
    if approval is None:
        raise Refusal(_GONE)
    if ctx.person is None or approval.approver.id != ctx.person.id:
        raise NotYours(number(approval.order_id))
    return approval


def case_of(ctx: Context, approval: Approval, order: Order) -> Case:
    """A question with all that is shown beside it."""
    before = [each for each in approvals.asked_about(ctx.db, order.id) if each.ask.mark == approval.ask.mark]
    away = person_by_id(ctx.db, approval.stands_in_for).name if approval.stands_in_for is not None else ""
    habit = habit_of(ctx.db, order.rep_id, ctx.now)
    zone = team_by_id(ctx.db, order.team_id).zone
    return Case(approval, order, old_prices(ctx.db, order), habit, before, away, zone)


def newest_case(ctx: Context, case: Case) -> Case:
    """The last question to the same person about the same order."""
    asked = approvals.asked_about(ctx.db, case.order.id)
    theirs = [each for each in asked if each.approver.id == case.approval.approver.id]
    return case_of(ctx, theirs[-1], case.order)


def waiting_cases(ctx: Context, person: Person) -> list[Case]:
    """What waits for somebody, the oldest first, with the orders as they are."""
    asked = ((each, find_order(ctx.db, each.order_id)) for each in approvals.waiting(ctx.db, person.id))
    return [case_of(ctx, each, order) for each, order in asked if order]


def again(ctx: Context, approval: Approval) -> Approval:
    """The same question as it stands now."""
    return approvals.find_approval(ctx.db, approval.id) or approval


_GONE = Text("没有这条审批。", "There is no such question.")
