"""From what somebody says to money that may be kept: whose it is, how much, when, for which orders; else a refusal."""

import re
from datetime import date

from bot.accounts import TAKEN, leads, may_see_account
from bot.card import cut
from bot.context import Context
from bot.errors import Problem, Refusal
from bot.form import LARGEST, OUTDATED, entries
from bot.orders import may_handle, order_for, read_number
from bot.text import Text
from handlers.payments.forms import AMOUNT, ORDERS, ChangePayment, ConfirmPayment, TellPayment
from sales.breaches import NotFound
from sales.lines import read_money
from sales.money import Money
from sales.orders import number
from sales.receivables import check_payment
from sales.trade_breaches import NotTheirOrder
from storage.customers import Customer, find_by_name, find_customer
from storage.names import Hit, clear, search
from storage.orders import find_order
from storage.payments import Income

MOST_ORDERS = 10
"""How many orders one payment may name."""


def income_of(ctx: Context, filled: TellPayment) -> Income:
    """What a form says; raises a refusal with a problem for each field that cannot be so."""
    order_ids = _orders(filled.orders)
    customer = _customer(ctx, filled, order_ids)
    amount = read_money(filled.amount)
    if amount is None:
        raise _problem(AMOUNT, Text("没看懂，请写成 20000 或 2万", "please write it as 20000"), "amount")
    income = Income(customer.id, amount, filled.on or ctx.today, order_ids, filled.note)
    check(ctx, income)
    return income


def check(ctx: Context, income: Income) -> Customer:
    """The customer of money that the asker may enter; raises a breach or a refusal for any other."""
    customer = find_customer(ctx.db, income.customer_id)
    if customer is None:
        number_of_it = f"C-{income.customer_id}"
        raise NotFound(number_of_it)
    orders = [order_for(ctx, order_id) for order_id in income.order_ids]
    for order in orders:
        if order.customer_id != customer.id:
            raise NotTheirOrder(order.number, customer.name)
    theirs = bool(orders) and all(may_handle(ctx, order) for order in orders)
    if not theirs and not may_see_account(ctx, customer):
        raise Refusal(TAKEN)
    is_manager = ctx.managed is not None or leads(ctx, customer)
    check_payment(income.amount, income.paid_on, ctx.today, ctx.house.trade.most_amount, is_manager=is_manager)
    return customer


def told(card: ConfirmPayment | ChangePayment) -> Income:
    """What a card carries; raises a refusal for what no card of ours does."""
    try:
        amount, on = Money(int(card.minor)), date.fromisoformat(card.on)
        order_ids = tuple(int(each) for each in card.orders.split())
    except ValueError:
        raise Refusal(OUTDATED) from None
    if not all(0 < each <= LARGEST for each in order_ids):
        raise Refusal(OUTDATED)
    return Income(card.customer_id, amount, on, order_ids, card.note)


def typed_from(said: TellPayment | Income, customer: Customer | None = None) -> dict[str, object]:
    """A form, or what is to be kept, as the form's fields would send it."""
    if isinstance(said, TellPayment):
        on = said.on.isoformat() if said.on else ""
        return {"customer": said.customer, "amount": said.amount, "orders": said.orders, "on": on, "note": said.note}
    return {
        "customer": customer.name if customer else "",
        "amount": written(said.amount),
        "orders": orders_words(said.order_ids),
        "on": said.paid_on.isoformat(),
        "note": said.note,
    }


def written(amount: Money) -> str:
    """An amount as people type it: `20000`, `19.50`."""
    whole, cents = divmod(abs(amount.minor), 100)
    return ("-" if amount.minor < 0 else "") + (f"{whole}.{cents:02}" if cents else str(whole))


def hits_for(ctx: Context, asked: str) -> list[Hit]:
    """The customers among which a form lets its reader choose."""
    return search(ctx.db, asked) if asked else []


def _orders(said: str) -> tuple[int, ...]:
    """The ids of the orders named, each once."""
    words = [word for word in re.split(r"[\s,，、;；]+", said) if word]
    ids = [read_number(word) for word in words]
    if None in ids or len(ids) > MOST_ORDERS:
        why = Text("请写成 SO-12，最多 {n} 张", "please write SO-12, at most {n} of them").fill(n=MOST_ORDERS)
        raise _problem(ORDERS, why, "orders")
    return tuple(dict.fromkeys(found for found in ids if found is not None))


def _customer(ctx: Context, filled: TellPayment, order_ids: tuple[int, ...]) -> Customer:
    """Who is named, or whose the first order is."""
    if filled.customer:
        return named(ctx, filled.customer, filled.which if filled.asked == filled.customer else "")
    customer = find_customer(ctx.db, order_for(ctx, order_ids[0]).customer_id) if order_ids else None
    if customer is None:
        label = entries(TellPayment)["customer"].label or ORDERS
        raise _problem(label, Text("请填写客户或订单号", "please give the customer or an order"), "customer")
    return customer


def named(ctx: Context, said: str, answer: str = "") -> Customer:
    """The customer we know by these words; asks which one where that is not clear. Money makes no customer."""
    if customer := find_by_name(ctx.db, said):
        return customer
    hits = search(ctx.db, said)
    chosen = next((hit for hit in hits if str(hit.customer.id) == answer), None) or clear(hits)
    if chosen:
        return chosen.customer
    fields = entries(TellPayment)
    field = "which" if hits else "customer"
    why = Text("请选一下", "please choose") if hits else _UNKNOWN.fill(name=cut(said, 40))
    raise _problem(fields[field].label or ORDERS, why, field)


def meant_by(ctx: Context, said: str, order_ids: tuple[int, ...]) -> tuple[str, str]:
    """For a form just begun: the customer's name as far as it is clear, and the name to ask about."""
    if not said:
        order = find_order(ctx.db, order_ids[0]) if order_ids else None
        return (order_for(ctx, order.id).customer if order else ""), ""
    if known := find_by_name(ctx.db, said):
        return known.name, ""
    hits = search(ctx.db, said)
    hit = clear(hits)
    return (hit.customer.name, "") if hit else (said, said if hits else "")


def orders_words(order_ids: tuple[int, ...]) -> str:
    """The orders as the form's field holds them."""
    return " ".join(map(number, order_ids))


def _problem(label: Text, why: Text, field: str) -> Refusal:
    said = Text("{label}：{why}", "{label}: {why}").fill(label=label, why=why)
    return Refusal(said, (Problem(field, label, why),))


_UNKNOWN = Text("没有叫「{name}」的客户", "there is no customer called {name}")
