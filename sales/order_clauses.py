"""The reader of a line about an order or a quote: at each place it tries what can stand there, from left to right."""

import re
from collections.abc import Callable
from dataclasses import field
from datetime import date

from sales import order_phrases as say
from sales.dates import find_days, read_day
from sales.lines import pattern, quantity_of, rate_of, read_money, terms_of
from sales.money import Money
from sales.order_items import Asked, FoundItem, Goods
from sales.records import dataclass
from sales.terms import Terms

Span = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """An item while its line is read: `end` is the place behind what was read of it, `rates` what was said after it."""

    found: FoundItem
    end: int
    price: Money | None = None
    rates: list["Rate"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rate:
    """A discount as it was said: at a place, for everything if it says so, `gap` the signs between it and its item."""

    span: Span
    rate: int
    wide: bool
    gap: str


class OrderReader:
    """Reads one line into items, rates, terms, a day and a note; words of none are kept as spans; use it once."""

    def __init__(
        self, words: str, today: date, is_customer: Callable[[str], bool], is_product: Callable[[str], bool]
    ) -> None:
        self.goods = Goods(words, is_product)
        self.words, self.text, self.today, self.is_customer = words, self.goods.text, today, Asked(is_customer)
        self.days = {day.start: day for day in find_days(words, today)}
        self.at, self.read_to, self.note = 0, 0, ""
        self.open = False
        self.may_end: dict[int, bool] = {}
        self.customer: Span | None = None
        self.items: list[Draft] = []
        self.rates: list[Rate] = []
        self.terms: Terms | None = None
        self.promised_on: date | None = None
        self.before: list[Span] = []
        self.rest: list[Span] = []

    def read(self) -> None:
        """Read the whole line."""
        steps = (
            self._separator, self._note, self._known_customer, self._item, self._link, self._delivery, self._terms,
            self._day, self._rate, self._total, self._price, self._counted, self._late_customer,
        )  # fmt: skip
        while self.at < len(self.text):
            if not any(step() for step in steps):
                self._unknown()

    # What can stand at a place

    def _separator(self) -> bool:
        return self._go(self.goods.past(say.SEPARATOR, self.at), read=False)

    def _go(self, end: int, *, read: bool = True) -> bool:
        """Go on; whether that is any further. What was read may be followed at once by what needs a place to begin."""
        moved, self.at = end > self.at, max(end, self.at)
        self.read_to = end if read else self.read_to
        return moved

    def _starts(self) -> bool:
        return self.at == 0 or bool(pattern(say.SEPARATOR).fullmatch(self.text[self.at - 1]))

    def _begins(self) -> bool:
        """Whether a word begins here, or what stands before was understood."""
        return self.at == self.read_to or self._starts()

    def _note(self) -> bool:
        found = self.goods.match(say.NOTE, self.at) if self._starts() and (self.items or self.at) else None
        if not found:
            return False
        self.note = self.words[found.end() :].strip(say.TRIMMED)
        return self._go(len(self.text))

    def _known_customer(self) -> bool:
        return not self.items and self._late_customer()

    def _late_customer(self) -> bool:
        """A known customer; behind the first item only if nothing else can stand there."""
        if self.customer or not self._starts():
            return False
        start = self.goods.past(say.SURE_LABEL, self.at)
        for begin in sorted({start, self.goods.past(say.CUSTOMER_LABEL, self.at), self.at}, reverse=True):
            for end in self.goods.ends(begin):
                if self._may_end(end) and self.is_customer(self.words[begin:end]):
                    self.customer = (begin, end)
                    return self._go(end)
        return False

    def _may_end(self, end: int) -> bool:
        """Whether a customer's name may end here, for a longer name is another customer's."""
        if end not in self.may_end:
            self.may_end[end] = self._is_end(end)
        return self.may_end[end]

    def _is_end(self, end: int) -> bool:
        if end == len(self.text) or self.goods.match(say.SEPARATOR, end) or self.goods.item(end):
            return True
        link, due = self.goods.past(say.LINK, end), self.goods.past(say.DELIVERY_BEFORE, end)
        if (link > end and self.goods.item(link)) or (due > end and due in self.days):
            return True
        day = self._day_end(end) if end in self.days else 0
        after = (found.end() for words in (say.TERMS, say.RATE) if (found := self.goods.match(words, end)))
        return any(self.goods.match(say.WORD_END, place) for place in (day, *after) if place)

    def _link(self) -> bool:
        """Words that only join an item to what stands before it."""
        found = self.goods.match(say.LINK, self.at) if self._begins() else None
        return bool(found and self.goods.item(found.end())) and self._go(found.end() if found else 0)

    def _item(self) -> bool:
        found = self.goods.item(self.at)
        if not found:
            return False
        self.items.append(Draft(found, found.end))
        self.open = True
        return self._go(found.end)

    def _ends(self, end: int) -> bool:
        """Whether words that also occur in names may end here: before the first item only where a word ends."""
        return bool(self.items) or end == len(self.text) or bool(pattern(say.WORD_END).match(self.text, end))

    def _terms(self) -> bool:
        found = self.goods.match(say.SURE_TERMS, self.at)
        if not found or self.terms or not self._ends(found.end()) or not self._begins():
            return False
        self.terms = terms_of(found)
        return self.terms is not None and self._go(found.end())

    def _delivery(self) -> bool:
        """A day with a word of delivery before it, or a number of days until the delivery."""
        found = self.goods.match(say.DELIVERY_BEFORE, self.at)
        if found and not self.goods.inside_word(self.at) and found.end() in self.days:
            return self._promise(found.end())
        within = self.goods.match(say.IN_DAYS, self.at)
        day = read_day(say.DAYS_FROM_NOW.format(within["count"]), self.today) if within else None
        if not within or not day or self.promised_on:
            return False
        self.promised_on = day
        return self._go(self.goods.past(say.DELIVERY_AFTER, within.end()))

    def _promise(self, start: int) -> bool:
        if self.promised_on:
            return False
        self.promised_on = self.days[start].day
        return self._go(self._day_end(start))

    def _day(self) -> bool:
        """A day that stands alone, or has a word of delivery behind it."""
        if self.at not in self.days:
            return False
        end = self._day_end(self.at)
        told = pattern(say.DELIVERED).search(self.text, self.days[self.at].end, end)
        return bool(told or self._alone(end)) and self._promise(self.at)

    def _day_end(self, start: int) -> int:
        """The place behind a day and the words of delivery that follow it."""
        end = self.goods.past(say.DELIVERY_AFTER, self.days[start].end)
        return end - len(self.text[:end]) + len(self.text[:end].rstrip())

    def _alone(self, end: int) -> bool:
        return (bool(self.items) or self._starts()) and bool(pattern(say.WORD_END).match(self.text, end))

    def _rate(self) -> bool:
        wide = self.goods.match(say.WIDE_BEFORE, self.at)
        found = self.goods.match(say.RATE, wide.end() if wide else self.at)
        if not found or self.goods.inside_word(self.at) or not self._ends(found.end()):
            return False
        rate, after = rate_of(found), self.goods.match(say.WIDE_AFTER, found.end())
        if rate is None:
            return False
        end = after.end() if after else found.end()
        item = self.items[-1] if self.items else None
        said = Rate((self.at, end), rate, bool(wide or after), self.text[item.end : self.at] if item else "")
        if item and not said.wide:
            item.end = end
        (item.rates if item and not said.wide else self.rates).append(said)
        return self._go(end)

    def _total(self) -> bool:
        found = self.goods.match(say.TOTAL, self.at)
        return bool(found) and self._drop(found.end() if found else 0)

    def _price(self) -> bool:
        found = self.goods.match(say.SURE_PRICE, self.at) or self._bare_price()
        item = self.items[-1] if self.items else None
        if not found or not item or item.price is not None or self.goods.inside_word(self.at):
            return False
        if not self.open and (not found["money"] or self.goods.match(say.TIMES, self.at)):
            return False
        item.price = read_money(next(filter(None, found.groupdict().values())))
        if item.price is None:
            return False
        item.end = found.end()
        return self._go(found.end())

    def _bare_price(self) -> re.Match[str] | None:
        """A number that stands alone right behind an item."""
        if not self.items or not pattern(say.SEPARATOR).fullmatch(self.text, self.items[-1].end, self.at):
            return None
        return self.goods.match(say.LONE_MONEY, self.at)

    def _counted(self) -> bool:
        """A quantity with its unit behind a word that nothing is known of: a product, if the customer has a name."""
        found = self.goods.match(say.COUNTED_UNIT, self.at) if self._starts() else None
        words = self.rest if self.items else self.before
        quantity = quantity_of(found) if found else None
        if not found or not quantity or not words or not (self.customer or self.items or len(words) > 1):
            return False
        if self.text[words[-1][1] : self.at].strip():
            return False
        start, end = words.pop()
        item = FoundItem(start, found.end(), self.words[start:end], quantity.n, quantity.unit)
        self.items.append(Draft(item, found.end()))
        self.open = True
        return self._go(found.end())

    def _unknown(self) -> None:
        found = self.goods.match(say.WORD, self.at)
        self._drop(found.end() if found else self.at + 1)

    def _drop(self, end: int) -> bool:
        """Keep words of no field, put together with those they touch."""
        self.open = False
        spans = self.rest if self.items else self.before
        if spans and spans[-1][1] == self.at:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((self.at, end))
        return self._go(end, read=False)
