"""The form of an order: what is refused at which field, that nothing typed is lost, and that it fits on a card."""

import pytest

from bot.limits import LIMIT_COMPONENTS, faults_of
from playground import Message
from sales.orders import MOST_LINES
from tests.installation import Installation
from tests.ordering import market
from tests.seen import held, labels, parts, read, toast

REFUSED = [
    ({"quantity_1": "0"}, "1 数量：「A100」的数量要大于 0。"),
    ({"quantity_1": "-3"}, "1 数量：「A100」的数量要大于 0。"),
    ({"quantity_1": "100001"}, "1 数量：「A100」的数量超过上限 100000，请检查是不是多打了零。"),
    ({"quantity_1": "3个"}, "1 数量：「A100」按「台」卖，请换成这个单位。"),
    ({"quantity_1": "很多"}, "1 数量：请填数量，例如 10 或 10台"),
    ({"quantity_1": ""}, "1 数量：请填数量，例如 10 或 10台"),
    ({"quantity_1": "1.5"}, "1 数量：请填数量，例如 10 或 10台"),
    ({"price_1": "0"}, "1 单价/折扣：「A100」的价格要大于 0。"),
    ({"price_1": "-5"}, "1 单价/折扣：「A100」的价格要大于 0。"),
    ({"price_1": "便宜点"}, "1 单价/折扣：没看懂，例如 95、9折、-5%"),
    ({"price_1": "99999999"}, "1 单价/折扣：「A100」的金额超过上限 ¥10,000,000.00，请检查。"),
    ({"price_1": "0.01 -99%"}, "1 单价/折扣：「A100」的价格要大于 0。"),
    ({"product_1": "A10O"}, "1 产品：没有「A10O」这个产品。发「价格」看产品目录。"),
    ({"product_1": ""}, "1 产品：请填写产品"),
    ({"product_1": "", "quantity_1": ""}, "1 产品：请至少填一行产品"),
    ({"overall": "随便"}, "没看懂折扣"),
    ({"other_terms": "下辈子"}, "没看懂，例如 45天、月结30、款到发货"),
    ({"other_terms": "900天"}, "账期最长 365 天。"),
    ({"terms": "其他（填在下面）"}, "请填写付款条件"),
    ({"terms": "月结 30 天", "other_terms": "45天"}, "和上面选的不一样，请只留一个"),
    ({"promised_on": "2026-03-01"}, "承诺交货不能早于今天（3月2日 周一）。"),
    ({"promised_on": "2027-03-03"}, "承诺交货太远了，最晚明年 3月2日 周二。"),
]


@pytest.mark.parametrize("typed,why", REFUSED)
def test_what_cannot_be_is_refused_in_words_at_its_field(lite: Installation, typed: dict[str, str], why: str) -> None:
    shop = market(lite)
    form, done = shop.form(**typed)
    assert toast(done)[0] == "warning"
    assert why in read(form) or why in toast(done)[1]
    for name, words in typed.items():
        if name != "terms":
            assert held(form)[name] == words
    assert shop.states() == []


def test_every_wrong_field_is_told_at_once(lite: Installation) -> None:
    shop = market(lite)
    form, _ = shop.form(quantity_1="0", product_2="Z9", quantity_2="1", product_5="X1", quantity_5="2套", price_5="?")
    said = read(form)
    for words in ("1 数量：", "2 产品：没有「Z9」", "5 单价/折扣：没看懂"):
        assert words in said
    assert next(part["expanded"] for part in parts(form.card) if part.get("tag") == "collapsible_panel")


def test_a_slip_in_a_code_names_the_nearest(lite: Installation) -> None:
    form, _ = market(lite).form(product_1="A10")
    assert "没有「A10」这个产品" in read(form)
    assert "是不是 A100" in read(form)


def test_a_product_without_a_price_needs_one(lite: Installation) -> None:
    shop = market(lite)
    shop.add("N1", "新品", "台")
    form, _ = shop.form(product_1="N1", quantity_1="1")
    assert "「N1」在 3月2日 周一 没有牌价，请填单价。" in read(form)
    lite.feishu.submit(shop.rep, form.message_id, {"price_1": "88"})
    assert "¥88.00" in read(form)


