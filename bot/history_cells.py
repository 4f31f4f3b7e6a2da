"""The cells of a history's rows as values; whatever cannot be one is a fault of that cell, in both languages."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import lru_cache
from typing import Final, TypeVar
from unicodedata import normalize

from bot.history_files import Source, Wrong
from bot.imports import folded
from bot.sheets import SheetRow
from bot.text import Text, joined, same
from sales.amounts import read_amount
from sales.money import Money
from sales.records import dataclass

T = TypeVar("T")
U = TypeVar("U")

EARLIEST: Final = date(2000, 1, 1)
"""What lies before is a slip of the finger."""

MOST: Final = 10**12
"""Minor units, or pieces, beyond which nothing is read."""

_DAY = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|\u5e74(\d{1,2})\u6708(\d{1,2})\u65e5|(\d\d)(\d\d))(?:[ T]00:00(?::00)?)?"
)
"""2024-03-05, 2024/3/5, 2024.3.5, the same with the signs of year, month and day, or 20240305; no time but midnight."""

_WHOLE = re.compile(r"\d{1,12}")
_MONEY = re.compile(r"\d{1,12}(?:\.\d{1,2})?")


@dataclass(slots=True)
class Faults:
    """What is wrong with the files so far. `first` keeps a bounded number of them, `count` all."""

    most: int
    first: list[Wrong] = field(default_factory=list)
    count: int = 0

    def add(self, wrong: Wrong) -> None:
        """Note one more mistake."""
        self.count += 1
        if len(self.first) < self.most:
            self.first.append(wrong)


class Cells:
    """One row being read. `sound` says whether nothing of it was wrong so far."""

    def __init__(self, source: Source, row: SheetRow, faults: Faults, today: date) -> None:
        """Take the row; `today` is the latest date that may have gone by anywhere."""
        self.number = row.number
        self.sound = True
        self._source, self._row, self._faults, self._today = source, row, faults, today

    def wrong(self, key: str, why: Text) -> None:
        """Note what is wrong with a cell."""
        self.sound = False
        title = self._source.sheet.titled(key) if key else None
        self._faults.add(Wrong(self._source.file, self.number, title, why))

    def text(self, key: str, most: int = 1000) -> str:
        """The words of a cell, at most so many characters; a fault for a blank one that is needed."""
        words = self._row.cells.get(key, "")
        if len(words) > most:
            self.wrong(key, TOO_LONG.fill(most=most))
            return ""
        if not words and key in self._source.sheet.required:
            self.wrong(key, BLANK)
        return words

    def day(self, key: str, *, ahead: bool = False) -> date | None:
        """A local date; with `ahead` it may lie in the future. None for a blank or faulty one."""
        words = self.text(key)
        if not words:
            return None
        found = _DAY.fullmatch(_half_width(words))
        try:
            day = date(*(int(part) for part in found.groups() if part)) if found else None
        except ValueError:
            day = None
        if day is None or day < EARLIEST:
            self.wrong(key, NO_DAY.fill(said=words))
        elif day > self._today and not ahead:
            self.wrong(key, FUTURE.fill(day=day))
        else:
            return day
        return None

    def whole(self, key: str, least: int = 1, most: int = 10**9) -> int | None:
        """A whole number between two bounds."""
        words = _half_width(self.text(key)).replace(",", "")
        if not words:
            return None
        number = int(words) if _WHOLE.fullmatch(words) else None
        if number is None or not least <= number <= most:
            self.wrong(key, NO_NUMBER.fill(said=words, least=least, most=f"{most:,}"))
            return None
        return number

    def money(self, key: str) -> Money | None:
        """An amount of at least nothing, in whole cents."""
        words = self.text(key)
        if not words:
            return None
        minor = int(words.replace(".", "") + "0" * _lacking(words)) if _MONEY.fullmatch(words) else read_amount(words)
        if minor is None or minor > MOST:
            self.wrong(key, NO_MONEY.fill(said=words))
            return None
        return Money(minor)

    def part(self, key: str) -> int | None:
        """Per cent with at most two decimals, above nothing, in basis points."""
        words = _half_width(self.text(key)).removesuffix("%").strip()
        if not words:
            return None
        part = int(words.replace(".", "") + "0" * _lacking(words)) if _MONEY.fullmatch(words) else 0
        if not 0 < part <= MOST_PART:
            self.wrong(key, NO_PART.fill(said=words))
            return None
        return part

    def choice(self, key: str, among: Mapping[T, Text], otherwise: U) -> T | U:
        """One of some values, named by itself or in either language; `otherwise` where nothing is said."""
        words = _folded(self.text(key))
        if not words:
            return otherwise
        for value, title in among.items():
            if words in (_folded(str(value)), _folded(title.zh), _folded(title.en)):
                return value
        self.wrong(key, NO_CHOICE.fill(choices=joined(list(among.values()), Text("、", ", "))))
        return otherwise

    def known(self, key: str, found: Callable[[str], T | None], what: Text) -> T | None:
        """What a cell names, by a look-up; a fault where there is none."""
        words = self.text(key)
        if not words:
            return None
        value = found(words)
        if value is None:
            self.wrong(key, UNKNOWN.fill(what=what, said=words))
        return value


def once(seen: dict[T, int], key: T, cells: Cells, column: str) -> bool:
    """Whether a key is met for the first time; else the row is said to be the same as an earlier one."""
    first = seen.setdefault(key, cells.number)
    if first != cells.number:
        cells.wrong(column, AGAIN.fill(row=first))
    return first == cells.number


def said(words: Sequence[str]) -> Text:
    """Some of the names in a list, the first ones."""
    more = " …" if len(words) > _SHOWN else ""
    return same(", ".join(words[:_SHOWN]) + more)


_folded = lru_cache(4096)(folded)


def _half_width(words: str) -> str:
    return words if words.isascii() else normalize("NFKC", words)


def _lacking(words: str) -> int:
    return 2 - len(words.partition(".")[2])


MOST_PART: Final = 99_999
"""Basis points beyond which a rate is a slip: nearly ten times the price."""

_SHOWN = 5
BLANK = Text("不能空着", "must not be empty")
TOO_LONG = Text("超过 {most} 个字符", "has more than {most} characters")
NO_DAY = Text("「{said}」不是日期，请写成 2024-03-05", "{said} is no date; write 2024-03-05")
FUTURE = Text("{day} 还没到", "{day} is in the future")
NO_NUMBER = Text("「{said}」不是 {least} 到 {most} 的整数", "{said} is no whole number from {least} to {most}")
NO_MONEY = Text("「{said}」不是金额，请写成 1234.50", "{said} is no amount; write 1234.50")
NO_PART = Text("「{said}」不是百分比，请写成 90 或 12.5", "{said} is no percentage; write 90 or 12.5")
NO_CHOICE = Text("只能是：{choices}", "can be: {choices}")
UNKNOWN = Text("没有这个{what}：{said}", "no such {what}: {said}")
AGAIN = Text("和第 {row} 行重复", "is the same as row {row}")
