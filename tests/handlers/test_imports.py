"""Sheets that admins send: looked through, taken over once, taken back; real files through the local Feishu."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from bot.sheets import Cell, Sheet
from bot.workbooks import workbook
from handlers.imports import ADMINS_ONLY
from playground import Message, Person
from tests.installation import Installation
from tests.seen import cards, labels, read, toast

HEADINGS = ("型号", "名称", "单位", "牌价", "成本")
PUMP: list[Cell] = ["A100", "齿轮泵", "台", 100, 60]
SEAL: list[Cell] = ["B7", "密封圈", "个", "9.99", "3.33"]
WRONG: list[Cell] = ["C1", "阀", "套", "很贵", 1]


def xlsx(*rows: Sequence[Cell], headings: Sequence[str] = HEADINGS) -> bytes:
    return workbook(Sheet("价格", headings, rows))


def send(house: Installation, data: bytes, name: str = "价格.xlsx", who: Person | None = None) -> Message:
    """Send a file directly; the newest card as it stands when everything was done."""
    person = who or house.admin
    house.feishu.send_file(person, house.feishu.direct(person), name, data)
    return house.answer(person)


def press(house: Installation, message: Message, label: str, who: Person | None = None) -> tuple[str, str, str]:
    done = house.feishu.press(who or house.admin, message.message_id, label)
    return toast(done) if "toast" in done.body else ("", "", "")


def products(house: Installation) -> list[tuple[object, ...]]:
    return house.rows("select code, unit from products where retired_at is null order by code")


def test_a_faultless_sheet_is_looked_through_and_taken_over(house: Installation) -> None:
    shown = send(house, xlsx(PUMP, SEAL))
    assert "产品与价格" in read(shown)
    assert "行数\n2" in read(shown)
    assert "没有发现错误" in read(shown)
    assert "No errors were found" in read(shown, "en")
    assert labels(shown) == ["全部导入", "不导入"]
    assert products(house) == []
    assert press(house, shown, "全部导入") == ("success", "已导入 2 条", "2 imported")
    assert products(house) == [("A100", "台"), ("B7", "个")]
    assert house.rows("select list_price, cost from prices order by id") == [(10000, 6000), (999, 333)]
    assert labels(house.answer(house.admin)) == ["撤销"]


def test_the_checking_becomes_the_result_in_one_card(house: Installation) -> None:
    house.feishu.send_file(house.admin, house.feishu.direct(house.admin), "价格.xlsx", xlsx(PUMP))
    assert house.rows("select state from imports") == [("checking",)]
    said = house.rows("select content from outbox where verb = 'send' order by id desc limit 1")
    assert "检查中" in str(said)
    assert len(cards(house, house.feishu.direct(house.admin))) == 1
    assert house.rows("select state from imports") == [("checked",)]


def test_faults_are_named_by_row_and_column(house: Installation) -> None:
    shown = send(house, xlsx(PUMP, WRONG, ["", "", "", "", ""], ["", "无型号", "台", 5, 1]))
    assert "第 3 行 牌价" in read(shown)
    assert "Row 3, list price" in read(shown, "en")
    assert "第 5 行 型号" in read(shown)
    assert "行数\n3" in read(shown)
    assert labels(shown) == ["跳过有错的行，导入其余", "不导入"]
    assert press(house, shown, "跳过有错的行，导入其余")[1] == "已导入 1 条"
    assert products(house) == [("A100", "台")]
    assert "跳过\n2" in read(house.answer(house.admin))


def test_nothing_is_offered_where_every_row_is_wrong(lite: Installation) -> None:
    shown = send(lite, xlsx(WRONG))
    assert labels(shown) == ["不导入"]
    assert "每一行都有错" in read(shown)


def test_no_more_than_twenty_faults_are_spelled_out(lite: Installation) -> None:
    shown = send(lite, xlsx(PUMP, *[[f"C{n}", "阀", "套", "很贵", "太贵"] for n in range(40)]))
    assert read(shown).count("第 ") == 20
    assert "80 处错误，在 40 行里" in read(shown)
    assert "还有 60 处没有列出" in read(shown)


def test_dropped_nothing_has_changed(house: Installation) -> None:
    shown = send(house, xlsx(PUMP))
    press(house, shown, "不导入")
    assert products(house) == []
    assert "什么都没有变" in read(house.answer(house.admin))


def test_undone_everything_goes_and_once_only(house: Installation) -> None:
    shown = send(house, xlsx(PUMP, SEAL))
    press(house, shown, "全部导入")
    assert press(house, shown, "撤销") == ("success", "已撤销 I-1", "I-1 is undone")
    assert products(house) == []
    assert "已全部撤销" in read(house.answer(house.admin))
    assert house.rows("select verb, subject from audit where subject = 'I-1' order by id") == [
        ("import.applied", "I-1"),
        ("import.undone", "I-1"),
    ]


def stale(house: Installation, shown: Message, *labels: str) -> list[str]:
    """Press buttons as they stood on the card when it was new; the kinds of the toasts."""
    buttons = {label: button for label in labels for button in [value_of(shown.card, label)]}
    said = []
    for value in buttons.values():
        event = {
            "operator": {"open_id": house.admin.open_id},
            "action": {"tag": "button", "value": value},
            "context": {"open_message_id": shown.message_id, "open_chat_id": shown.chat_id},
        }
        said.append(toast(house.feishu.deliver(house.feishu.envelope("card.action.trigger", event)))[0])
    return said


def value_of(part: object, label: str) -> object:
    """What the button of this label carries."""
    if isinstance(part, list):
        return next((found for each in part if (found := value_of(each, label))), None)
    if not isinstance(part, dict):
        return None
    if part.get("tag") == "button" and part["text"]["content"] == label:
        return part["behaviors"][0]["value"]
    return next((found for each in part.values() if (found := value_of(each, label))), None)


def test_an_old_card_applies_nothing_twice(house: Installation) -> None:
    shown = send(house, xlsx(PUMP))
    card = shown.card
    press(house, shown, "全部导入")
    shown.card = card
    assert stale(house, shown, "全部导入", "不导入") == ["warning", "warning"]
    assert house.rows("select count(*) from prices") == [(1,)]


def test_two_presses_at_once_apply_it_once(house: Installation) -> None:
    shown = send(house, xlsx(PUMP, SEAL))
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(stale, house, shown, "全部导入") for _ in range(2)]
    assert sorted(each.result()[0] for each in done) == ["success", "warning"]
    assert house.rows("select count(*) from prices") == [(2,)]


def test_the_world_may_have_changed_since_the_check(lite: Installation) -> None:
    row: list[Cell] = [*PUMP, "2026-03-02"]
    shown = send(lite, xlsx(row, headings=(*HEADINGS, "生效日期")))
    assert labels(shown)[0] == "全部导入"
    lite.clock.advance(86_400)
    assert press(lite, shown, "全部导入")[:2] == ("warning", "情况变了，请看新的检查结果。")
    assert products(lite) == []
    assert "第 2 行 生效日期" in read(lite.answer(lite.admin))


def test_a_file_told_twice_is_one_import(lite: Installation) -> None:
    lite.feishu.faults.duplicates = True
    send(lite, xlsx(PUMP))
    assert lite.rows("select count(*) from imports") == [(1,)]
    assert lite.rows("select count(*) from outbox where verb = 'read_file'") == [(1,)]


@pytest.mark.parametrize(
    "data,name,said",
    [
        (b"%PDF-1.7", "价格.pdf", "我只读 Excel（xlsx）和 csv 文件"),
        (b"PK\x03\x04nonsense", "价格.xlsx", "文件打不开"),
        (xlsx(PUMP)[:-200], "价格.xlsx", "文件打不开"),
        (b"a" * (5 * 1024 * 1024 + 1), "价格.csv", "文件太大了：最大 5 MB"),
        (xlsx(), "价格.xlsx", "表里没有内容"),
        ("型号,牌价\n".encode() + b"A1,1\n" * 5001, "价格.csv", "一次最多 5000 行"),
        ("天气,温度\n晴,20".encode(), "价格.csv", "看不出是哪种表"),
        ("型号,code,牌价\nA1,A1,1".encode(), "价格.csv", "「型号」这一列有两个"),
        ("型号,名称\nA1,泵".encode(), "价格.csv", "缺这些列：牌价"),
    ],
    ids=["type", "broken", "cut off", "large", "empty", "rows", "unknown", "twice", "missing"],
)
def test_what_cannot_be_imported_is_refused_in_words(lite: Installation, data: bytes, name: str, said: str) -> None:
    shown = send(lite, data, name)
    assert said in read(shown)
    assert labels(shown)[0] == "下载模板：产品与价格"
    assert lite.rows("select state from imports") == [("unreadable",)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_as_spreadsheets_write_it(lite: Installation, encoding: str) -> None:
    shown = send(lite, "型号,名称,单位,牌价\nA100,齿轮泵,台,95.5\n".encode(encoding), "价格.CSV")
    press(lite, shown, "全部导入")
    assert lite.rows("select list_price from prices") == [(9550,)]


def test_headings_are_read_in_either_language_and_as_the_template_has_them(lite: Installation) -> None:
    headings = ("Code", "名称 / name", " UNIT ", "ｌｉｓｔ price", "Remark")
    shown = send(lite, xlsx(PUMP, headings=headings))
    assert labels(shown)[0] == "全部导入"
    assert "没用到的列\nRemark" in read(shown)


def test_the_template_comes_as_a_file_and_can_be_sent_back(house: Installation) -> None:
    shown = house.say(house.admin, "导入")
    assert "还没有导入过" in read(shown)
    assert press(house, shown, "下载模板：产品与价格")[0] == "success"
    house.drain()
    message = house.feishu.messages(house.feishu.direct(house.admin))[-1]
    assert message.kind == "file"
    assert message.text.endswith(".xlsx")
    data = house.feishu.file_of(message)
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "型号 / code"
    assert "行数\n1" in read(send(house, data))


def test_the_list_shows_the_last_ones_and_undoes_them(house: Installation) -> None:
    press(house, send(house, xlsx(PUMP)), "全部导入")
    press(house, send(house, xlsx(SEAL)), "不导入")
    shown = house.say(house.admin, "import")
    assert "I-1" in read(shown)
    assert "没有导入" in read(shown)
    assert labels(shown).count("撤销") == 1
    press(house, shown, "撤销")
    assert products(house) == []


def test_others_are_refused_and_nothing_is_read(house: Installation) -> None:
    squad = house.squad()
    assert ADMINS_ONLY.zh in read(send(house, xlsx(PUMP), who=squad.reps[0]))
    assert ADMINS_ONLY.en in read(house.say(squad.manager, "导入"), "en")
    assert house.rows("select count(*) from imports") == [(0,)]
    assert house.rows("select count(*) from outbox where verb = 'read_file'") == [(0,)]


def test_a_stranger_is_told_how_to_join(lite: Installation) -> None:
    (stranger,) = lite.people("路人")
    assert "先加入一个销售团队" in read(send(lite, xlsx(PUMP), who=stranger))


def test_a_forwarded_card_obeys_nobody_else(house: Installation) -> None:
    squad = house.squad()
    shown = send(house, xlsx(PUMP))
    value = value_of(shown.card, "全部导入")
    event = {
        "operator": {"open_id": squad.manager.open_id},
        "action": {"tag": "button", "value": value},
        "context": {"open_message_id": shown.message_id, "open_chat_id": shown.chat_id},
    }
    said = toast(house.feishu.deliver(house.feishu.envelope("card.action.trigger", event)))
    assert said == ("warning", ADMINS_ONLY.zh, ADMINS_ONLY.en)
    assert products(house) == []


def test_a_file_in_a_group_is_nobodys_business(lite: Installation) -> None:
    squad = lite.squad()
    lite.feishu.tenant.app.scopes.add("im:message.group_msg")
    lite.feishu.send_file(squad.manager, squad.chat, "价格.xlsx", xlsx(PUMP))
    assert lite.rows("select count(*) from imports") == [(0,)]


def test_a_file_that_cannot_be_fetched_is_asked_for_again(lite: Installation) -> None:
    lite.feishu.faults.fail("/open-apis/im/v1/messages/", method="GET", code=234003, status=400)
    send(lite, xlsx(PUMP))
    shown, _alarm = cards(lite, lite.feishu.direct(lite.admin))
    assert "文件取不到了，请再发一次" in read(shown)
    assert lite.rows("select state from outbox where verb = 'read_file'") == [("parked",)]


def test_a_file_that_waits_does_not_keep_its_sender_waiting(lite: Installation) -> None:
    lite.feishu.faults.fail("/open-apis/im/v1/messages/", method="GET", times=2, status=502, html=True)
    lite.feishu.send_file(lite.admin, lite.feishu.direct(lite.admin), "价格.xlsx", xlsx(PUMP))
    assert "检查中" in read(lite.answer(lite.admin))
    lite.clock.advance(60)
    assert "没有发现错误" in read(lite.answer(lite.admin))


def test_what_people_write_into_cells_stays_text(lite: Installation) -> None:
    evil = '<at id=all></at>**x** ![a](b) "quoted"'
    shown = send(lite, xlsx([evil, evil, evil, evil, evil]), f"{evil}.xlsx")
    assert evil in read(shown)
