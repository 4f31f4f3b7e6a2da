"""The files of a history in a folder, one a sheet: CSV in the encodings spreadsheets write, or workbooks.

CSV is read row by row, for there may be a million of them; a workbook within the bounds of `bot.grids`.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from bot.grids import LONGEST_CELL, cell_words, decoded, why_unread
from bot.history_sheets import SHEETS, HistorySheet
from bot.imports import folded
from bot.sheets import SheetRow
from bot.text import Text, joined, same
from sales.records import dataclass

LARGEST: Final = 1024**3
"""Bytes of a CSV file that is read."""

LARGEST_BOOK: Final = 32 * 1024 * 1024
"""Bytes of a workbook that is read; what it unpacks to is bounded in `bot.grids`."""

MOST_ROWS: Final = 3_000_000
"""Rows of one file."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one cell, a row (no column), or a file (row 0); rows are numbered as a spreadsheet does."""

    file: str
    row: int
    column: Text | None
    why: Text


@dataclass(frozen=True, slots=True)
class Source:
    """One sheet where it was found. `rows` reads it anew each time; what it tells `report` of is left out."""

    sheet: HistorySheet
    file: str
    lines: Callable[[], Iterator[tuple[int, Sequence[object]]]]

    def rows(self, report: Callable[[Wrong], None]) -> Iterator[SheetRow]:
        """The rows below the heading that are not blank."""
        lines = self.lines()
        heading = next((cells for _, cells in lines), [])
        places = places_of(self.sheet, [cell_words(cell) for cell in heading])
        for number, cells in lines:
            if number > MOST_ROWS:
                report(Wrong(self.file, number, None, _MANY.fill(most=f"{MOST_ROWS:,}")))
                return
            said = {key: cell_words(cells[place]) for key, place in places.items() if place < len(cells)}
            if any(said.values()):
                yield from self._row(number, cells, said, report)

    def _row(
        self, number: int, cells: Sequence[object], said: dict[str, str], report: Callable[[Wrong], None]
    ) -> Iterator[SheetRow]:
        if max(len(cell) if isinstance(cell, str) else 0 for cell in cells) > LONGEST_CELL:
            report(Wrong(self.file, number, None, _LONG.fill(most=LONGEST_CELL)))
        else:
            yield SheetRow(number, said)


def find_sources(folder: Path) -> tuple[dict[str, Source], list[Wrong]]:
    """The sheets in a folder by their names, and which files cannot be read; one that is there twice is a mistake."""
    found: dict[str, Source] = {}
    wrong: list[Wrong] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() not in (".csv", ".xlsx") or path.name.startswith(("~$", ".")):
            continue
        for each in _read(path):
            if isinstance(each, Wrong):
                wrong.append(each)
            elif each.sheet.name in found:
                wrong.append(Wrong(each.file, 0, None, _TWICE.fill(other=found[each.sheet.name].file)))
            else:
                found[each.sheet.name] = each
                wrong += _headings(each)
    return found, wrong


def places_of(sheet: HistorySheet, headings: Sequence[str]) -> dict[str, int]:
    """In which place each column stands, by its key; a column may be called by its key or in either language."""
    keys = {name: column.key for column in sheet.columns for name in _names(column.key, column.title)}
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        if key := keys.get(folded(heading)):
            places.setdefault(key, place)
    return places


def _names(key: str, title: Text) -> set[str]:
    zh, en = folded(title.zh), folded(title.en)
    return {zh, en, zh + en, en + zh, folded(key)}


def _sheet_called(words: str) -> HistorySheet | None:
    return next((sheet for sheet in SHEETS if folded(words) in _names(sheet.name, sheet.title)), None)


def _headings(source: Source) -> Iterator[Wrong]:
    heading = next((cells for _, cells in source.lines()), [])
    places = places_of(source.sheet, [cell_words(cell) for cell in heading])
    lacking = [column.title for column in source.sheet.columns if column.required and column.key not in places]
    if lacking:
        yield Wrong(source.file, 1, None, _LACKS.fill(columns=joined(lacking, Text("、", ", "))))


