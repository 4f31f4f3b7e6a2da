"""Quotes in the chat: one line or the form, previewed, kept in versions, renewed, withdrawn, and made an order once."""

import json
from typing import Any

import pytest

from playground import Message, Person
from tests.installation import Installation, Squad
from tests.seen import held, labels, read, toast
from tests.stall import stocked

LINE = "报价 华宁精密 A100*10 95折 有效到月底"


@pytest.fixture
def squad(lite: Installation) -> Squad:
    """A team whose first rep has a customer, with goods on the list."""
    return opened(lite)


def opened(house: Installation) -> Squad:
    made = house.squad()
    stocked(house)
    house.file(made.reps[0], "华宁精密")
    return made


def press(house: Installation, who: Person, words: str, card: Message | None = None) -> Message:
    """Press a button of somebody's newest card, and give what it has become."""
    seen = card or house.answer(who)
    house.feishu.press(who, seen.message_id, words)
    return house.answer(who)


def made(house: Installation, rep: Person, line: str = LINE) -> Message:
    """A quote as it is kept by one line and one press."""
    house.say(rep, line)
    return press(house, rep, "保存")


def fill(house: Installation, rep: Person, card: Message, **fields: str) -> Message:
    """Change fields of a form, send it, and give what comes back."""
    house.feishu.submit(rep, card.message_id, {**held(card), **fields})
    return house.answer(rep)


