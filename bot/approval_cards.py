"""What an approver sees: the question with all that is needed to decide it on a phone, and what became of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.approval_forms import Approve, AskReason, Decline, ShowApproval
from bot.approval_words import habit_words, over_words, purpose_words, short_words
from bot.card import Card, Element, block, card, cut, facts, md, note, panel, plain, tag
from bot.controls import button, buttons, form, submit
from bot.deals import deal_head, deal_lines
from bot.errors import Problem
from bot.money import exact, percent
from bot.orders import terms_facts
from bot.text import Text, joined, same
from bot.trade_words import KINDS
from bot.views import Run, control, problem_note
from bot.words import clock, day
from sales.money import FULL, ZERO, Money
from sales.orders import Kind, State
from sales.records import dataclass
from storage.approvals import Approval, Decision
from storage.judgements import Habit, OldPrice
from storage.orders import Order

APPROVALS = Text("审批", "approvals")
"""The command that lists what waits for somebody."""

MOST = 8
"""How many orders a list shows; the rest are counted."""

FEW = 5
"""How many old prices stand open on the card; more are behind a tap."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with all that a decision needs: the order as it is, old prices, the rep's habit, who asked before."""

    approval: Approval
    order: Order
    prices: Sequence[OldPrice]
    habit: Habit
    before: Sequence[Approval]
    stands_in_for: str
    zone: ZoneInfo

    @property
    def is_open(self) -> bool:
        """Whether it can still be decided: the order waits, and says what it said when it was asked about."""
        order = self.order
        waits = order.state is State.APPROVING and order.mark == self.approval.ask.mark
        return waits and self.approval.decision is None


def question_card(case: Case) -> Card:
    """The question, to be decided with one tap; once it is settled, what became of it."""
    if not case.is_open:
        return result_card(case)
    order, judged = case.order, case.approval.judged
    title = Text("请审批 {number}", "Please decide on {number}").fill(number=order.number)
    summary = joined([title, same(order.customer), exact(order.amount), *short_words(judged)], " · ")
    return card(
        title,
        *_body(case),
        _buttons(case.approval),
        note(_WHY_ONE) if judged.joined else None,
        subtitle=joined([same(order.rep), day(order.ordered_on)], " · "),
        summary=summary,
        colour="orange",
        tags=_tags(case),
    )


def result_card(case: Case) -> Card:
    """What was decided, by whom and why; the same facts beneath it, without buttons."""
    said, colour = _outcome(case)
    order = case.order
    reason = case.approval.reason
    is_void = case.approval.decision in (None, Decision.VOID)
    return card(
        Text("审批 {number}", "Approval of {number}").fill(number=order.number),
        plain(said),
        md(Text("理由：{why}", "Reason: {why}"), why=reason) if reason else None,
        *(() if is_void else _body(case)),
        _show_list(),
        subtitle=joined([same(order.customer), same(order.rep)], " · "),
        summary=said,
        colour=colour,
        tags=_tags(case),
    )


def _outcome(case: Case) -> tuple[Text, str]:
    approval = case.approval
    if approval.decision is None or approval.decision is Decision.VOID:
        return _VOID.fill(number=case.order.number), "grey"
    words, colour = _OUTCOMES[approval.decision]
    at = clock((approval.decided_at or approval.ask.at).astimezone(case.zone))
    return words.fill(who=approval.decided_by or "—", at=at), colour


def _tags(case: Case) -> tuple[Element, ...]:
    kind = case.order.content.kind
    return () if kind is Kind.SALE else (tag(KINDS[kind], "purple"),)


def _body(case: Case) -> list[Element | None]:
    order, judged = case.order, case.approval.judged
    floors = {line.no: line.priced.floor_price for line in order.lines}
    said = {
        over.no: joined(over_words(over, judged, with_cost=True, floor=floors.get(over.no)), "\n")
        for over in judged.over
    }
    return [
        deal_head(order.customer, order.lines, with_cost=True),
        plain(_stands_in(case), colour="grey") if case.stands_in_for else None,
        plain(_PASSED.fill(who=joined(_passed(case), Text("、", ", ")))) if _passed(case) else None,
        plain(purpose_words(judged), colour="orange") if judged.kind is not Kind.SALE else None,
        deal_lines(order.lines, with_cost=True, under=said),
        facts(*_margins(order), (Text("该业务员超权限率", "Rep's over-authority rate"), habit_words(case.habit))),
        _old_prices(case),
        terms_facts(order),
    ]


def _stands_in(case: Case) -> Text:
    return Text("你代 {name} 审批", "You decide for {name}").fill(name=case.stands_in_for)


def _passed(case: Case) -> list[Text]:
    return [same(each.decided_by) for each in case.before if each.decision is Decision.PASSED]


def _margins(order: Order) -> list[tuple[Text, Text]]:
    """The margin as it would be at list prices, and as it is."""
    full, cost = order.list_amount, order.cost
    before = _margin(full, cost) if full else None
    after = _margin(order.amount, cost)
    label = Text("毛利：牌价时 → 现在", "Margin at list → now")
    missing = Text("缺成本或牌价", "cost or list price missing")
    return [(label, joined([before, after], " → ") if before and after else missing)]


