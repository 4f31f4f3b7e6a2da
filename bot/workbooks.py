"""Outgoing sheets as xlsx files: text stays text whatever it begins with, and nothing in them computes."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import zip_longest
from typing import Any, Final

from bot.sheets import Cell, Sheet
from sales.money import Money

LONGEST_TEXT: Final = 32_767
"""Characters that a cell of the format can hold."""

LARGEST_NUMBER: Final = 10**15
"""From here on a number in a cell is not exact any more, and would be shown as another: it is written as text."""

NARROWEST, WIDEST = 8, 48
"""Bounds of a column's width, in digits of the sheet's font."""

_FORMATS: Final = {
    "text": {},
    "number": {"num_format": "0"},
    "money": {"num_format": "#,##0.00"},
    "day": {"num_format": "yyyy-mm-dd"},
}
_FORBIDDEN_IN_TAB = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FORBIDDEN_IN_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def file_name(sheet: Sheet) -> str:
    """The name under which a sheet is sent: one that every system can save, at most 65 characters."""
    return (_FORBIDDEN_IN_NAME.sub(" ", sheet.name).strip(" .")[:60] or "sheet") + ".xlsx"


def workbook(sheet: Sheet) -> bytes:
    """The sheet as an xlsx file: a bold heading that stays in sight, one line per row, and the sums in bold below."""
    import xlsxwriter

    made = BytesIO()
    never = ("strings_to_formulas", "strings_to_numbers", "strings_to_urls")
    with xlsxwriter.Workbook(made, {"in_memory": True} | dict.fromkeys(never, False)) as book:
        page = book.add_worksheet(_tab(sheet.name))
        plain = {kind: book.add_format(look) for kind, look in _FORMATS.items()}
        bold = {kind: book.add_format({**look, "bold": True, "top": 1}) for kind, look in _FORMATS.items()}
        _write(page, 0, sheet.headings, dict.fromkeys(_FORMATS, book.add_format({"bold": True, "bottom": 1})))
        for number, row in enumerate(sheet.rows, 1):
            _write(page, number, row, plain)
        _write(page, len(sheet.rows) + 1, sheet.sums, bold)
        page.freeze_panes(1, 0)
        for column, width in enumerate(_widths(sheet)):
            page.set_column(column, column, width)
    return made.getvalue()


def _write(page: Any, row: int, cells: Sequence[Cell], looks: dict[str, Any]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, Money):
            # The format knows binary numbers only; with 15 digits or fewer the cents come back as they were.
            _number(page, (row, column), Decimal(cell.minor) / 100, looks["money"])
        elif isinstance(cell, int):
            _number(page, (row, column), Decimal(cell), looks["number"])
        elif isinstance(cell, date):
            page.write_datetime(row, column, cell, looks["day"])
        else:
            page.write_string(row, column, (cell or "")[:LONGEST_TEXT], looks["text"])


def _number(page: Any, at: tuple[int, int], number: Decimal, look: Any) -> None:
    if abs(number) < LARGEST_NUMBER:
        page.write_number(*at, number, look)
    else:
        page.write_string(*at, str(number), look)


def _tab(name: str) -> str:
    """A name that the tab of a sheet may have: 31 characters at most, without those the format forbids."""
    return _FORBIDDEN_IN_TAB.sub(" ", name).strip("' ")[:31].strip("' ")


def _widths(sheet: Sheet) -> Iterator[int]:
    for column in zip_longest(sheet.headings, *sheet.rows, sheet.sums):
        yield min(max(NARROWEST, 2 + max(_width(cell) for cell in column)), WIDEST)


def _width(cell: Cell) -> int:
    """How wide a cell is drawn; a Chinese character takes the room of two digits."""
    if isinstance(cell, Money):
        return len(f"{cell.minor:,}") + 1
    text = "" if cell is None else str(cell)
    return sum(2 if unicodedata.east_asian_width(each) in "FW" else 1 for each in text)
