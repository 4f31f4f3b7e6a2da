"""订单: from the form or one line over the preview to a confirmed order."""

import pytest

from tests.installation import Installation
from tests.ordering import CUSTOMER, market
from tests.seen import held, labels, read, toast


def test_an_order_goes_from_the_form_over_the_preview_to_confirmed(house: Installation) -> None:
    shop = market(house)
    card, _ = shop.form(price_1="95", product_2="B7", quantity_2="3个", terms="发货后 30 天", note="急")
    said = read(card)
    assert "请确认订单 SO-1" in said
    assert "¥979.97" in said
    assert "发货后 30 天" in said
    assert "毛利" not in said
    assert shop.states() == ["draft"]
    done = shop.press(card, "提交")
    assert toast(done)[:2] == ("success", "SO-1：已确认")
    assert shop.states() == ["confirmed"]
    assert "订单 SO-1" in read(card)
    assert "提交" not in labels(card)


def test_one_line_with_everything_is_a_draft_at_once(house: Installation) -> None:
    shop = market(house)
    card = shop.draft("订单 华宁精密 A100*10@95 B7 3个 9折 30天 3月20日交货")
    assert "请确认订单 SO-1" in read(card)
    assert "发货后 30 天" in read(card)
    assert "3月20日" in read(card)
    assert house.rows("select quantity, price, rate, given from order_lines order by no")[0][0] == 10
    assert shop.states() == ["draft"]


@pytest.mark.parametrize("line,quoted,filled", [
    ("订单 华宁精密 A100*10 请尽快哦亲", "没看懂", {"product_1": "A100", "quantity_1": "10"}),
    ("订单 华宁精密 Z999*10", "", {}),
    ("订单 长安重工 A100*10", "", {"customer": "长安重工", "product_1": "A100"}),
])  # fmt: skip
def test_a_line_with_doubts_becomes_the_form(
    lite: Installation, line: str, quoted: str, filled: dict[str, str]
) -> None:
    shop = market(lite)
    card = shop.draft(line)
    assert "下一步" in labels(card)
    assert quoted in read(card)
    assert held(card).items() >= filled.items()
    assert shop.states() == []


def test_a_line_that_cannot_be_so_comes_back_as_the_form_with_the_reason(lite: Installation) -> None:
    shop = market(lite)
    card = shop.draft("订单 华宁精密 A100*2000000@95")
    assert "A100」的数量超过上限 100000" in read(card)
    assert held(card)["quantity_1"] == "2000000"
    assert shop.states() == []


def test_a_customer_nearly_like_a_known_one_is_asked_about_first(house: Installation) -> None:
    shop = market(house)
    house.say(shop.rep, "华宁精密机械")  # so that the words are known as a person's
    form, done = shop.form(customer="华宁精密机械")
    assert toast(done)[0] == "warning"
    assert "都不是，新建「华宁精密机械」" in str(form.card)
    house.feishu.submit(shop.rep, form.message_id, {"which": CUSTOMER})
    assert "「华宁精密机械」就是客户「华宁精密」" in read(form)
    assert house.rows("select count(*) from customers") == [(1,)]


def test_an_order_is_shown_by_its_number_and_in_private(house: Installation) -> None:
    shop = market(house)
    shop.confirmed()
    assert "¥950.00" in read(house.say(shop.rep, "订单 SO-1"))
    in_group = house.say_in(shop.squad.chat, shop.rep, "订单 so1")
    assert "金额只私信发送" in read(in_group)
    assert "¥950.00" in read(house.answer(shop.rep))
    assert "没有找到 SO-7" in read(house.say(shop.rep, "订单 7"))
    stranger = house.squad("华南二队", "周经理", ("吴迪",))
    assert "没有找到 SO-1" in read(house.say(stranger.reps[0], "订单 SO-1"))


def test_only_a_manager_reads_the_margin(house: Installation) -> None:
    shop = market(house)
    shop.confirmed()
    for words in ("毛利", "Margin"):
        assert words not in read(house.say(shop.rep, "订单 SO-1")) + read(house.say(shop.rep, "订单 SO-1"), "en")
    manager = house.say(shop.manager, "订单 SO-1")
    assert "毛利率 36.84%" in read(manager)


def test_open_orders_stand_below_the_form(lite: Installation) -> None:
    shop = market(lite)
    for _ in range(6):
        shop.draft()
    form = lite.say(shop.rep, "订单")
    assert [words for words in labels(form) if words.startswith("SO-")] == [
        f"SO-{no} · 华宁精密 · 草稿" for no in (6, 5, 4, 3, 2)
    ]
    assert "还有 1 张" in read(form)
    shop.press(form, "SO-4 · 华宁精密 · 草稿")
    assert "订单 SO-4" in read(form)


def test_prices_are_frozen_at_submission_and_not_before(house: Installation) -> None:
    shop = market(house)
    card = shop.draft("订单 华宁精密 A100*10 款到发货")
    assert "¥1,000.00" in read(card)
    shop.raise_price("A100", 120)
    shop.press(card, "提交")
    assert "¥1,200.00" in read(card)
    shop.raise_price("A100", 150)
    assert "¥1,200.00" in read(house.say(shop.rep, "订单 SO-1"))
    assert house.rows("select list_price from order_lines") == [(12000,)]


def test_a_second_press_of_submit_answers_with_the_order_as_it_stands(house: Installation) -> None:
    shop = market(house)
    card = shop.draft()
    old = house.say(shop.rep, "订单 SO-1")
    shop.press(card, "提交")
    done = shop.press(old, "提交")
    assert toast(done) == (
        "warning",
        "SO-1 现在是「已确认」，不能提交。",
        "SO-1 is in state “Confirmed”: you cannot submit it now.",
    )
    assert "提交" not in labels(old)
    assert "已确认" in str(old.card)
    assert house.rows("select count(*) from audit where verb = 'submit'") == [(1,)]


def test_the_preview_says_who_decides_and_an_edit_voids_the_question(house: Installation) -> None:
    shop = market(house)
    card = shop.draft("订单 华宁精密 A100*10 8折 30天")
    assert "由 王经理 审批" in read(card)
    assert shop.states() == ["draft"]
    shop.press(card, "提交")
    assert shop.states() == ["approving"]
    assert "由 王经理 审批" in read(card)
    shop.press(card, "修改")
    house.feishu.submit(shop.rep, card.message_id, {"price_1": "95"})
    assert house.rows("select decision from approvals") == [("void",)]
    assert "在你的权限内，提交后直接确认。" in read(card)
    shop.press(card, "提交")
    assert shop.states() == ["confirmed"]
