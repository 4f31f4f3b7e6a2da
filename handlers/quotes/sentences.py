"""One line instead of a form: with everything in it the preview at once, else the form with what was understood."""

from bot.context import Context, Reply
from bot.doubles import guessed
from bot.errors import Problem, Refusal
from bot.form import entries, read
from bot.line_fields import typed_price, typed_terms
from bot.line_reading import said_on
from bot.orders import in_private
from bot.words import broken
from handlers.quotes.cards import form_card, preview_card
from handlers.quotes.forms import FileQuote
from handlers.quotes.offers import offer_of
from sales.breaches import RuleBroken
from sales.order_sentences import Item, OrderSentence, read_order
from sales.orders import MOST_LINES
from sales.quote_sentences import read_validity
from storage.customers import find_by_name
from storage.products import find_product

LONGEST, QUOTED = 400, 300
"""How many characters of a line are read, and how many of what was not understood the form quotes."""


def from_line(ctx: Context, said: str) -> Reply:
    """The preview of what a line offers; the form, if anything is missing, doubtful or not understood."""
    until, rest = read_validity(said[:LONGEST], said_on(ctx))
    line = read_order(
        rest,
        said_on(ctx),
        lambda name: find_by_name(ctx.db, name) is not None,
        lambda words: find_product(ctx.db, words) is not None,
    )
    name, asked = guessed(ctx, line.customer)
    last = until or line.promised_on
    typed = _typed(line) | {"customer": name, "valid_until": last.isoformat() if last else ""}
    quoted = [*line.rest, *map(_words, line.items[MOST_LINES:]), said[LONGEST:]]
    blank = FileQuote(unread="  ".join(filter(None, quoted))[:QUOTED], asked=asked)
    if find_by_name(ctx.db, name) and line.items and not blank.unread and not asked:
        return _at_once(ctx, blank, typed)
    return in_private(ctx, lambda: form_card(ctx, blank, typed))


def _at_once(ctx: Context, blank: FileQuote, typed: dict[str, object]) -> Reply:
    """The preview; what cannot be so brings up the form."""
    try:
        offer, also = offer_of(ctx, read(FileQuote, {}, typed))
        return in_private(ctx, lambda: preview_card(ctx, offer, *also))
    except Refusal as no:
        problems = no.problems
    except RuleBroken as no:
        field = no.field or "note"
        problems = (Problem(field, entries(FileQuote)[field].label or broken(no), broken(no)),)
    return in_private(ctx, lambda: form_card(ctx, blank, typed, problems))


def _typed(line: OrderSentence) -> dict[str, object]:
    """The form's fields as the line says them."""
    typed: dict[str, object] = {"note": line.note}
    for no, item in enumerate(line.items[:MOST_LINES], 1):
        typed |= {f"product_{no}": item.product, f"quantity_{no}": f"{item.quantity}{item.unit}"}
        typed |= {f"price_{no}": typed_price(item.price, item.rate)}
    return typed | (typed_terms(line.terms) if line.terms else {})


def _words(item: Item) -> str:
    return f"{item.product}*{item.quantity}{item.unit} {typed_price(item.price, item.rate)}".strip()
