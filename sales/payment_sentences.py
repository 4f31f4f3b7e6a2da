"""A line about money that came in: from whom, how much, when, and for which orders."""

from collections.abc import Callable
from datetime import date

from sales import order_phrases as say
from sales.dates import find_days
from sales.lines import pattern, read_money
from sales.money import Money
from sales.phrases import half_width
from sales.records import dataclass

_TAKEN = "\0"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PaymentSentence:
    """What a line says of a payment; `None` and empty stand for what it does not say, `rest` has the words of no field.

    An amount may be nothing or negative, for the caller to refuse; a doubtful one is `None`, its words are in `rest`.
    """

    customer: str = ""
    amount: Money | None = None
    order_ids: tuple[int, ...] = ()
    paid_on: date | None = None
    rest: tuple[str, ...] = ()


def read_payment(line: str, today: date, is_customer: Callable[[str], bool] | None = None) -> PaymentSentence:
    """Read what follows the word for a payment, as said on `today` (team date); days are past ones.

    `is_customer` says whether exactly these words name a known customer; without it the words before the amount do.
    """
    reader = _Reader(line, today)
    reader.take_customer(is_customer or (lambda _: False))
    reader.take_orders()
    reader.take_day()
    reader.take_amount()
    customer, rest = reader.names()
    return PaymentSentence(customer, reader.amount, tuple(reader.order_ids), reader.paid_on, rest)


class _Reader:
    """Takes out of a line what is understood; what stays is the customer and the rest."""

    def __init__(self, line: str, today: date) -> None:
        self.words, self.text, self.today = line, half_width(line).replace(_TAKEN, " "), today
        self.customer = ""
        self.order_ids: list[int] = []
        self.paid_on: date | None = None
        self.amount: Money | None = None
        self.paid_at = len(line)

    def _take(self, start: int, end: int) -> None:
        self.text = self.text[:start] + _TAKEN * (end - start) + self.text[end:]

    def take_customer(self, is_customer: Callable[[str], bool]) -> None:
        """Take the longest known customer that begins the line, behind words of paying."""
        lead = pattern(rf"(?:\s*{say.PAYING_FIRST})*\s*").match(self.text)
        for start in sorted({0, lead.end() if lead else 0}):
            for end in range(min(len(self.text), start + 40), start, -1):
                cut = pattern("[a-z0-9]{2}").fullmatch(self.text[end - 1 : end + 1])
                if not self.customer and not cut and is_customer(self.words[start:end].strip()):
                    self.customer = self.words[start:end].strip()
                    self._take(start, end)

    def take_orders(self) -> None:
        """Take the numbers of orders, each once."""
        for found in pattern(say.ORDER_NUMBER).finditer(self.text):
            if int(found["number"]) not in self.order_ids:
                self.order_ids.append(int(found["number"]))
            self._take(*found.span())

    def take_day(self) -> None:
        """Take the first day that stands apart from names."""
        for day in find_days(self.text, self.today, past=True):
            before = pattern(say.PAID_ON).search(self.text[: day.start])
            start = before.start() if before else day.start
            if self.paid_on is None and self._stands_apart(start, day.end):
                self.paid_on = day.day
                self._take(start, day.end)

    def _stands_apart(self, start: int, end: int) -> bool:
        before = self.text[max(0, start - 8) : start]
        parted = not before or pattern(rf"(?:[\s,、。;|+\x00]|{say.PAYING})$").search(before)
        return bool(parted) and bool(pattern(say.AMOUNT_END).match(self.text, end))

    def take_amount(self) -> None:
        """Take the one amount, if there is one and no other that could be meant."""
        found = list(self._amounts())
        marked = [span for span in found if pattern(say.MARKED).search(self.text, *span)]
        sure = marked if len(marked) == 1 else found
        if len(sure) == 1:
            self.amount = read_money(self.words[slice(*sure[0])])
        if found:
            self.paid_at = sure[-1][0]
        if self.amount is not None:
            self._take(*sure[0])

    def _amounts(self) -> list[Span]:
        spans = [found.span() for found in pattern(say.MONEY).finditer(self.text)]
        return [(start, end) for start, end in spans if self._is_amount(start, end)]

    def _is_amount(self, start: int, end: int) -> bool:
        """Whether a number is neither the beginning of a word nor the end of a name."""
        before, said = self.text[max(0, start - 1) : start], self.text[start:end]
        if pattern("[a-z0-9.-]").match(before) or not pattern(say.AMOUNT_END).match(self.text, end):
            return False
        glued = before.strip() and not pattern("[0-9]").search(said) and not pattern(say.MARKED).search(said)
        return not glued and not self._is_in_name(start, end)

    def _is_in_name(self, start: int, end: int) -> bool:
        """Whether a bare number stands between two Latin words: `Route 66 Parts`."""
        before = self.text[max(0, start - 2) : start]
        return bool(
            pattern(r"[a-z]\s").fullmatch(before) and pattern(rf"\s(?!{say.PAYING})[a-z]").match(self.text, end)
        )

    def names(self) -> tuple[str, tuple[str, ...]]:
        """The customer's name and the words of no field: before the amount the first words name the customer."""
        runs = [run for piece in pattern(r"[^\x00,、。;|+]+").finditer(self.text) for run in self._runs(*piece.span())]
        named = [run for run in runs if not self._is_number(*run)]
        first = next((run for run in named if run[0] < self.paid_at), named[0] if named else None)
        if self.customer or first is None:
            return self.customer, self._quoted(runs)
        return self.words[slice(*self._bare(first))], self._quoted([run for run in runs if run != first])

    def _quoted(self, runs: list[Span]) -> tuple[str, ...]:
        return tuple(self.words[start:end].strip(say.TRIMMED) for start, end in runs)

    def _runs(self, start: int, end: int) -> list[Span]:
        """The runs of words between two places, each number apart, without words of paying at their ends."""
        runs: list[Span] = []
        for word in pattern(r"\S+").finditer(self.text, start, end):
            if runs and not self._is_number(*word.span()) and not self._is_number(*runs[-1]):
                runs[-1] = (runs[-1][0], word.end())
            else:
                runs.append(word.span())
        return [run for run in runs if len(set(self._bare(run))) > 1]

    def _is_number(self, start: int, end: int) -> bool:
        return bool(pattern(say.NUMERIC).match(self.text, start, end)) and not self._is_in_name(start, end)

    def _bare(self, run: Span) -> Span:
        """A run of words without the words of paying and the signs around it."""
        start, end = run
        lead = pattern(rf"(?:\s*{say.PAYING_FIRST})+\s*").match(self.text, start, end)
        start = lead.end() if lead else start
        while tail := pattern(say.PAID_LAST).search(self.text, max(start, end - 16), end):
            end = tail.start()
        piece = self.words[start:end]
        return start + len(piece) - len(piece.lstrip(say.TRIMMED)), start + len(piece.rstrip(say.TRIMMED))
