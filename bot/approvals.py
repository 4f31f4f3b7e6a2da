"""What happens to an order that was submitted: confirmed within authority, else asked about until it is decided."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.approval_cards import question_card, result_card
from bot.approval_cases import again, case_of, held, newest_case
from bot.approval_words import over_words, purpose_words
from bot.card import Card, Element, fitting, plain
from bot.context import Context
from bot.errors import Refusal
from bot.order_news import tell_sharers
from bot.orders import order_card, sees_cost
from bot.text import Text, joined, same
from bot.trade_words import LEVELS
from sales.discounts import LEVELS as STEPS
from sales.discounts import Judgement, Level
from sales.orders import Kind, Move
from sales.records import dataclass
from storage import approvals, day_cards, order_moves, outbox
from storage.approvals import Approval, Ask, Decision
from storage.approvers import Chosen, Search, may_decide, person_by_id, team_by_id
from storage.judgements import hold_customer, judge, level_of
from storage.orders import Order, find_order
from storage.outbox import BY_KEY, Outgoing, Verb
from storage.people import Person, Team, find_person

ABOUT: Final = "approval"
"""What questions to approvers are called in lists of messages."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a press came to: the card to show, and what was said; `is_new` unless it was settled before."""

    card: Card
    said: Text
    is_new: bool = True


def settle_submitted(ctx: Context, order: Order) -> tuple[Order, Text]:
    """Confirm a held order that was just submitted by the asker, or ask whoever may decide; says what comes next."""
    hold_customer(ctx.db, order.customer_id)
    team = team_by_id(ctx.db, order.team_id)
    judged = _judged(ctx, order, team)
    today = ctx.house.business_day(ctx.now)
    if judged.is_free:
        confirmed = order_moves.move(ctx.db, order, Move.CONFIRM, ctx.me.id, ctx.now, on=today)
        return confirmed, CONFIRMED
    order = order_moves.move(ctx.db, order, Move.ASK, ctx.me.id, ctx.now, on=today)
    about = Ask(order.id, order.mark, judged, ctx.me.id, ctx.now)
    chosen = _search(ctx, order, about).first(_above(judged.own))
    if chosen is None:
        raise Refusal(_NOBODY)
    ask(ctx, order, about, chosen)
    return order, _next(chosen, judged)


def verdict(ctx: Context, order: Order) -> tuple[Element | None, Text]:
    """What a preview says about authority, should the asker submit the order: what is over, and who would decide."""
    team = team_by_id(ctx.db, order.team_id)
    judged = _judged(ctx, order, team)
    if judged.is_free:
        return None, WITHIN
    about = Ask(order.id, order.mark, judged, ctx.me.id, ctx.now)
    chosen = _search(ctx, order, about).first(_above(judged.own))
    return beyond(ctx, order, judged), _next(chosen, judged) if chosen else _NOBODY


def beyond(ctx: Context, order: Order, judged: Judgement) -> Element:
    """What is beyond the submitter's authority, line by line, without what the asker may not know."""
    with_cost = sees_cost(ctx, order)
    floors = {line.no: line.priced.floor_price for line in order.lines}
    said = [] if judged.kind is Kind.SALE else [purpose_words(judged)]
    for over in judged.over:
        words = over_words(over, judged, with_cost=with_cost, floor=floors.get(over.no))
        said += [joined([same(over.code), each], " ") for each in words]
    return plain(joined(said, "\n"), colour="orange")


def void(ctx: Context, order: Order) -> None:
    """Let what waits about a held order wait no more, as it was edited or cancelled; its cards say so."""
    by = ctx.person.id if ctx.person else None
    _mend(ctx, order.id, approvals.close(ctx.db, order.id, Decision.VOID, by, ctx.now))


def decide(ctx: Context, approval_id: int, decision: Decision, reason: str = "") -> Decided:
    """Decide as the asker: once, while the order still says what was asked about; else tells how it stands."""
    approval, order = held(ctx, approval_id)
    case = case_of(ctx, approval, order)
    if not case.is_open:
        newest = newest_case(ctx, case)
        return Decided(question_card(newest), _SETTLED.fill(number=order.number), is_new=False)
    if not _may_still(ctx, approval, order):
        raise Refusal(_NO_MORE)
    decision = _as_granted(ctx, approval, order, decision)
    closed = approvals.close(ctx.db, order.id, decision, approval.approver.id, ctx.now, reason)
    order = _carry_out(ctx, approval, order, decision, reason)
    settled = case_of(ctx, again(ctx, approval), order)
    _mend(ctx, order.id, closed)
    return Decided(result_card(settled), _DONE[decision].fill(number=order.number))


