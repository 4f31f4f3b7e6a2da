"""价格: everybody in a team looks prices up, costs are for managers, and a group reads no amount at all."""

import pytest

from playground import Message
from storage.products import Product, add_product
from tests.installation import Installation
from tests.pricing import DEARER, enter, goods, line, shop
from tests.seen import cards, labels, parts, read


def asked(house: Installation, words: str) -> Message:
    return house.say(shop(house).reps[0], words)


@pytest.mark.parametrize("words", ["价格 A100", "price a-100", "jg 齿轮泵", "价格 A1", "价格 齿轮", "/价格 Ａ１００"])
def test_a_rep_reads_list_and_floor_price_but_no_cost(lite: Installation, words: str) -> None:
    card = asked(lite, words)
    for said in ("A100", "齿轮泵", "¥100.00 / 台", "牌价 · 2026-01-01 起", "底价\n¥70.00", "调价记录（1）", "执行中"):
        assert said in read(card)
    for said in ("List price · from 2026-01-01", "Floor price\n¥70.00", "All prices (1)", "in force"):
        assert said in read(card, "en")
    for secret in ("成本", "毛利", "60.00", "40%"):
        assert secret not in read(card)
    assert labels(card) == []


@pytest.mark.parametrize("is_admin", [True, False])
def test_managers_and_admins_read_cost_and_margin(house: Installation, is_admin: bool) -> None:
    squad = shop(house)
    card = house.say(house.admin if is_admin else squad.manager, "价格 A100")
    assert "成本\n¥60.00" in read(card)
    assert "牌价毛利率\n40%" in read(card)
    assert "Margin at list\n40%" in read(card, "en")
    assert labels(card) == (["停售", "定价"] if is_admin else [])


def test_the_list_price_is_the_one_big_number(lite: Installation) -> None:
    card = asked(lite, "价格 A100")
    big = [str(part["content"]) for part in parts(card.card) if str(part.get("content", "")).startswith("## ")]
    assert len(big) == 1
    assert "100" in big[0]
    panels = [part for part in parts(card.card) if part.get("tag") == "collapsible_panel"]
    assert [panel["expanded"] for panel in panels] == [False]


def test_what_is_not_known_is_said_and_not_guessed(lite: Installation) -> None:
    squad = shop(lite)
    card = read(lite.say(squad.manager, "价格 X1"))
    assert "底价\n未设" in card
    assert "成本\n未填" in card
    assert "毛利" not in card


def test_the_next_change_stands_on_the_card_with_its_date(house: Installation) -> None:
    squad = shop(house)
    enter(house, line("A100", DEARER, "从2026-12-01"))
    card = house.say(squad.reps[0], "价格 A100")
    assert "¥100.00 / 台" in read(card)
    assert "下次调价\n¥105.00 · +5% · 2026-12-01 起" in read(card)
    assert "Next change\n¥105.00 · +5% · from 2026-12-01" in read(card, "en")
    assert "¥105.00 未生效\n2026-12-01 起 · 底价 ¥75.00" in read(card)
    assert "¥100.00 执行中\n2026-01-01 至 2026-11-30 · 底价 ¥70.00" in read(card)
    assert "62" not in read(card)
    assert "成本 ¥62.00" in read(house.say(squad.manager, "价格 A100"))


def test_a_lower_price_is_told_with_its_sign(lite: Installation) -> None:
    squad = shop(lite)
    enter(lite, "定价 A100 牌价 90 从2026-12-01")
    assert "¥90.00 · −10% · 2026-12-01 起" in read(lite.say(squad.reps[0], "价格 A100"))


def test_where_no_price_follows_the_card_says_so(lite: Installation) -> None:
    squad = shop(lite)
    enter(lite, "定价 A100 牌价 90 从今天 到2026-03-31")
    card = lite.say(squad.reps[0], "价格 A100")
    assert "最后一天 2026-03-31，之后没有牌价，需要再定。" in read(card)
    assert "Its last day is 2026-03-31; after that there is no list price." in read(card, "en")
    lite.clock.advance(30 * 86_400)
    gone = lite.say(squad.reps[0], "价格 A100")
    assert "暂无牌价\n今天" in read(gone)
    assert "已结束" in read(gone)
    assert "A100 齿轮泵 — 台" in read(lite.say(squad.reps[0], "价格"))


def test_a_product_without_any_price_has_a_card_all_the_same(lite: Installation) -> None:
    squad = shop(lite)
    lite.app.db.write(lambda db: add_product(db, Product(0, "N1", "新品", "个"), 1, lite.clock.now()))
    card = lite.say(squad.reps[0], "价格 N1")
    assert "暂无牌价" in read(card)
    assert "No list price" in read(card, "en")
    assert "调价记录" not in read(card)


