"""The sheet of discount authority: its columns, what is wrong with its rows, and what applying it does."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from bot.context import House
from bot.sheets import Batch, Fault, SheetColumn, SheetKind, SheetRow
from bot.text import Text
from bot.trade_words import LEVELS
from bot.words import day
from sales.amounts import read_amount
from sales.customers import Tier
from sales.dates import read_day
from sales.discounts import Rule
from sales.money import FULL, ZERO, Money
from sales.records import dataclass
from storage.authority import add_rules, product_groups, take_back
from storage.engine import Connection

T = TypeVar("T")

COLUMNS = (
    SheetColumn("level", Text("级别", "level"), required=True, example="rep"),
    SheetColumn("group", Text("产品组", "group")),
    SheetColumn("tier", Text("客户等级", "tier"), example="A"),
    SheetColumn("from_amount", Text("起算金额", "from amount"), example="10000"),
    SheetColumn("most_discount", Text("最高优惠%", "most discount"), required=True, example="15%"),
    SheetColumn("least_margin", Text("最低毛利%", "least margin"), example="20%"),
    SheetColumn("first_on", Text("生效日期", "from"), example="2026-12-01"),
    SheetColumn("last_on", Text("截止日期", "until")),
)
"""An empty group, tier or amount goes for every one; `from` is the first day, today if empty, and `until` the last.

