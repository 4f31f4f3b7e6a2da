"""Lines about orders, shipments, returns and payments, read by fixed rules; nothing typed is lost.

What is not understood is quoted in `rest` (or `words`), and its field stays empty: a card asks for it.
"""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from sales import order_phrases as say
from sales.lines import pattern
from sales.money import FULL, Money
from sales.order_clauses import Draft, OrderReader, Rate
from sales.order_pieces import Pieces, read_pieces
from sales.payment_sentences import PaymentSentence, read_payment
from sales.phrases import half_width
from sales.records import dataclass
from sales.terms import Terms

__all__ = [
    "Item", "OrderSentence", "PaymentSentence", "Pieces", "read_order", "read_payment", "read_pieces",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """So many of a product in its own words; `unit` is empty, `price` None (list price) and `rate` FULL if unsaid."""

    product: str
    quantity: int
    unit: str = ""
    price: Money | None = None
    rate: int = FULL


@dataclass(frozen=True, slots=True)
class OrderSentence:
    """What a line says of an order or quote; empty strings and `None` stand for what it does not say.

    `rest` has the words of no field, as typed.
    """

    customer: str = ""
    items: tuple[Item, ...] = ()
    terms: Terms | None = None
    promised_on: date | None = None
    note: str = ""
    rest: tuple[str, ...] = ()


def read_order(
    line: str, today: date, is_customer: Callable[[str], bool], is_product: Callable[[str], bool]
) -> OrderSentence:
    """Read what follows the word for an order or quote, as said on `today` (team date).

    Both callbacks say whether exactly these words name one that is known.
    """
    reader = OrderReader(line, today, is_customer, is_product)
    reader.read()
    customer, unread = _customer(reader)
    rates, doubled = _rates(reader)
    items = tuple(_item(draft, rate) for draft, rate in zip(reader.items, rates, strict=True))
    spans = sorted([*unread, *reader.rest, *(rate.span for rate in doubled)])
    return OrderSentence(customer, items, reader.terms, reader.promised_on, reader.note, _quoted(line, spans))


def _quoted(line: str, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    """The words of some spans as typed, those together that only spaces part."""
    runs: list[tuple[int, int]] = []
    for start, end in spans:
        if runs and not line[runs[-1][1] : start].strip():
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return tuple(filter(None, (line[start:end].strip(say.TRIMMED) for start, end in runs)))


def _customer(reader: OrderReader) -> tuple[str, list[tuple[int, int]]]:
    """The customer's name, and what precedes the first item but belongs to no name."""
    if reader.customer:
        return reader.words[slice(*reader.customer)], reader.before
    spans = reader.before
    if not spans:
        return "", []
    last = next((n for n in range(1, len(spans)) if reader.text[spans[n - 1][1] : spans[n][0]].strip()), len(spans))
    last = len(spans) if reader.items else last
    pieces = [reader.words[spans[0][0] : spans[0][1]]]
    for (_, before), (start, end) in pairwise(spans[:last]):
        between = reader.words[before:start]
        pieces += [between if pattern(say.SEPARATOR).fullmatch(between) else " ", reader.words[start:end]]
    name = "".join(pieces).strip(say.TRIMMED)
    label = pattern(say.SURE_LABEL).match(half_width(name))
    return name[label.end() if label else 0 :], spans[last:]


def _item(draft: Draft, rate: int) -> Item:
    found = draft.found
    return Item(found.product, found.quantity, found.unit, draft.price, rate)


def _rates(reader: OrderReader) -> tuple[list[int], list[Rate]]:
    """Each item's rate, and the discounts that were said once too often."""
    wide = list(reader.rates)
    if reader.items and _is_for_all(reader):
        wide += reader.items[-1].rates[:1]
        reader.items[-1].rates = reader.items[-1].rates[1:]
    common = wide[0].rate if wide else FULL
    own = [draft.rates[0].rate if draft.rates else common for draft in reader.items]
    return own, [*wide[1:], *(rate for draft in reader.items for rate in draft.rates[1:])]


def _is_for_all(reader: OrderReader) -> bool:
    """Whether a discount behind the last of several items is meant for all of them.

    It is, if no other item has one of its own and it stands apart: behind a comma, or behind items that no comma parts.
    """
    *others, last = reader.items
    if not others or not last.rates or any(item.rates for item in others):
        return False
    gap, parted = last.rates[0].gap, reader.text[others[-1].end : last.found.start]
    return bool(pattern(say.COMMA).search(gap) or (gap and not pattern(say.COMMA).search(parted)))