def _may_still(ctx: Context, approval: Approval, order: Order) -> bool:
    """Whether who was asked still may decide; a share in the credit, given since, makes it their own."""
    if approval.approver.id in {share.rep_id for share in order.shares}:
        return False
    team = team_by_id(ctx.db, order.team_id)
    return may_decide(ctx.db, ctx.house, team, approval.approver, approval.stands_in_for)


def ask(ctx: Context, order: Order, about: Ask, chosen: Chosen) -> Approval:
    """Put the question to somebody; they hear of it when they may be spoken to."""
    made = approvals.open_approval(ctx.db, about, chosen.level, chosen.person, chosen.stands_in_for)
    said = question_card(case_of(ctx, made, order))
    ctx.notify(chosen.person.open_id, fitting(said), about=ABOUT, dedupe=key(made.id, "ask"), unasked=True)
    return made


def hand_over(ctx: Context, approval: Approval, order: Order) -> bool:
    """Ask somebody else, too, since there was no answer: the deputy, or whoever is next; False if there is nobody."""
    asked = [each.approver.id for each in approvals.open_about(ctx.db, order.id)]
    search = Search.about(ctx.db, ctx.house, order, approval.ask.by, ctx.now, asked)
    chosen = search.instead_of(approval.approver, approval.level)
    if chosen is None:
        return False
    ask(ctx, order, replace(approval.ask, at=ctx.now), chosen)
    return True


def key(approval_id: int, what: str) -> str:
    """The dedupe key of a message about one question; all of them begin alike."""
    return f"approval/{approval_id}/{what}"


def reminder_key(person_id: int, approval_id: int) -> str:
    """The dedupe key of one reminder to somebody of what waits for them; it may be about several orders."""
    return f"approvals-waiting/{person_id}/{approval_id}"


def _judged(ctx: Context, order: Order, team: Team) -> Judgement:
    own = level_of(ctx.db, ctx.house, team, ctx.me.id)
    return judge(ctx.db, order, ctx.house, team, ctx.now, own)


def _search(ctx: Context, order: Order, about: Ask) -> Search:
    return Search.about(ctx.db, ctx.house, order, about.by, ctx.now)


def _above(level: Level) -> Level:
    return STEPS[min(level.rank + 1, Level.DIRECTOR.rank)]


def _next(chosen: Chosen, judged: Judgement) -> Text:
    if chosen.is_last_resort:
        return _TO_ADMIN.fill(name=chosen.person.name)
    words = _TO if chosen.stands_in_for is None else _TO_DEPUTY
    return words.fill(name=chosen.person.name, level=LEVELS[judged.own])


def _as_granted(ctx: Context, approval: Approval, order: Order, decision: Decision) -> Decision:
    """Approved, or passed on where it is beyond who approves: by the level they were asked at, or their own."""
    if decision is not Decision.APPROVED:
        return decision
    level = approval.level
    if approval.stands_in_for is None:
        own = level_of(ctx.db, ctx.house, team_by_id(ctx.db, order.team_id), approval.approver.id)
        level = max(level, own, key=lambda each: each.rank)
    return Decision.APPROVED if approval.judged.within(level) else Decision.PASSED


_MOVES: Final = {
    Decision.APPROVED: Move.APPROVE,
    Decision.REJECTED: Move.REJECT,
    Decision.RETURNED: Move.SEND_BACK,
    Decision.PASSED: Move.PASS_ON,
}


def _carry_out(ctx: Context, approval: Approval, order: Order, decision: Decision, reason: str) -> Order:
    by, on = approval.approver.id, ctx.house.business_day(ctx.now)
    order = order_moves.move(ctx.db, order, _MOVES[decision], by, ctx.now, on=on, reason=reason)
    if decision is not Decision.PASSED:
        _tell(ctx, again(ctx, approval), order)
        tell_sharers(ctx, order)
        return order
    about = replace(approval.ask, at=ctx.now)
    chosen = Search.about(ctx.db, ctx.house, order, about.by, ctx.now, [by]).first(_above(approval.level))
    if chosen is None:
        raise Refusal(_NOBODY)
    ask(ctx, order, about, chosen)
    return order


