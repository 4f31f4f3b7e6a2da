"""The sheet of products and prices: its columns, what is wrong with its rows, and what applying it does."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.context import House
from bot.sheets import Batch, Fault, SheetColumn, SheetKind, SheetRow
from bot.text import Text
from bot.words import broken
from sales.money import Money
from sales.price_breaches import MissingValue, SaidOtherwise, SameRow
from sales.prices import Broken, Entry, Known, read_entry
from sales.records import dataclass
from storage import price_batches
from storage.engine import Connection
from storage.products import product_key

COLUMNS = (
    SheetColumn("code", Text("型号", "code"), required=True, example="A100"),
    SheetColumn("name", Text("名称", "name"), example="Gear pump"),
    SheetColumn("unit", Text("单位", "unit"), example="pcs"),
    SheetColumn("group", Text("产品组", "group"), example="Pumps"),
    SheetColumn("list_price", Text("牌价", "list price"), required=True, example="100.00"),
    SheetColumn("floor_price", Text("底价", "floor price"), example="70.00"),
    SheetColumn("cost", Text("成本", "cost"), example="60.00"),
    SheetColumn("first_on", Text("生效日期", "from"), example="2026-12-01"),
    SheetColumn("last_on", Text("截止日期", "until")),
)
"""`from` is the first day, today if it is left out, and `until` the last. A known product keeps what is left empty."""

_TITLES = {column.key: column.title for column in COLUMNS}
_PLACES = {column.key: place for place, column in enumerate(COLUMNS)}


@dataclass(frozen=True, slots=True)
class _Read:
    """A row with what it comes to, or with what is wrong."""

    row: SheetRow
    entry: Entry | None
    wrong: Sequence[Broken]


def check(db: Connection, rows: Sequence[SheetRow], house: House, today: date) -> list[Fault]:
    """Every fault of every row, in the order of the sheet."""
    read = _read(db, rows, today, house.trade.most_amount)
    return [Fault(one.row.number, _TITLES[each.field], broken(each.why)) for one in read for each in one.wrong]


def apply(db: Connection, rows: Sequence[SheetRow], batch: Batch) -> int:
    """Keep the rows without a fault; gives how many. A day that has gone by since the check is a fault by now."""
    entries = [one.entry for one in _read(db, rows, batch.today, None) if one.entry]
    return price_batches.keep(db, entries, batch.by, batch.at, batch.id) if entries else 0


def undo(db: Connection, batch: Batch) -> int:
    """Take a batch back; gives how many products stay, for orders, quotes or later prices are about them."""
    return price_batches.take_back(db, batch.id, batch.by, batch.at)


def _read(db: Connection, rows: Sequence[SheetRow], today: date, most: Money | None) -> list[_Read]:
    known = price_batches.known_products(db, (row.cells.get("code", "") for row in rows))
    earlier = _Earlier()
    return [earlier.judge(row, known.get(product_key(row.cells.get("code", ""))), today, most) for row in rows]


class _Earlier:
    """What the rows above have said already: prices from which day, and names that further rows may leave out."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, date], int] = {}
        self._names: dict[tuple[str, str], tuple[int, str]] = {}

    def judge(self, row: SheetRow, known: Known | None, today: date, most: Money | None) -> _Read:
        key = product_key(row.cells.get("code", ""))
        said = {name: row.cells.get(name, "") or self._said(key, name) for name in _TITLES}
        said["code"] = self._said(key, "code") or said["code"]
        entry, wrong = read_entry(said, known, today, most)
        wrong += [Broken("name", MissingValue())] if known is None and not said["name"] else []
        wrong += self._otherwise(row, key)
        wrong += self._again(row, key, entry) if entry else []
        self._note(row, key)
        return _Read(row, None if wrong else entry, sorted(wrong, key=lambda each: _PLACES[each.field]))

    def _said(self, key: str, name: str) -> str:
        return self._names.get((key, name), (0, ""))[1]

    def _otherwise(self, row: SheetRow, key: str) -> Iterator[Broken]:
        for name in _NAMES if key else ():
            said, (first, before) = row.cells.get(name, ""), self._names.get((key, name), (0, ""))
            if said and before and said != before:
                yield Broken(name, SaidOtherwise(first, before))

    def _again(self, row: SheetRow, key: str, entry: Entry) -> Iterator[Broken]:
        first = self._first.setdefault((key, entry.first_on), row.number)
        if first != row.number:
            yield Broken("first_on", SameRow(first))

    def _note(self, row: SheetRow, key: str) -> None:
        for name in ("code", *_NAMES):
            if key and row.cells.get(name):
                self._names.setdefault((key, name), (row.number, row.cells[name]))


_NAMES = ("name", "unit", "group")

KIND = SheetKind("prices", Text("产品与价格", "Products and prices"), COLUMNS, check, apply, undo)
"""The kind of sheet by which admins bring products and prices in."""
