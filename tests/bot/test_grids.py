"""Files as cells: what they say as text, and what is refused before it could hurt whoever reads it."""

import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.grids import (
    LARGEST,
    LARGEST_UNPACKED,
    LONGEST_CELL,
    MOST_PARTS,
    MOST_ROWS,
    Grid,
    Unreadable,
    cell_words,
    grid_of,
)
from bot.sheets import Cell, Sheet
from bot.workbooks import workbook
from sales.money import Money


def made(write: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        write(book)
    return out.getvalue()


def packed(**parts: bytes) -> bytes:
    """An archive of parts; `__` in a name stands for a slash."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def repacked(data: bytes, change: Callable[[bytes], bytes], part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """The same archive with one part changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    "cell,words",
    [
        (95.0, "95"),
        (95.5, "95.5"),
        (0.1 + 0.2, "0.3"),
        (1e15, "1000000000000000"),
        (-3, "-3"),
        (0.0, "0"),
        (1e-7, "0.0000001"),
        (True, "TRUE"),
        (None, ""),
        (date(2026, 3, 2), "2026-03-02"),
        (datetime(2026, 3, 2, tzinfo=UTC), "2026-03-02"),
        (datetime(2026, 3, 2, 9, 30), "2026-03-02 09:30"),  # noqa: DTZ001 - a sheet knows no zones
        (time(9, 30), "09:30:00"),
        ("  A\u00a0100\t\n", "A 100"),
        ("全\u3000角", "全 角"),
        ("a\0b", "ab"),
        ("=1+1", "=1+1"),
        ("x" * 5000, "x" * LONGEST_CELL),
    ],
)
def test_a_cell_reads_as_it_is_shown(cell: object, words: str) -> None:
    assert cell_words(cell) == words


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(-(10**13), 10**13), min_size=1, max_size=10))
def test_money_that_goes_out_comes_in_again(minors: list[int]) -> None:
    rows: list[list[Cell]] = [[Money(minor), "x"] for minor in minors]
    found = grid_of(workbook(Sheet("s", ("a", "b"), rows)), "s.xlsx")
    assert isinstance(found, Grid)
    assert [round(float(cells[0]) * 100) for _, cells in found.rows[1:]] == minors


def test_rows_keep_their_numbers_and_blank_ones_are_left_out() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write_row(2, 1, ["型号", "牌价"])
        page.merge_range(4, 1, 5, 1, "A1")
        page.write_number(4, 2, 95)
        page.write_string(7, 1, " ")
        page.write_row(8, 1, ["B2", 1.5])

    assert grid_of(made(write), "a.xlsx") == Grid([(3, ["型号", "牌价"]), (5, ["A1", "95"]), (9, ["B2", "1.5"])])


def test_the_first_sheet_that_can_be_seen_and_holds_something() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        hidden, empty, full = (book.add_worksheet(name) for name in ("h", "e", "f"))
        hidden.write_row(0, 0, ["x", "y"])
        hidden.hide()
        empty.activate()
        full.write_column(0, 0, ["a", "b"])

    assert grid_of(made(write), "a.xlsx") == Grid([(1, ["a"]), (2, ["b"])])


def test_a_formula_gives_what_it_came_to() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write_string(0, 0, "sum")
        page.write_formula(1, 0, "=1+1", None, 2)

    assert grid_of(made(write), "a.xlsx") == Grid([(1, ["sum"]), (2, ["2"])])


def far_away(book: xlsxwriter.Workbook) -> None:
    page = book.add_worksheet()
    page.write_row(0, 0, ["a", "b"])
    page.write_string(1_048_575, 16_383, "lost")


SMALL = workbook(Sheet("s", ("a",), [["b"]]))
REFUSED = {
    "nothing at all": (b"", Unreadable.EMPTY),
    "too many bytes": (b"x" * (LARGEST + 1), Unreadable.LARGE),
    "an archive of something else": (packed(word__document=b"x"), Unreadable.TYPE),
    "not really an archive": (b"PK\x03\x04" + b"x" * 100, Unreadable.BROKEN),
    "half an archive": (SMALL[: len(SMALL) // 2], Unreadable.BROKEN),
    "no workbook in it": (packed(xl__workbook=b"x"), Unreadable.TYPE),
    "a workbook that is no XML": (repacked(SMALL, lambda _: b"<", "xl/workbook.xml"), Unreadable.BROKEN),
    "a sheet that breaks off": (repacked(SMALL, lambda old: old[: len(old) // 2]), Unreadable.BROKEN),
    "a bomb": (repacked(SMALL, lambda old: old + b" " * LARGEST_UNPACKED), Unreadable.LARGE),
    "too many parts": (packed(**{f"x{n}": b"" for n in range(MOST_PARTS + 1)}), Unreadable.LARGE),
    "a cell in the last corner": (made(far_away), Unreadable.LARGE),
    "a heading alone": (workbook(Sheet("s", ("a",), [])), Unreadable.EMPTY),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Unreadable.TYPE),
}


@pytest.mark.parametrize("data,why", REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_says_why(data: bytes, why: Unreadable) -> None:
    assert grid_of(data, "a.xlsx") is why


def test_an_archive_that_is_not_what_it_says() -> None:
    at = SMALL.index(b"xl/sharedStrings.xml") + len("xl/sharedStrings.xml") + 5
    spoiled = SMALL[:at] + bytes([SMALL[at] ^ 0xFF]) + SMALL[at + 1 :]
    assert grid_of(spoiled, "a.xlsx") is Unreadable.BROKEN


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_damage_ends_whoever_reads_it(data: st.DataObject) -> None:
    at = data.draw(st.integers(4, len(SMALL) - 1))
    spoiled = SMALL[:at] + data.draw(st.binary(min_size=1, max_size=8)) + SMALL[at + 1 :]
    assert isinstance(grid_of(spoiled, "a.xlsx"), Grid | Unreadable)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.txt", "", "a.exe"]))
def test_no_bytes_do(data: bytes, name: str) -> None:
    assert isinstance(grid_of(data, name), Grid | Unreadable)


@pytest.mark.parametrize("count,fits", [(MOST_ROWS, True), (MOST_ROWS + 1, False)])
def test_as_many_rows_as_one_can_look_through(count: int, fits: bool) -> None:
    found = grid_of(b"a\n" + b"1\n\n" * count, "a.csv")
    assert isinstance(found, Grid) is fits
    assert fits or found is Unreadable.ROWS


@pytest.mark.parametrize(
    "text,rows",
    [
        ("a,b\n1,2", [(1, ["a", "b"]), (2, ["1", "2"])]),
        ("a;b\n1,5;2", [(1, ["a", "b"]), (2, ["1,5", "2"])]),
        ("a\tb\r\n1\t2\r\n", [(1, ["a", "b"]), (2, ["1", "2"])]),
        ('a,b\n"x\ny","say ""hi"""\n3,4', [(1, ["a", "b"]), (2, ["x y", 'say "hi"']), (3, ["3", "4"])]),
    ],
)
def test_a_csv_is_read_with_its_own_separator(text: str, rows: list[tuple[int, list[str]]]) -> None:
    assert grid_of(text.encode(), "a.csv") == Grid(rows)


@pytest.mark.parametrize("data", [b'a,b\n"1,2', b"\x81\x20\xff\n\xff", b"a\0b\n1\0"])
def test_a_csv_that_is_none_is_broken(data: bytes) -> None:
    assert grid_of(data, "a.csv") is Unreadable.BROKEN
