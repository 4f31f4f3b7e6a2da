"""Pieces of an order as they are shipped or come back: `SO-1042 A100*2 B7 3个`, each with the words behind it."""

from collections.abc import Callable

from sales import order_phrases as say
from sales.lines import pattern, quantity_of
from sales.order_items import Goods
from sales.records import dataclass


@dataclass(frozen=True, slots=True)
class Pieces:
    """Some pieces of an order: products' codes with quantities, and the words that are none of them, as typed.

    No items are everything that is left. A code is empty where only a number was said, a quantity 0 where only a code.
    """

    order_id: int | None = None
    items: tuple[tuple[str, int], ...] = ()
    words: str = ""


def read_pieces(line: str, is_product: Callable[[str], bool] | None = None) -> Pieces:
    """Read what follows the word for a shipment or a return; names of products need not be known for their codes."""
    reader = _Reader(line, is_product)
    reader.read()
    return Pieces(reader.order_id, tuple(reader.items), " ".join(filter(None, map(reader.said, reader.rest))))


class _Reader:
    """Reads one line; what has no meaning is kept as spans."""

    def __init__(self, line: str, is_product: Callable[[str], bool] | None) -> None:
        self.goods = Goods(line, is_product or (lambda _: False))
        self.may_be_product = is_product or (lambda _: True)
        self.at = 0
        self.order_id: int | None = None
        self.items: list[tuple[str, int]] = []
        self.rest: list[tuple[int, int]] = []
        self.named = bool(pattern(say.ORDER_NUMBER).search(self.goods.text))

    def said(self, span: tuple[int, int]) -> str:
        """The words of a span without the signs around them."""
        return self.goods.words[slice(*span)].strip(say.TRIMMED)

    def read(self) -> None:
        """Read the whole line."""
        steps = (self._separator, self._number, self._item, self._code, self._quantity, self._everything)
        while self.at < len(self.goods.text):
            if not any(step() for step in steps):
                self._unknown()

    def _go(self, end: int) -> bool:
        moved, self.at = end > self.at, max(end, self.at)
        return moved

    def _separator(self) -> bool:
        return self._go(self.goods.past(say.SEPARATOR, self.at))

    def _starts(self) -> bool:
        return self.at == 0 or bool(pattern(say.SEPARATOR).fullmatch(self.goods.text[self.at - 1]))

    def _number(self) -> bool:
        first = not self.named and not self.items and not self.rest
        found = self.goods.match(say.ORDER_NUMBER, self.at) or (
            self.goods.match(say.BARE_NUMBER, self.at) if first else None
        )
        if not found or self.order_id is not None:
            return False
        self.order_id = int(found["number"])
        return self._go(found.end())

    def _item(self) -> bool:
        found = None if self.goods.match(say.ORDER_NUMBER, self.at) else self.goods.item(self.at)
        if not found:
            return False
        self.items.append((found.product, found.quantity))
        return self._go(found.end)

    def _code(self) -> bool:
        """A code that stands alone; behind other words it is one of them."""
        found = self.goods.match(say.LONE_CODE, self.at) if self._starts() and not self.rest else None
        if not found or self.goods.match(say.ORDER_NUMBER, self.at):
            return False
        self.items.append((self.goods.words[self.at : found.end()], 0))
        return self._go(found.end())

    def _quantity(self) -> bool:
        """A number without a product; a word right before it is the product, if it may be one."""
        start = self.goods.past(say.MOVED, self.at)
        found = self.goods.match(say.LONE_QUANTITY, start) if self._starts() else None
        quantity = quantity_of(found) if found else None
        if not found or not quantity:
            return False
        name = ""
        if quantity.unit and len(self.rest) == 1 and self.may_be_product(self.said(self.rest[0])):
            name = self.said(self.rest.pop())
        self.items.append((name, quantity.n))
        return self._go(found.end())

    def _everything(self) -> bool:
        found = self.goods.match(say.EVERYTHING, self.at) if self._starts() else None
        return bool(found) and self._go(found.end() if found else 0)

    def _unknown(self) -> None:
        found = self.goods.match(say.WORD, self.at)
        end = found.end() if found else self.at + 1
        if self.rest and self.rest[-1][1] == self.at:
            self.rest[-1] = (self.rest[-1][0], end)
        else:
            self.rest.append((self.at, end))
        self._go(end)
