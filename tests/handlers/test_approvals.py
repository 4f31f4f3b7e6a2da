"""审批: what is over goes to who may decide, is decided once, and its rep hears of it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from bot.app import App
from playground import Delivered, Message, Person
from sales.customers import Tier
from sales.discounts import Level, Rule
from sales.money import Money
from sales.orders import Kind
from storage.authority import add_rules
from storage.orders import Order, order_splits
from storage.people import find_person, meet
from tests.approving import Market, market, questions
from tests.installation import Installation
from tests.seeds import at_once
from tests.seen import cards, labels, parts, read, toast
from tests.trade import OPENED


def over(shop: Market, rep: Person | None = None, rate: int = 8500, quantity: int = 10) -> Order:
    """An order beyond what a rep may give, submitted."""
    return shop.submitted(rep or shop.squad.reps[0], shop.shop.wish("A100", quantity, rate=rate))


def question(house: Installation, person: Person) -> Message:
    """The only question somebody was asked."""
    (card,) = questions(house, person)
    return card


def press(house: Installation, person: Person, label: str, card: Message | None = None) -> Delivered:
    return house.feishu.press(person, (card or question(house, person)).message_id, label)


def decline(house: Installation, person: Person, label: str, reason: str, card: Message | None = None) -> Delivered:
    """Press, and say why."""
    asked = card or question(house, person)
    house.feishu.press(person, asked.message_id, label)
    return house.feishu.submit(person, asked.message_id, {"reason": reason})


def last(house: Installation, person: Person) -> str:
    """The newest card in somebody's chat."""
    return read(cards(house, house.feishu.direct(person))[-1])


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
    stale = _value(question(house, boss), "批准")
    decline(house, boss, "驳回", "太低")
    again = click(house, boss, question(house, boss), stale)
    assert toast(again)[:2] == ("warning", "SO-1 这次审批之前已经有结果了。")
    assert "王经理 已驳回" in json.dumps(again.body, ensure_ascii=False)
    assert shop.state(order) == "rejected"


def click(house: Installation, person: Person, card: Message, value: Any) -> Delivered:
    """Press a button that is not on the card any more, or never was."""
    event = {"operator": {"open_id": person.open_id}, "action": {"tag": "button", "value": value}}
    event["context"] = {"open_message_id": card.message_id, "open_chat_id": card.chat_id}
    return house.feishu.deliver(house.feishu.envelope("card.action.trigger", event))


def _value(card: Message, label: str) -> Any:
    (button,) = [part for part in parts(card.card) if part.get("tag") == "button" and part["text"]["content"] == label]
    return button["behaviors"][0]["value"]


def test_nobody_else_decides(house: Installation) -> None:
    shop = market(house)
    order = over(shop)
    rep = shop.squad.reps[1]
    value = _value(question(house, shop.squad.manager), "批准")
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


def test_who_shares_in_the_credit_does_not_decide(lite: Installation) -> None:
    shop = market(lite)
    draft = shop.drafted(shop.squad.reps[0], shop.shop.wish("A100", 10, rate=8500))
    _share(lite, draft, shop.squad.manager)
    shop.submit(shop.squad.reps[0], draft)
    assert questions(lite, shop.squad.manager) == []
    assert "SO-1" in read(question(lite, lite.admin))


def _share(house: Installation, order: Order, person: Person) -> None:
    def split(db: Any) -> None:
        known = find_person(db, person.open_id)[0]
        assert known is not None
        db.execute(update(order_splits).values(share=5000))
        db.execute(insert(order_splits), {"order_id": order.id, "rep_id": known.id, "share": 5000})

    house.app.db.write(split)


@pytest.mark.parametrize("kind, said", [(Kind.SAMPLE, "样品"), (Kind.INTERNAL, "内部领用")])
def test_what_nobody_pays_for_is_always_asked_about(lite: Installation, kind: Kind, said: str) -> None:
    shop = market(lite)
    order = shop.submitted(shop.squad.reps[0], shop.shop.wish("A100", 1), kind=kind)
    assert shop.state(order) == "approving"
    assert f"用途是「{said}」，没有货款，要经理同意" in read(question(lite, shop.squad.manager))


def test_below_the_floor_and_without_a_list_price_is_said(lite: Installation) -> None:
    shop = market(lite)
    wishes = (shop.shop.wish("A100", 10, rate=6900), shop.shop.wish("A200", 1))
    shop.submitted(shop.squad.reps[0], *wishes)
    said = read(question(lite, shop.squad.manager))
    assert "低于底价 ¥70.00，要总监决定" in said
    assert "超出业务员权限 10% 共 21%" in said


