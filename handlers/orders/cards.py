"""The form of an order: the customer and three lines at once, more lines and the rest folded away."""

from collections.abc import Mapping

from bot.card import Card, Element, card, note, panel
from bot.context import Context
from bot.controls import button, buttons, form, submit
from bot.doubles import RECENT, customer_elements
from bot.errors import Problem
from bot.line_fields import OTHER, line_elements, terms_elements, typed_lines, typed_terms
from bot.order_forms import ShowOrder
from bot.text import Text
from bot.views import control, problem_note
from handlers.orders.forms import FileOrder
from sales.orders import Kind, number
from storage.order_lists import recent_buyers
from storage.orders import Order
from storage.visits import recent_customers

LONGEST_QUOTE = 300
"""How many characters of what was not understood the form quotes."""


def form_card(
    ctx: Context,
    blank: FileOrder,
    typed: Mapping[str, object],
    problems: tuple[Problem, ...] = (),
    below: tuple[Element, ...] = (),
) -> Card:
    """The order form for the person who asked, and nobody else; `below` stands under it."""
    title = _EDIT.fill(number=number(blank.order_id)) if blank.order_id else _TITLE
    stamp = blank.stamp(to=ctx.open_id, key=ctx.card_key())
    wrong = {problem.field for problem in problems}
    names = _recent(ctx)
    customer = customer_elements(ctx, FileOrder, blank.asked, typed, names, keep=bool(problems))
    lines = line_elements(typed, wrong)
    sent = buttons(submit(Text("下一步", "Next"), "file", stamp))
    return card(
        title,
        problem_note(problems),
        _unread(blank.unread),
        form("order", *customer, *lines, control(FileOrder, "promised_on", typed), *_more(typed, wrong), sent),
        _way_back(ctx, blank.order_id) if blank.order_id else None,
        *below,
        subtitle=Text("{name} · {team}", "{name} · {team}").fill(name=ctx.me.name, team=ctx.team.name),
        summary=title,
        icon="edit_outlined",
    )


def _recent(ctx: Context) -> list[str]:
    """The customers who ordered last, then those who were visited last."""
    bought = recent_buyers(ctx.db, ctx.me.id, RECENT)
    return list(dict.fromkeys([*bought, *recent_customers(ctx.db, ctx.me.id, RECENT)]))[:RECENT]


def _more(typed: Mapping[str, object], wrong: set[str]) -> list[Element]:
    """The terms, and folded away what few orders say, unless it is wrong or said."""
    terms, other = terms_elements(FileOrder, typed)
    rest = ("overall", "kind", "note")
    is_open = bool(wrong & {"other_terms", *rest}) or typed.get("terms") == OTHER
    is_open |= any(typed.get(name) for name in ("other_terms", "overall", "note"))
    is_open |= typed.get("kind", Kind.SALE) not in ("", Kind.SALE)
    return [terms, panel(_REST, other, *(control(FileOrder, name, typed) for name in rest), expanded=is_open)]


def _unread(words: str) -> Element | None:
    """What of a line belongs into no field, quoted, so that nothing is lost."""
    return note(Text("没看懂：{words}", "Not understood: {words}").fill(words=words)) if words else None


def _way_back(ctx: Context, order_id: int) -> Element:
    stamp = ShowOrder(order_id).stamp(to=ctx.open_id)
    return buttons(button(Text("不改了", "Leave it as it is"), stamp, style="text"))


def blank_for(order: Order) -> FileOrder:
    """The form that changes an order as it stands now."""
    return FileOrder(order_id=order.id, seen=order.version, stood=order.state.value)


def typed_from(order: Order) -> dict[str, object]:
    """What an order says, as the form's fields would send it."""
    said = order.content
    typed: dict[str, object] = {"customer": order.customer, "kind": said.kind.value, "note": said.note}
    typed |= {"promised_on": said.promised_on.isoformat() if said.promised_on else ""}
    return typed | typed_lines(order.lines) | typed_terms(said.terms)


_TITLE = Text("记一张订单", "File an order")
_EDIT = Text("修改订单 {number}", "Edit order {number}")
_REST = Text("其他条款、整单折扣、用途、备注", "Other terms, discount, purpose, note")
