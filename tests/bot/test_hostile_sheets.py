"""Workbooks as people make them by accident or on purpose: what reaches the rules of a kind, and what never does."""

import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from time import process_time
from typing import Any

import pytest
import xlsxwriter

from bot.grids import LARGEST, LONGEST_CELL, MOST_ROWS, Grid, Unreadable, cell_words, grid_of
from bot.imports import KINDS, Recognised, recognise
from bot.price_sheet import KIND
from bot.sheets import Sheet, pack, unpack
from bot.workbooks import workbook
from sales.amounts import read_amount
from sales.money import Money

Worksheet = Any
HEADINGS = ("型号", "名称", "单位", "牌价", "成本", "生效日期")


def written(write: Callable[[xlsxwriter.Workbook, Worksheet], object]) -> bytes:
    """A workbook with the headings of prices, and below them whatever is written."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADINGS)
        write(book, page)
    return out.getvalue()


def first_row(data: bytes) -> dict[str, str]:
    """The cells of the first row as the kind gets them."""
    found = grid_of(data, "a.xlsx")
    assert isinstance(found, Grid), found
    sheet = recognise(found)
    assert isinstance(sheet, Recognised), sheet
    assert sheet.kind is KIND
    return dict(sheet.rows[0].cells)


def cell(write: Callable[[xlsxwriter.Workbook, Worksheet], object], column: str = "list_price") -> str:
    """One cell as the kind gets it."""
    return first_row(written(write))[column]


@pytest.mark.parametrize(
    "number,words,fen",
    [
        (-0.0, "0", 0),
        (0.1 + 0.2, "0.3", 30),
        (94.99999999999999, "95", 95_00),
        (1.005, "1.005", None),
        (1e30, "1" + "0" * 30, 10**32),
        (-95, "-95", None),
        (99999999999.99, "99999999999.99", 9_999_999_999_999),
        (1e-300, "0." + "0" * 299 + "1", None),
    ],
)
def test_a_number_reaches_the_rules_as_its_digits(number: float, words: str, fen: int | None) -> None:
    found = cell(lambda _, page: page.write_row(1, 0, ["A1", "泵", "台", number]))
    assert (found, read_amount(found)) == (words, fen)


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_what_is_no_number_is_no_amount(number: float) -> None:
    assert read_amount(cell_words(number)) is None


def test_a_percentage_is_the_number_behind_it() -> None:
    def write(book: xlsxwriter.Workbook, page: Worksheet) -> None:
        page.write_string(1, 0, "A1")
        page.write_number(1, 3, 0.95, book.add_format({"num_format": "0%"}))

    assert cell(write) == "0.95"


def test_a_code_of_digits_keeps_no_decimals_and_text_keeps_its_zeros() -> None:
    assert cell(lambda _, page: page.write_row(1, 0, [8001, "泵", "台", 1]), "code") == "8001"
    assert cell(lambda _, page: page.write_string(1, 0, "008001"), "code") == "008001"
    assert cell(lambda _, page: page.write_number(1, 0, 12345678901234), "code") == "12345678901234"


def test_a_date_is_a_day_whatever_it_looks_like_and_a_bare_serial_is_none() -> None:
    def write(form: str) -> Callable[[xlsxwriter.Workbook, Worksheet], object]:
        day = datetime(2026, 12, 1)  # noqa: DTZ001 - a sheet knows no zones
        return lambda book, page: (
            page.write_string(1, 0, "A1"),
            page.write_datetime(1, 5, day, book.add_format({"num_format": form})),
        )

    for form in ("yyyy-mm-dd", "d.m.yy", "mmm d", "[$-804]yyyy年m月d日"):
        assert cell(write(form), "first_on") == "2026-12-01"
    assert cell(lambda _, page: page.write_row(1, 0, ["A1", "泵", "台", 1, 1, 46357]), "first_on") == "46357"


@pytest.mark.parametrize(
    "formula,value,words",
    [("=95*1", 95, "95"), ('=HYPERLINK("http://x.example")', "点我", "点我"), ("=1/0", "#DIV/0!", "")],
)
def test_of_a_formula_only_its_last_value_is_read(formula: str, value: object, words: str) -> None:
    found = cell(lambda _, page: (page.write_string(1, 0, "A1"), page.write_formula(1, 3, formula, None, value)))
    assert found == words


def test_merged_cells_count_for_their_first_row_and_column_only() -> None:
    def write(_: xlsxwriter.Workbook, page: Worksheet) -> None:
        page.merge_range(1, 0, 2, 0, "A1")
        page.merge_range(1, 3, 1, 4, 95)
        page.write_string(2, 1, "第二行")

    found = grid_of(written(write), "a.xlsx")
    assert isinstance(found, Grid)
    assert [list(cells[:5]) for _, cells in found.rows[1:]] == [["A1", "", "", "95", ""], ["", "第二行", "", "", ""]]


@pytest.mark.parametrize("odd", ["a\tb\nc", "\u200bA1", "<at id=all></at>", "\U0001f600", "é", "A1\ufeff", "=1+1", "'"])
def test_odd_letters_pass_as_they_are(odd: str) -> None:
    assert cell(lambda _, page: page.write_string(1, 0, odd), "code") == " ".join(odd.split())


def test_letters_that_no_database_keeps_are_dropped_and_long_cells_cut() -> None:
    for coded in ("utf-8", "gb18030"):
        found = grid_of(f"型号,牌价\nA1,{'长' * 5000}\n".encode(coded), "a.csv")
        assert isinstance(found, Grid)
        assert found.rows[1][1][1] == "长" * LONGEST_CELL
    found = grid_of("型号,牌价\nA\0 1,9\0 5".encode("utf-16"), "a.csv")
    assert isinstance(found, Grid)
    assert found.rows[1][1] == ["A 1", "9 5"]


def bomb(of: bytes) -> bytes:
    """A small archive that says it is small, and unpacks to much more."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", of)
    data = bytearray(out.getvalue())
    claim, at = len(of).to_bytes(4, "little"), 0
    while (at := data.find(claim, at)) >= 0:
        data[at : at + 4] = (100).to_bytes(4, "little")
        at += 4
    return bytes(data)


