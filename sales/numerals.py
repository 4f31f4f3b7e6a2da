"""Numbers as people write them: in digits or in Chinese numerals, each to an `int` or to nothing."""

from sales.phrases import DIGITS, ENGLISH_COUNTS, TENS, ZEROS
from sales.records import dataclass


@dataclass(slots=True)
class _Section:
    """A Chinese number below ten thousand while it is read from left to right."""

    total: int = 0
    unit: int = 10_000
    digit: int | None = None
    zero: bool = False

    def take(self, letter: str) -> bool:
        """Read one letter; whether it may stand here."""
        if letter in ZEROS:
            return self._zero()
        return self._unit(TENS[letter]) if letter in TENS else self._digit(DIGITS.get(letter))

    def _zero(self) -> bool:
        allowed = self.total > 0 and self.digit is None and not self.zero
        self.zero = True
        return allowed

    def _digit(self, digit: int | None) -> bool:
        allowed = digit is not None and self.digit is None
        self.digit = digit
        return allowed

    def _unit(self, unit: int) -> bool:
        if self.digit is None and not (unit == 10 and not self.total):
            return False
        allowed = unit < self.unit and (self.zero or not self.total or unit * 10 == self.unit)
        self.total += (1 if self.digit is None else self.digit) * unit
        self.unit, self.digit, self.zero = unit, None, False
        return allowed

    def end(self) -> int | None:
        """The number read; a last digit without its unit has the next lower one: 3500 is said `three thousand five`."""
        if self.digit is None:
            return None if self.zero or not self.total else self.total
        short = self.unit in {100, 1_000} and not self.zero
        return self.total + self.digit * (self.unit // 10 if short else 1)


def numeral(words: str) -> int | None:
    """A whole number below ten thousand in Chinese numerals, or of any size in digits; `None` if it is malformed."""
    if words.isascii():
        return int(words) if words.isdecimal() else None
    if len(words) == 1 and words in ZEROS:
        return 0
    section = _Section()
    return section.end() if all(map(section.take, words)) else None


def count(words: str | None) -> int:
    """A number that counts something, English words for small ones among them; 0 if nothing readable was said."""
    return ENGLISH_COUNTS.get(words or "") or numeral(words or "") or 0
