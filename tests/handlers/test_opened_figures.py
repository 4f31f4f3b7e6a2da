"""口径 and 明细: a figure is opened to its definition and to rows that add up to it, by those who may see it."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from bot.kpi_definitions import DEFINITIONS
from bot.kpi_words import NAMES
from bot.opened import ExportRows, ShowDefinition, ShowRows, opened_buttons
from playground import Delivered, Message, Person
from sales.kpi import CATALOGUE
from sales.scopes import COMPANY, rep, team
from sales.stretches import Stretch
from storage.postings import watermark
from tests.approving import click
from tests.handlers.test_figures import traded
from tests.installation import Installation, Squad
from tests.seen import check_everything, labels, parts, read, toast
from tests.stall import goods, keep, returned, shipped, sold
from tests.weeks import person_id

MARCH = ("2026-03-01", "2026-04-01")
REFUSED = "warning"


def pressed(house: Installation, who: Person, form: Any, chat: Any = None) -> Delivered:
    """Press a button that carries a form, on whatever card is there."""
    house.drain()
    house.clock.advance(61)
    return click(house, who, house.feishu.last_card(chat or house.feishu.direct(who)), form.stamp())


def test_the_buttons_of_one_figure_and_of_several() -> None:
    stretch = Stretch(date(2026, 3, 1), date(2026, 4, 1))
    one = opened_buttons(COMPANY, ["K01"], stretch)
    assert one["tag"] == "column_set"
    several = opened_buttons(COMPANY, ["K01", "K03"], stretch, upto=7)
    assert several["tag"] == "form"
    (select,) = [part for part in parts(several) if part.get("tag") == "select_static"]
    assert [option["value"] for option in select["options"]] == ["K01", "K03"]
    define, rows = [part for part in parts(several) if part.get("tag") == "button"]
    assert (define["form_action_type"], rows["form_action_type"]) == ("submit", "submit")
    stamp = define["behaviors"][0]["value"]
    assert stamp["with"] == {
        "kpi": "K01", "level": "company", "key": "", "first": "2026-03-01", "end": "2026-04-01", "upto": 7,
    }  # fmt: skip


def test_every_figure_of_the_catalogue_has_a_name_and_a_definition() -> None:
    assert set(DEFINITIONS) == set(CATALOGUE) == set(NAMES)


def opened(house: Installation, squad: Squad, code: str, what: str) -> Message:
    """What a manager gets who opens a figure of the team's card."""
    house.clock.advance(61)
    card = house.say(squad.manager, "业绩 本队")
    done = house.feishu.submit(squad.manager, card.message_id, {"chosen": code}, button=f"opened_{what}")
    assert toast(done)[1] == "已发到和我的单聊。"
    return house.answer(squad.manager)


def test_a_definition_says_how_the_very_figure_came_about(house: Installation) -> None:
    squad = traded(house)
    card = opened(house, squad, "K01", "define")
    for said in (
        "口径：销售额", "¥1,529.97", "已确认订单金额 − 取消 − 退货", "样品和内部领用不算", "统计范围\n华东一队",
        "Asia/Shanghai", "截至\n2026-03-10 10:0", "K01 · 3",
    ):  # fmt: skip
        assert said in read(card)
    for said in ("Definition: Sales", "Confirmed orders less what was cancelled", "Dates by time zone"):
        assert said in read(card, "en")
    pace = read(opened(house, squad, "K04", "define"))
    assert "目标\n未设目标" in pace
    assert "6 / 22 个工作日" in pace
    check_everything(house)


def test_rows_are_turned_ten_a_page(lite: Installation) -> None:
    squad = traded(lite)
    for n in range(20):
        sold(lite, squad.reps[0], f"客户{n:02}", goods(lite).wish("A100", 1))
    card = opened(lite, squad, "K01", "rows")
    assert "合计 ¥3,529.97" in read(card)
    assert "03-10 SO-22 客户19 · 李雷 ¥100.00" in read(card)
    assert "SO-12 " not in read(card)
    assert labels(card) == ["下一页", "口径", "导出"]
    done = lite.feishu.press(squad.manager, card.message_id, "下一页")
    assert "toast" not in done.body
    second = lite.feishu.last_card(lite.feishu.direct(squad.manager))
    assert "SO-12 " in read(second)
    assert "第 2 页" in read(second)
    assert labels(second) == ["上一页", "下一页", "口径", "导出"]
    lite.feishu.press(squad.manager, second.message_id, "下一页")
    third = lite.feishu.last_card(lite.feishu.direct(squad.manager))
    assert "SO-2 长安电子" in read(third)
    assert "Page 3" in read(third, "en")
    assert labels(third) == ["上一页", "口径", "导出"]
    check_everything(lite)


def cells(house: Installation, who: Person) -> list[list[Any]]:
    """The newest file that somebody was sent, the headings first."""
    house.drain()
    file = [one for one in house.feishu.messages(house.feishu.direct(who)) if one.kind == "file"][-1]
    return CalamineWorkbook.from_filelike(BytesIO(house.feishu.file_of(file))).get_sheet_by_index(0).to_python()