def test_an_archive_that_lies_about_its_size_is_found_out_without_unpacking_it() -> None:
    data = bomb(b" " * 60_000_000)
    assert len(data) < LARGEST
    began = process_time()
    assert grid_of(data, "a.xlsx") is Unreadable.BROKEN
    assert process_time() - began < 2


@pytest.mark.parametrize("name", ["../../xl/workbook.xml", "/xl/workbook.xml", "XL/WORKBOOK.XML", "xl\\workbook.xml"])
def test_an_archive_with_odd_paths_is_no_workbook(name: str) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, b"<workbook/>")
    assert grid_of(out.getvalue(), "a.xlsx") in (Unreadable.TYPE, Unreadable.BROKEN)


def test_a_sheet_of_entities_that_multiply_is_not_read() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml = (
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{lol}]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&l9;</v></c></row>'
    )
    small = workbook(Sheet("s", ("a",), [["b"]]))
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(small)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, xml + "</sheetData></worksheet>" if "sheet1" in part else old.read(part))
    began = process_time()
    found = grid_of(out.getvalue(), "a.xlsx")
    assert process_time() - began < 2
    assert isinstance(found, Unreadable)


def test_as_many_rows_as_may_be_are_read_in_a_moment() -> None:
    rows = [[f"A{number}", "泵", "台", Money(number), None, None] for number in range(MOST_ROWS)]
    data = workbook(Sheet("s", HEADINGS, rows))
    began = process_time()
    found = grid_of(data, "a.xlsx")
    assert process_time() - began < 5
    assert isinstance(found, Grid)
    assert (len(found.rows), found.rows[-1][1][3]) == (MOST_ROWS + 1, "49.99")


def test_headings_that_are_markup_or_endless_are_told_as_they_are() -> None:
    evil = "<at id=all></at>" * 100
    found = recognise(Grid([(1, ["型号", "牌价", evil]), (2, ["A1", "1", "x"])]))
    assert isinstance(found, Recognised)
    assert found.unused == [evil]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_sheet_with_every_cell_the_same_nonsense_is_judged_without_an_error(kind: object) -> None:
    headings = [column.title.zh for column in kind.columns]  # type: ignore[attr-defined]
    for odd in ("", "\U0001f600", "=1+1", "0", "-1", "1e5", "2026-13-45", "x" * LONGEST_CELL):
        found = recognise(Grid([(1, headings), (2, [odd] * len(headings))]))
        assert isinstance(found, Recognised)
        assert set(found.rows[0].cells.values()) == {odd}


def test_a_sheet_that_goes_through_the_outbox_keeps_its_odd_cells() -> None:
    made = Sheet("=x", ["</script>"], [["\U0001f600 \u2028 \\u0000 \x7f"], [Money(-5)], [None]], ["'"])
    assert unpack(pack(made)) == made
    assert grid_of(workbook(made), "a.xlsx") is not None
