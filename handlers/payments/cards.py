"""The cards of money that came in: the form, what it would settle, and what it did."""

from collections.abc import Mapping, Sequence

from bot.accounts import account_of, allocate_button, may_see_account, standing, statement_button
from bot.card import Card, Element, block, card, cut, facts, heading, md, note, plain, tag
from bot.context import Context
from bot.controls import Option, button, buttons, form, submit
from bot.errors import Problem
from bot.money import exact
from bot.payment_forms import ReversePayment
from bot.text import Text, joined, same
from bot.views import control, problem_note
from bot.words import day
from handlers.payments.entering import hits_for
from handlers.payments.forms import ChangePayment, ConfirmPayment, TellPayment
from sales.money import Money
from sales.orders import number
from sales.receivables import Part, allot
from storage.credits import DONE_WITH
from storage.customers import Customer, find_customer
from storage.orders import find_order
from storage.payments import Income, Payment
from storage.payments import number as payment_number
from storage.receivables import Receivable, open_of_customer

MOST = 12
"""How many parts of a payment a card lists; the rest are counted."""


def form_card(
    ctx: Context, blank: TellPayment, typed: Mapping[str, object], problems: tuple[Problem, ...] = ()
) -> Card:
    """The payment form for the person who asked, with what is known in it."""
    title = Text("记一笔回款", "Enter a payment")
    options = [Option(str(hit.customer.id), same(hit.customer.name)) for hit in hits_for(ctx, blank.asked)]
    which = control(TellPayment, "which", typed, options) if options else None
    rest = ("amount", "orders", "on", "note")
    sent = buttons(submit(Text("下一步", "Next"), "tell", blank.stamp(to=ctx.open_id, key=ctx.card_key())))
    unread = Text("没看懂：{words}", "Not understood: {words}").fill(words=blank.unread)
    return card(
        title,
        problem_note(problems),
        note(unread) if blank.unread else None,
        form(
            "payment",
            which,
            control(TellPayment, "customer", typed),
            *(control(TellPayment, name, typed) for name in rest),
            sent,
        ),
        note(_HOW),
        subtitle=same(ctx.me.name),
        summary=title,
        icon="money_outlined",
    )


def confirm_card(ctx: Context, income: Income, customer: Customer, twin: int | None) -> Card:
    """What would be kept and what it would settle, before anything is; `twin` is a payment that looks the same."""
    parts, rest = allot(_meant(ctx, income), income.amount)
    said = (str(income.amount.minor), " ".join(map(str, income.order_ids)), income.paid_on.isoformat(), income.note)
    confirm = ConfirmPayment(customer.id, *said).stamp(to=ctx.open_id, key=ctx.card_key())
    title = Text("请确认回款", "Please confirm the payment")
    again = Text(
        "和 {number} 的客户、金额、日期都一样，是不是同一笔？", "{number} has the same customer, amount and date."
    )
    return card(
        title,
        _said(customer.name, income.amount, income),
        plain(again.fill(number=payment_number(twin)), colour="orange") if twin else None,
        _settles(_MAY, _parts(ctx, income, parts), _kept(rest, _waiting(ctx, customer.id, _one(income.order_ids)))),
        buttons(
            button(Text("确认", "Confirm"), confirm, style="primary_filled"),
            button(Text("修改", "Change"), ChangePayment(customer.id, *said).stamp(to=ctx.open_id)),
        ),
        subtitle=same(cut(customer.name, 40)),
        summary=joined([title, same(cut(customer.name, 40)), exact(income.amount)], " · "),
        colour="orange",
        icon="money_outlined",
        tags=(tag(Text("还没记录", "Not kept yet"), "orange"),),
    )


def payment_card(ctx: Context, payment: Payment, *, may_reverse: bool) -> Card:
    """A payment or a counter-entry as it stands now, and how its customer does."""
    customer = find_customer(ctx.db, payment.customer_id)
    account = account_of(ctx, customer) if customer and may_see_account(ctx, customer) else None
    kind = Text("冲销 {number}", "Counter-entry {number}") if payment.reverses_id else _TITLE
    title = kind.fill(number=payment.number)
    gone = payment.reversed_by is not None
    parts = [(part.order, part.amount, day(part.due_on)) for part in payment.parts]
    rest = None if gone else _kept(payment.left, _waiting(ctx, payment.customer_id, payment.order_id))
    return card(
        title,
        _said(payment.customer, payment.amount, Income(0, payment.amount, payment.paid_on, (), payment.note)),
        plain(_undone(payment), colour="orange") if gone or payment.reverses_id else None,
        _settles(_DID, parts, rest),
        standing(account) if account else None,
        _ways(ctx, payment, may_reverse=may_reverse),
        buttons(button_row) if account and (button_row := allocate_button(ctx, account)) else None,
        subtitle=joined([same(payment.person), day(payment.paid_on)], " · "),
        summary=joined([title, same(cut(payment.customer, 40)), exact(payment.amount)], " · "),
        colour="grey" if gone or payment.reverses_id else "green",
        icon="money_outlined",
        tags=(tag(_REVERSED, "orange"),) if gone else (),
    )


