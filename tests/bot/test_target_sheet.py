"""The sheet of targets: each fault by its row and column, applied once, taken back as a whole."""

from collections.abc import Sequence
from io import BytesIO

from python_calamine import CalamineWorkbook

from bot.imports import template
from bot.sheets import Cell, Sheet
from bot.target_sheet import COLUMNS, KIND
from bot.workbooks import workbook
from playground import Message
from tests.installation import Installation, Squad
from tests.seen import house, labels, lite, read, toast

__all__ = ["house", "lite"]

HEADINGS = tuple(column.title.zh for column in COLUMNS)
STANDS = "select scope_kind, scope_key, kpi, period, value, version from targets where withdrawn_at is null order by id"


def send(house: Installation, *rows: Sequence[Cell], headings: Sequence[str] = HEADINGS) -> Message:
    """Send a sheet of targets; the card with what was found."""
    data = workbook(Sheet("目标", headings, rows))
    house.feishu.send_file(house.admin, house.feishu.direct(house.admin), "目标.xlsx", data)
    return house.answer(house.admin)


def press(house: Installation, label: str) -> str:
    done = house.feishu.press(house.admin, house.answer(house.admin).message_id, label)
    return toast(done)[1] if "toast" in done.body else ""


def company(house: Installation) -> Squad:
    """A team in an area."""
    squad = house.squad()
    house.say_in(squad.chat, squad.manager, "大区 华东")
    return squad


GOOD: list[list[Cell]] = [
    ["公司", "", "2026-Q2", "销售额", "", 10_000_000, ""],
    ["大区", "华东", "2026-Q2", "", "", "600万", ""],
    ["team", "华东一队", "2026-Q2", "sales", "", "3,000,000.50", ""],
    ["销售", "李雷", "2026-04", "新客户", "", 20, "开拓"],
    ["rep", "李雷", "4月", "有效拜访", "", 60, ""],
]


def test_a_sheet_sets_many_targets_at_once(house: Installation) -> None:
    company(house)
    shown = send(house, *GOOD)
    assert "没有发现错误" in read(shown)
    assert "目标" in read(shown)
    assert house.rows(STANDS) == []
    assert press(house, "全部导入") == "已导入 5 条"
    assert house.rows(STANDS) == [
        ("company", "", "K01", "2026-Q2", 1_000_000_000, 1),
        ("area", "华东", "K01", "2026-Q2", 600_000_000, 1),
        ("team", "1", "K01", "2026-Q2", 300_000_050, 1),
        ("rep", "2", "K10", "2026-04", 20, 1),
        ("rep", "2", "K21", "2026-04", 60, 1),
    ]


def test_undone_what_stood_before_stands_again(house: Installation) -> None:
    company(house)
    send(house, ["team", "华东一队", "2026-Q2", "", "", 100, ""])
    press(house, "全部导入")
    send(house, ["team", "华东一队", "2026-Q2", "", "", 200, "更高"], ["公司", "", "2026", "", "", 5, ""])
    press(house, "全部导入")
    assert [row[4:] for row in house.rows(STANDS)] == [(10000, 1), (20000, 2), (500, 1)]
    assert "已撤销" in press(house, "撤销")
    assert [row[4:] for row in house.rows(STANDS)] == [(10000, 1)]
    assert "目标 ¥100 " in read(house.say(house.admin, "目标 华东一队 2026-Q2"))


def test_each_fault_is_named_by_row_and_column(house: Installation) -> None:
    company(house)
    send(house, ["team", "华东一队", "2026-Q2", "", "", 100, ""])
    press(house, "全部导入")
    shown = read(
        send(
            house,
            ["处长", "华东一队", "2026-Q2", "", "", 1, ""],
            ["team", "没有的队", "2026-Q2", "", "", 1, ""],
            ["team", "华东一队", "天气", "", "", 1, ""],
            ["team", "华东一队", "2026-Q3", "利润", "", 1, ""],
            ["team", "华东一队", "2026-Q3", "", "没有", 1, ""],
            ["team", "华东一队", "2026-Q3", "", "", "很多", ""],
            ["team", "华东一队", "2026-Q3", "", "", 1, "长" * 201],
            ["team", "华东一队", "2026-Q2", "", "", 300, ""],
            ["公司", "", "2027", "", "", 1, ""],
            ["公司", "", "2027", "", "", 2, ""],
            ["team", "", "2027", "", "", "", ""],
            ["team", "华东一队", "2026-Q2", "", "", 100, ""],
        )
    )
    for said in (
        "第 2 行 级别：「处长」不是级别", "第 3 行 名称：没有叫「没有的队」的团队", "第 4 行 期间：「天气」看不懂",
        "第 5 行 指标：「利润」不能设目标", "第 6 行 产品：没有产品或产品组叫「没有」",
        "第 7 行 目标值：「很多」看不懂", "第 8 行 原因", "第 9 行 原因：已有目标，要改请写原因",
        "第 11 行 名称：与第 10 行是同一个目标", "第 12 行 名称：请填写", "第 12 行 目标值：请填写",
    ):  # fmt: skip
        assert said in shown, said
    assert "第 13 行 名称：与第 9 行是同一个目标" in shown


def test_faulty_rows_can_be_left_out(lite: Installation) -> None:
    company(lite)
    shown = send(lite, ["公司", "", "2027", "", "", 1, ""], ["处长", "", "2027", "", "", 1, ""])
    assert "Row 3, level" in read(shown, "en")
    assert press(lite, "跳过有错的行，导入其余") == "已导入 1 条"
    assert len(lite.rows(STANDS)) == 1


def test_two_of_one_name_are_told_apart_by_their_ids(lite: Installation) -> None:
    squad = lite.squad(reps=("李雷", "李雷"))
    assert "有几个「李雷」" in read(send(lite, ["rep", "李雷", "2026-04", "", "", 1, ""]))
    press(lite, "不导入")
    send(lite, ["rep", squad.reps[1].open_id, "2026-04", "", "", 1, ""])
    press(lite, "全部导入")
    assert [row[1] for row in lite.rows(STANDS)] == ["3"]


def test_what_was_set_between_check_and_press_is_looked_at_again(lite: Installation) -> None:
    company(lite)
    shown = send(lite, ["team", "华东一队", "2026-Q2", "", "", 100, ""])
    lite.say(lite.admin, "目标 华东一队 Q2 300元")
    press(lite, "确认")
    done = lite.feishu.press(lite.admin, shown.message_id, "全部导入")
    assert toast(done)[:2] == ("warning", "情况变了，请看新的检查结果。")
    assert [row[4] for row in lite.rows(STANDS)] == [30000]


def test_the_template_names_the_columns_in_both_languages() -> None:
    rows = CalamineWorkbook.from_filelike(BytesIO(workbook(template(KIND)))).get_sheet_by_index(0).to_python()
    assert rows[0] == [f"{column.title.zh} / {column.title.en}" for column in COLUMNS]


def test_it_is_offered_beside_the_others(lite: Installation) -> None:
    assert "下载模板：目标" in labels(lite.say(lite.admin, "导入"))