def test_split_orders_are_judged_as_one_and_the_card_says_why(house: Installation) -> None:
    shop = market(house)
    rep = shop.squad.reps[0]
    volume(house)
    first = shop.submitted(rep, shop.shop.wish("A100", 60, rate=8200))
    assert shop.state(first) == "confirmed"
    second = shop.submitted(rep, shop.shop.wish("A100", 60, rate=8200))
    assert shop.state(second) == "approving"
    said = read(question(house, shop.squad.manager))
    assert "优惠 18%，超出业务员权限 15%（牌价满 ¥10,000.00 起）共 3%" in said
    assert "与 SO-1 合并判断：A100 牌价合计 ¥12,000.00，合计优惠 18%" in said
    assert "24 小时内同一业务员、同一客户、同一产品的订单按一单判断，防止拆单。" in said


def test_a_day_later_or_for_another_rep_it_is_another_sale(lite: Installation) -> None:
    shop = market(lite)
    volume(lite)
    one, two = shop.squad.reps
    shop.submitted(one, shop.shop.wish("A100", 60, rate=8200))
    assert shop.state(shop.submitted(two, shop.shop.wish("A100", 60, rate=8200))) == "confirmed"
    assert shop.state(shop.submitted(one, shop.shop.wish("A100", 60, rate=8200), customer="长安重工")) == "confirmed"
    assert shop.state(shop.submitted(one, shop.shop.wish("A200", 24, rate=8200))) == "confirmed"
    lite.clock.advance(timedelta(hours=24, seconds=1).total_seconds())
    assert shop.state(shop.submitted(one, shop.shop.wish("A100", 60, rate=8200))) == "confirmed"


def test_what_was_cancelled_is_not_joined(lite: Installation) -> None:
    shop = market(lite)
    volume(lite)
    rep = shop.squad.reps[0]
    shop.cancelled(rep, shop.submitted(rep, shop.shop.wish("A100", 60, rate=8200)))
    assert shop.state(shop.submitted(rep, shop.shop.wish("A100", 60, rate=8200))) == "confirmed"


def test_two_halves_submitted_at_the_same_moment_do_not_slip_through(house: Installation) -> None:
    shop = market(house)
    volume(house)
    rep = shop.squad.reps[0]
    halves = [shop.drafted(rep, shop.shop.wish("A100", 60, rate=8200)) for _ in range(2)]
    at_once(2, lambda n: shop.submit(rep, halves[n]))
    assert sorted(shop.state(half) for half in halves) == ["approving", "confirmed"]


def volume(house: Installation) -> None:
    """Twenty per cent for a rep, only fifteen from ten thousand of list value on."""
    rules = [Rule(Level.REP, 2000, first_on=OPENED), Rule(Level.REP, 1500, None, "", "", Money(10_000_00), OPENED)]
    house.app.db.write(lambda db: add_rules(db, rules, meet(db, house.admin.open_id, "").id, house.clock.now()))


def test_the_tier_of_the_customer_counts(lite: Installation) -> None:
    shop = market(lite, tier=Tier.A)
    rules = [Rule(Level.REP, 2500, tier="A", first_on=OPENED)]
    lite.app.db.write(lambda db: add_rules(db, rules, meet(db, lite.admin.open_id, "").id, lite.clock.now()))
    assert shop.state(over(shop, rate=7500)) == "confirmed"


def test_an_edit_makes_the_question_void(house: Installation) -> None:
    shop = market(house)
    rep, boss = shop.squad.reps[0], shop.squad.manager
    order = over(shop)
    card = question(house, boss)
    value = _value(card, "批准")
    order = shop.reworded(rep, order, shop.shop.wish("A100", 10, rate=8000))
    assert "已修改或取消，这次审批作废" in read(question(house, boss))
    shop.submit(rep, order)
    done = click(house, boss, card, value)
    assert toast(done)[:2] == ("warning", "SO-1 这次审批之前已经有结果了。")
    assert "超出业务员权限 10% 共 10%" in json.dumps(done.body, ensure_ascii=False)
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


def stand_in(house: Installation, person: Person, other: Person) -> str:
    return read(house.say(person, f"代理 @{other.name}"))


def away(house: Installation, person: Person) -> None:
    """Somebody tells leave for today."""
    card = house.say(person, "请假 今天")
    house.feishu.press(person, card.message_id, "确认")


def test_who_is_on_leave_is_replaced_by_the_deputy(house: Installation) -> None:
    shop = market(house)
    boss, (rep, deputy) = shop.squad.manager, shop.squad.reps
    assert "你的代理人是 韩梅梅" in stand_in(house, boss, deputy)
    assert "王经理 请你在 TA 不在时代为审批订单。" in last(house, deputy)
    away(house, boss)
    order = over(shop, rep)
    assert questions(house, boss) == []
    card = question(house, deputy)
    assert "你代 王经理 审批" in read(card)
    press(house, deputy, "批准", card)
    assert shop.state(order) == "approved"
    assert "韩梅梅 已批准" in last(house, rep)


