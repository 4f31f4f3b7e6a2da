"""Orders and receivables as sheets: what each may see, to the cent what the card says, and nothing that computes."""

import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from bot.money import exact
from handlers import exports
from handlers.exports.orders import COSTED, HEADINGS
from playground import Message, Person
from sales.money import Money
from sales.orders import Move
from sales.terms import Credit, Terms
from storage import order_moves
from storage.engine import Connection
from storage.order_splits import set_shares
from storage.orders import hold_order
from tests.installation import SHANGHAI, Installation, Squad
from tests.seen import read
from tests.stall import confirmed, draft_of, goods, keep, returned, shipped, sold, stocked
from tests.weeks import person_id

SUMS = "合计 / Total"
DANGEROUS = ('=HYPERLINK("http://x.example","点我")', "+1+1", "-2*3", "@SUM(A1:A9)", "\t=7+8", "=cmd|' /C calc'!A0")


def opened(house: Installation) -> Squad:
    """A team with goods on the list."""
    squad = house.squad()
    stocked(house)
    return squad


def asked(house: Installation, who: Person, words: str = "导出 订单 本月") -> tuple[Message, Message | None]:
    """The card that answers, and the file that was sent beside it, if one was."""
    card = house.say(who, words)
    house.drain()
    files = [message for message in house.feishu.messages(house.feishu.direct(who)) if message.kind == "file"]
    return card, files[-1] if files else None


def rows_of(house: Installation, file: Message | None) -> list[list[Any]]:
    """The cells of a file, the headings first."""
    assert file is not None
    return CalamineWorkbook.from_filelike(BytesIO(house.feishu.file_of(file))).get_sheet_by_index(0).to_python()


def table(house: Installation, file: Message | None) -> list[dict[str, Any]]:
    """The rows of a file by their Chinese headings, the sums last."""
    headings, *rows = rows_of(house, file)
    return [dict(zip([str(each).split(" / ")[0] for each in headings], row, strict=True)) for row in rows]


def cents(cell: object) -> Money:
    """Money as it stands in a cell."""
    assert isinstance(cell, float)
    return Money(round(cell * 100))


def summed(rows: Sequence[dict[str, Any]], column: str) -> Money:
    return Money(sum(cents(row[column]).minor for row in rows if row[column] != ""))


def month(house: Installation, squad: Squad) -> None:
    """A month with everything in it: shipped in part, returned, cancelled, waiting, and a draft."""
    shop, rep = goods(house), squad.reps[0]
    house.clock.set(datetime(2026, 3, 3, 10, tzinfo=SHANGHAI))
    wishes = (shop.wish("A100", 10, rate=9333), shop.wish("B7", 7))
    part = confirmed(house, draft_of(house, rep, "华宁精密", *wishes, promised=date(2026, 3, 9)))
    shipped(house, part, 6, 7)
    returned(house, part, 2, 3)
    keep(house, lambda db: cancel_rest(db, part.id, part.rep_id, house.clock.now()))
    gone = draft_of(house, rep, "长安电子", shop.wish("A200", 1))
    confirmed(house, gone, Move.CANCEL)
    sold(house, squad.reps[1], "宏达仪表", shop.wish("X1", 3, price=777))
    draft_of(house, rep, "没提交的", shop.wish("A200", 1))


def cancel_rest(db: Connection, order_id: int, by: int, at: datetime) -> None:
    held = hold_order(db, order_id)
    assert held
    order_moves.move(db, held, Move.CANCEL_REST, by, at, on=at.date())


def test_a_rep_gets_own_orders_line_by_line_and_the_sums_of_the_card(house: Installation) -> None:
    squad = opened(house)
    month(house, squad)
    card, file = asked(house, squad.reps[0])
    *rows, sums = table(house, file)
    assert [(row["订单号"], row["型号"], row["客户"], row["状态"]) for row in rows] == [
        ("SO-1", "A100", "华宁精密", "已发货 / Shipped"),
        ("SO-1", "B7", "华宁精密", "已发货 / Shipped"),
        ("SO-2", "A200", "长安电子", "已取消 / Cancelled"),
    ]
    first = rows[0]
    assert (first["数量"], first["已发"], first["已退"], first["已取消"], first["折扣"]) == (10, 6, 2, 4, "93.33%")
    assert {first["日期"], first["确认日期"]} == {date(2026, 3, 3)}
    assert first["承诺交货"] == date(2026, 3, 9)
    assert (first["牌价"], first["单价"], first["金额"], first["销售"]) == (100, 100, 933.3, "李雷")
    said = read(card)
    assert "订单（单）" in said
    assert "2\n订单（单）" in said
    assert "3\n明细（行）" in said
    for column in ("金额", "退货金额", "净额"):
        assert summed(rows, column) == cents(sums[column])
        assert f"{column}\n{exact(cents(sums[column])).zh}" in said
    assert sums["订单号"] == SUMS
    assert cents(sums["净额"]) == cents(sums["金额"]) - cents(sums["退货金额"]) - Money(373_32) - Money(250_00)
    assert "Of your own orders" in read(card, "en")
    assert file is not None
    assert file.text == "订单 2026-03-01 2026-03-31.xlsx"


