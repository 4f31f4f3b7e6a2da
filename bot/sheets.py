"""Sheets that come in and go out: which columns each kind has, how its rows are judged, and what applying them does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.context import House
from bot.text import Text
from sales.money import Money
from storage.engine import Connection


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