def shown(card: Message, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """A copy of what a card shows, or showed."""
    copy: dict[str, Any] = json.loads(json.dumps(before or card.card))
    return copy


def count(house: Installation, table: str) -> int:
    counted = {"quotes": "select count(*) from quotes", "orders": "select count(*) from orders"}
    return int(house.rows(counted[table])[0][0])


def test_one_line_is_previewed_and_kept_by_a_press(house: Installation) -> None:
    team = opened(house)
    rep = team.reps[0]
    preview = house.say(rep, LINE)
    said = read(preview)
    for words in (
        "请确认报价",
        "华宁精密",
        "10 台 × ¥100.00 × 95% = ¥950.00",
        "牌价 ¥100.00 · 优惠 5%",
        "3月31日 周二",
    ):
        assert words in said
    assert "Please confirm the quote" in read(preview, "en")
    assert (labels(preview), count(house, "quotes")) == (["保存", "修改"], 0)
    card = press(house, rep, "保存")
    assert "报价 Q-1" in read(card)
    assert "第 1 版" in read(card)
    assert "Valid until\nTue 31 Mar" in read(card, "en")
    assert labels(card) == ["转订单", "修改", "撤回"]
    assert house.rows("select version, amount, state from quotes") == [(1, 950_00, "open")]


def test_saving_twice_keeps_one(house: Installation) -> None:
    team = opened(house)
    rep = team.reps[0]
    preview = house.say(rep, LINE)
    before = shown(preview)
    first = house.feishu.press(rep, preview.message_id, "保存")
    preview.card = before
    assert house.feishu.press(rep, preview.message_id, "保存").body == first.body
    assert count(house, "quotes") == 1


def test_without_a_day_it_stands_as_long_as_the_house_says(lite: Installation, squad: Squad) -> None:
    assert "4月1日" in read(lite.say(squad.reps[0], "报价 华宁精密 A100*10"))


def test_the_terms_and_the_note_of_a_line_are_kept(lite: Installation, squad: Squad) -> None:
    card = made(lite, squad.reps[0], "报价 华宁精密 月结30天 A100*10@95 有效期15天 备注含运费")
    for words in ("¥950.00", "月结 30 天", "3月17日", "含运费"):
        assert words in read(card)


def test_the_alias_and_english_words_do_the_same(lite: Installation, squad: Squad) -> None:
    for line in ("bj 华宁精密 A100*10", "quote 华宁精密 A100*10 valid until 31 Mar", "／报价 华宁精密 A100*10"):
        assert "请确认报价" in read(lite.say(squad.reps[0], line))


@pytest.mark.parametrize(
    "line, why",
    [
        ("报价 华宁精密 Z9*10", "没有「Z9」这个产品"),
        ("报价 华宁精密 A100*0", "数量要大于 0"),
        ("报价 华宁精密 A100*-3", "数量要大于 0"),
        ("报价 华宁精密 A100*10@0", "价格要大于 0"),
        ("报价 华宁精密 A100*10箱", "请换成这个单位"),
        ("报价 华宁精密 A100*9000000", "超过上限"),
        ("报价 华宁精密 A100*10 有效到昨天", "有效期不能早于今天"),
        ("报价 华宁精密 A100*10 有效到2029-01-01", "有效期太长了"),
        ("报价 华宁精密 A100*10 阿弥陀佛", "没看懂：阿弥陀佛"),
    ],
)
def test_what_cannot_be_offered_comes_back_as_a_form_with_the_reason(
    lite: Installation, squad: Squad, line: str, why: str
) -> None:
    card = lite.say(squad.reps[0], line)
    assert "报一次价" in read(card)
    assert why in read(card)
    assert "华宁精密" in (held(card)["customer"], held(card)["recent"])
    assert count(lite, "quotes") == 0


def test_a_name_nearly_like_a_known_one_is_asked_about(lite: Installation, squad: Squad) -> None:
    known = "智云信息科技有限公司"
    lite.file(squad.reps[0], known)
    form = lite.say(squad.reps[0], "报价")
    card = fill(lite, squad.reps[0], form, customer="智云", recent="", product_1="A100", quantity_1="1")
    assert "是不是已有客户？" in read(card)
    card = fill(lite, squad.reps[0], card, which=known)
    assert f"「智云」就是客户「{known}」" in read(card)
    assert known in read(press(lite, squad.reps[0], "保存"))


def test_a_name_that_is_clearly_a_known_one_needs_no_question(lite: Installation, squad: Squad) -> None:
    assert "华宁精密" in read(lite.say(squad.reps[0], "报价 华宁精蜜 A100*10"))


def test_the_form_makes_a_quote_and_a_mistake_keeps_what_was_typed(house: Installation) -> None:
    team = opened(house)
    rep = team.reps[0]
    form = house.say(rep, "报价")
    wrong = fill(
        house, rep, form, customer="长安电子", product_1="A100", quantity_1="十台", price_1="九五折", product_2="??"
    )
    assert "没有「??」这个产品" in read(wrong)
    assert (held(wrong)["customer"], held(wrong)["price_1"]) == ("长安电子", "九五折")
    assert count(house, "quotes") == 0
    preview = fill(house, rep, wrong, product_2="B7", quantity_2="3", valid_until="2026-03-20")
    assert "¥979.97" in read(preview)
    assert "长安电子" in read(press(house, rep, "保存"))


def test_a_form_for_nobody_or_nothing_is_refused(lite: Installation, squad: Squad) -> None:
    form = lite.say(squad.reps[0], "报价")
    done = lite.feishu.submit(squad.reps[0], form.message_id, {"product_1": "A100", "quantity_1": "1"})
    assert "请选择或填写客户" in toast(done)[1]
    form = lite.say(squad.reps[0], "报价")
    done = lite.feishu.submit(squad.reps[0], form.message_id, {"customer": "华宁精密"})
    assert "请至少填一行产品" in toast(done)[1]


def test_a_preview_can_go_back_to_the_form(lite: Installation, squad: Squad) -> None:
    lite.say(squad.reps[0], "报价 华宁精密 月结45天 A100*10@95 有效到月底 备注含运费")
    form = press(lite, squad.reps[0], "修改")
    shown = held(form)
    assert (shown["product_1"], shown["quantity_1"], shown["price_1"]) == ("A100", "10", "95")
    assert (shown["other_terms"], shown["valid_until"], shown["note"]) == ("月结45天", "2026-03-31", "含运费")
    assert count(lite, "quotes") == 0
    assert "¥1,900.00" in read(fill(lite, squad.reps[0], form, quantity_1="20"))
