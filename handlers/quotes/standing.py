"""Whose quote it is, who may see and change it, and how it is answered where that is too late."""

import re
from dataclasses import replace

from bot.card import Card
from bot.context import Context, Reply
from bot.orders import in_private, is_director
from bot.text import Text
from bot.words import broken
from handlers.quotes.authority import foreseen
from handlers.quotes.shown import quote_card
from sales.breaches import AlreadySettled, NotFound, NotYours, Outdated, RuleBroken
from sales.customers import may_see
from sales.quotes import State, number
from storage.approvers import team_by_id
from storage.customers import find_customer, owner_of
from storage.quotes import Quote, find_quote, hold_quote

_NUMBER = re.compile(r"q\s*(?:[-#]\s*)?([0-9]{1,9})", re.IGNORECASE)


def read_number(words: str) -> int | None:
    """The id of the quote that `Q-12` or `q12` names; None for anything else, a bare number too."""
    found = _NUMBER.fullmatch(words.strip())
    return int(found[1]) if found else None


def quote_for(ctx: Context, quote_id: int) -> Quote:
    """A quote that the asker may see; raises `NotFound` for any other, be it there or not."""
    return _seen(ctx, find_quote(ctx.db, quote_id), quote_id)


def own_quote(ctx: Context, quote_id: int) -> Quote:
    """A quote that the asker may change, held until the commit; raises a refusal for any other."""
    quote = _seen(ctx, hold_quote(ctx.db, quote_id), quote_id)
    if not may_handle(ctx, quote):
        raise NotYours(quote.number)
    return quote


def _seen(ctx: Context, quote: Quote | None, quote_id: int) -> Quote:
    if quote is None or not (may_handle(ctx, quote) or is_director(ctx) or _has_customer(ctx, quote)):
        raise NotFound(number(quote_id))
    return quote


def may_handle(ctx: Context, quote: Quote) -> bool:
    """Whether the asker may change, accept and withdraw a quote: its rep, its team's managers, admins."""
    return ctx.me.id == quote.rep_id or quote.team_id in ctx.managed_ids or ctx.is_admin


def _has_customer(ctx: Context, quote: Quote) -> bool:
    customer = find_customer(ctx.db, quote.customer_id)
    owner = owner_of(ctx.db, customer) if customer else None
    if owner is None or not owner.team_ids:
        return False
    return may_see(ctx.me.id, owner.id, owner.team_ids, ctx.managed_ids)


def objection(quote: Quote, seen: int) -> RuleBroken | None:
    """Why a quote that was read in the version `seen` cannot be changed now; None if it can."""
    if quote.state is not State.OPEN:
        return AlreadySettled(quote.number)
    return None if seen == quote.version else Outdated(quote.number)


def as_it_stands(ctx: Context, quote: Quote, no: RuleBroken) -> Reply:
    """The newest card, and in words why nothing was done."""
    return replace(shown(ctx, quote), toast=broken(no), tone="warning")


def shown(ctx: Context, quote: Quote, *lines: Text) -> Reply:
    """The quote's card to whoever asked; in a group it goes to their direct chat."""

    def card_for() -> Card:
        handles = may_handle(ctx, quote)
        told = [*lines, *(_foreseen(ctx, quote) if handles and quote.state is State.OPEN else [])]
        return quote_card(ctx, quote, *told, may_handle=handles)

    return in_private(ctx, card_for)


def _foreseen(ctx: Context, quote: Quote) -> list[Text]:
    customer = find_customer(ctx.db, quote.customer_id)
    return foreseen(ctx, team_by_id(ctx.db, quote.team_id), quote.rep_id, customer, quote.lines) if customer else []
