"""Which kind of sheet it is, what its rows say, and the templates that say so themselves."""

import pytest

from bot.grids import Grid, grid_of
from bot.imports import KINDS, Recognised, recognise, template
from bot.sheets import SheetColumn, SheetKind
from bot.text import Text
from bot.workbooks import workbook


def kind(name: str, *columns: SheetColumn) -> SheetKind:
    return SheetKind(name, Text(name, name), columns, lambda *_: [], lambda _db, rows, _batch: len(rows), lambda *_: 0)


CODE = SheetColumn("code", Text("型号", "code"), required=True)
PRICE = SheetColumn("price", Text("牌价", "list price"), required=True)
NOTE = SheetColumn("note", Text("备注", "note"))
LEVEL = SheetColumn("level", Text("级别", "level"), required=True)
GOODS, RULES = kind("goods", CODE, PRICE, NOTE), kind("rules", LEVEL, CODE)
BOTH = (GOODS, RULES)


def grid(*rows: str) -> Grid:
    return Grid([(number, row.split("|")) for number, row in enumerate(rows, 1)])


def named(*rows: str) -> Recognised:
    found = recognise(grid(*rows), BOTH)
    assert isinstance(found, Recognised), found
    return found


@pytest.mark.parametrize(
    "headings,name",
    [
        ("型号|牌价", "goods"),
        ("code|list price", "goods"),
        ("CODE *|List-Price", "goods"),
        ("型号（code）|牌价/list price|备注", "goods"),
        ("ｃｏｄｅ|牌　价", "goods"),
        ("级别|型号", "rules"),
        ("型号|牌价|级别", "goods"),
        ("level|code|什么", "rules"),
    ],
)
def test_a_sheet_is_known_by_its_headings_in_either_language(headings: str, name: str) -> None:
    assert named(headings, "x|1|2").kind.name == name


def test_rows_have_every_column_wherever_it_stands() -> None:
    found = named("什么|牌价|型号", "?|95|A1", "?|5")
    assert [(row.number, row.cells) for row in found.rows] == [
        (2, {"code": "A1", "price": "95", "note": ""}),
        (3, {"code": "", "price": "5", "note": ""}),
    ]
    assert found.unused == ["什么"]


@pytest.mark.parametrize(
    "headings,zh,en",
    [
        ("天气|温度", "看不出是哪种表：能导入的有goods、rules。", "The headings are not known"),
        ("型号|型号|牌价", "「型号」这一列有两个。", "There are two columns code."),
        ("型号|code|牌价", "「型号」这一列有两个。", "There are two columns code."),
        ("型号|备注", "goods的表里缺这些列：牌价。", "The sheet of goods lacks these columns: list price."),
        ("备注", "goods的表里缺这些列：型号、牌价。", "lacks these columns: code, list price."),
    ],
)
def test_what_the_headings_lack_is_said(headings: str, zh: str, en: str) -> None:
    said = recognise(grid(headings, "x|1|2"), BOTH)
    assert isinstance(said, Text)
    assert said.zh == zh
    assert en in said.en


@pytest.mark.parametrize("each", KINDS, ids=lambda each: each.name)
def test_every_template_is_known_as_what_it_is(each: SheetKind) -> None:
    found = grid_of(workbook(template(each)), "template.xlsx")
    assert isinstance(found, Grid)
    sheet = recognise(found)
    assert isinstance(sheet, Recognised)
    assert sheet.kind is each
    assert sheet.unused == []
    (example,) = sheet.rows
    assert all(example.cells[column.key] == column.example for column in each.columns)


def test_kinds_have_names_that_fit_their_column_and_differ() -> None:
    assert len({each.name for each in KINDS}) == len(KINDS)
    assert all(len(each.name) <= 16 for each in KINDS)
