"""What is offered to a customer until a day: on a card or in one line, in versions, until it becomes an order."""

from collections.abc import Mapping
from dataclasses import replace

from bot.card import Card
from bot.context import Context, Reply
from bot.doubles import asked_before
from bot.errors import Problem
from bot.orders import in_private
from bot.router import Part, Router
from bot.text import Text
from handlers.quotes import keeping
from handlers.quotes.cards import blank_for, form_card, preview_card, typed_from, typed_of
from handlers.quotes.forms import (
    AcceptQuote,
    EditQuote,
    FileQuote,
    RenewQuote,
    ReviseOffer,
    SaveQuote,
    ShowQuote,
    WithdrawQuote,
)
from handlers.quotes.offers import carried_by, offer_of, renewed
from handlers.quotes.sentences import from_line
from handlers.quotes.shown import below
from handlers.quotes.standing import as_it_stands, objection, own_quote, quote_for, read_number, shown
from storage import quotes

router = Router(Part.TRADE)


@router.command(
    Text("报价", "quote"),
    Text("给客户报价，或看一份报价", "Make a quote, or see one"),
    aliases=("bj",),
    example=Text("报价 华宁 A100*10 95折 有效到月底", "quote Huaning A100*10 -5% valid until 31 Mar"),
)
def ask(ctx: Context, said: str) -> Reply:
    """The form with the open quotes below, the quote named, or what the line makes of itself."""
    if (quote_id := read_number(said)) is not None:
        return shown(ctx, quote_for(ctx, quote_id))
    if not said:
        mine = quotes.open_of(ctx.db, ctx.me.id)
        return in_private(ctx, lambda: form_card(ctx, FileQuote(), {}, below=below(ctx, mine)))
    return from_line(ctx, said)


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more with everything typed; for a change, of the version now in force."""
    quote_id, unread = hidden.get("quote_id"), str(hidden.get("unread") or "")
    quote = quotes.find_quote(ctx.db, quote_id) if isinstance(quote_id, int) and quote_id else None
    blank = FileQuote(quote_id=quote.id, seen=quote.version) if quote else FileQuote()
    return form_card(ctx, replace(blank, unread=unread, asked=asked_before(hidden, typed, problems)), typed, problems)


@router.press(FileQuote, redraw=ask_again)
def file(ctx: Context, filled: FileQuote) -> Reply:
    """Show what would be offered; nothing is kept yet."""
    if filled.quote_id:
        quote = own_quote(ctx, filled.quote_id)
        if no := objection(quote, filled.seen):
            return as_it_stands(ctx, quote, no)
    offer, also = offer_of(ctx, filled)
    return in_private(ctx, lambda: preview_card(ctx, offer, *also))


@router.press(ReviseOffer)
def revise(ctx: Context, pressed: ReviseOffer) -> Reply:
    """Turn the preview back into the form."""
    offer = carried_by(ctx, pressed)
    return in_private(ctx, lambda: form_card(ctx, blank_for(offer), typed_of(ctx, offer)))


@router.press(SaveQuote)
def save(ctx: Context, pressed: SaveQuote) -> Reply:
    """Keep what the preview showed: a new quote, or the next version of one."""
    offer = carried_by(ctx, pressed)
    return keeping.change(ctx, offer) if offer.quote_id else keeping.add(ctx, offer)


@router.press(ShowQuote)
def show(ctx: Context, pressed: ShowQuote) -> Reply:
    """Turn whatever card it is into the quote as it stands."""
    return shown(ctx, quote_for(ctx, pressed.quote_id))


@router.press(EditQuote)
def edit(ctx: Context, pressed: EditQuote) -> Reply:
    """Turn the card into the form, with what the quote says now."""
    quote = own_quote(ctx, pressed.quote_id)
    if no := objection(quote, quote.version):
        return as_it_stands(ctx, quote, no)
    typed = typed_from(quote.customer, quote.content, quote.lines, quote.valid_until.isoformat())
    return in_private(ctx, lambda: form_card(ctx, FileQuote(quote_id=quote.id, seen=quote.version), typed))


@router.press(RenewQuote)
def renew(ctx: Context, pressed: RenewQuote) -> Reply:
    """Show the same with a later last day, at today's prices where the list is followed."""
    quote = own_quote(ctx, pressed.quote_id)
    if no := objection(quote, quote.version):
        return as_it_stands(ctx, quote, no)
    offer = renewed(ctx, quote)
    return in_private(ctx, lambda: preview_card(ctx, offer))


@router.press(AcceptQuote)
def accept(ctx: Context, pressed: AcceptQuote) -> Reply:
    """Make a draft of an order at the quoted prices, once, and go on with that."""
    return keeping.accept(ctx, own_quote(ctx, pressed.quote_id), pressed.seen)


@router.press(WithdrawQuote)
def withdraw(ctx: Context, pressed: WithdrawQuote) -> Reply:
    """Take the quote back; it stays to be read."""
    return keeping.withdraw(ctx, own_quote(ctx, pressed.quote_id), pressed.seen)