def _ways(ctx: Context, payment: Payment, *, may_reverse: bool) -> Element:
    sure = (_SURE.fill(number=payment.number), _WHAT_THEN)
    undo = button(Text("冲销", "Reverse"), ReversePayment(payment.id).stamp(to=ctx.open_id), confirm=sure)
    return buttons(statement_button(payment.customer), undo if may_reverse else None)


def _said(customer: str, amount: Money, income: Income) -> Element:
    pairs = [(Text("客户", "Customer"), same(cut(customer, 60))), (Text("金额", "Amount"), exact(amount))]
    pairs += [(Text("到账日期", "Date at the bank"), day(income.paid_on))]
    pairs += [(Text("备注", "Note"), same(cut(income.note, 200)))] if income.note else []
    return facts(*pairs)


def _settles(title: Text, parts: Sequence[tuple[str, Money, Text]], rest: Element | None) -> Element:
    """Which order gets how much, the oldest due first, and what is left."""
    lines = [
        md(
            Text("**{order}** {amount} <font color='grey'>应付 {due}</font>",
                 "**{order}** {amount} <font color='grey'>due {due}</font>"),
            order=order, amount=exact(amount), due=due,
        )
        for order, amount, due in parts[:MOST]
    ]  # fmt: skip
    more = len(parts) - MOST
    also = note(Text("还有 {n} 笔", "{n} more").fill(n=more)) if more > 0 else None
    return block(heading(title), *(lines or [plain(_NONE)]), also, rest)


def _kept(rest: Money, order_id: int | None) -> Element | None:
    if not rest:
        return None
    said = _WAITS.fill(order=number(order_id)) if order_id else _FREE
    return plain(joined([exact(rest), said], " "), colour="blue")


def _meant(ctx: Context, income: Income) -> list[Receivable]:
    owed = open_of_customer(ctx.db, income.customer_id)
    return [each for each in owed if not income.order_ids or each.order_id in income.order_ids]


def _parts(ctx: Context, income: Income, parts: Sequence[Part]) -> list[tuple[str, Money, Text]]:
    owed = {each.id: each for each in _meant(ctx, income)}
    return [(owed[part.receivable_id].order, part.amount, day(owed[part.receivable_id].due_on)) for part in parts]


def _one(order_ids: Sequence[int]) -> int | None:
    return order_ids[0] if len(order_ids) == 1 else None


def _waiting(ctx: Context, customer_id: int, order_id: int | None) -> int | None:
    """The order that money meant for it still waits for; None once nothing of the order is to leave any more."""
    order = find_order(ctx.db, order_id) if order_id else None
    is_theirs = order is not None and order.customer_id == customer_id
    return order.id if order and is_theirs and order.state not in DONE_WITH else None


def _undone(payment: Payment) -> Text:
    if payment.reverses_id:
        return Text("冲销了 {number}", "Takes back {number}").fill(number=payment_number(payment.reverses_id))
    return Text("已被 {number} 冲销，不再计入", "Taken back by {number}, counted no more").fill(
        number=payment_number(payment.reversed_by or 0)
    )


_TITLE = Text("回款 {number}", "Payment {number}")
_MAY = Text("将这样分配（先到期的先还）", "It would settle, the oldest due first")
_DID = Text("分配", "Settled")
_NONE = Text("没有分配到任何发货。", "It settles no shipment.")
_WAITS = Text("留给 {order}，发货后自动抵扣", "is kept for {order} and settles what ships")
_FREE = Text("未分配，单独列示", "is not allocated and shown apart")
_REVERSED = Text("已冲销", "Reversed")
_SURE = Text("冲销 {number}？", "Reverse {number}?")
_WHAT_THEN = Text(
    "会记一笔相反的分录，订单恢复欠款；原记录保留。",
    "A counter-entry is added and the debt stands again; the entry stays.",
)
_HOW = Text("也可以一句话：回款 华宁 20000 SO-12 昨天", "Or in one line: payment Huaning 20000 SO-12 yesterday")
