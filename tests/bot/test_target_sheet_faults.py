"""Every fault of a sheet of targets by its row and its column; good rows beside them; taking a sheet back."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.sheets import Cell, SheetRow
from bot.target_sheet import COLUMNS, KIND
from tests.bot.test_target_sheet import STANDS, company, press, send
from tests.handlers.test_targets import set_target
from tests.installation import Installation
from tests.seen import labels, lite, read

__all__ = ["lite"]

KEYS = tuple(column.key for column in COLUMNS)
TODAY = date(2026, 3, 2)


def row(number: int, *cells: str) -> SheetRow:
    return SheetRow(number, dict(zip(KEYS, cells, strict=True)))


GOOD = ("公司", "", "2026-Q2", "", "", "100万", "")


def faults(house: Installation, *rows: Sequence[str]) -> list[tuple[int, str, str]]:
    """Row, column and words of what is wrong; the first row of a sheet is the second line."""
    sheet = [row(number, *cells) for number, cells in enumerate(rows, 2)]
    found = house.app.db.read(lambda db: KIND.check(db, sheet, house.app.house, TODAY))
    return [(each.row, each.column.zh, each.why.zh) for each in found]


WRONG: list[tuple[tuple[str, ...], str, str]] = [
    (("", "", "2026-Q2", "", "", "100万", ""), "级别", "请填写"),
    (("星球", "", "2026-Q2", "", "", "100万", ""), "级别", "「星球」不是级别"),
    (("<at id=all></at>", "", "2026-Q2", "", "", "100万", ""), "级别", "不是级别"),
    (("团队", "", "2026-Q2", "", "", "100万", ""), "名称", "请填写"),
    (("团队", "火星队", "2026-Q2", "", "", "100万", ""), "名称", "没有叫「火星队」的团队"),
    (("大区", "火星", "2026-Q2", "", "", "100万", ""), "名称", "没有叫「火星」的大区"),
    (("销售", "无名氏", "2026-Q2", "", "", "100万", ""), "名称", "没有叫「无名氏」的个人"),
    (("销售", "重名", "2026-Q2", "", "", "100万", ""), "名称", "有几个「重名」"),
    (("公司", "", "", "", "", "100万", ""), "期间", "请填写"),
    (("公司", "", "天气", "", "", "100万", ""), "期间", "「天气」看不懂"),
    (("公司", "", "2026-13", "", "", "100万", ""), "期间", "看不懂"),
    (("公司", "", "2026-W54", "", "", "100万", ""), "期间", "看不懂"),
    (("公司", "", "今天", "", "", "100万", ""), "期间", "看不懂"),
    (("公司", "", "2026-03-05", "", "", "100万", ""), "期间", "看不懂"),
    (("公司", "", "2026-Q2", "利润", "", "100万", ""), "指标", "「利润」不能设目标"),
    (("公司", "", "2026-Q2", "K99", "", "100万", ""), "指标", "不能设目标"),
    (("公司", "", "2026-Q2", "", "不存在", "100万", ""), "产品", "没有产品或产品组叫「不存在」"),
    (("公司", "", "2026-Q2", "", "", "", ""), "目标值", "请填写"),
    (("公司", "", "2026-Q2", "", "", "很多", ""), "目标值", "「很多」看不懂"),
    (("公司", "", "2026-Q2", "", "", "-5", ""), "目标值", "看不懂"),
    (("公司", "", "2026-Q2", "", "", "0.001", ""), "目标值", "看不懂"),
    (("公司", "", "2026-Q2", "新客户", "", "1.5", ""), "目标值", "看不懂"),
    (("公司", "", "2026-Q2", "", "", "9" * 30, ""), "目标值", "看不懂"),
    (("公司", "", "2026-Q2", "", "", "100万", "很" * 201), "原因", "最多 200 个字"),
]


@pytest.fixture
def firm(lite: Installation) -> Installation:
    squad = lite.squad(reps=("李雷", "重名", "重名"))
    lite.say_in(squad.chat, squad.manager, "大区 华东")
    return lite


def test_every_fault_is_named_by_its_row_and_its_column(firm: Installation) -> None:
    for wrong, column, said in WRONG:
        found = faults(firm, GOOD, wrong)
        assert [(number, title) for number, title, _ in found] == [(3, column)], wrong
        assert said in found[0][2], (wrong, found)


def test_all_faults_of_a_row_are_told_at_once_in_the_order_of_the_columns(firm: Installation) -> None:
    found = faults(firm, GOOD, ("星球", "x", "天气", "利润", "不存在", "很多", "很" * 201), GOOD)
    assert [column for number, column, _ in found if number == 3] == ["级别", "期间", "指标", "产品", "目标值", "原因"]
    assert [(number, why) for number, _, why in found if number == 4] == [(4, "与第 2 行是同一个目标")]


def test_the_same_place_by_another_name_is_the_same_target(firm: Installation) -> None:
    again = ("company", "", "二季度", "销售额", "", "200万", "")
    assert faults(firm, GOOD, again) == [(3, "名称", "与第 2 行是同一个目标")]
    assert faults(firm, GOOD, ("公司", "", "2026-Q2", "新客户", "", "20", "")) == []
    assert faults(firm, GOOD, ("公司", "", "2026-04", "", "", "20万", "")) == []


LEVELS = ["公司", "company", "COMPANY", "大区", "area", "Area", "团队", "team", "TEAM", "个人", "销售", "rep", "person"]


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_may_be_said_in_either_language(firm: Installation, level: str) -> None:
    names = {"公": "", "c": "", "大": "华东", "a": "华东", "团": "华东一队", "t": "华东一队"}
    name = names.get(level[0].lower(), "李雷")
    assert faults(firm, (level, name, "2026-Q2", "", "", "100万", "")) == []


def test_two_of_one_name_are_told_apart_by_their_open_id(firm: Installation) -> None:
    (open_id,) = firm.rows("select open_id from people where name = '重名' order by id")[0]
    assert faults(firm, ("销售", open_id, "2026-Q2", "", "", "100万", "")) == []


def test_a_change_without_a_reason_and_a_period_that_is_over_are_faults(firm: Installation) -> None:
    set_target(firm, firm.admin, "目标 公司 Q2 90万")
    set_target(firm, firm.admin, "目标 公司 2026-02 30万")
    assert faults(firm, GOOD) == [(2, "原因", faults(firm, GOOD)[0][2])]
    assert faults(firm, (*GOOD[:-1], "加人")) == []
    assert faults(firm, ("公司", "", "2026-Q2", "", "", "90万", "")) == []


def test_faults_are_shown_and_nothing_is_kept_of_the_sheet(firm: Installation) -> None:
    rows: list[list[Cell]] = [list(GOOD), ["团队", "火星队", "天气", "", "", "很多", ""]]
    card = send(firm, *rows)
    for said in ("第 3 行", "名称", "期间", "目标值", "火星队"):
        assert said in read(card)
    assert "row 3" in read(card, "en").lower()
    assert firm.rows(STANDS) == []
    assert "全部导入" not in labels(card)


def test_taken_back_the_version_before_stands_again(lite: Installation) -> None:
    company(lite)
    set_target(lite, lite.admin, "目标 公司 Q2 90万")
    send(lite, [*GOOD[:-1], "加人"], ["团队", "华东一队", "2026-Q2", "", "", "50万", ""])
    assert press(lite, "全部导入") == "已导入 2 条"
    assert [row[4:] for row in lite.rows(STANDS)] == [(90_000_000, 1), (100_000_000, 2), (50_000_000, 1)]
    assert "已撤销" in press(lite, "撤销")
    said = read(lite.say(lite.admin, "目标 公司 Q2"))
    assert "¥90万" in said
    assert "¥100万" not in said
    assert [row[4:] for row in lite.rows(STANDS)] == [(90_000_000, 1)]
