"""One line instead of a form: with everything in it a draft at once, else the form with what was understood."""

from bot.context import Context, Reply
from bot.doubles import guessed
from bot.errors import Problem, Refusal
from bot.form import entries, read
from bot.line_fields import typed_price, typed_terms
from bot.line_reading import said_on
from bot.orders import in_private
from bot.words import broken
from handlers.orders import filings
from handlers.orders.cards import LONGEST_QUOTE, form_card
from handlers.orders.forms import FileOrder
from handlers.orders.lists import of
from sales.breaches import RuleBroken
from sales.order_sentences import Item, OrderSentence, read_order
from sales.orders import MOST_LINES
from storage.customers import find_by_name
from storage.products import find_product

LONGEST = 400
"""How many characters of a line are read; what goes beyond is quoted."""


def from_line(ctx: Context, said: str) -> Reply:
    """The preview of a draft, the form, or the orders of a customer who is all that the line names."""
    line = read_order(
        said[:LONGEST],
        said_on(ctx),
        lambda name: find_by_name(ctx.db, name) is not None,
        lambda words: find_product(ctx.db, words) is not None,
    )
    name, asked = guessed(ctx, line.customer)
    customer = find_by_name(ctx.db, name) if name else None
    if customer and not asked and line == OrderSentence(line.customer):
        return of(ctx, customer)
    typed, quoted = _typed(line)
    quoted += [said[LONGEST:]] if len(said) > LONGEST else []
    blank = FileOrder(unread="  ".join(quoted)[:LONGEST_QUOTE], asked=asked)
    typed["customer"] = name
    if customer and line.items and not quoted and not asked:
        return _at_once(ctx, blank, typed)
    return in_private(ctx, lambda: form_card(ctx, blank, typed))


def _at_once(ctx: Context, blank: FileOrder, typed: dict[str, object]) -> Reply:
    """Keep the draft; what cannot be so brings up the form, before anything was kept."""
    try:
        return filings.add(ctx, read(FileOrder, {}, typed))
    except Refusal as no:
        problems = no.problems
    except RuleBroken as no:
        field = no.field or ""
        label = entries(FileOrder)[field].label or broken(no)
        problems = (Problem(field, label, broken(no)),)
    return in_private(ctx, lambda: form_card(ctx, blank, typed, problems))


def _typed(line: OrderSentence) -> tuple[dict[str, object], list[str]]:
    """The form's fields, and what of the line does not fit into them."""
    typed: dict[str, object] = {}
    quoted = [*line.rest, *(_words(item) for item in line.items[MOST_LINES:])]
    for no, item in enumerate(line.items[:MOST_LINES], 1):
        typed |= {f"product_{no}": item.product, f"quantity_{no}": f"{item.quantity}{item.unit}"}
        typed |= {f"price_{no}": typed_price(item.price, item.rate)}
    typed |= typed_terms(line.terms) if line.terms else {}
    typed |= {"promised_on": line.promised_on.isoformat()} if line.promised_on else {}
    return typed | {"note": line.note}, quoted


def _words(item: Item) -> str:
    return f"{item.product}*{item.quantity}{item.unit} {typed_price(item.price, item.rate)}".strip()
