"""Amounts of money in free text, to whole minor units; what could mean two amounts means none."""

import re
from collections.abc import Iterator
from decimal import Decimal

from sales.numerals import numeral
from sales.patterns import late
from sales.phrases import AMOUNT, AMOUNT_PART, SCALES, ZEROS, half_width
from sales.records import dataclass

_AMOUNT = late(AMOUNT, re.IGNORECASE)
_PART = late(AMOUNT_PART, re.IGNORECASE)
_GROUPED = late(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_PLAIN = late(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class _Part:
    """A number and what it is multiplied by: 1 if nothing was said."""

    words: str
    scale: int

    @property
    def value(self) -> Decimal | None:
        """The number before its scale."""
        if _GROUPED.fullmatch(self.words) or _PLAIN.fullmatch(self.words):
            return Decimal(self.words.replace(",", ""))
        whole = numeral(self.words.lstrip(ZEROS)) if not self.words.isascii() else None
        return None if whole is None else Decimal(whole)


def read_amount(words: str) -> int | None:
    """The amount that the whole phrase names, in minor units (fen); `None` if it is doubtful or in another currency."""
    found = _AMOUNT.fullmatch(half_width(words).strip())
    if not found:
        return None
    whole, tenths = _sum(list(_parts(found["number"]))), found["tenths"]
    if whole is None or (tenths and whole != int(whole)):
        return None
    minor = whole * 100 + (numeral(tenths) or 0) * 10 if tenths else whole * 100
    return int(minor) if minor == int(minor) else None


def _parts(words: str) -> Iterator[_Part]:
    for found in _PART.finditer(words):
        yield _Part(found["number"], SCALES[(found["scale"] or "").lower()])


def _sum(parts: list[_Part]) -> Decimal | None:
    """Add the parts up; each must have a smaller scale than the one before it."""
    total, above = Decimal(0), 0
    for part in parts:
        value = part.value
        if value is None or (total % above if above else part.words[0] in ZEROS) or not _fits(part, value, above):
            return None
        total += value * (above // 10 if _is_short(part, above) else part.scale)
        above = part.scale
    return total


def _is_short(part: _Part, above: int) -> bool:
    """Whether a single digit after a scale stands for that many tenths of it: 35,000 as `3 wan 5`."""
    return part.scale == 1 and above > 1 and len(part.words) == 1


def _fits(part: _Part, value: Decimal, above: int) -> bool:
    """Whether a part may follow one with the scale `above`; 0 stands for none."""
    if not above:
        return True
    if value != int(value) or value * part.scale >= above:
        return False
    if _is_short(part, above) or part.scale > 1 or not part.words.isascii():
        return part.scale < above
    return len(part.words) == len(str(above)) - 1
