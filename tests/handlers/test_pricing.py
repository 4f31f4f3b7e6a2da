"""定价: only an admin, in one line or on a card, confirmed before it holds; what cannot be is told in words."""

from datetime import datetime

import pytest

from tests.installation import SHANGHAI, Installation
from tests.pricing import DEARER, audited, enter, line, order, prices, shop, submit
from tests.seen import cards, held, labels, read, toast

FIRST = (10000, 7000, 6000, "2026-01-01", None)


@pytest.mark.parametrize("words", ["定价", "定价 A100 牌价1", "pricing A100 list 1", "定价 A100 停售"])
@pytest.mark.parametrize("is_manager", [True, False])
def test_nobody_but_an_admin_sets_prices(lite: Installation, words: str, is_manager: bool) -> None:
    squad = shop(lite)
    refused = lite.say(squad.manager if is_manager else squad.reps[0], words)
    assert "产品和价格只有管理员能定。查价格请发「价格 型号」。" in read(refused)
    assert "Products and prices are set by admins only." in read(refused, "en")
    assert prices(lite) == [FIRST]


def test_a_line_stands_in_the_card_and_holds_once_it_is_confirmed(house: Installation) -> None:
    shop(house)
    card = house.say(house.admin, line("A100", DEARER, "从2026-12-01"))
    assert "现在（2026-01-01 起）：牌价 ¥100.00 · 底价 ¥70.00 · 成本 ¥60.00" in read(card)
    assert held(card) == {
        "list_price": "105",
        "floor_price": "75",
        "cost": "62",
        "first_on": "2026-12-01",
        "called": "齿轮泵",
        "unit": "台",
        "group": "泵",
        "last_on": "",
    }
    assert prices(house) == [FIRST]
    said = submit(house, card)
    assert said == ("success", "A100 牌价 ¥105.00，2026-12-01 起", "A100: list price ¥105.00 from 2026-12-01")
    assert prices(house) == [FIRST, (10500, 7500, 6200, "2026-12-01", None)]
    assert "价格已保存" in read(card)
    assert "A100 牌价 ¥105.00，2026-12-01 起" in read(card)
    assert audited(house) == [("set_price", "P-1")]


def test_english_words_do_as_well(house: Installation) -> None:
    shop(house)
    enter(house, "pricing A300 list 1,200 floor 900.50 cost 60 unit pcs name Gear pump group Pumps from 2026-12-01")
    assert prices(house, "A300") == [(120000, 90050, 6000, "2026-12-01", None)]
    assert house.rows("""select name, unit, "group" from products where code = 'A300'""") == [
        ("Gear pump", "pcs", "Pumps")
    ]


def test_a_new_product_comes_with_its_unit_and_a_name(house: Installation) -> None:
    shop(house)
    card = house.say(house.admin, "定价 C9 牌价1.2万 单位台")
    assert "新产品定价" in read(card)
    assert held(card)["list_price"] == "12000"
    assert submit(house, card, called="离心机", group="机")[0] == "success"
    assert prices(house, "C9") == [(1200000, None, None, "2026-03-02", None)]
    assert house.rows("""select name, unit, "group" from products where code = 'C9'""") == [("离心机", "台", "机")]


def test_an_empty_card_takes_everything_by_hand(house: Installation) -> None:
    shop(house)
    card = house.say(house.admin, "定价")
    assert held(card)["first_on"] == "2026-03-02"
    filled = {"code": "D1", "unit": "个", "list_price": "九十五", "floor_price": "¥80.5", "last_on": "2026-03-31"}
    assert submit(house, card, **filled)[0] == "success"
    assert prices(house, "D1") == [(9500, 8050, None, "2026-03-02", "2026-04-01")]


def test_a_code_typed_on_the_empty_card_is_the_product_that_has_it(house: Installation) -> None:
    shop(house)
    card = house.say(house.admin, "定价")
    assert submit(house, card, code="a-100", unit="台", list_price="110")[0] == "success"
    assert prices(house) == [FIRST, (11000, 7000, 6000, "2026-03-02", None)]
    assert house.rows("select count(*) from products") == [(4,)]


def test_what_a_line_leaves_out_stays_as_it_is(lite: Installation) -> None:
    shop(lite)
    enter(lite, "定价 A100 110")
    enter(lite, "定价 A100 成本 无 底价 none")
    assert prices(lite)[1:] == [(11000, 7000, 6000, "2026-03-02", None), (11000, None, None, "2026-03-02", None)]


