"""How many, for how much and on what terms, as people write it into a field; what could mean two things means nothing.

A discount is what is left of a price, in basis points: nine tenths (`9折`), ten per cent off and -10 % are 9000.
"""

import re
from decimal import Decimal
from functools import lru_cache

from sales import order_phrases as say
from sales.amounts import read_amount
from sales.money import FULL, Money
from sales.numerals import numeral
from sales.phrases import DIGITS, ENGLISH_COUNTS, ZEROS, half_width
from sales.records import dataclass
from sales.terms import Credit, Terms

_Match = re.Match[str]


@lru_cache(256)
def pattern(words: str) -> re.Pattern[str]:
    """A pattern of whatever letter case, compiled when it is first needed."""
    return re.compile(words, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """So many of a unit as it was said, empty if none was; zero and negative numbers are for the caller to refuse."""

    n: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """A unit price, None for the list price, and what part of it is paid, in basis points."""

    price: Money | None = None
    rate: int = FULL


def read_quantity(words: str) -> Quantity | None:
    """The quantity that the whole phrase names, whatever its unit; `None` for fractions and doubtful numbers."""
    text = half_width(words).strip()
    found = pattern(rf"(?P<number>[{say.MINUS}]?{say.NUMBER})\s*(?:{say.ANY_UNIT})").fullmatch(text)
    if found:
        return quantity_of(found)
    word, _, unit = text.lower().partition(" ")
    return Quantity(ENGLISH_COUNTS[word], unit) if word in ENGLISH_COUNTS and not any(map(str.isdigit, unit)) else None


def quantity_of(found: _Match) -> Quantity | None:
    """The quantity of a match with the groups `number` and `unit`."""
    minor = _signed(found["number"])
    return None if minor is None or minor % 100 else Quantity(minor // 100, found["unit"] or "")


def read_money(words: str) -> Money | None:
    """The amount that the whole phrase names, which may be nothing or negative; `None` if it is doubtful."""
    minor = _signed(half_width(words).strip()) if pattern(say.MONEY).fullmatch(half_width(words).strip()) else None
    return None if minor is None else Money(minor)


def _signed(words: str) -> int | None:
    """Minor units of an amount that may have a minus before it."""
    bare = words.lstrip(say.MINUS + " ")
    if len(bare) > say.LONGEST_NUMBER or words.count("-") > 1 or not pattern(say.AMOUNT_SHAPE).fullmatch(bare):
        return None
    minor = 0 if bare and bare[0] in ZEROS and not bare[1:].strip(say.YUAN_SIGN) else read_amount(bare)
    return -minor if minor is not None and bare != words else minor


def read_price(words: str) -> Price | None:
    """A unit price, a discount or both, in either order; nothing said is the list price."""
    text, at, money, rate = half_width(words).strip(), 0, None, None
    while at < len(text):
        off = pattern(say.RATE).match(text, at)
        found = off or pattern(say.PRICE).match(text, at)
        if not found or (off and rate is not None) or (not off and money is not None):
            return None
        value: int | Money | None = rate_of(found) if off else read_money(found["money"])
        if value is None:
            return None
        money, rate = (money, value) if isinstance(value, int) else (value, rate)
        at = _past(text, found.end())
    return Price(money, FULL if rate is None else rate)


def _past(text: str, at: int) -> int:
    gap = pattern(say.SEPARATOR).match(text, at)
    return gap.end() if gap else at


def rate_of(found: _Match) -> int | None:
    """The rate that a match of the pattern of discounts means; `None` if it could mean two, or more than the price."""
    if found["full"]:
        return FULL
    if found["half"]:
        return FULL // 2
    if found["fold"]:
        return _fold(found["fold"])
    percent = Decimal(found["minus"] or found["before"] or found["after"])
    return FULL - int(percent * 100) if percent <= 100 else None


def _fold(words: str) -> int | None:
    """What `9折` leaves: one digit and decimals are tenths, two digits hundredths, 10 and 100 the whole price."""
    if words in say.HALVES:
        return FULL // 2
    digits = words if words.isascii() else _in_digits(words)
    if digits in {"10", "100"}:
        return FULL
    if pattern(r"[1-9](?:\.[0-9]{1,2})?").fullmatch(digits):
        return int(Decimal(digits) * 1000)
    return int(digits) * 100 if pattern("[1-9][0-9]").fullmatch(digits) else None


def _in_digits(words: str) -> str:
    """Chinese numerals as digits: read out one by one with or without a point, or as a number."""
    if all(letter in DIGITS or letter == say.POINT for letter in words):
        return "".join("." if letter == say.POINT else str(DIGITS[letter]) for letter in words)
    return str(numeral(words))


def read_terms(words: str) -> Terms | None:
    """The terms of payment that the whole phrase names; days beyond what is accepted are for the caller to refuse."""
    found = pattern(say.TERMS).fullmatch(half_width(words).strip())
    return terms_of(found) if found else None


def terms_of(found: _Match) -> Terms | None:
    """The terms that a match of their pattern means; `None` if its days are no number."""
    if found["prepaid"]:
        return Terms()
    if found["delivery"]:
        return Terms(Credit.NET, 0)
    said = next((found[group] for group in (*say.MONTHLY_DAYS, *say.NET_DAYS) if found[group]), "0")
    days = numeral(said)
    if days is None:
        return None
    return Terms(Credit.MONTHLY if pattern(say.MONTHLY_SAID).search(found[0]) else Credit.NET, days)
