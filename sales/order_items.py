"""Where in a line a product and its quantity stand: `A100*10`, `A100 10台`, `10 pcs of A100`, `BX200x5`."""

import re
from bisect import bisect_right
from collections.abc import Callable

from sales import order_phrases as say
from sales.lines import pattern, quantity_of
from sales.phrases import half_width
from sales.records import dataclass

_LONGEST_NAME = 60
_MOST_QUESTIONS = 300
_Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class FoundItem:
    """A product and its quantity at `[start, end)`; `start` lies behind words that are glued to the product's code."""

    start: int
    end: int
    product: str
    quantity: int
    unit: str


class Asked:
    """A question about names that is asked once for each, half-width too, and not without end for one line."""

    def __init__(self, ask: Callable[[str], bool]) -> None:
        self.ask, self.answers = ask, dict[str, bool]()

    def __call__(self, name: str) -> bool:
        """Whether the name is known; after too many questions none is."""
        if name not in self.answers:
            self.answers[name] = len(self.answers) < _MOST_QUESTIONS and self._is_known(name)
        return self.answers[name]

    def _is_known(self, name: str) -> bool:
        return bool(name) and (self.ask(name) or (half_width(name) != name and self.ask(half_width(name))))


class Goods:
    """A line of text in which items are looked for; `is_product` says whether some words name a known product."""

    def __init__(self, words: str, is_product: Callable[[str], bool]) -> None:
        self.words, self.text, self.is_product = words, half_width(words), Asked(is_product)
        self.found: dict[int, FoundItem | None] = {}
        places = range(1, len(words) + 1)
        self.stops = [end for end in places if not self.inside_word(end) and not self.match(say.SEPARATOR, end - 1)]
        self.amounts = {end: found for end in self.stops if (found := self._amount(end))}
        self.numbers = {end: found for end in self.stops if (found := self.match(say.BARE_QUANTITY, end))}
        self.counted = sorted({*self.amounts, *self.numbers})

    def match(self, words: str, at: int) -> _Match | None:
        """What stands at a place, if it fits a pattern."""
        return pattern(words).match(self.text, at)

    def past(self, words: str, at: int) -> int:
        """The place behind what may, but need not, stand at a place."""
        found = self.match(words, at)
        return found.end() if found else at

    def inside_word(self, at: int) -> bool:
        """Whether a place lies between two Latin letters or digits."""
        return bool(pattern("[a-z0-9]{2}").fullmatch(self.text[max(0, at - 1) : at + 1]))

    def ends(self, at: int) -> list[int]:
        """Where a name that begins at a place may end, the longest first."""
        return self._longest_first(self.stops, at)

    def _longest_first(self, ends: list[int], at: int) -> list[int]:
        """Of some places in order, those where a name that begins at a place may end: before a sign no name has."""
        sign = pattern(say.IN_NO_NAME).search(self.text, at, at + _LONGEST_NAME)
        last = sign.start() if sign else at + _LONGEST_NAME
        return ends[bisect_right(ends, at) : bisect_right(ends, last)][::-1]

    def item(self, at: int) -> FoundItem | None:
        """The item that begins at a place, if one does."""
        if at not in self.found:
            start = self.past(say.PRODUCT_LABEL, at)
            self.found[at] = None if self.inside_word(at) else (self._counted(at) or self._named(at, start))
        return self.found[at]

    def _item(self, start: int, name: tuple[int, int], found: _Match | None) -> FoundItem | None:
        quantity = quantity_of(found) if found else None
        if not found or not quantity:
            return None
        said = self.words[slice(*name)]
        product = said if half_width(said) == said or self.is_product.ask(said) else half_width(said)
        return FoundItem(start, max(found.end(), name[1]), product, quantity.n, quantity.unit)

    def _named(self, at: int, start: int) -> FoundItem | None:
        """A product and then its quantity."""
        known = self._known(start)
        if known:
            return self._item(at, (start, known.pos), known)
        return self._coded(at, start) or self._split(at, start) or self._numbered(at, start) or self._token(at, start)

    def _known(self, at: int) -> _Match | None:
        """The quantity behind the longest known product here; the match's `pos` is where the name ends."""
        ends = self._longest_first(self.counted, at)
        end = next((end for end in ends if self.is_product(self.words[at:end])), 0)
        return self.amounts.get(end) or self.numbers.get(end)

    def _amount(self, end: int) -> _Match | None:
        """A quantity that says so itself, by a sign before it or a unit behind it."""
        forms = (say.TIMES_QUANTITY, say.DASHED_QUANTITY, say.ORDERED_QUANTITY)
        return next(filter(None, (self.match(form, end) for form in forms)), None)

    def _coded(self, at: int, start: int) -> FoundItem | None:
        code = self.match(say.CODE, start)
        return self._item(at, code.span(), self.amounts.get(code.end())) if code else None

    def _split(self, at: int, start: int) -> FoundItem | None:
        """A code with an `x` for times glued to it: the last `x` of the word, if what stands before it is a code."""
        found = self.match(say.SPLIT, start)
        if not found or not (self.is_product(found["code"]) or pattern("[0-9]").search(found["code"])):
            return None
        return self._item(at, found.span("code"), found)

    def _numbered(self, at: int, start: int) -> FoundItem | None:
        code = self.match(say.CODE, start)
        return self._item(at, code.span(), self.numbers.get(code.end())) if code else None

    def _token(self, at: int, start: int) -> FoundItem | None:
        """Any word before a sign for times; a code at its end is the product, if other words are glued to it."""
        word = self.match(say.TOKEN, start)
        times = word and self.match(say.TOKEN_QUANTITY, word.end())
        if not word or not times:
            return None
        return None if self._is_glued(*word.span()) else self._item(at, word.span(), times)

    def _is_glued(self, start: int, end: int) -> bool:
        """Whether only the end of a word is a product, and what stands before it something else."""
        if self.is_product(self.words[start:end]):
            return False
        code = pattern(say.GLUED).fullmatch(self.text, start, end)
        return bool(code) or any(self.is_product(self.words[inside:end]) for inside in range(start + 1, end))

    def _counted(self, at: int) -> FoundItem | None:
        """A quantity and then its product."""
        forms = (say.QUANTITY_OF, say.QUANTITY_TIMES, say.QUANTITY_BEFORE)
        count = next(filter(None, (self.match(form, at) for form in forms)), None)
        if not count:
            return None
        start = self.past(say.PRODUCT_LABEL, count.end())
        end = next((end for end in self.ends(start) if self.is_product(self.words[start:end])), 0)
        code = self.match(say.CODE, start)
        end = end or (code.end() if code else 0)
        return self._item(at, (start, end), count) if end and not self._has_own(end) else None

    def _has_own(self, end: int) -> bool:
        """Whether a quantity behind a product is that product's, and no other product's that follows."""
        found = self.amounts.get(end) or self.numbers.get(end)
        if not found:
            return False
        after = self.past(r"\s*", found.end())
        another = self.match(say.CODE, after) or any(self.is_product(self.words[after:end]) for end in self.ends(after))
        return bool(pattern(say.TIMES).search(found[0])) or not another