def test_unclear_words_give_choices_as_buttons(house: Installation) -> None:
    squad = shop(house)
    rep = squad.reps[0]
    card = house.say(rep, "价格 A")
    assert "没有「A」。你要找的是：" in read(card)
    assert labels(card) == ["A100 齿轮泵", "A200 螺杆泵"]
    house.feishu.press(rep, card.message_id, "A200 螺杆泵")
    assert "¥250.00 / 台" in read(card)


@pytest.mark.parametrize("words,choices", [("clb", ["A100 齿轮泵"]), ("A10O", ["A100 齿轮泵"]), ("密封", [])])
def test_what_is_merely_like_a_product_is_asked_about(lite: Installation, words: str, choices: list[str]) -> None:
    assert labels(asked(lite, f"价格 {words}")) == choices


def test_words_that_mean_nothing_are_refused_in_words(lite: Installation) -> None:
    card = asked(lite, "价格 **qqqq**")
    assert "没有「**qqqq**」这个产品。发「价格」看产品目录。" in "\n".join(
        str(part.get("content")) for part in parts(card.card)
    )
    assert "没有办成" in read(card)


def test_without_words_there_is_the_list(lite: Installation) -> None:
    card = asked(lite, "价格")
    assert "共 4 个产品" in read(card)
    assert read(card).index("A100 齿轮泵 ¥100.00 台") < read(card).index("X1 定制阀 ¥1,000.00 套")
    assert "型号 Code" in read(card)
    assert "4 products" in read(card, "en")


def test_a_group_is_a_list_of_its_own(lite: Installation) -> None:
    card = asked(lite, "价格 泵")
    assert "泵 · 共 2 个产品" in read(card)
    assert "B7" not in read(card)


def test_a_long_list_tells_how_to_narrow_it(lite: Installation) -> None:
    squad = shop(lite)
    goods(lite, 80)
    card = lite.say(squad.reps[0], "价格")
    assert "共 84 个产品" in read(card)
    assert "这里是前 60 个。" in read(card)
    (table,) = [part for part in parts(card.card) if part.get("tag") == "table"]
    assert len(table["rows"]) == 60
    assert table["page_size"] == 10


def test_an_empty_list_tells_who_can_fill_it(lite: Installation) -> None:
    squad = lite.squad()
    card = lite.say(squad.reps[0], "价格")
    assert "还没有产品。" in read(card)
    assert "管理员可以发「定价 A100 牌价100 底价70 成本60 单位台」" in read(card)


def test_a_group_reads_no_amount(house: Installation) -> None:
    squad = shop(house)
    card = house.say_in(squad.chat, squad.manager, "价格 A100")
    assert "金额只私信发送，请看和我的单聊。" in read(card)
    assert "100.00" not in "".join(read(each) for each in cards(house, squad.chat))
    private = house.answer(squad.manager)
    assert "¥100.00 / 台" in read(private)
    assert "成本\n¥60.00" in read(private)


def test_a_stranger_is_told_how_to_join(lite: Installation) -> None:
    shop(lite)
    (stranger,) = lite.people("路人")
    assert "先加入一个销售团队" in read(lite.say(stranger, "价格 A100"))


def test_a_retired_product_says_so(lite: Installation) -> None:
    squad = shop(lite)
    card = lite.say(lite.admin, "定价 B7 停售")
    lite.feishu.press(lite.admin, card.message_id, "停售")
    assert "已停售" in read(lite.say(squad.reps[0], "价格 B7"))
    assert "Retired" in read(lite.say(squad.reps[0], "价格 b7"), "en")
    assert "B7" not in read(lite.say(squad.reps[0], "价格"))


@pytest.mark.parametrize("words", ["价格 A\0100", "价格 \0", "价格 " + "长" * 3000, "价格 '; drop table products; --"])
def test_odd_words_are_answered_like_any_others(house: Installation, words: str) -> None:
    squad = shop(house)
    house.say(squad.reps[0], words)
    assert house.rows("select count(*) from products") == [(4,)]
    assert house.rows("select count(*) from inbox where state = 'failed'") == [(0,)]


@pytest.mark.parametrize("name", ["**粗**<b>&amp;", "[x](http://e.example)", "`code`", "长" * 120])
def test_names_are_shown_as_they_were_typed(lite: Installation, name: str) -> None:
    squad = shop(lite)
    enter(lite, "定价 Z1 牌价 5 单位个", called=name)
    shown = read(lite.say(squad.reps[0], "价格 Z1"))
    assert name in shown