def test_the_sheet_adds_up_to_the_figure_to_the_cent(house: Installation) -> None:
    squad = traded(house)
    order = sold(house, squad.reps[0], "华宁精密", goods(house).wish("B7", 7))
    shipped(house, order, 7)
    returned(house, order, 2)
    headings: list[Any] = []
    for code, said in (("K01", "¥1,579.92"), ("K08", "¥0.00"), ("K10", "2"), ("K34", "¥19.98")):
        card = opened(house, squad, code, "rows")
        assert f"合计 {said}" in read(card)
        if said == "¥0.00":
            assert "导出" not in labels(card), "there is nothing to send"
            continue
        house.feishu.press(squad.manager, card.message_id, "导出")
        headings, *rows, sums = cells(house, squad.manager)
        value = next(n for n, heading in enumerate(headings) if heading.split(" / ")[0] in ("数额", "分子"))
        cents = [round(row[value] * 100) for row in rows]
        assert sum(cents) == round(sums[value] * 100) == round(float(said.strip("¥").replace(",", "")) * 100)
    assert {str(heading).split(" / ")[0] for heading in headings} >= {"日期", "单号", "客户", "分子", "分母"}


def test_a_card_that_knew_less_opens_to_what_it_knew(house: Installation) -> None:
    squad = traded(house)
    known = keep(house, watermark)
    sold(house, squad.reps[0], "华宁精密", goods(house).wish("A100", 1))
    scope = team(1)
    form = ShowDefinition("K01", scope.level.value, scope.key, *MARCH, upto=known)
    house.say(squad.manager, "帮助")
    pressed(house, squad.manager, form)
    card = read(house.answer(squad.manager))
    assert "¥1,529.97" in card
    assert "现在\n¥1,629.97" in card
    pressed(house, squad.manager, ShowRows("K01", scope.level.value, scope.key, *MARCH, upto=known))
    assert "合计 ¥1,529.97" in read(house.answer(squad.manager))
    pressed(house, squad.manager, ShowDefinition("K01", scope.level.value, scope.key, *MARCH))
    assert "现在" not in read(house.answer(squad.manager))


def test_a_figure_is_opened_by_those_who_may_see_it(house: Installation) -> None:
    squad = traded(house)
    other = house.squad("华南一队", "陈经理", ("周周",))
    (stranger,) = house.people("路人")
    own, east = rep(person_id(house, squad.reps[0])), team(1)
    for who, seen in (
        (squad.reps[0], {own}),
        (squad.reps[1], set()),
        (other.reps[0], set()),
        (squad.manager, {own, east}),
        (other.manager, set()),
        (house.admin, {own, east, COMPANY}),
        (stranger, set()),
    ):
        house.say(who, "帮助")
        for scope in (own, east, COMPANY):
            for form in (ShowDefinition, ShowRows, ExportRows):
                assert opens(house, who, form("K01", scope.level.value, scope.key, *MARCH)) == (scope in seen)
    check_everything(house)


def opens(house: Installation, who: Person, form: Any) -> bool:
    """Whether a press is answered; one that is not brings nobody any amount."""
    done = pressed(house, who, form)
    return toast(done)[0] != REFUSED


def test_cost_is_for_managers(lite: Installation) -> None:
    squad = traded(lite)
    own = rep(person_id(lite, squad.reps[0]))
    for code in ("K05", "K05r"):
        form = ShowRows(code, own.level.value, own.key, *MARCH)
        lite.say(squad.reps[0], "帮助")
        lite.say(squad.manager, "帮助")
        assert "成本和毛利只有经理和以上能看。" in toast(pressed(lite, squad.reps[0], form))[1]
        assert opens(lite, squad.manager, form)
    assert "分母" in read(lite.answer(squad.manager))


@pytest.mark.parametrize(
    "broken",
    [
        {"kpi": "K99"}, {"level": "galaxy"}, {"key": "x"}, {"key": "99999999999"}, {"key": "4711"}, {"first": "heute"},
        {"end": "2026-02-01"}, {"end": "2036-02-01"}, {"kpi": ""}, {"level": "team", "key": "²"},
    ],
)  # fmt: skip
def test_what_no_card_of_ours_holds_opens_nothing(lite: Installation, broken: dict[str, Any]) -> None:
    squad = traded(lite)
    lite.say(squad.manager, "帮助")
    good = ShowRows("K01", "team", "1", *MARCH)
    assert opens(lite, squad.manager, good)
    assert not opens(lite, squad.manager, replace(good, **broken))
    assert lite.rows("select error from inbox where state = 'failed'") == []


def test_in_a_group_a_figure_is_opened_in_private(lite: Installation) -> None:
    squad = traded(lite)
    lite.say_in(squad.chat, squad.manager, "帮助")
    before = len(lite.feishu.messages(squad.chat))
    for form in (ShowDefinition, ShowRows, ExportRows):
        done = pressed(lite, squad.manager, form("K01", "team", "1", *MARCH), squad.chat)
        assert "card" not in done.body
        assert "¥" not in str(done.body)
    page = ShowRows("K01", "team", "1", *MARCH, page=1)
    assert "card" not in pressed(lite, squad.manager, page, squad.chat).body
    lite.drain()
    assert len(lite.feishu.messages(squad.chat)) == before
    assert "¥1,529.97" in read(lite.answer(squad.manager))


def test_a_double_click_opens_one_card(lite: Installation) -> None:
    squad = traded(lite)
    card = lite.say(squad.reps[0], "完成率")
    for _ in range(2):
        lite.feishu.submit(squad.reps[0], card.message_id, {"chosen": "K01"}, button="opened_define")
    lite.drain()
    shown = [one for one in lite.feishu.messages(lite.feishu.direct(squad.reps[0])) if one.card]
    assert sum("口径：销售额" in read(one) for one in shown) == 1