def _margin(amount: Money, cost: Money | None) -> Text | None:
    if cost is None or amount <= ZERO:
        return None
    left = amount - cost
    return joined([percent(left.part(FULL, amount.minor).minor), exact(left)], " ")


def _old_prices(case: Case) -> Element:
    title = Text("该客户最近的成交单价", "What this customer paid before")
    if not case.prices:
        return panel(title, note(Text("这些产品还没有成交过。", "None of these were sold to them before.")))
    named = {line.product_id: line.code for line in case.order.lines}
    return panel(title, *(_old_price(each, named) for each in case.prices), expanded=len(case.prices) <= FEW)


def _old_price(old: OldPrice, named: Mapping[int, str]) -> Element:
    line = "**{code}** {price} <font color='grey'>{on} · {number}</font>"
    return md(same(line), code=named[old.product_id], price=exact(old.price), on=day(old.on), number=old.number)


def _buttons(approval: Approval) -> Element:
    to = approval.approver.open_id
    back, no = (AskReason(approval.id, each.value) for each in (Decision.RETURNED, Decision.REJECTED))
    return buttons(
        button(Text("批准", "Approve"), Approve(approval.id).stamp(to=to), style="primary_filled"),
        button(Text("退回修改", "Send back"), back.stamp(to=to)),
        button(Text("驳回", "Reject"), no.stamp(to=to), style="danger"),
    )


def _show_list() -> Element:
    words = Text("看还有哪些待审批", "See what else waits")
    return buttons(button(words, Run(APPROVALS.zh).stamp(), style="text"), align="left")


def reason_card(
    case: Case, decision: Decision, typed: Mapping[str, object], problems: tuple[Problem, ...], key: str
) -> Card:
    """Asks why an order is rejected or sent back; the way back to the question is one tap."""
    order, approval = case.order, case.approval
    word = Text("驳回", "Reject") if decision is Decision.REJECTED else Text("退回修改", "Send back")
    title = joined([word, same(order.number)], " ")
    stamp = Decline(approval.id, decision.value).stamp(to=approval.approver.open_id, key=key)
    back = ShowApproval(approval.id).stamp(to=approval.approver.open_id)
    return card(
        title,
        problem_note(problems),
        form("declining", control(Decline, "reason", typed, required=True), buttons(submit(word, "decline", stamp))),
        buttons(button(Text("返回", "Back"), back, style="text"), align="left"),
        subtitle=joined([same(order.customer), exact(order.amount)], " · "),
        summary=title,
        colour="orange",
    )


def list_card(cases: Sequence[Case], to: str, now: datetime, title: Text | None = None) -> Card:
    """Everything that waits for somebody, the oldest first, each one tap from its question."""
    named = title or Text("待审批", "Waiting for your decision")
    lead = Text("{n} 单等你审批", "{n} waiting for you").fill(n=len(cases))
    more = Text("还有 {n} 单，处理完会接着列出", "{n} more, listed as these are done").fill(n=len(cases) - MOST)
    return card(
        named,
        *(_item(case, to, now) for case in cases[:MOST]),
        note(more) if len(cases) > MOST else None,
        None if cases else note(_NOTHING),
        subtitle=lead if cases else None,
        summary=lead if cases else _NOTHING,
        colour="orange" if cases else "blue",
    )


def _item(case: Case, to: str, now: datetime) -> Element:
    order = case.order
    waited = int((now - case.approval.ask.at).total_seconds() // 3600)
    since = Text("{n} 小时前送审", "asked {n} h ago").fill(n=waited) if waited else Text("刚送审", "just asked")
    parts = [same(order.rep), *short_words(case.approval.judged), since]
    line = "**{customer}** {amount}\n<font color='grey'>{number} · {rest}</font>"
    said = md(
        same(line),
        customer=cut(order.customer, 40),
        amount=exact(order.amount),
        number=order.number,
        rest=joined(parts, " · "),
    )
    show = ShowApproval(case.approval.id).stamp(to=to)
    return block(said, buttons(button(Text("审批", "Decide"), show, style="primary")))


_WHY_ONE = Text(
    "24 小时内同一业务员、同一客户、同一产品的订单按一单判断，防止拆单。",
    "Orders of one rep, customer and product within 24 h are judged as one, so that none is split to pass.",
)
_PASSED = Text("{who} 已同意，超出其权限，转到这里", "{who} agreed; it is beyond them, so it comes to you")
_VOID = Text("{number} 已修改或取消，这次审批作废。", "{number} was changed or cancelled: this question is void.")
_NOTHING = Text("没有等你审批的订单。", "No order waits for your decision.")
_OUTCOMES = {
    Decision.APPROVED: (Text("{who} 已批准 · {at}", "Approved by {who} · {at}"), "green"),
    Decision.REJECTED: (Text("{who} 已驳回 · {at}", "Rejected by {who} · {at}"), "red"),
    Decision.RETURNED: (Text("{who} 已退回修改 · {at}", "Sent back by {who} · {at}"), "orange"),
    Decision.PASSED: (
        Text("{who} 已同意 · {at}，超出其权限，已转上级", "Agreed by {who} · {at}; beyond them, so it went further up"),
        "blue",
    ),
}
