"""应收: what is owed by age with the overdue first, to whom it concerns and nobody else."""

import pytest

from tests.installation import Installation
from tests.seen import house, labels, lite, parts, read
from tests.till import Till

__all__ = ["house", "lite"]


@pytest.mark.parametrize("words", ["应收", "receivables", "ar"])
def test_ones_own_by_age_with_the_overdue_first(house: Installation, words: str) -> None:
    till = Till(house)
    for pieces, late in ((1, -9), (2, 5), (3, 40), (4, 70), (50, 200)):
        till.owing(pieces, late)
    till.pay("华宁精密 500 " + till.confirmed(1).number)
    card = till.say(words)
    said = read(card)
    assert "我的应收" in said
    assert "¥5.9万\n逾期" in said
    assert "¥1,000\n未到期" in said
    assert "¥500\n未分配回款" in said
    for row in ("未到期 Not due ¥1,000.00 1", "31–60 ¥3,000.00 1", "> 90 ¥50,000.00 1"):
        assert row in said
    assert "逾期最多的客户\n华宁精密\n¥59,000.00 · 最久 200 天" in said
    assert labels(card) == ["对账"]
    assert "Overdue ¥59,000.00 of ¥60,000.00" in str(card.card)


def test_nothing_is_owed(lite: Installation) -> None:
    till = Till(lite)
    card = till.say("应收")
    assert "¥0\n逾期" in read(card)
    assert "逾期最多的客户" not in read(card)
    assert labels(card) == []


def test_the_teams_is_for_its_manager(house: Installation) -> None:
    till = Till(house)
    till.owing(2, late=3)
    till.owing(1, late=3, customer=till.buyer("长安电子", till.other))
    said = read(till.say("应收 团队", till.manager))
    assert "华东一队 · 应收" in said
    assert said.index("华宁精密") < said.index("长安电子")
    assert "¥3,000\n逾期" in said
    assert "团队的应收只有经理能看" in read(till.say("receivables team"))
    assert "¥0\n逾期" in read(till.say("应收", till.manager))


def test_one_customer_with_each_shipment(house: Installation) -> None:
    till = Till(house)
    late, soon = till.owing(1, late=12), till.owing(2, late=-3)
    card = till.say("应收 hnjm")
    said = read(card)
    assert f"{late.number} ¥1,000.00\n应付 2月18日 周三 · 逾期 12 天" in said
    assert f"{soon.number} ¥2,000.00\n应付 3月5日 周四 · 还有 3 天" in said
    assert "12 days overdue" in read(card, "en")
    assert "还欠\n¥3,000.00\n其中逾期\n¥1,000.00" in said
    assert labels(card) == ["回款", "对账"]


def test_many_shipments_are_counted(lite: Installation) -> None:
    till = Till(lite)
    for late in range(14):
        till.owing(1, late)
    assert "还有 2 笔" in read(till.say("应收 华宁精密"))


def test_what_is_left_is_allocated_by_a_press_and_once(house: Installation) -> None:
    till = Till(house)
    till.pay("华宁精密 1500")
    till.owing(1)
    card = till.say("应收 华宁精密")
    before = dict(card.card or {})
    assert "未分配\n¥1,500.00" in read(card)
    done = house.feishu.press(till.rep, card.message_id, "分配")
    assert done.body["toast"]["content"] == "已分配 ¥1,000.00"
    assert "没有未收的款" in read(card)
    card.card = before
    again = house.feishu.press(till.rep, card.message_id, "分配")
    assert (again.body["toast"]["type"], again.body["toast"]["content"]) == ("warning", "没有可以分配的了。")


def test_others_customers_are_not_told_of(house: Installation) -> None:
    till = Till(house)
    till.owing(1, late=3)
    for words in ("应收 华宁精密", "对账 华宁精密"):
        said = read(till.say(words, till.other))
        assert "已有归属" in said
        assert "¥" not in said
    assert "¥0\n逾期" in read(till.say("应收", till.other))
    assert "¥1,000.00" in read(till.say("应收 华宁精密", till.manager))


def test_several_that_may_be_meant_are_offered_and_none_opened(lite: Installation) -> None:
    till = Till(lite)
    till.buyer("华宁精工")
    till.owing(1)
    card = till.say("应收 华宁")
    assert "¥" not in read(card)
    assert labels(card) == ["打开", "打开"]
    runs = [part["value"]["with"]["said"] for part in parts(card.card) if part.get("type") == "callback"]
    assert sorted(runs) == ["应收 华宁精密", "应收 华宁精工"]


def test_one_who_is_not_known(lite: Installation) -> None:
    till = Till(lite)
    assert "没有叫「Nobody & Sons」的客户" in read(till.say("应收 Nobody & Sons"))


def test_a_group_reads_no_amounts(lite: Installation) -> None:
    till = Till(lite)
    till.owing(1, late=3)
    for words in ("应收", "应收 华宁精密", "对账 华宁精密"):
        assert "¥" not in read(lite.say_in(till.squad.chat, till.rep, words))
    assert "¥1,000.00" in read(lite.answer(till.rep))


def test_names_cannot_break_the_card(lite: Installation) -> None:
    till = Till(lite)
    till.owing(1, late=2, customer=till.buyer("<at id=all></at>**A&B**"))
    assert "<at id=all></at>**A&B**" in read(till.say("应收")).replace("\\", "")
