"""The form of a quote, and its preview before anything is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.card import Card, Element, card, note, panel, plain
from bot.context import Context
from bot.controls import button, buttons, form, submit
from bot.doubles import RECENT, customer_elements
from bot.errors import Problem
from bot.line_fields import OTHER, line_elements, terms_elements, typed_lines, typed_terms
from bot.line_reading import said_on
from bot.text import Text, joined, same
from bot.views import control, problem_note
from bot.words import day
from handlers.quotes.authority import foreseen
from handlers.quotes.forms import FileQuote, ReviseOffer, SaveQuote, ShowQuote
from handlers.quotes.offers import Offer, carrying
from handlers.quotes.shown import parts, terms
from sales.orders import Content, Line
from sales.quotes import number
from storage.order_lines import lines_of
from storage.order_lists import recent_buyers
from storage.visits import recent_customers


def form_card(
    ctx: Context,
    blank: FileQuote,
    typed: Mapping[str, object],
    problems: tuple[Problem, ...] = (),
    below: Sequence[Element] = (),
) -> Card:
    """The quote form for the person who asked, and nobody else; `below` stands under it."""
    title = _EDIT.fill(number=number(blank.quote_id)) if blank.quote_id else _TITLE
    stamp = blank.stamp(to=ctx.open_id, key=ctx.card_key())
    wrong = {problem.field for problem in problems}
    customer = customer_elements(ctx, FileQuote, blank.asked, typed, _recent(ctx), keep=bool(problems))
    until = control(FileQuote, "valid_until", typed)
    sent = buttons(submit(Text("下一步", "Next"), "file", stamp))
    return card(
        title,
        problem_note(problems),
        _unread(blank.unread),
        form("quote", *customer, *line_elements(typed, wrong), until, *_more(typed, wrong), sent),
        _way_back(ctx, blank.quote_id) if blank.quote_id else None,
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
    """The terms, and folded away what few quotes say, unless it is wrong or said."""
    chosen, other = terms_elements(FileQuote, typed)
    rest = ("other_terms", "overall", "note")
    is_open = typed.get("terms") == OTHER or bool(wrong & set(rest)) or any(typed.get(name) for name in rest)
    folded = [other, *(control(FileQuote, name, typed) for name in rest[1:])]
    return [chosen, panel(_REST, *folded, expanded=is_open)]


def _unread(words: str) -> Element | None:
    return note(Text("没看懂：{words}", "Not understood: {words}").fill(words=words)) if words else None


def _way_back(ctx: Context, quote_id: int) -> Element:
    return buttons(button(Text("不改了", "Leave it as it is"), ShowQuote(quote_id).stamp(to=ctx.open_id), style="text"))


def typed_from(customer: str, content: Content, lines: Sequence[Line], until: str) -> dict[str, object]:
    """What a quote says, as the form's fields would send it."""
    rest: dict[str, object] = {"customer": customer, "valid_until": until, "note": content.note}
    return rest | typed_lines(lines) | typed_terms(content.terms)


def typed_of(ctx: Context, offer: Offer) -> dict[str, object]:
    """What an offer says, as the form's fields would send it."""
    lines = lines_of(ctx.db, offer.content.wishes, said_on(ctx))
    return typed_from(offer.customer.name, offer.content, lines, offer.valid_until.isoformat())


def preview_card(ctx: Context, offer: Offer, *lines: Text) -> Card:
    """What would be kept, at today's prices; nothing is kept yet."""
    said = lines_of(ctx.db, offer.content.wishes, said_on(ctx))
    title = _SURE_EDIT.fill(number=number(offer.quote_id)) if offer.quote_id else _SURE
    to, key = ctx.open_id, ctx.card_key()
    save = carrying(offer, SaveQuote).stamp(to=to, key=key)
    revise = carrying(offer, ReviseOffer).stamp(to=to)
    told = [*lines, *foreseen(ctx, ctx.team, ctx.me.id, offer.customer, said)]
    back = button(Text("不改了", "Leave it"), ShowQuote(offer.quote_id).stamp(to=to), style="text")
    return card(
        title,
        *parts(offer.customer.name, said),
        terms(offer.content, day(offer.valid_until)),
        plain(joined(told, "\n")) if told else None,
        buttons(
            button(Text("保存", "Save"), save, style="primary_filled"),
            button(Text("修改", "Edit"), revise),
            back if offer.quote_id else None,
        ),
        note(Text("保存后生效。", "It stands once it is saved.")),
        subtitle=same(ctx.me.name),
        summary=title,
    )


def blank_for(offer: Offer) -> FileQuote:
    """The empty form for what an offer would change."""
    return replace(FileQuote(), quote_id=offer.quote_id, seen=offer.seen)


_TITLE = Text("报一次价", "Make a quote")
_EDIT = Text("修改报价 {number}", "Edit quote {number}")
_SURE = Text("请确认报价", "Please confirm the quote")
_SURE_EDIT = Text("请确认报价 {number}", "Please confirm quote {number}")
_REST = Text("其他条款、整单折扣、备注", "Other terms, discount, note")
