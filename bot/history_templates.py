"""The empty files of a history: headings in both languages, an example row each, and what every column is for."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Final

import xlsxwriter

from bot.history_sheets import SHEETS, HistorySheet
from bot.text import Text

README: Final = "README.txt"
BOOK: Final = "history.xlsx"


def write_templates(folder: Path, *, as_book: bool) -> list[Path]:
    """Write them into a folder, made if need be, and give their paths; raises `FileExistsError` for one in the way."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {BOOK: None} if as_book else {f"{sheet.name}.csv": sheet for sheet in SHEETS}
    paths = [folder / name for name in (*files, README)]
    if taken := next((path for path in paths if path.exists()), None):
        raise FileExistsError(str(taken))
    for path, sheet in zip(paths, files.values(), strict=False):
        if sheet is None:
            _write_book(path)
        else:
            path.write_text(_csv(_rows(sheet)), "utf-8-sig")
    paths[-1].write_text("\n".join(explained()) + "\n", "utf-8-sig")
    return paths


def explained() -> Iterator[str]:
    """What each file and each of its columns is for, line by line."""
    yield from (GENERAL.zh, GENERAL.en)
    for sheet in SHEETS:
        yield ""
        yield f"{sheet.name}  {sheet.title.zh} / {sheet.title.en}"
        yield f"  {sheet.about.zh} / {sheet.about.en}"
        for column in sheet.columns:
            need = f"  [{NEEDED.zh} / {NEEDED.en}]" if column.required else ""
            example = f"  {column.example}" if column.example else ""
            yield f"    {column.title.zh} / {column.title.en}{need}{example}"


def _rows(sheet: HistorySheet) -> Sequence[Sequence[str]]:
    headings = [f"{column.title.zh} / {column.title.en}" for column in sheet.columns]
    return [headings, [column.example for column in sheet.columns]]


def _csv(rows: Sequence[Sequence[str]]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _write_book(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        first = book.add_worksheet("README")
        for number, line in enumerate(explained()):
            first.write_string(number, 0, line)
        for sheet in SHEETS:
            page = book.add_worksheet(sheet.name)
            headings, example = _rows(sheet)
            for place, words in enumerate(headings):
                page.write_string(0, place, words, bold)
                page.write_string(1, place, example[place])
            page.freeze_panes(1, 0)
            page.set_column(0, len(headings) - 1, 18)


NEEDED = Text("必填", "needed")
GENERAL = Text(
    "用不到的文件可以删掉。日期写成 2024-03-05，金额写成 1234.50。先 check，再 apply；示例行请覆盖。",
    "Leave out the files you do not need. Dates are 2024-03-05, amounts 1234.50. Run check, then apply; the example "
    "rows are to be overwritten.",
)
