"""审批: what is over goes to who may decide, is decided once, and its rep hears of it."""

import json
from datetime import timedelta

import pytest

from tests.approving import (
    click,
    decline,
    last,
    market,
    over,
    press,
    question,
    questions,
    value_of,
)
from tests.installation import Installation
from tests.seen import labels, read, toast


def test_within_authority_it_is_confirmed_at_once(house: Installation) -> None:
    shop = market(house)
    order = shop.submitted(shop.squad.reps[0], shop.shop.wish("A100", 10, rate=9000))
    assert shop.state(order) == "confirmed"
    assert questions(house, shop.squad.manager) == []


def test_over_authority_the_manager_is_asked_with_all_it_takes_to_decide(house: Installation) -> None:
    shop = market(house)
    rep, boss = shop.squad.reps[0], shop.squad.manager
    for day in range(6):
        shop.submitted(rep, shop.shop.wish("A100", 10, rate=9500 - day * 100))
        house.clock.advance(timedelta(days=1, minutes=1).total_seconds())
    house.clock.advance(timedelta(days=1).total_seconds())
    over(shop)
    card = question(house, boss)
    said = read(card)
    assert "优惠 15%，超出业务员权限 10% 共 5%" in said
    assert "毛利：牌价时 → 现在\n40% ¥400.00 → 29.41% ¥250.00" in said
    assert "14.29%（近 90 天 1/7 行）" in said
    paid = [line for line in said.splitlines() if line.startswith("A100 ¥9")]
    assert paid[0] == "A100 ¥90.00 3月7日 周六 · SO-6"
    assert len(paid) == 5
    assert "15% off: 5% beyond what a rep may give (10%)" in read(card, "en")
    assert labels(card) == ["批准", "退回修改", "驳回"]


def test_one_tap_approves_and_the_rep_hears_of_it(house: Installation) -> None:
    shop = market(house)
    order = over(shop)
    done = press(house, shop.squad.manager, "批准")
    assert toast(done) == ("success", "已批准 SO-1", "SO-1 is approved")
    settled = question(house, shop.squad.manager)
    assert "王经理 已批准" in read(settled)
    assert "批准" not in labels(settled)
    assert shop.state(order) == "approved"
    assert "王经理 已批准，订单生效。" in last(house, shop.squad.reps[0])
    assert "毛利" not in last(house, shop.squad.reps[0])


@pytest.mark.parametrize(
    "label, state, told",
    [("驳回", "rejected", "王经理 驳回了这张订单。"), ("退回修改", "returned", "王经理 退回修改：改好后再提交。")],
)
def test_a_no_has_a_reason_that_the_rep_reads(house: Installation, label: str, state: str, told: str) -> None:
    shop = market(house)
    order = over(shop)
    decline(house, shop.squad.manager, label, "毛利太低 <at id=all></at>")
    assert shop.state(order) == state
    said = last(house, shop.squad.reps[0])
    assert told in said
    assert "理由：毛利太低 <at id=all></at>" in said
    assert "理由：毛利太低" in read(question(house, shop.squad.manager))


def test_without_a_reason_nothing_is_decided_and_one_can_go_back(lite: Installation) -> None:
    shop = market(lite)
    order = over(shop)
    boss = shop.squad.manager
    card = question(lite, boss)
    press(lite, boss, "驳回")
    assert labels(card) == ["驳回", "返回"]
    done = lite.feishu.submit(boss, card.message_id, {"reason": " "}, unchecked=True)
    assert toast(done)[:2] == ("warning", "理由（业务员会看到）：请填写")
    lite.feishu.press(boss, card.message_id, "返回")
    assert labels(card) == ["批准", "退回修改", "驳回"]
    assert shop.state(order) == "approving"


def test_a_second_press_is_told_how_it_stands(house: Installation) -> None:
    shop = market(house)
    order = over(shop)
    boss = shop.squad.manager
    stale = value_of(question(house, boss), "批准")
    decline(house, boss, "驳回", "太低")
    again = click(house, boss, question(house, boss), stale)
    assert toast(again)[:2] == ("warning", "SO-1 这次审批之前已经有结果了。")
    assert "王经理 已驳回" in json.dumps(again.body, ensure_ascii=False)
    assert shop.state(order) == "rejected"


def test_nobody_else_decides(house: Installation) -> None:
    shop = market(house)
    order = over(shop)
    rep = shop.squad.reps[1]
    value = value_of(question(house, shop.squad.manager), "批准")
    mine = house.say(rep, "今天")
    for to in (shop.squad.manager.open_id, "", rep.open_id):
        done = click(house, rep, mine, value | {"to": to})
        assert toast(done)[0] == "warning"
    assert shop.state(order) == "approving"


def test_who_is_no_manager_any_more_decides_no_more(lite: Installation) -> None:
    shop = market(lite)
    order = over(shop)
    card = question(lite, shop.squad.manager)
    lite.feishu.leave(shop.squad.chat, [shop.squad.manager])
    lite.feishu.join(shop.squad.chat, [shop.squad.manager])
    done = press(lite, shop.squad.manager, "批准", card)
    assert toast(done)[:2] == ("warning", "你现在不能审批这张订单了。")
    assert shop.state(order) == "approving"