def _read(path: Path) -> Iterator[Source | Wrong]:
    data = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    if not data:
        yield Wrong(path.name, 0, None, _LARGE if path.stat().st_size else _EMPTY)
    elif path.suffix.casefold() == ".xlsx":
        yield from _book(path.name, data)
    elif sheet := _sheet_called(path.stem):
        yield _csv(sheet, path.name, data)
    else:
        names = same(", ".join(f"{each.name}.csv" for each in SHEETS))
        yield Wrong(path.name, 0, None, _UNKNOWN.fill(names=names))


def _csv(sheet: HistorySheet, file: str, data: bytes) -> Source | Wrong:
    words = decoded(data)
    if words is None:
        return Wrong(file, 0, None, _ENCODING)
    delimiter = max(",;\t", key=words.partition("\n")[0].count)
    broken = next((number for number, cells in _lines(words, delimiter) if cells is None), None)
    if broken is not None:
        return Wrong(file, broken, None, _QUOTES)
    return Source(sheet, file, lambda: ((number, cells or ()) for number, cells in _lines(words, delimiter)))


def _lines(words: str, delimiter: str) -> Iterator[tuple[int, Sequence[str] | None]]:
    """Rows with their numbers; None in place of the cells where the reader cannot go on."""
    reader, number = csv.reader(StringIO(words, newline=""), delimiter=delimiter, strict=True), 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, None
            return


def _book(file: str, data: bytes) -> Iterator[Source | Wrong]:
    if len(data) > LARGEST_BOOK or why_unread(data):
        yield Wrong(file, 0, None, _BOOK)
        return
    sheets = _sheets(data)
    if sheets is None:
        yield Wrong(file, 0, None, _BOOK)
        return
    stem = _sheet_called(Path(file).stem)
    known = [(found, lines) for name, lines in sheets if (found := _sheet_called(name))]
    if not known and stem and sheets:
        known = [(stem, sheets[0][1])]
    if not known:
        yield Wrong(file, 0, None, _NO_SHEET)
    for sheet, lines in known:
        yield Source(sheet, f"{file} [{sheet.name}]" if len(sheets) > 1 else file, _again(lines))


def _again(lines: Sequence[tuple[int, Sequence[object]]]) -> Callable[[], Iterator[tuple[int, Sequence[object]]]]:
    return lambda: iter(lines)


Lines = list[tuple[int, Sequence[object]]]


def _sheets(data: bytes) -> list[tuple[str, Lines]] | None:
    """Every sheet that can be seen and holds anything, by name."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        seen = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        sheets = [(name, book.get_sheet_by_name(name)) for name in seen]
        return [
            (name, _numbered(one.to_python(skip_empty_area=True), one.start[0])) for name, one in sheets if one.start
        ]
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            return None
        raise


def _numbered(rows: Iterable[Sequence[object]], first: int) -> Lines:
    return list(enumerate(rows, first + 1))


_MANY = Text("超过 {most} 行，请分成几批", "has more than {most} rows; bring it in by several batches")
_LONG = Text("有超过 {most} 个字符的格子", "has a cell of more than {most} characters")
_TWICE = Text("和 {other} 是同一种表", "is the same sheet as {other}")
_LACKS = Text("缺这些列：{columns}", "lacks these columns: {columns}")
_LARGE = Text("文件太大", "is too large")
_EMPTY = Text("是空的", "is empty")
_UNKNOWN = Text("看不出是哪种表；文件名应为 {names}", "is no known sheet; files are called {names}")
_ENCODING = Text("不是 UTF-8、UTF-16 或 GB 18030 的文本", "is no text in UTF-8, UTF-16 or GB 18030")
_QUOTES = Text("这一行的引号不成对，或格子太大", "has a quote that is not closed here, or a cell too large to read")
_BOOK = Text(
    "打不开，或太大（工作簿每表最多一百万格，更多请用 CSV）",
    "cannot be opened or is too large (a workbook holds a million cells a sheet; use CSV for more)",
)
_NO_SHEET = Text("里面没有认识的表", "has no sheet with a known name")
