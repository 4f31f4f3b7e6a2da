"""What is about to be offered: made of a filled form or of a kept quote, and carried by the buttons of its preview."""

from datetime import date, timedelta
from typing import TypeVar

from bot.context import Context
from bot.doubles import customer_named, meant
from bot.errors import Refusal
from bot.form import LARGEST, OUTDATED
from bot.line_reading import said_on, terms_of, wishes_of
from bot.text import Text
from handlers.quotes.forms import FileQuote, Offered
from sales.money import FULL, Money
from sales.orders import Content, Wish
from sales.quotes import check_end
from sales.records import dataclass
from sales.terms import MOST_DAYS, Credit, Terms
from storage.customers import Customer, find_customer
from storage.products import products_by_id
from storage.quotes import Quote

O = TypeVar("O", bound=Offered)  # noqa: E741 - an offer of either kind


@dataclass(frozen=True, slots=True)
class Offer:
    """Content for a customer, until a day; `quote_id` and the version `seen` are of the quote that it would change."""

    customer: Customer
    content: Content
    valid_until: date
    quote_id: int = 0
    seen: int = 0


def offer_of(ctx: Context, filled: FileQuote) -> tuple[Offer, list[Text]]:
    """What a form says, and lines for the preview; everything is checked before a customer is made."""
    named = customer_named(filled.customer, filled.recent)
    wishes, terms = wishes_of(ctx, filled), terms_of(filled)
    until = filled.valid_until or last_day(ctx)
    check_end(until, said_on(ctx))
    customer, also = meant(ctx, named, filled.which, filled.asked)
    return Offer(customer, Content(wishes, terms, note=filled.note), until, filled.quote_id, filled.seen), also


def last_day(ctx: Context) -> date:
    """The last day of a quote that says none: so many days from today as the house has set."""
    return said_on(ctx) + timedelta(days=ctx.house.trade.quote_days)


def renewed(ctx: Context, quote: Quote) -> Offer:
    """The same once more, from today."""
    return Offer(_customer(ctx, quote.customer_id), quote.content, last_day(ctx), quote.id, quote.version)


def carried_by(ctx: Context, offered: Offered) -> Offer:
    """What a preview showed; raises a refusal for anything that no preview of ours carries."""
    try:
        terms = Terms(Credit(offered.credit), offered.days)
        until = date.fromisoformat(offered.until)
        content = Content(tuple(_wish(packed) for packed in offered.wishes.split()), terms, note=offered.note)
    except ValueError:
        raise Refusal(OUTDATED) from None
    sold = products_by_id(ctx.db, (wish.product_id for wish in content.wishes))
    most_days = 0 if terms.credit is Credit.PREPAID else MOST_DAYS
    if not sold or terms.days > most_days or any(wish.product_id not in sold for wish in content.wishes):
        raise Refusal(OUTDATED)
    return Offer(_customer(ctx, offered.customer_id), content, until, offered.quote_id, offered.seen)


def carrying(offer: Offer, form: type[O]) -> O:
    """The hidden fields that carry an offer."""
    said = offer.content
    wishes = " ".join(_packed(wish) for wish in said.wishes)
    until, credit = offer.valid_until.isoformat(), said.terms.credit.value
    about = (offer.quote_id, offer.seen, offer.customer.id)
    return form(*about, wishes, credit, said.terms.days, until, said.note)


def _packed(wish: Wish) -> str:
    return f"{wish.product_id}*{wish.quantity}@{'' if wish.price is None else wish.price.minor}%{wish.rate}"


def _wish(packed: str) -> Wish:
    product, _, rest = packed.partition("*")
    quantity, _, priced = rest.partition("@")
    price, _, rate = priced.partition("%")
    said = [int(each) for each in (product, quantity, rate, price or "1")]
    if min(said) <= 0 or max(said[:2]) > LARGEST or said[2] > FULL:
        raise ValueError(packed)
    return Wish(said[0], said[1], Money(said[3]) if price else None, said[2])


def _customer(ctx: Context, customer_id: int) -> Customer:
    customer = find_customer(ctx.db, customer_id)
    if customer is None:
        raise Refusal(OUTDATED)
    return customer