def test_what_is_emptied_on_the_card_is_gone(lite: Installation) -> None:
    shop(lite)
    enter(lite, "定价 A100", floor_price="", cost="", group="")
    assert prices(lite)[-1] == (10000, None, None, "2026-03-02", None)
    assert lite.rows("""select "group" from products where code = 'A100'""") == [("",)]


def test_names_alone_are_changed_without_a_new_price(house: Installation) -> None:
    shop(house)
    enter(house, "定价 A100 名称大齿轮泵 组 泵类")
    assert prices(house) == [FIRST]
    assert audited(house) == [("change_product", "P-1")]
    assert "大齿轮泵" in read(house.say(house.admin, "价格 A100"))


def test_a_second_press_of_one_card_changes_nothing_more(house: Installation) -> None:
    shop(house)
    card = house.say(house.admin, "定价 A100 110")
    before = dict(card.card or {})
    submit(house, card)
    card.card = dict(before)
    submit(house, card)
    assert len(prices(house)) == 2


@pytest.mark.parametrize("filled,why,english", [
    ({"list_price": "0"}, "牌价（元）：「A100」的价格要大于 0。", "must be more than 0"),
    ({"list_price": "-5"}, "「-5」不是金额，请写成 95 或 95.50", "-5 is no amount"),
    ({"list_price": "95.501"}, "「95.501」不是金额", "95.501 is no amount"),
    ({"list_price": "$95"}, "「$95」不是金额", "is no amount"),
    ({"list_price": "2000万"}, "「A100」的金额超过上限 ¥10,000,000.00", "beyond ¥10,000,000.00"),
    ({"floor_price": "100.01"}, "底价 ¥100.01 高于牌价 ¥100.00", "above the list price ¥100.00"),
    ({"cost": "六毛"}, "成本（元，选填）：「六毛」不是金额", "is no amount"),
    ({"first_on": "2026-03-01"}, "生效日期：不能早于今天（3月2日 周一）", "not before today (Mon 2 Mar)"),
    ({"first_on": "2036-12-01"}, "生效日期：不能晚于 2036-03-02", "not after 2036-03-02"),
    ({"first_on": "2026-12-01", "last_on": "2026-11-30"}, "不能早于生效日期 2026-12-01", "not before it begins"),
])  # fmt: skip
def test_what_cannot_be_is_refused_in_words(lite: Installation, filled: dict[str, str], why: str, english: str) -> None:
    shop(lite)
    card = lite.say(lite.admin, "定价 A100")
    kind, zh, en = submit(lite, card, **filled)
    assert kind == "warning"
    assert why in zh
    assert english in en
    assert prices(lite) == [FIRST]


@pytest.mark.parametrize("words,why", [
    ("定价 C9 牌价 5", "单位：请填写"),
    ("定价 C9 单位台", "牌价（元）：请填写"),
    ("定价 A*B 牌价 5 单位台", "型号「A*B」要有字母或数字，且不能有 * 和 @"),
    ("定价 ?? 牌价 5 单位台", "型号「??」要有字母或数字"),
    ("定价 A100 牌价五毛钱多", "「五毛钱多」不是金额"),
    ("定价 A100 牌价5 从某天", "「某天」不是日期，请写成 2026-12-01"),
    ("定价 A100 牌价5", "底价 ¥70.00 高于牌价 ¥5.00"),
    ("定价 A100 牌价105 从昨天", "不能早于今天"),
    ("定价 " + "长" * 70 + " 牌价 5 单位台", "型号：最多 60 个字"),
    ("定价 C9 牌价 5 单位" + "长" * 30, "单位：最多 20 个字"),
])  # fmt: skip
def test_a_line_that_cannot_be_is_told_above_the_card(lite: Installation, words: str, why: str) -> None:
    shop(lite)
    card = lite.say(lite.admin, words)
    assert why in "\n".join([read(card), *map(str, _contents(card.card))])
    assert labels(card)[-1] == "确认生效"


def _contents(card: object) -> list[object]:
    if isinstance(card, dict):
        return [card.get("content"), *(each for value in card.values() for each in _contents(value))]
    return [each for value in card for each in _contents(value)] if isinstance(card, list) else []


def test_an_admin_in_a_team_gets_the_card_back_with_what_was_typed(house: Installation) -> None:
    squad = shop(house)
    house.feishu.join(squad.chat, [house.admin])
    card = house.say(house.admin, "定价 A100 从2026-12-01")
    submit(house, card, list_price="abc", called="改名")
    assert "牌价（元）：「abc」不是金额，请写成 95 或 95.50" in read(card)
    assert held(card)["list_price"] == "abc"
    assert held(card)["called"] == "改名"
    assert held(card)["first_on"] == "2026-12-01"
    assert submit(house, card, list_price="99")[0] == "success"
    assert prices(house)[-1] == (9900, 7000, 6000, "2026-12-01", None)