@pytest.mark.parametrize("typed,amount", [
    ({"quantity_1": "两台", "price_1": "¥95"}, "¥190.00"),
    ({"quantity_1": "十", "price_1": "九五折"}, "¥950.00"),
    ({"quantity_1": "1万", "price_1": "100"}, "¥1,000,000.00"),
    ({"quantity_1": "3", "price_1": "-2.5%"}, "¥292.50"),
    ({"quantity_1": "3", "price_1": "99.99 9折"}, "¥269.97"),
    ({"quantity_1": "10", "price_1": "9折", "overall": "9折"}, "¥810.00"),
    ({"product_1": "密封圈", "quantity_1": "3", "price_1": ""}, "¥29.97"),
    ({"product_1": "a-100", "quantity_1": "１０", "price_1": "９５"}, "¥950.00"),
])  # fmt: skip
def test_numbers_are_read_as_people_write_them(lite: Installation, typed: dict[str, str], amount: str) -> None:
    shop = market(lite)
    form, _ = shop.form(**typed)
    assert f"{amount}\n合计" in read(form)
    assert shop.states() == ["draft"]


@pytest.mark.parametrize("typed,said", [
    ({}, "款到发货"),
    ({"terms": "月结 30 天"}, "月结 30 天"),
    ({"other_terms": "45天"}, "发货后 45 天"),
    ({"terms": "其他（填在下面）", "other_terms": "月结45"}, "月结 45 天"),
    ({"kind": "样品", "note": "送展会"}, "送展会"),
])  # fmt: skip
def test_terms_purpose_and_note_are_kept(lite: Installation, typed: dict[str, str], said: str) -> None:
    shop = market(lite)
    form, _ = shop.form(**typed)
    assert said in read(form)
    shop.press(form, "修改")
    assert "修改订单 SO-1" in read(form)
    lite.feishu.submit(shop.rep, form.message_id, {})
    assert said in read(form)


def full(shop_form: Message) -> dict[str, str]:
    """Everything a form has room for."""
    names = {str(part["name"]): int(part["max_length"]) for part in parts(shop_form.card) if part.get("tag") == "input"}
    return {name: "齿" * limit for name, limit in names.items()}


def test_a_form_that_is_full_still_fits_on_a_card(lite: Installation) -> None:
    shop = market(lite)
    for no in range(15):
        lite.file(shop.rep, f"客户{no:02}号有限责任公司")
    for _ in range(5):
        shop.draft()
    form = lite.say(shop.rep, "订单")
    lite.feishu.submit(shop.rep, form.message_id, full(form) | {"customer": "华宁精密机械"})
    assert faults_of(form.card or {}) == []
    assert sum("tag" in part for part in parts(form.card)) <= LIMIT_COMPONENTS
    assert held(form)["product_10"] == "齿" * 60


def test_ten_lines_make_a_card_that_fits(lite: Installation) -> None:
    shop = market(lite)
    goods = {f"product_{no}": "A100" for no in range(1, MOST_LINES + 1)}
    goods |= {f"quantity_{no}": str(no) for no in range(1, MOST_LINES + 1)}
    form, _ = shop.form(**goods, note="备" * 500)
    assert "¥5,500.00\n合计" in read(form)
    shop.press(form, "提交")
    assert shop.states() == ["confirmed"]


def test_the_same_form_pressed_twice_is_one_order(house: Installation) -> None:
    shop = market(house)
    form = house.say(shop.rep, "订单")
    typed = {"customer": "华宁精密", "product_1": "A100", "quantity_1": "10"}
    before = dict(form.card or {})
    house.feishu.submit(shop.rep, form.message_id, typed)
    form.card = before
    house.feishu.submit(shop.rep, form.message_id, typed)
    assert shop.states() == ["draft"]
    assert "提交" in labels(form)


def test_a_recent_customer_is_chosen_from_the_list(lite: Installation) -> None:
    shop = market(lite)
    lite.file(shop.rep, "长安重工")
    shop.draft()
    form = lite.say(shop.rep, "订单")
    blank = {"product_1": "A100", "quantity_1": "1"}
    done = lite.feishu.submit(shop.rep, form.message_id, blank)
    assert toast(done)[:2] == ("warning", "客户：请选择或填写客户")
    lite.feishu.submit(shop.rep, form.message_id, {"recent": "长安重工"})
    assert "长安重工" in read(form)
    assert lite.rows("select count(*) from orders") == [(2,)]
