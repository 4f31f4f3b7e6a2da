"""Prices by date: which hold on a day, which come next, and how what somebody entered becomes a price or a clear no."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime, timedelta

from sales.amounts import read_amount
from sales.breaches import RuleBroken
from sales.dates import read_day
from sales.money import FULL, Money
from sales.orders import Priced
from sales.price_breaches import (
    EndsBeforeItBegins,
    FloorOverList,
    FromBeforeToday,
    MissingValue,
    NotADay,
    NotAnAmount,
    PriceTooFar,
    TooLong,
    UnfitCode,
    UnitInUse,
)
from sales.price_phrases import NO_PRICE
from sales.records import dataclass
from sales.trade_breaches import TooCheap, TooDear

LENGTHS = {"code": 60, "name": 120, "unit": 20, "group": 40}
"""How many characters of each the database holds."""

AMOUNTS = ("list_price", "floor_price", "cost")
"""The fields that are amounts, in the order of `Priced`."""

AHEAD = timedelta(days=3653)
"""Beyond ten years a date is taken for a slip of the finger."""

QUOTED = 40
"""How much of what could not be read is quoted."""

PARTING = "*@"
"""Signs that part product, quantity and price in an order of one line: no code holds them."""


@dataclass(frozen=True, slots=True)
class PriceRow:
    """Prices that were set: in force from `first_on`, and no more on `end_on` if there is one; `entered_at` is when."""

    priced: Priced
    first_on: date
    end_on: date | None = None
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a product before a price is read: its names, the price rows, and whether any order names it."""

    code: str
    name: str
    unit: str
    group: str = ""
    rows: Sequence[PriceRow] = ()
    used: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A product and its prices as somebody wants them; `last_on` is the last day on which they hold."""

    code: str
    name: str
    unit: str
    group: str
    priced: Priced
    first_on: date
    last_on: date | None = None

    @property
    def end_on(self) -> date | None:
        """The first day on which the prices hold no more."""
        return self.last_on + timedelta(days=1) if self.last_on else None


@dataclass(frozen=True, slots=True)
class Broken:
    """What is wrong with one field, by the field's name."""

    field: str
    why: RuleBroken


def in_force(rows: Sequence[PriceRow], day: date) -> PriceRow | None:
    """The row that holds on a day: the latest to begin, of several on one day the newest; `rows` are in that order."""
    begun = [row for row in rows if row.first_on <= day]
    latest = begun[-1] if begun else None
    return latest if latest and (latest.end_on is None or day < latest.end_on) else None


def periods(rows: Sequence[PriceRow]) -> list[PriceRow]:
    """The rows as they hold one after another, each ended where the next begins; what never held is left out."""
    last = {row.first_on: row for row in rows}
    kept = [last[day] for day in sorted(last)]
    ends = [*(row.first_on for row in kept), None][1:]
    return [
        replace(row, end_on=min(filter(None, (row.end_on, end)), default=None))
        for row, end in zip(kept, ends, strict=True)
    ]


def coming(rows: Sequence[PriceRow], day: date) -> PriceRow | None:
    """The next prices to begin after a day."""
    return next((row for row in periods(rows) if row.first_on > day), None)


def margin(price: Money | None, cost: Money | None) -> int | None:
    """Basis points of a price that are left after the cost; None where either is not known."""
    return (price - cost).part(FULL, price.minor).minor if price and cost is not None else None


def read_entry(
    said: Mapping[str, str], known: Known | None, today: date, most: Money | None, *, keeps: bool = True
) -> tuple[Entry | None, list[Broken]]:
    """A price from what was written for each field, and everything that is wrong with it; no entry if anything is.

    What was left out stays as it is for a known product: name and unit always; group, floor price and cost if it
    `keeps` them (a word such as `none` takes them away). Dates default to today and to no end; `most` is the ceiling
    of an amount.
    """
    reading = _Reading({name: words.strip() for name, words in said.items()}, known, today, most)
    entry = reading.entry(keeps=keeps)
    return (None if reading.wrong else entry), reading.wrong


@dataclass(slots=True)
class _Reading:
    said: Mapping[str, str]
    known: Known | None
    today: date
    most: Money | None
    wrong: list[Broken] = field(default_factory=list)

    def entry(self, *, keeps: bool) -> Entry:
        code, name, unit = (self._names(each) for each in ("code", "name", "unit"))
        group = self._names("group") if keeps or self.said.get("group") else ""
        first_on = self._day("first_on") or self.today
        last_on = self._day("last_on")
        self.wrong += self._days(first_on, last_on)
        was = in_force(self.known.rows, first_on) if self.known and keeps else None
        priced = self._priced(was.priced if was else Priced(), code)
        return Entry(code, name or code, unit, group, priced, first_on, last_on)

    def _names(self, name: str) -> str:
        words = self.said.get(name, "")
        if self.known and (name == "code" or not words):
            words = str(getattr(self.known, name))
        words = "" if name == "group" and words.lower() in NO_PRICE else words
        self.wrong += [Broken(name, why) for why in self._unfit(name, words)]
        return words

    def _unfit(self, name: str, words: str) -> Iterator[RuleBroken]:
        if not words and name in ("code", "unit"):
            yield MissingValue()
        if len(words) > LENGTHS[name]:
            yield TooLong(LENGTHS[name])
        if name == "code" and words and (set(words) & set(PARTING) or not any(map(str.isalnum, words))):
            yield UnfitCode(words[:QUOTED])
        if name == "unit" and self.known and self.known.used and words != self.known.unit:
            yield UnitInUse(self.known.unit)

    def _day(self, name: str) -> date | None:
        words = self.said.get(name, "")
        day = read_day(words, self.today) if words else None
        if words and day is None:
            self.wrong.append(Broken(name, NotADay(words[:QUOTED])))
        return day

    def _days(self, first_on: date, last_on: date | None) -> Iterator[Broken]:
        if first_on < self.today:
            yield Broken("first_on", FromBeforeToday(self.today))
        if last_on and last_on < first_on:
            yield Broken("last_on", EndsBeforeItBegins(first_on.isoformat()))
        latest = self.today + AHEAD
        days = {"first_on": first_on, "last_on": last_on}
        yield from (Broken(name, PriceTooFar(latest.isoformat())) for name, day in days.items() if day and day > latest)

    def _priced(self, was: Priced, code: str) -> Priced:
        priced = Priced(*(self._amount(name, code, getattr(was, name)) for name in AMOUNTS))
        wrong = {broken.field for broken in self.wrong}
        if priced.list_price is None and "list_price" not in wrong:
            self.wrong.append(Broken("list_price", MissingValue()))
        if priced.list_price is not None and not priced.list_price:
            self.wrong.append(Broken("list_price", TooCheap(code)))
        floor = priced.floor_price
        if priced.list_price and floor and floor > priced.list_price:
            self.wrong.append(Broken("floor_price", FloorOverList(floor, priced.list_price)))
        return priced

    def _amount(self, name: str, code: str, was: Money | None) -> Money | None:
        words = self.said.get(name, "")
        if not words or words.lower() in NO_PRICE:
            return None if words else was
        minor = read_amount(words)
        if minor is None:
            self.wrong.append(Broken(name, NotAnAmount(words[:QUOTED])))
        elif self.most and minor > self.most.minor:
            self.wrong.append(Broken(name, TooDear(code, self.most)))
        return None if minor is None else Money(minor)
