"""Decisions about orders beyond authority: what waits, one tap to approve, a reason to reject or send back."""

from collections.abc import Mapping

from bot.approval_cards import APPROVALS, list_card, question_card, reason_card
from bot.approval_cases import case_of, held, newest_case, waiting_cases
from bot.approval_forms import Approve, AskReason, Decline, ShowApproval
from bot.approvals import decide
from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Problem
from bot.orders import in_private, read_number
from bot.router import Part, Router
from bot.text import Text
from handlers.approvals import deputies, matrix
from sales.breaches import NotFound
from storage.approvals import Decision

router = Router(Part.TRADE)
ROUTERS = (router, deputies.router, matrix.router)
"""The three routers of this feature, in the order of the help."""


@router.command(
    APPROVALS,
    Text("看等你审批的订单", "See the orders that wait for your decision"),
    aliases=("sp",),
    members=False,
)
def show_all(ctx: Context, said: str) -> Reply:
    """What waits for the asker; with an order's number the question about that one."""
    if ctx.person is None:
        _ = ctx.me
    return in_private(ctx, lambda: _asked(ctx, said.strip()))


def _asked(ctx: Context, said: str) -> Card:
    cases = waiting_cases(ctx, ctx.person) if ctx.person else []
    if not said:
        return list_card(cases, ctx.open_id, ctx.now)
    order_id = read_number(said)
    for case in cases:
        if case.order.id == order_id:
            return question_card(case)
    raise NotFound(said[:40])


@router.press(ShowApproval, members=False)
def show(ctx: Context, pressed: ShowApproval) -> Reply:
    """The question as it stands, or what became of it."""
    approval, order = held(ctx, pressed.approval_id)
    return Reply(question_card(newest_case(ctx, case_of(ctx, approval, order))))


@router.press(Approve, members=False)
def approve(ctx: Context, pressed: Approve) -> Reply:
    """Grant it; what is beyond the approver goes further up."""
    return _decided(ctx, pressed.approval_id, Decision.APPROVED)


@router.press(AskReason, members=False)
def ask_reason(ctx: Context, pressed: AskReason) -> Reply:
    """Turn the card into the question why."""
    approval, order = held(ctx, pressed.approval_id)
    case = case_of(ctx, approval, order)
    if not case.is_open:
        return _decided(ctx, pressed.approval_id, _negative(pressed.decision))
    return Reply(reason_card(case, _negative(pressed.decision), {}, (), ctx.card_key()))


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The question why once more, with what was wrong with the answer."""
    found = hidden.get("approval_id")
    approval, order = held(ctx, found if isinstance(found, int) else 0)
    return reason_card(
        case_of(ctx, approval, order), _negative(hidden.get("decision")), typed, problems, ctx.card_key()
    )


@router.press(Decline, redraw=ask_again, members=False)
def decline(ctx: Context, filled: Decline) -> Reply:
    """Reject it or send it back, with the reason."""
    return _decided(ctx, filled.approval_id, _negative(filled.decision), filled.reason)


def _negative(said: object) -> Decision:
    """What the card carries, which is no permission to do anything else."""
    return Decision.RETURNED if said == Decision.RETURNED else Decision.REJECTED


def _decided(ctx: Context, approval_id: int, decision: Decision, reason: str = "") -> Reply:
    done = decide(ctx, approval_id, decision, reason)
    return Reply(done.card, done.said, "success" if done.is_new else "warning")
