"""Sheets that people send, as plain cells: xlsx and csv, read within bounds that keep whoever reads them alive.

Nothing here may take long or much room, whatever the file claims to be: it is read between two messages.
"""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from io import BytesIO, StringIO
from typing import Final

from sales.records import dataclass

LARGEST: Final = 5 * 1024 * 1024
"""Bytes of a file that is read."""

LARGEST_UNPACKED: Final = 64 * 1024 * 1024
"""Bytes that may come out of the archive which an xlsx file is."""

MOST_PARTS: Final = 500
"""Files within that archive; a workbook of ours has nine."""

MOST_ROWS: Final = 5_000
"""Rows below the heading that are read at once."""

MOST_CELLS: Final = 1_000_000
"""Cells of the rectangle that a sheet spans, empty ones too: one stray cell in the last corner would span milliards."""

LONGEST_CELL: Final = 1_000
"""Characters of a cell that are read."""


class Unreadable(StrEnum):
    """Why a file gives no rows: of another type, too large, broken, empty, with too many rows, or not to be had."""

    TYPE = "type"
    LARGE = "large"
    BROKEN = "broken"
    EMPTY = "empty"
    ROWS = "rows"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells as trimmed text, without blank rows: each row with its number in the sheet, the first is the heading."""

    rows: Sequence[tuple[int, Sequence[str]]]


def grid_of(data: bytes, name: str) -> Grid | Unreadable:
    """The cells of a file; of several sheets the first that can be seen. Takes what it is by its first bytes."""
    if len(data) > LARGEST:
        return Unreadable.LARGE
    if not data:
        return Unreadable.EMPTY
    if data.startswith(b"PK\x03\x04"):
        return why_unread(data) or _grid(_xlsx_rows(data))
    return _grid(_csv_rows(data)) if name.casefold().endswith((".csv", ".txt")) else Unreadable.TYPE


def _grid(rows: Iterable[tuple[int, Sequence[object]]] | None) -> Grid | Unreadable:
    if rows is None:
        return Unreadable.BROKEN
    found = [(number, cells) for number, row in rows if any(cells := [cell_words(cell) for cell in row])]
    if len(found) < 2:
        return Unreadable.EMPTY
    return Unreadable.ROWS if len(found) > MOST_ROWS + 1 else Grid(found)


def cell_words(cell: object) -> str:
    """A cell as text: `95` and `95.5` for numbers, `2026-03-02` for dates, otherwise what stands there, trimmed."""
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(cell).upper()
    if isinstance(cell, int | float):
        # A sheet shows fifteen digits of a number; what comes after them is dust of binary fractions.
        return f"{Decimal(f'{cell:.15g}').normalize() + 0:f}"  # nothing has no sign
    if isinstance(cell, datetime):
        is_day = not (cell.hour or cell.minute or cell.second)
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join(str(cell).replace("\0", "").split())[:LONGEST_CELL]


_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["']""")
"""A cell's address in the XML of a sheet."""


def why_unread(data: bytes) -> Unreadable | None:
    """Why an archive is not even handed to the library; its contents are checked against what it says of them."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                return Unreadable.LARGE
            if "xl/workbook.xml" not in archive.namelist():
                return Unreadable.TYPE
            sheets = [part for part in parts if part.filename.startswith("xl/worksheets/")]
            if archive.testzip() is not None:
                return Unreadable.BROKEN
            wide = any(_span(archive.read(sheet)) > MOST_CELLS for sheet in sheets)
            return Unreadable.LARGE if wide else None
    except Exception:  # noqa: BLE001 - every damage raises another error: zip, zlib, struct, encoding, encryption
        return Unreadable.BROKEN


def _span(sheet: bytes) -> int:
    """How many cells lie between the first and the last, down and across."""
    columns, rows = set(), set()
    for column, row in _CELL.findall(sheet):
        columns.add(column)
        rows.add(int(row))
    if not rows:
        return 0
    places = [_place(column) for column in columns]
    return (max(rows) - min(rows) + 1) * (max(places) - min(places) + 1)


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place


def _xlsx_rows(data: bytes) -> list[tuple[int, Sequence[object]]] | None:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        seen = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        for name in seen:
            sheet = book.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=True)
            if rows and sheet.start:
                return list(enumerate(rows, sheet.start[0] + 1))
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            # A panic inside the library is no Exception, and would end the thread that sends.
            return None
        raise
    return []


def _csv_rows(data: bytes) -> list[tuple[int, Sequence[object]]] | None:
    words = decoded(data)
    if words is None:
        return None
    first = words.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(_numbered(csv.reader(StringIO(words, newline=""), delimiter=delimiter, strict=True)))
    except csv.Error:
        return None


def _numbered(reader: Iterable[Sequence[str]]) -> Iterator[tuple[int, Sequence[object]]]:
    """Rows by their number as a spreadsheet counts them: a line break inside a cell makes no new row."""
    for number, row in enumerate(reader, 1):
        if number > LARGEST_CSV_ROWS:
            return
        yield number, row


LARGEST_CSV_ROWS: Final = 100_000
"""Rows of a csv file that are looked at, blank ones too."""


def decoded(data: bytes) -> str | None:
    """Text in the encodings that spreadsheets write in China: UTF-8, UTF-16 with its mark, GB 18030."""
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