A row takes the place of the one with the same level, group, tier and amount from its first day on.
"""

LONGEST: Final = 40
"""Characters of a product group."""

MOST: Final = Money(2**53)
"""A from amount beyond this is a slip, and more than some databases reckon with."""

_TITLES = {column.key: column.title for column in COLUMNS}
_LEVELS = {
    name.casefold(): level for level, words in LEVELS.items() for name in (words.zh, words.en, level.value)
}  # fmt: skip


@dataclass(slots=True)
class _Reading:
    """A row being read; `groups` are those that products are in, `rows` what was read above, by its place."""

    row: SheetRow
    today: date
    groups: frozenset[str]
    faults: list[Fault] = field(default_factory=list)

    def rule(self) -> Rule | None:
        """What the row says; None when anything is wrong with it."""
        level = self._read("level", lambda said: _LEVELS.get(said.casefold()), _LEVEL, None)
        tier = self._read("tier", _tier, _TIER, "")
        group = self._read("group", lambda said: said if said in self.groups else None, _GROUP, "")
        start = self._read("from_amount", _amount, _AMOUNT, ZERO)
        most = self._read("most_discount", lambda said: _rate(said, 0), _DISCOUNT, None)
        least = self._read("least_margin", lambda said: _rate(said, -FULL), _MARGIN, None)
        first, end = self._days()
        if self.faults or level is None or most is None:
            return None
        return Rule(level, most, least, group or "", tier or "", start or ZERO, first, end)

    def _read(self, name: str, read: Callable[[str], T | None], wrong: Text, default: T | None) -> T | None:
        said = self.row.cells.get(name, "").strip()
        if not said:
            if name in _REQUIRED:
                self.fault(name, _EMPTY)
            return default
        found = read(said)
        if found is None:
            self.fault(name, wrong.fill(said=said[:LONGEST]))
        return found

    def _days(self) -> tuple[date, date]:
        first = self._read("first_on", lambda said: read_day(said, self.today), _DAY, self.today) or self.today
        last = self._read("last_on", lambda said: read_day(said, self.today), _DAY, None)
        if first < self.today:
            self.fault("first_on", _PAST.fill(today=day(self.today)))
        if last is not None and last < first:
            self.fault("last_on", _BACKWARDS)
        return first, last + timedelta(days=1) if last is not None and last < date.max else date.max

    def fault(self, name: str, why: Text) -> None:
        """Note what is wrong with a cell."""
        self.faults.append(Fault(self.row.number, _TITLES[name], why))


def check(db: Connection, rows: Sequence[SheetRow], house: House, today: date) -> list[Fault]:
    """Every fault of every row, in the order of the sheet."""
    del house
    groups = frozenset(product_groups(db))
    return [fault for _, faults in read_rows(rows, today, groups) for fault in faults]


def apply(db: Connection, rows: Sequence[SheetRow], batch: Batch) -> int:
    """Put the rows without a fault in force, each from its first day on; gives how many."""
    groups = frozenset(product_groups(db))
    rules = [rule for rule, _ in read_rows(rows, batch.today, groups) if rule]
    return add_rules(db, rules, batch.by, batch.at, batch.id)


def undo(db: Connection, batch: Batch) -> int:
    """Take a batch back, so that what held before holds again; nothing ever has to stay."""
    take_back(db, batch.id, batch.at)
    return 0


def read_rows(
    rows: Sequence[SheetRow], today: date, groups: frozenset[str]
) -> Iterator[tuple[Rule | None, Sequence[Fault]]]:
    """For each row the rule that it says or what is wrong with it; `groups` are those that products are in."""
    first: dict[tuple[object, ...], int] = {}
    for row in rows:
        reading = _Reading(row, today, groups)
        rule = reading.rule()
        if rule and first.setdefault((rule.place, rule.from_amount, rule.first_on), row.number) != row.number:
            reading.fault("level", _TWICE.fill(row=first[rule.place, rule.from_amount, rule.first_on]))
            rule = None
        yield rule, reading.faults


def _tier(said: str) -> str | None:
    letter = said[:1].upper()
    return letter if letter in set(Tier) and said[1:].strip() in ("", _CLASS.zh) else None


def _amount(said: str) -> Money | None:
    minor = read_amount(said)
    return Money(minor) if minor is not None and minor <= MOST.minor else None


def _rate(said: str, least: int) -> int | None:
    """A rate in basis points: `15%`, `15`, or 0.15 as a cell in per cent reads; 1 could be one or a hundred."""
    words = said.replace("\uff05", "%").strip()
    is_marked = words.endswith("%")
    try:
        value = Decimal(words.removesuffix("%").strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or (abs(value) == 1 and not is_marked):
        return None
    points = value * (FULL if abs(value) < 1 and not is_marked else 100)
    return int(points) if points == int(points) and least <= points <= FULL else None


_REQUIRED = frozenset(column.key for column in COLUMNS if column.required)
_CLASS = Text("级", "class")
_EMPTY = Text("请填写", "please fill it in")
_LEVEL = Text("「{said}」不是级别，请填业务员、经理或总监", "{said} is no level: rep, manager or director")
_TIER = Text("「{said}」不是客户等级，请填 A 到 D，或留空", "{said} is no tier: A to D, or nothing")
_GROUP = Text("没有产品属于「{said}」组", "no product is in the group {said}")
_AMOUNT = Text("「{said}」不是金额，请写成 10000 或 1万", "{said} is no amount; please write 10000")
_DISCOUNT = Text(
    "「{said}」看不懂，请写成 15% 这样的百分数，0% 到 100%", "{said} is not clear: a percentage such as 15%, 0% to 100%"
)
_MARGIN = Text(
    "「{said}」看不懂，请写成 20% 这样的百分数，不超过 100%",
    "{said} is not clear: a percentage such as 20%, at most 100%",
)
_DAY = Text("「{said}」不是日期，请写成 2026-12-01", "{said} is no date; please write 2026-12-01")
_PAST = Text("不能早于今天（{today}）", "not before today ({today})")
_BACKWARDS = Text("不能早于生效日期", "not before it begins")
_TWICE = Text(
    "与第 {row} 行的级别、产品组、等级、金额、生效日期都相同",
    "the same level, group, tier, amount and first day as row {row}",
)

KIND = SheetKind("authority", Text("折扣授权", "Discount authority"), COLUMNS, check, apply, undo)
"""The kind of sheet by which admins set who may give which discount."""
