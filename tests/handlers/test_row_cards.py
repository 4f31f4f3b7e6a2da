"""明细: the rows of every figure as cards and as sheets, which add up to it, of any number of rows."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import delete, insert, select

from bot.errors import Refusal
from bot.kpi_words import NAMES
from bot.sheets import pack, unpack
from bot.workbooks import workbook
from handlers.figures import row_cards
from handlers.figures.row_cards import export_sheet, rows_card
from playground.validation import problems
from sales.kpi import CATALOGUE
from sales.scopes import COMPANY, Scope, rep, team
from sales.stretches import Stretch
from storage.engine import Connection
from storage.figure_rows import DIVIDED
from storage.gazettes import Gazettes
from storage.scoreboards import figures_of
from storage.visits import visits
from tests.busy import NOW
from tests.installation import sqlite_database
from tests.openings import WHOLE, Desk, desk, desk_of, words_of, yuan

__all__ = ["desk"]

MONEY = {"K01", "K03", "K05", "K05r", "K07a", "K08", "K08r", "K13", "K18d", "K34", "K52"}
APART = {"K02", "K04"}
"""Pieces of several units and the pace are no sum of rows."""
SCOPES = ("company", "east", "south", "li", "han", "zhou")


def scope_of(desk: Desk, name: str) -> Scope:
    who = desk.who
    return {
        "company": COMPANY,
        "east": team(who.east.id),
        "south": team(who.south.id),
        "li": rep(who.li.id),
        "han": rep(who.han.id),
        "zhou": rep(who.zhou.id),
    }[name]


def counted(desk: Desk, code: str, scope: Scope) -> tuple[int, int | None]:
    found = desk.db.read(lambda db: figures_of(db, Gazettes(), scope, WHOLE, NOW, [code]))[code]
    return found.of, found.per


def cells(desk: Desk, code: str, scope: Scope = COMPANY, variant: str = "") -> list[list[Any]]:
    """The sheet as a spreadsheet program reads it, the headings first."""
    what = desk.opened(code, scope, variant)
    sheet = desk.asking(lambda ctx: export_sheet(ctx, what(ctx)))
    content = workbook(unpack(pack(sheet)))
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def column(headings: list[Any], *names: str) -> int:
    return next(n for n, heading in enumerate(headings) if str(heading).split(" / ")[0] in names)


@pytest.mark.parametrize("code", sorted(set(CATALOGUE) - APART))
def test_the_card_says_what_all_rows_come_to(desk: Desk, code: str) -> None:
    upper, _ = counted(desk, code, COMPANY)
    said = yuan(upper) if code in MONEY else f"{upper:,}"
    card = desk.asking(lambda ctx: rows_card(ctx, desk.opened(code)(ctx), 1))
    assert f"明细：{NAMES[code].zh}" in words_of(card)
    assert f"合计 {said}" in words_of(card)
    assert f"In all {said}" in words_of(card, "en")
    assert problems(card.json) == []


@pytest.mark.parametrize("name", SCOPES)
@pytest.mark.parametrize("code", sorted(set(CATALOGUE) - APART - {"K46"}))
def test_the_sheet_read_back_adds_up_to_the_figure(desk: Desk, code: str, name: str) -> None:
    upper, lower = counted(desk, code, scope_of(desk, name))
    sheet = desk.asking(lambda ctx: export_sheet(ctx, desk.opened(code, scope_of(desk, name))(ctx)))
    if not sheet.rows:
        assert upper == 0
        return
    headings, *rows, sums = cells(desk, code, scope_of(desk, name))
    times = 100 if code in MONEY else 1
    for names, value in ((("数额", "分子"), upper), (("分母",), lower if code in DIVIDED else None)):
        if value is not None:
            at = column(headings, *names)
            assert sum(round(row[at] * times) for row in rows) == round(sums[at] * times) == value


@pytest.mark.parametrize("unit, product", [("台", "A"), ("个", "B7"), ("套", "X1")])
def test_pieces_of_one_unit_add_up(desk: Desk, unit: str, product: str) -> None:
    found = desk.db.read(lambda db: figures_of(db, Gazettes(), COMPANY, WHOLE, NOW, ["K02"]))
    assert found["K02"].value is None
    told = desk.told(lambda ctx, what: rows_card(ctx, what, 1), desk.opened("K02", variant=unit))
    headings, *rows, sums = cells(desk, "K02", variant=unit)
    value, note = column(headings, "数额"), column(headings, "说明")
    assert all(row[note].endswith(unit) and row[note].startswith(product) for row in rows)
    total = sum(float(row[value]) for row in rows)
    assert total == float(sums[value])
    assert f"合计 {total:,.0f}" in told


def test_pieces_of_several_units_have_no_sum(desk: Desk) -> None:
    *rows, sums = cells(desk, "K02")
    assert len(rows) > 3
    assert sums[-1] in ("", None)
    told = desk.told(lambda ctx, what: rows_card(ctx, what, 1), desk.opened("K02"))
    assert "N/A（单位不同，请分产品看）" in told


def test_the_rows_of_the_pace_are_the_sales_it_is_made_of(desk: Desk) -> None:
    headings, *_, sums = cells(desk, "K04")
    upper, _ = counted(desk, "K01", COMPANY)
    assert round(sums[column(headings, "数额")] * 100) == upper
    told = desk.told(lambda ctx, what: rows_card(ctx, what, 1), desk.opened("K04"))
    assert "N/A（未设目标）" in told


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_headings_and_sums_are_of_both_languages(desk: Desk, code: str) -> None:
    headings, *_, sums = cells(desk, code)
    both = [str(heading) for heading in headings]
    assert both[:5] == ["日期 / Date", "单号 / No.", "销售 / Rep", "客户 / Customer", "说明 / Note"]
    assert both[5:] == (["分子 / Numerator", "分母 / Denominator"] if code in DIVIDED else ["数额 / Value"])
    assert sums[0] == "合计 / Total"


@pytest.mark.parametrize("variant, lines", [("", 6), ("weekly", 5), ("visit", 1)])
def test_reports_are_listed_by_type(desk: Desk, variant: str, lines: int) -> None:
    *rows, sums = cells(desk, "K25", variant=variant)
    assert len(rows) - 1 <= lines
    assert sums[-1] == sum(row[-1] for row in rows[1:])


def test_a_rep_is_not_named_on_every_line_of_their_own_rows(desk: Desk) -> None:
    own = desk.told(lambda ctx, what: rows_card(ctx, what, 1), desk.opened("K01", rep(desk.who.li.id)))
    whole = desk.told(lambda ctx, what: rows_card(ctx, what, 1), desk.opened("K01"))
    assert "华宁精密 · 李雷" in whole
    assert "华宁精密 · 李雷" not in own
    assert "华宁精密" in own


def test_an_empty_period_has_neither_rows_nor_a_sheet(desk: Desk) -> None:
    what = desk.opened("K01", stretch=Stretch(date(2024, 1, 1), date(2024, 2, 1)))
    told = desk.told(lambda ctx, opened: rows_card(ctx, opened, 1), what)
    assert "没有明细：这段时间什么都没发生。" in told
    assert "导出" not in told
    assert "第 1 页" not in told
    assert desk.asking(lambda ctx: export_sheet(ctx, what(ctx))).rows == []


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_of(sqlite_database(tmp_path_factory.mktemp("crowd"), tmp_path_factory)) as made:
        yield made


def fill(db: Connection, many: int) -> None:
    """So many visits with an effect, of one rep on one day, and none beside them."""
    filled = visits.c.purpose == "filled"
    db.execute(delete(visits).where(filled))
    db.execute(visits.update().values(visited_on=date(2026, 2, 1)))
    first = db.execute(select(visits).where(visits.c.effective.is_(True)).limit(1)).mappings().one()
    row = {name: value for name, value in first.items() if name != "id"} | {"companion_id": None, "purpose": "filled"}
    if many:
        db.execute(insert(visits), [row | {"visited_on": date(2026, 3, 10)} for _ in range(many)])


@pytest.mark.parametrize(
    "many, pages",
    [(0, [0]), (1, [1]), (10, [10]), (11, [10, 1]), (1_000, [10] * 100)],
    ids=["none", "one", "a page", "one more", "a thousand"],
)
def test_pages_are_of_ten_rows_and_end_where_the_rows_end(crowd: Desk, many: int, pages: list[int]) -> None:
    crowd.db.write(lambda db: fill(db, many))
    seen: list[str] = []
    for no, size in enumerate(pages[:3] + pages[-1:] if len(pages) > 3 else pages, 1):
        page = no if no < 4 else len(pages)
        told = page_of(crowd, page)
        numbers = re.findall(r"V-\d+", told)
        assert len(numbers) == size
        assert ("第 " in told) == (len(pages) > 1)
        assert ("下一页" in told) == (page < len(pages))
        assert ("上一页" in told) == (page > 1)
        assert f"合计 {many:,}" in told
        seen += numbers
    assert len(set(seen)) == len(seen)


def page_of(crowd: Desk, page: int) -> str:
    return crowd.told(lambda ctx, what: rows_card(ctx, what, page), crowd.opened("K21"))


def test_a_page_beyond_the_end_leads_back(crowd: Desk) -> None:
    crowd.db.write(lambda db: fill(db, 11))
    told = page_of(crowd, 40)
    assert re.findall(r"V-\d+", told) == []
    assert "上一页" in told
    assert "下一页" not in told
    assert "合计 11" in told


def test_a_thousand_rows_are_one_sheet(crowd: Desk) -> None:
    crowd.db.write(lambda db: fill(db, 1_000))
    sheet = crowd.asking(lambda ctx: export_sheet(ctx, crowd.opened("K21")(ctx)))
    assert len(sheet.rows) == sheet.sums[5] == 1_000


def test_more_rows_than_are_sent_at_once_are_refused(crowd: Desk) -> None:
    crowd.db.write(lambda db: fill(db, row_cards.MOST + 1))
    with pytest.raises(Refusal) as refused:
        crowd.asking(lambda ctx: export_sheet(ctx, crowd.opened("K21")(ctx)))
    assert "5,000" in refused.value.words.zh
    assert "shorter time" in refused.value.words.en


def test_a_row_behind_the_watermark_is_in_no_page_and_no_sheet(desk: Desk) -> None:
    what = desk.opened("K01")
    early = desk.asking(lambda ctx: export_sheet(ctx, replace(what(ctx), upto=1)))
    late = desk.asking(lambda ctx: export_sheet(ctx, what(ctx)))
    assert len(early.rows) < len(late.rows)