def test_what_is_beyond_a_manager_goes_further_up(house: Installation) -> None:
    shop = market(house)
    order = over(shop, rate=7500)
    done = press(house, shop.squad.manager, "批准")
    assert toast(done)[1] == "已同意，SO-1 超出你的权限，已转上级"
    assert shop.state(order) == "approving"
    assert "已转上级" in read(question(house, shop.squad.manager))
    card = question(house, house.admin)
    assert "王经理 已同意，超出其权限，转到这里" in read(card)
    press(house, house.admin, "批准", card)
    assert shop.state(order) == "approved"
    assert "已批准，订单生效。" in last(house, shop.squad.reps[0])


def test_a_manager_rejects_what_is_beyond_them_all_the_same(lite: Installation) -> None:
    shop = market(lite)
    order = over(shop, rate=7500)
    decline(lite, shop.squad.manager, "驳回", "不行")
    assert shop.state(order) == "rejected"
    assert questions(lite, lite.admin) == []


def test_a_managers_own_order_is_judged_by_the_managers_row_and_decided_above(house: Installation) -> None:
    shop = market(house)
    boss = shop.squad.manager
    assert shop.state(over(shop, boss, rate=8000)) == "confirmed"
    order = over(shop, boss, rate=7500)
    assert questions(house, boss) == []
    assert "超出经理权限 20% 共 5%" in read(question(house, house.admin))
    press(house, house.admin, "批准")
    assert shop.state(order) == "approved"


def test_an_edit_makes_the_question_void(house: Installation) -> None:
    shop = market(house)
    rep, boss = shop.squad.reps[0], shop.squad.manager
    order = over(shop)
    card = question(house, boss)
    value = value_of(card, "批准")
    order = shop.reworded(rep, order, shop.shop.wish("A100", 10, rate=8000))
    assert "已修改或取消，这次审批作废" in read(question(house, boss))
    shop.submit(rep, order)
    done = click(house, boss, card, value)
    assert toast(done)[:2] == ("warning", "SO-1 这次审批之前已经有结果了。")
    assert "请审批 SO-1 · 华宁精密 · ¥800.00 · 超 10%" in json.dumps(done.body, ensure_ascii=False)
    assert shop.state(order) == "approving"
    house.feishu.press(boss, questions(house, boss)[-1].message_id, "批准")
    assert shop.state(order) == "approved"


def test_a_cancelled_order_waits_for_nobody(house: Installation) -> None:
    shop = market(house)
    order = over(shop)
    card = question(house, shop.squad.manager)
    shop.cancelled(shop.squad.reps[0], order)
    house.drain()
    assert labels(card) == ["看还有哪些待审批"]
    assert "没有等你审批的订单" in read(house.say(shop.squad.manager, "审批"))


def test_what_was_not_sent_yet_is_dropped_when_it_is_void(lite: Installation) -> None:
    shop = market(lite)
    lite.clock.set(lite.clock.now().replace(hour=22))
    order = over(shop)
    assert questions(lite, shop.squad.manager) == []
    shop.cancelled(shop.squad.reps[0], order)
    lite.clock.advance(timedelta(hours=12).total_seconds())
    assert questions(lite, shop.squad.manager) == []


@pytest.mark.parametrize("words", ["审批", "approvals", "sp"])
def test_the_list_leads_to_each_question(house: Installation, words: str) -> None:
    shop = market(house)
    boss = shop.squad.manager
    for rate in (8500, 8200):
        over(shop, rate=rate)
    house.drain()
    listed = house.say(boss, words)
    assert "2 单等你审批" in read(listed)
    assert "超 5%" in read(listed)
    house.feishu.press(boss, listed.message_id, "审批")
    assert labels(listed) == ["批准", "退回修改", "驳回"]
    house.feishu.press(boss, listed.message_id, "批准")
    assert "王经理 已批准" in read(listed)
    assert labels(questions(house, boss)[0]) == ["看还有哪些待审批"]
    assert "1 单等你审批" in read(house.say(boss, words))


def test_a_number_leads_straight_to_the_question(lite: Installation) -> None:
    shop = market(lite)
    over(shop)
    lite.drain()
    assert "请审批 SO-1" in read(lite.say(shop.squad.manager, "审批 SO-1"))
    assert "没有找到 SO-9" in read(lite.say(shop.squad.manager, "审批 SO-9"))
    assert "没有找到 SO-1" in read(lite.say(shop.squad.reps[0], "审批 SO-1"))
    assert "没有等你审批的订单" in read(lite.say(shop.squad.reps[0], "审批"))


def test_in_a_group_nothing_is_shown(lite: Installation) -> None:
    shop = market(lite)
    over(shop)
    lite.drain()
    said = read(lite.say_in(shop.squad.chat, shop.squad.manager, "审批"))
    assert "金额只私信发送" in said
    assert "SO-1" not in said
    assert "1 单等你审批" in last(lite, shop.squad.manager)
