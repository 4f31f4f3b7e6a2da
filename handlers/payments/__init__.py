"""Money that came in: told in a line or on a form, confirmed on a card, allocated, and taken back where wrong."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Problem
from bot.orders import PAY, in_private
from bot.payment_forms import ReversePayment
from bot.router import Part, Router
from bot.text import Text
from bot.words import broken
from handlers.payments.cards import confirm_card, form_card, payment_card
from handlers.payments.entering import check, income_of, told, typed_from
from handlers.payments.forms import ChangePayment, ConfirmPayment, TellPayment
from handlers.payments.keeping import check_reversal, may_reverse, payment_for
from handlers.payments.sentences import from_line
from sales.trade_breaches import AlreadyReversed
from storage import payments
from storage.customers import find_customer
from storage.payments import Income, Payment

router = Router(Part.TRADE)


@router.command(
    PAY,
    Text("记一笔回款", "Enter money that came in"),
    aliases=("hk",),
    example=Text("回款 华宁 20000 SO-12", "payment Huaning 20000 SO-12"),
)
def ask(ctx: Context, said: str) -> Reply:
    """The payment named; or what the line makes of itself: a card to confirm, or the form where anything is open."""
    if found := _NUMBER.fullmatch(said.strip()):
        payment = payment_for(ctx, int(found[1]))
        return in_private(ctx, lambda: _card(ctx, payment))
    filled, is_whole = from_line(ctx, said)
    if is_whole:
        income = income_of(ctx, filled)
        return in_private(ctx, lambda: _to_confirm(ctx, income))
    return in_private(ctx, lambda: form_card(ctx, filled, typed_from(filled)))


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more with everything typed, and the question which customer is meant where that is the problem."""
    asks = any(problem.field == "which" for problem in problems)
    customer = str(typed.get("customer") or "").strip()
    asked = customer if asks or hidden.get("asked") == customer else ""
    return form_card(ctx, TellPayment(unread=str(hidden.get("unread") or ""), asked=asked), typed, problems)


@router.press(TellPayment, redraw=ask_again)
def tell(ctx: Context, filled: TellPayment) -> Reply:
    """Show what it would settle, to be confirmed."""
    income = income_of(ctx, filled)
    return in_private(ctx, lambda: _to_confirm(ctx, income))


@router.press(ChangePayment)
def change(ctx: Context, pressed: ChangePayment) -> Reply:
    """Turn the card into the form again; nothing has been kept."""
    income = told(pressed)
    customer = check(ctx, income)
    return in_private(ctx, lambda: form_card(ctx, TellPayment(), typed_from(income, customer)))


@router.press(ConfirmPayment)
def confirm(ctx: Context, pressed: ConfirmPayment) -> Reply:
    """Keep it and settle with it what is open now."""
    income = told(pressed)
    check(ctx, income)
    payment = payments.pay(ctx.db, income, ctx.me.id, ctx.today, min(ctx.delivery.at, ctx.now), ctx.now)
    done = Text("已记录 {number}", "{number} is kept").fill(number=payment.number)
    return replace(in_private(ctx, lambda: _card(ctx, payment)), toast=done)


@router.press(ReversePayment)
def reverse(ctx: Context, pressed: ReversePayment) -> Reply:
    """Add the counter-entry; for what was reversed before, say so and show how it stands."""
    payment = payment_for(ctx, pressed.payment_id)
    if payment.reversed_by or payment.reverses_id:
        no = broken(AlreadyReversed(payment.number))
        return replace(in_private(ctx, lambda: _card(ctx, payment)), toast=no, tone="warning")
    check_reversal(ctx, payment)
    counter = payments.reverse(ctx.db, payment.id, ctx.me.id, ctx.today, ctx.now)
    said = Text("{number} 已冲销：{counter}", "{number} is reversed: {counter}")
    done = said.fill(number=payment.number, counter=counter.number)
    return replace(in_private(ctx, lambda: _card(ctx, payment_for(ctx, payment.id))), toast=done)


def _card(ctx: Context, payment: Payment) -> Card:
    return payment_card(ctx, payment, may_reverse=may_reverse(ctx, payment))


def _to_confirm(ctx: Context, income: Income) -> Card:
    customer = find_customer(ctx.db, income.customer_id) or check(ctx, income)
    return confirm_card(ctx, income, customer, payments.twin_of(ctx.db, income))


_NUMBER = re.compile(r"hk\s*-\s*([0-9]{1,9})", re.IGNORECASE)