def test_cost_and_margin_are_for_managers(house: Installation) -> None:
    squad = opened(house)
    month(house, squad)
    _, own = asked(house, squad.reps[0])
    assert [heading for heading in rows_of(house, own)[0] if "成本" in heading or "毛利" in heading] == []
    card, file = asked(house, squad.manager)
    headings, *rows = rows_of(house, file)
    assert len(headings) == len(HEADINGS) + len(COSTED)
    assert len(rows) == 5
    *lines, sums = table(house, file)
    assert [row["单位成本"] for row in lines] == [60, 3.33, "", ""]  # cancelled, and not known
    costed = [row for row in lines if row["毛利"] != ""]
    assert [(cents(row["净额"]) - cents(row["成本"])) for row in costed] == [cents(row["毛利"]) for row in costed]
    assert summed(lines, "毛利") == cents(sums["毛利"])
    assert (sums["单位成本"], sums["单价"], sums["数量"]) == ("", "", "")
    assert "你管理的团队" in read(card)


def test_others_orders_are_in_no_reps_sheet(house: Installation) -> None:
    squad = opened(house)
    month(house, squad)
    _, file = asked(house, squad.reps[1])
    assert {row["订单号"] for row in table(house, file)[:-1]} == {"SO-3"}


def test_who_has_the_customer_gets_what_others_sold_there(lite: Installation) -> None:
    squad = opened(lite)
    lite.file(squad.reps[0], "华宁精密")
    sold(lite, squad.reps[1], "华宁精密", goods(lite).wish("A100", 1))
    assert [row["销售"] for row in table(lite, asked(lite, squad.reps[0])[1])[:-1]] == ["韩梅梅"]


def test_who_shares_an_order_gets_it_too(lite: Installation) -> None:
    squad = opened(lite)
    order = sold(lite, squad.reps[0], "华宁精密", goods(lite).wish("A100", 1))
    ids = [person_id(lite, rep) for rep in squad.reps]
    keep(lite, lambda db: set_shares(db, order, dict.fromkeys(ids, 5000), ids[0], lite.clock.now()))
    assert [row["订单号"] for row in table(lite, asked(lite, squad.reps[1])[1])] == ["SO-1", SUMS]


def test_a_manager_gets_no_other_team_and_an_admin_all(lite: Installation) -> None:
    east, west = opened(lite), lite.squad("华西一队", "刘经理", ("周周",))
    sold(lite, east.reps[0], "华宁精密", goods(lite).wish("A100", 1))
    sold(lite, west.reps[0], "长安电子", goods(lite).wish("A100", 1))
    lite.feishu.join(west.chat, [lite.admin])
    seen = [[row["销售"] for row in table(lite, asked(lite, who)[1])[:-1]] for who in (east.manager, lite.admin)]
    assert seen == [["李雷"], ["李雷", "周周"]]
    assert "全部团队" in read(asked(lite, lite.admin)[0])


def test_no_cell_is_a_formula_whatever_people_are_called(lite: Installation) -> None:
    squad = opened(lite)
    for name in DANGEROUS:
        sold(lite, squad.reps[0], name, goods(lite).wish("A100", 1))
    _, file = asked(lite, squad.reps[0])
    assert [row["客户"].strip() for row in table(lite, file)[:-1]] == [name.strip() for name in DANGEROUS]
    assert file is not None
    with zipfile.ZipFile(BytesIO(lite.feishu.file_of(file))) as archive:
        pages = [archive.read(part).decode() for part in archive.namelist() if part.endswith((".xml", ".rels"))]
    assert not any(re.search(r"<f[ >]|<hyperlink", page) for page in pages)