def test_a_slip_of_the_code_is_asked_about(house: Installation) -> None:
    shop(house)
    card = house.say(house.admin, "定价 A10 牌价 120")
    assert "没有「A10」，提交后会是新产品。也可能是：" in read(card)
    assert labels(card) == ["A100 齿轮泵", "确认生效"]
    house.feishu.press(house.admin, card.message_id, "A100 齿轮泵")
    assert "定价 A100" in read(card)
    assert held(card)["list_price"] == "120"


def test_the_unit_of_what_was_ordered_stays(house: Installation) -> None:
    squad = shop(house)
    order(house, squad, "A100")
    card = house.say(house.admin, "定价 A100 单位套")
    assert "已有订单或报价按「台」计，单位不能改；请用新型号" in read(card)
    assert "the unit stays; please use a new code" in submit(house, card)[2]
    assert house.rows("select unit from products where code = 'A100'") == [("台",)]


def test_a_product_is_retired_after_a_question_and_comes_back(house: Installation) -> None:
    shop(house)
    card = house.say(house.admin, "定价 A100 停售")
    assert "停售 A100？" in read(card)
    assert "Take A100 off the list?" in read(card, "en")
    before = dict(card.card or {})
    assert press(house, card.message_id, "停售") == ("success", "已停售：A100", "Off the list: A100")
    assert labels(card) == ["恢复销售"]
    back = dict(card.card or {})
    card.card = before
    assert press(house, card.message_id, "停售")[:2] == ("warning", "之前已经停售了：A100")
    assert labels(house.say(house.admin, "定价 A100 牌价 120")) == ["恢复销售"]
    assert press(house, card.message_id, "恢复销售") == ("success", "已恢复销售：A100", "On the list again: A100")
    card.card = back
    assert press(house, card.message_id, "恢复销售")[:2] == ("warning", "A100 一直在售。")
    assert audited(house) == [("retire", "P-1"), ("bring_back", "P-1")]


def press(house: Installation, message_id: str, button: str) -> tuple[str, str, str]:
    return toast(house.feishu.press(house.admin, message_id, button))


@pytest.mark.parametrize("words", ["定价 A100 恢复", "pricing a100 resume"])
def test_what_is_sold_need_not_come_back(lite: Installation, words: str) -> None:
    shop(lite)
    assert "¥100.00 / 台" in read(lite.say(lite.admin, words))


def test_a_form_for_a_product_that_was_retired_meanwhile_is_refused(house: Installation) -> None:
    shop(house)
    card = house.say(house.admin, "定价 A100 120")
    house.feishu.press(house.admin, house.say(house.admin, "定价 A100 停售").message_id, "停售")
    assert submit(house, card)[:2] == ("warning", "「A100」已停售。发「定价 A100 恢复」先恢复。")
    assert prices(house) == [FIRST]


def test_what_is_not_there_cannot_be_retired(lite: Installation) -> None:
    shop(lite)
    assert "没有「ZZZ」这个产品" in read(lite.say(lite.admin, "定价 ZZZ 停售"))


def test_a_card_of_an_admin_is_nobody_elses(house: Installation) -> None:
    squad = shop(house)
    house.feishu.join(squad.chat, [house.admin])
    card = house.say(house.admin, "定价 A100 停售")
    assert toast(house.feishu.press(squad.manager, card.message_id, "停售"))[0] == "warning"
    assert house.rows("select count(*) from products where retired_at is not null") == [(0,)]


def test_in_a_group_the_card_comes_in_private(house: Installation) -> None:
    squad = shop(house)
    house.feishu.join(squad.chat, [house.admin])
    card = house.say_in(squad.chat, house.admin, "定价 A100 120")
    assert "金额只私信发送" in read(card)
    assert "60" not in "".join(read(each) for each in cards(house, squad.chat))
    assert submit(house, house.answer(house.admin))[0] == "success"
    assert prices(house)[-1][0] == 12000


def test_a_day_is_the_teams_day_or_the_installations(lite: Installation) -> None:
    shop(lite)
    lite.clock.set(datetime(2026, 3, 3, 0, 30, tzinfo=SHANGHAI))
    assert held(lite.say(lite.admin, "定价 A100"))["first_on"] == "2026-03-03"
    enter(lite, "定价 A100 120 从今天")
    assert prices(lite)[-1][3] == "2026-03-03"
