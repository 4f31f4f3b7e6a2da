"""Which files of a folder are read, in which encodings and shapes, and what is said of those that cannot be."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from bot.grids import LONGEST_CELL
from bot.history_files import Source, Wrong, find_sources, places_of
from bot.history_sheets import SHEETS, TEAMS
from bot.history_templates import write_templates
from storage.uow import UnitOfWork
from tests.pasts import counted, looked_through
from tests.seeds import memory

__all__ = ["memory"]

HEADING = "团队 / team,大区 / area\n"


def rows_in(folder: Path, name: str = "teams") -> list[tuple[int, dict[str, str]]]:
    found, wrong = find_sources(folder)
    assert wrong == []
    return [(row.number, dict(row.cells)) for row in found[name].rows(wrong.append)]


def said(folder: Path) -> list[tuple[str, int, str]]:
    return [(one.file, one.row, one.why.en) for one in find_sources(folder)[1]]


def book(path: Path, **sheets: Sequence[Sequence[object]]) -> None:
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "teams.csv").write_text(HEADING + "华东一队,华东\n", encoding)
    assert rows_in(tmp_path) == [(2, {"name": "华东一队", "area": "华东"})]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_parted_in_any_of_three_ways_and_in_any_order(tmp_path: Path, delimiter: str) -> None:
    (tmp_path / "teams.csv").write_text(
        f"AREA{delimiter}unheard of{delimiter}Team\n东{delimiter}x{delimiter}一\n", "utf-8"
    )
    assert rows_in(tmp_path) == [(2, {"name": "一", "area": "东"})]


def test_rows_keep_the_numbers_of_the_spreadsheet_and_blank_ones_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "团队.csv").write_text(HEADING + '"一\n队",东\n,\n\n二,\n', "utf-8")
    assert rows_in(tmp_path) == [(2, {"name": "一 队", "area": "东"}), (5, {"name": "二", "area": ""})]


def test_a_row_may_be_shorter_than_the_heading(tmp_path: Path) -> None:
    (tmp_path / "teams.csv").write_text(HEADING + "一\n", "utf-8")
    assert rows_in(tmp_path) == [(2, {"name": "一"})]


def test_one_workbook_may_hold_every_sheet(tmp_path: Path) -> None:
    products = [("型号", "名称"), ("A1", "泵"), (1001, "阀")]
    book(tmp_path / "everything.xlsx", README=[("read me",)], teams=[("team",), ("一",)], 产品=products)
    assert rows_in(tmp_path) == [(2, {"name": "一"})]
    assert [cells["code"] for _, cells in rows_in(tmp_path, "products")] == ["A1", "1001"]


def test_a_workbook_named_like_a_sheet_may_call_its_page_anything(tmp_path: Path) -> None:
    book(tmp_path / "teams.xlsx", Sheet1=[("team",), ("一",)])
    assert rows_in(tmp_path) == [(2, {"name": "一"})]


def test_what_is_no_sheet_is_passed_by_or_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x", "utf-8")
    (tmp_path / "~$teams.xlsx").write_bytes(b"lock")
    (tmp_path / "customers2.csv").write_text("a\n", "utf-8")
    assert [(file, row) for file, row, _ in said(tmp_path)] == [("customers2.csv", 0)]
    assert "is no known sheet; files are called teams.csv, members.csv" in said(tmp_path)[0][2]


def test_the_same_sheet_twice_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "teams.csv").write_text(HEADING, "utf-8")
    book(tmp_path / "teams.xlsx", Sheet1=[("team",), ("一",)])
    assert said(tmp_path) == [("teams.xlsx", 0, "is the same sheet as teams.csv")]


def test_columns_that_are_needed_are_named_where_they_lack(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text("open id,team\nou_1,一\n", "utf-8")
    assert said(tmp_path) == [("members.csv", 1, "lacks these columns: name, from")]


@pytest.mark.parametrize(
    "name, data, why",
    [
        ("teams.csv", b"", "is empty"),
        ("teams.csv", b"team\n\xff\xfe\x80\x81\n", "is no text in UTF-8"),
        ("teams.csv", b"team\na\0b\n", "is no text in UTF-8"),
        ("teams.csv", b'team\n"open', "has a quote that is not closed here"),
        ("teams.csv", b"team\n" + b"x" * 140_000, "has a quote that is not closed here, or a cell too large"),
        ("teams.xlsx", b"PK\x03\x04 not a book", "cannot be opened"),
        ("teams.xlsx", b"team\n", "cannot be opened"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert [why in each for _, _, each in said(tmp_path)] == [True]


def test_a_workbook_that_unpacks_to_gigabytes_is_not_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "teams.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 80_000_000)
    assert "too large" in said(tmp_path)[0][2]


def test_a_stray_cell_in_the_last_corner_is_not_a_million_rows(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "teams.xlsx") as made:
        page = made.add_worksheet()
        page.write(0, 0, "team")
        page.write(1_048_575, 16_383, "x")
    assert "too large" in said(tmp_path)[0][2]


def test_a_workbook_without_a_known_sheet(tmp_path: Path) -> None:
    book(tmp_path / "book.xlsx", Sheet1=[("team",), ("一",)])
    assert said(tmp_path) == [("book.xlsx", 0, "has no sheet with a known name")]


def test_a_huge_cell_is_a_mistake_of_its_row(tmp_path: Path) -> None:
    (tmp_path / "teams.csv").write_text(HEADING + "x" * (LONGEST_CELL + 1) + ",\n一,\n", "utf-8")
    source: Source = find_sources(tmp_path)[0]["teams"]
    told: list[Wrong] = []
    assert [row.number for row in source.rows(told.append)] == [3]
    assert [(one.row, one.why.en) for one in told] == [(2, "has a cell of more than 1000 characters")]


def test_a_formula_is_text_and_signs_that_are_none_are_gone(tmp_path: Path) -> None:
    (tmp_path / "teams.csv").write_text(HEADING + "=1+1,@SUM(A1)\n", "utf-8")
    assert rows_in(tmp_path) == [(2, {"name": "=1+1", "area": "@SUM(A1)"})]


def test_a_column_is_known_by_its_key_and_in_both_languages() -> None:
    for heading in ("name", "团队", "TEAM", "团队 / team", "team（团队）"):
        assert places_of(TEAMS, ["?", heading]) == {"name": 1}


@pytest.mark.parametrize("as_book", [False, True])
def test_the_templates_own_examples_are_without_fault(memory: UnitOfWork, tmp_path: Path, as_book: bool) -> None:
    paths = write_templates(tmp_path / "new" / "folder", as_book=as_book)
    assert all(path.exists() for path in paths)
    before = counted(memory)
    checked = looked_through(memory, tmp_path / "new" / "folder")
    assert checked.wrong == []
    assert checked.history.counts == {sheet.name: 1 for sheet in SHEETS}
    assert counted(memory) == before


def test_a_template_says_what_every_column_is_for_and_overwrites_nothing(tmp_path: Path) -> None:
    *_, readme = write_templates(tmp_path, as_book=False)
    explained = readme.read_text("utf-8-sig")
    for sheet in SHEETS:
        assert all(f"{column.title.zh} / {column.title.en}" in explained for column in sheet.columns)
    (tmp_path / "teams.csv").write_text("mine", "utf-8")
    with pytest.raises(FileExistsError, match=r"teams\.csv"):
        write_templates(tmp_path, as_book=False)
    assert (tmp_path / "teams.csv").read_text("utf-8") == "mine"


def test_an_empty_folder_is_said_to_be_empty(memory: UnitOfWork, tmp_path: Path) -> None:
    checked = looked_through(memory, tmp_path)
    assert [one.why.en for one in checked.wrong] == ["holds no CSV or XLSX files"]