def test_a_deputy_never_decides_about_their_own(house: Installation) -> None:
    shop = market(house)
    boss, deputy = shop.squad.manager, shop.squad.reps[1]
    stand_in(house, boss, deputy)
    away(house, boss)
    over(shop, deputy)
    assert questions(house, deputy) == []
    assert "SO-1" in read(question(house, house.admin))


def test_without_a_deputy_the_next_level_is_asked(lite: Installation) -> None:
    shop = market(lite)
    away(lite, shop.squad.manager)
    order = over(shop, rate=7500)
    press(lite, lite.admin, "批准")
    assert shop.state(order) == "approved"


def test_a_deputy_who_was_dismissed_decides_no_more(lite: Installation) -> None:
    shop = market(lite)
    boss, (rep, deputy) = shop.squad.manager, shop.squad.reps
    stand_in(lite, boss, deputy)
    away(lite, boss)
    order = over(shop, rep)
    card = question(lite, deputy)
    assert "已取消代理人" in read(lite.say(boss, "代理 取消"))
    assert toast(press(lite, deputy, "批准", card))[1] == "你现在不能审批这张订单了。"
    assert shop.state(order) == "approving"


@pytest.mark.parametrize(
    "words, said",
    [
        ("代理", "你没有指定代理人。"),
        ("代理 取消", "你没有指定代理人。"),
        ("deputy cancel", "你没有指定代理人。"),
        ("代理 李雷", "你的代理人是 李雷。"),
        ("代理 @李雷", "你的代理人是 李雷。"),
        ("代理 王经理", "代理人不能是自己。"),
        ("代理 谁也不是", "销售团队里没有「谁也不是」"),
    ],
)
def test_a_deputy_is_named_and_looked_up(lite: Installation, words: str, said: str) -> None:
    shop = market(lite)
    assert said in read(lite.say(shop.squad.manager, words))


def test_a_rep_has_no_deputy(lite: Installation) -> None:
    shop = market(lite)
    assert "只有审批人" in read(lite.say(shop.squad.reps[0], "代理 王经理"))
    assert lite.rows("select count(*) from deputies") == [(0,)]


def test_of_two_who_press_opposite_buttons_one_wins_and_the_other_gets_words(house: Installation) -> None:
    shop = market(house)
    boss, (rep, deputy) = shop.squad.manager, shop.squad.reps
    stand_in(house, boss, deputy)
    order = over(shop, rep)
    house.tick(house.clock.now() + timedelta(hours=4, minutes=1))
    asked = {person: question(house, person) for person in (boss, deputy)}
    house.feishu.press(deputy, asked[deputy].message_id, "驳回")
    pressers = [
        lambda: house.feishu.press(boss, asked[boss].message_id, "批准"),
        lambda: house.feishu.submit(deputy, asked[deputy].message_id, {"reason": "太低"}),
    ]
    done = at_once(2, lambda n: pressers[n]())
    kinds = sorted(toast(each)[0] for each in done if isinstance(each, Delivered))
    assert kinds == ["success", "warning"]
    assert shop.state(order) in ("approved", "rejected")
    assert house.rows("select count(distinct decision) from approvals") == [(1,)]
    assert house.rows("select count(*) from audit where verb in ('approve', 'reject')") == [(1,)]
    shown = [read(question(house, person)) for person in (boss, deputy)]
    winner = "王经理 已批准" if shop.state(order) == "approved" else "韩梅梅 已驳回"
    assert all(winner in each for each in shown)


def test_an_edit_and_an_approval_at_once_never_approve_the_new_version(house: Installation) -> None:
    shop = market(house)
    rep, boss = shop.squad.reps[0], shop.squad.manager
    for _ in range(3):
        order = over(shop, quantity=10)
        card = questions(house, boss)[-1]

        def act(n: int, order: Order = order, card: Message = card) -> object:
            if n:
                return shop.reworded(rep, order, shop.shop.wish("A100", 10, rate=5000))
            return toast(house.feishu.press(boss, card.message_id, "批准"))

        at_once(2, act)
        state, version = house.rows(f"select state, version from orders where id = {order.id}")[0]  # noqa: S608
        assert (state, version) in {("draft", 2), ("approved", 1)}
        shop.cancelled(rep, order)


def test_a_restart_in_between_changes_nothing(house: Installation) -> None:
    shop = market(house)
    order = over(shop)
    card = question(house, shop.squad.manager)
    house.app.db.close()
    house.app.db = type(house.app.db)(house.settings.storage.url)
    again = App(house.settings, house.clock) if "postgresql" in house.settings.storage.url else None
    house.app.dispatcher._db = house.app.db  # noqa: SLF001 - the same process, opened again
    press(house, shop.squad.manager, "批准", card)
    assert shop.state(order) == "approved"
    if again:
        again.stop()