STRETCHES = [
    ("导出", ["SO-2"]),
    ("导出 订单", ["SO-2"]),
    ("export orders this month", ["SO-2"]),
    ("export order last month", ["SO-1"]),
    ("导出 上月", ["SO-1"]),
    ("导出 订单 Q1", ["SO-1", "SO-2"]),
    ("导出 订单 今天", ["SO-2"]),
    ("导出 订单 2026-02", ["SO-1"]),
    ("导出 订单 2月10日到3月2日", ["SO-1", "SO-2"]),
]


def test_the_stretch_is_the_one_that_was_named(lite: Installation) -> None:
    squad = opened(lite)
    shop = goods(lite)
    assert asked(lite, squad.reps[0], "导出 订单 去年")[1] is None
    assert "这段时间没有订单。" in read(lite.answer(squad.reps[0]))
    before = draft_of(lite, squad.reps[0], "华宁精密", shop.wish("A100", 1), at=datetime(2026, 2, 20, tzinfo=SHANGHAI))
    sold(lite, squad.reps[0], "华宁精密", shop.wish("A100", 2))
    confirmed(lite, before)
    for words, numbers in STRETCHES:
        assert [row["订单号"] for row in table(lite, asked(lite, squad.reps[0], words)[1])] == [*numbers, SUMS], words


def test_what_is_no_stretch_is_asked_for_again(lite: Installation) -> None:
    squad = opened(lite)
    card, file = asked(lite, squad.reps[0], "导出 订单 火星年")
    assert "没看懂「火星年」" in read(card)
    assert file is None


def test_more_than_can_be_sent_is_refused_with_the_way_out(lite: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    squad = opened(lite)
    month(lite, squad)
    monkeypatch.setattr(exports, "MOST", 3)
    assert asked(lite, squad.reps[0])[1] is not None
    monkeypatch.setattr(exports, "MOST", 2)
    card = lite.say(squad.reps[0], "导出 订单 本月")
    assert "超过 2 行，请缩短时间" in read(card)


def test_asked_in_a_group_everything_goes_to_the_direct_chat(house: Installation) -> None:
    squad = opened(house)
    month(house, squad)
    shown = house.say_in(squad.chat, squad.reps[0], "导出 订单 本月")
    assert "请看和我的单聊" in read(shown)
    assert "¥" not in read(shown)
    assert [message for message in house.feishu.messages(squad.chat) if message.kind == "file"] == []
    direct = house.feishu.messages(house.feishu.direct(squad.reps[0]))
    assert {message.kind for message in direct} >= {"file", "card"}


def test_what_waits_and_what_is_no_sale_has_no_net(lite: Installation) -> None:
    squad = opened(lite)
    lite.file(squad.reps[0], "华宁精密")
    lite.say(squad.reps[0], "订单 华宁精密 A100*10 81折")
    lite.feishu.press(squad.reps[0], lite.answer(squad.reps[0]).message_id, "提交")
    (row, sums) = table(lite, asked(lite, squad.manager)[1])
    assert row["状态"] == "审批中 / Waiting for approval"
    assert (row["金额"], row["净额"], row["成本"], row["毛利"]) == (810, 0, "", "")
    assert (row["确认日期"], sums["净额"]) == ("", 0)


def test_receivables_are_exported_to_the_cent(house: Installation) -> None:
    squad = opened(house)
    shop, rep = goods(house), squad.reps[0]
    late, due = Terms(Credit.NET, 3), Terms(Credit.NET, 30)
    for customer, terms in (("华宁精密", due), ("=1+1", late)):
        order = confirmed(house, draft_of(house, rep, customer, shop.wish("B7", 7), terms=terms))
        shipped(house, order, 7)
    house.clock.set(datetime(2026, 3, 9, 10, tzinfo=SHANGHAI))
    card, file = asked(house, rep, "导出 应收")
    *rows, sums = table(house, file)
    assert [(row["客户"], row["逾期天数"]) for row in rows] == [("=1+1", 4), ("华宁精密", 0)]
    assert summed(rows, "未收金额") == cents(sums["未收金额"]) == Money(139_86)
    assert "未收金额\n¥139.86" in read(card)
    assert "其中逾期\n¥69.93" in read(card)
    assert table(house, asked(house, squad.manager, "export receivables")[1])[-1] == sums
    assert "现在没有应收款。" in read(asked(house, squad.reps[1], "导出 应收")[0])


def test_no_heading_stands_twice() -> None:
    names = [heading.zh for heading in (*HEADINGS, *COSTED)]
    assert len(names) == len(set(names))
