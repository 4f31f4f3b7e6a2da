"""Sheets that come in and go out: which columns each kind has, how its rows are judged, and what applying them does."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

import orjson

from bot.context import Context, House
from bot.text import Text
from sales.money import Money
from sales.records import dataclass
from storage.engine import Connection
from storage.outbox import Outgoing, Verb


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column by its key; a sheet's first row may name it in either language. `example` stands in the template."""

    key: str
    title: Text
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it came: its number in the sheet (the heading is 1), and its cells by column key, as trimmed text.

    Numbers read as `95` or `95.5`, dates as `2026-03-02`; an empty cell is an empty string.
    """

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, or with a row."""

    row: int
    column: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Batch:
    """One import being applied or undone: its id, by whom (a person's id), on which local date, at which instant."""

    id: int
    by: int
    today: date
    at: datetime


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A kind of sheet. `check` finds every fault and keeps nothing; `apply` keeps faultless rows and counts them.

    `undo` takes back what a batch brought, and gives the rows that had to stay because they are in use.
    """

    name: str
    title: Text
    columns: Sequence[SheetColumn]
    check: Callable[[Connection, Sequence[SheetRow], House, date], Sequence[Fault]]
    apply: Callable[[Connection, Sequence[SheetRow], Batch], int]
    undo: Callable[[Connection, Batch], int]


Cell = str | int | Money | date | None
"""What an outgoing sheet holds: text stays text, whatever it begins with; money is written with two decimals."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An outgoing sheet: a file name without its ending, headings, rows of equally many cells, and a line of sums."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    sums: Sequence[Cell] = ()


def send_sheet(ctx: Context, lane: str, sheet: Sheet, about: str, *, dedupe: str | None = None) -> None:
    """Send a sheet as an xlsx file to a person (`ou_…`) or a chat (`oc_…`) once this transaction has committed.

    It follows whatever the same lane was sent before; a sheet that carries amounts belongs into nobody's group.
    """
    ctx.queue(Outgoing(lane, Verb.SEND_FILE, pack(sheet), about=about, dedupe=dedupe))


def pack(sheet: Sheet) -> str:
    """A sheet as JSON for the outbox: money as its minor units, so that no amount is ever a float there."""
    rows = [[_packed(cell) for cell in row] for row in sheet.rows]
    sums = [_packed(cell) for cell in sheet.sums]
    return orjson.dumps({"name": sheet.name, "headings": list(sheet.headings), "rows": rows, "sums": sums}).decode()


def unpack(packed: str) -> Sheet:
    """The sheet that `pack` made JSON of, cell by cell the same."""
    told = orjson.loads(packed)
    rows = [[_unpacked(cell) for cell in row] for row in told["rows"]]
    return Sheet(told["name"], told["headings"], rows, [_unpacked(cell) for cell in told["sums"]])


def _packed(cell: Cell) -> object:
    if isinstance(cell, Money):
        return {"money": cell.minor}
    return {"date": cell.isoformat()} if isinstance(cell, date) else cell


def _unpacked(told: object) -> Cell:
    if isinstance(told, dict):
        return Money(told["money"]) if "money" in told else date.fromisoformat(told["date"])
    return told if isinstance(told, str | int) else None
