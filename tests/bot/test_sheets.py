"""Sheets that go out: packed for the outbox, written as xlsx, read back cell by cell; nothing in them computes."""

import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from bot.sheets import Cell, Sheet, pack, unpack
from bot.workbooks import LONGEST_TEXT, file_name, workbook
from sales.money import Money, total

DANGEROUS = ["=1+1", "+8613800000000", "@x", "-3", '=HYPERLINK("x")', "http://example.com", "mailto:a@b", "'=1", "{=1}"]
MARCH = date(2026, 3, 2)


def sheet(*rows: Sequence[Cell], sums: Sequence[Cell] = (), name: str = "订单 2026-03") -> Sheet:
    return Sheet(name, ("编号", "金额"), rows, sums)


def cells(made: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python()


def parts(made: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(made)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_every_cell_comes_back_as_what_it_is() -> None:
    made = workbook(sheet(["SO-1", Money(1234)], [MARCH, 7], ["", None], sums=["合计", Money(1234)]))
    assert cells(made) == [["编号", "金额"], ["SO-1", 12.34], [MARCH, 7.0], ["", ""], ["合计", 12.34]]


@pytest.mark.parametrize("words", DANGEROUS)
def test_text_stays_text_whatever_it_begins_with(words: str) -> None:
    made = workbook(sheet([words, words], sums=[words, words]))
    assert cells(made)[1:] == [[words, words]] * 2
    written = parts(made)
    page = written["xl/worksheets/sheet1.xml"]
    assert not re.search(r"<f[ >]|hyperlink", page)
    assert "xl/worksheets/_rels/sheet1.xml.rels" not in written
    assert page.count('t="s"') == 6


def test_no_file_of_ours_has_a_formula_or_a_macro() -> None:
    rows: list[list[Cell]] = [[words, Money(number)] for number, words in enumerate(DANGEROUS)]
    made = workbook(sheet(*rows))
    assert not any(re.search(r"<f[ >]", text) for text in parts(made).values())
    assert not any("vba" in name or "external" in name for name in parts(made))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=20))
def test_money_comes_back_to_the_cent(minors: list[int]) -> None:
    amounts = [Money(minor) for minor in minors]
    rows: list[list[Cell]] = [["x", amount] for amount in amounts]
    found = cells(workbook(sheet(*rows, sums=["Σ", total(amounts)])))
    read = [Money(round(row[1] * 100)) for row in found[1:-1]]
    assert read == amounts
    assert Money(round(found[-1][1] * 100)) == total(read)


def test_a_number_too_large_for_a_cell_is_written_in_digits() -> None:
    assert cells(workbook(sheet([10**15, Money(10**18)])))[1] == [str(10**15), str(10**16)]


def test_money_has_two_decimals_days_a_date_and_the_heading_stays() -> None:
    written = parts(workbook(sheet(["a", Money(5)], [MARCH, 1], sums=["Σ", Money(5)])))
    assert 'formatCode="#,##0.00"' in written["xl/styles.xml"] or 'numFmtId="4"' in written["xl/styles.xml"]
    assert "yyyy-mm-dd" in written["xl/styles.xml"]
    assert 'state="frozen"' in written["xl/worksheets/sheet1.xml"]
    assert "<b/>" in written["xl/styles.xml"]


def test_columns_are_as_wide_as_their_words() -> None:
    page = parts(workbook(sheet(["一二三四五六七八九十", Money(1)], ["短", Money(1)])))["xl/worksheets/sheet1.xml"]
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', page)]
    assert widths[0] > 20 > widths[1] >= 8


def test_text_longer_than_a_cell_is_cut() -> None:
    assert len(cells(workbook(sheet(["长" * 40_000, None])))[1][0]) == LONGEST_TEXT


def test_a_sheet_of_nothing_has_its_heading() -> None:
    assert cells(workbook(sheet())) == [["编号", "金额"]]


@pytest.mark.parametrize(
    "name,expected",
    [
        ("订单 2026-03", "订单 2026-03.xlsx"),
        ("华宁/上海: *对账*?", "华宁 上海   对账.xlsx"),
        ("../../etc", "etc.xlsx"),
        ("\n", "sheet.xlsx"),
        ("长" * 300, "长" * 60 + ".xlsx"),
    ],
)
def test_any_name_makes_a_file_that_can_be_saved(name: str, expected: str, tmp_path: Path) -> None:
    named = file_name(sheet(name=name))
    assert named.replace("  ", " ") == expected.replace("  ", " ")
    (tmp_path / named).write_bytes(workbook(sheet(name=name)))
    assert "/" not in named


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(st.characters(exclude_categories=["Cs"])),
            st.integers(-(2**53), 2**53),
            st.integers().map(lambda minor: Money(minor % 10**17)),
            st.dates(),
            st.none(),
        )
    )
)
def test_packing_for_the_outbox_changes_nothing(row: list[Cell]) -> None:
    made = Sheet("名", ["列"] * len(row), [row, row], row)
    assert unpack(pack(made)) == made


def test_the_outbox_holds_no_float() -> None:
    assert pack(sheet(["a", Money(10)], sums=["Σ", Money(10)])).count('{"money":10}') == 2


def test_a_date_is_no_datetime() -> None:
    assert unpack(pack(sheet([MARCH, 1]))).rows[0][0] == MARCH
    assert not isinstance(unpack(pack(sheet([MARCH, 1]))).rows[0][0], datetime)