def _tell(ctx: Context, approval: Approval, order: Order) -> None:
    """Tell the rep, and who submitted it for them, directly."""
    said = TOLD[approval.decision or Decision.VOID].fill(who=approval.decided_by)
    also = [Text("理由：{why}", "Reason: {why}").fill(why=approval.reason)] if approval.reason else []
    for person_id in {order.rep_id, approval.ask.by}:
        person = person_by_id(ctx.db, person_id)
        told = order_card(seen_by(ctx, person), order, said, *also)
        once = f"decided/{approval.id}/{person_id}"
        ctx.notify(person.open_id, fitting(told), about="order", dedupe=once, unasked=True, kind="decision")


def seen_by(ctx: Context, person: Person) -> Context:
    """The same moment for another person: what is drawn with it shows what they may see and do."""
    known, seats = find_person(ctx.db, person.open_id)
    return replace(ctx, open_id=person.open_id, person=known, seats=seats)


def _mend(ctx: Context, order_id: int, closed: Sequence[Approval]) -> None:
    """Change the cards of everybody who was asked; those that wait to be sent are dropped."""
    order = find_order(ctx.db, order_id)
    for each in closed:
        if not approvals.waiting(ctx.db, each.approver.id):
            outbox.cancel(ctx.db, reminder_key(each.approver.id, 0).removesuffix("0"))
            day_cards.settle_kind(ctx.db, each.approver.id, ABOUT, ctx.now)
        on_day_card = day_cards.follow(ctx.db, key(each.id, "ask"), None, ctx.now)
        if outbox.cancel(ctx.db, key(each.id, "")) or on_day_card or _is_pressed(ctx, each) or order is None:
            continue
        content = fitting(result_card(case_of(ctx, again(ctx, each), order))).dumps()
        target = BY_KEY + key(each.id, "ask")
        ctx.queue(Outgoing(each.approver.open_id, Verb.PATCH, content, target=target, about=ABOUT))


def _is_pressed(ctx: Context, approval: Approval) -> bool:
    """Whether the question is the very card that is being answered."""
    here = getattr(ctx.delivery, "message_id", "")
    sent = outbox.message_of(ctx.db, key(approval.id, "ask"))
    return bool(here) and sent is not None and sent[1] == here


CONFIRMED = Text("在你的权限内，订单已确认。", "It is within your authority: the order is confirmed.")
WITHIN = Text("在你的权限内，提交后直接确认。", "It is within your authority: submitted, it is confirmed at once.")
_TO = Text("超出{level}权限，由 {name} 审批。", "It is beyond what a {level} may give: {name} decides.")
_TO_DEPUTY = Text(
    "超出{level}权限，审批人不在，由代理 {name} 审批。",
    "It is beyond what a {level} may give; the approver is away: {name} decides as the deputy.",
)
_TO_ADMIN = Text(
    "超出权限，没有合适的审批人，由管理员 {name} 审批。",
    "It is beyond your authority, and nobody else may decide: the admin {name} does.",
)
_NOBODY = Text(
    "超出权限，但没有人可以审批。请管理员先指定总监或管理员。",
    "It is beyond your authority, and there is nobody to decide. Please have an admin name a director first.",
)
_NO_MORE = Text("你现在不能审批这张订单了。", "You may not decide about this order any more.")
_SETTLED = Text("{number} 这次审批之前已经有结果了。", "{number}: this question was settled before.")
_DONE = {
    Decision.APPROVED: Text("已批准 {number}", "{number} is approved"),
    Decision.REJECTED: Text("已驳回 {number}", "{number} is rejected"),
    Decision.RETURNED: Text("已退回 {number}", "{number} is sent back"),
    Decision.PASSED: Text(
        "已同意，{number} 超出你的权限，已转上级", "Agreed; {number} is beyond you and went further up"
    ),
}
TOLD = {
    Decision.APPROVED: Text("{who} 已批准，订单生效。", "{who} approved it: the order stands."),
    Decision.REJECTED: Text("{who} 驳回了这张订单。", "{who} rejected this order."),
    Decision.RETURNED: Text("{who} 退回修改：改好后再提交。", "{who} sent it back: change it and submit it again."),
}
"""What the rep reads about a decision."""
