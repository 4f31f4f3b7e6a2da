"""An order is changed, submitted again and cancelled; whoever has to know is told, and stale presses get words."""

import pytest

from playground import Message
from sales.orders import Move, State
from storage import order_moves
from storage.engine import Connection
from storage.orders import hold_order, orders
from tests.installation import Installation
from tests.ordering import Market, market
from tests.seeds import at_once
from tests.seen import cards, held, labels, read, toast


def moved(shop: Market, *moves: Move) -> None:
    """Let the first order go on by some moves, as if it had been shipped."""

    def go(db: Connection) -> None:
        for move in moves:
            order = hold_order(db, 1)
            assert order is not None
            now = shop.house.clock.now()
            order_moves.move(db, order, move, order.rep_id, now, on=now.date())

    shop.house.app.db.write(go)


def told(shop: Market, words: str) -> list[Message]:
    """The cards in the colleague's and manager's chats that say something."""
    chats = [shop.house.feishu.direct(person) for person in (shop.rep, shop.other, shop.manager)]
    return [card for chat in chats for card in cards(shop.house, chat) if words in read(card)]


def test_an_edit_brings_the_form_with_what_the_order_says(house: Installation) -> None:
    shop = market(house)
    card = shop.draft("订单 华宁精密 A100*10@95 B7 3个 9折 45天")
    shop.press(card, "修改")
    assert "修改订单 SO-1" in read(card)
    values = held(card)
    assert (values["product_1"], values["quantity_1"], values["other_terms"]) == ("A100", "10", "45天")
    house.feishu.submit(shop.rep, card.message_id, {"quantity_1": "4", "price_1": "90"})
    assert "请确认订单 SO-1" in read(card)
    assert house.rows("select version, state from orders") == [(2, "draft")]
    assert house.rows("select quantity, price from order_lines where no = 1") == [(4, 9000)]
    assert house.rows("select verb, subject from audit where subject = 'SO-1'") == [("edit", "SO-1")]


def test_the_form_goes_back_to_the_card(lite: Installation) -> None:
    shop = market(lite)
    card = shop.draft()
    shop.press(card, "修改")
    shop.press(card, "不改了")
    assert "订单 SO-1" in read(card)
    assert "提交" in labels(card)


def test_a_confirmed_order_that_is_edited_must_be_submitted_again(house: Installation) -> None:
    shop = market(house)
    card = shop.confirmed()
    shop.press(card, "修改")
    house.feishu.submit(shop.rep, card.message_id, {"quantity_1": "12"})
    assert shop.states() == ["draft"]
    assert house.rows("select confirmed_on from orders") == [(None,)]
    shop.press(card, "提交")
    assert shop.states() == ["confirmed"]


def test_a_form_of_an_older_version_does_not_overwrite_the_newer(house: Installation) -> None:
    shop = market(house)
    first, second = shop.draft(), house.say(shop.rep, "订单 SO-1")
    shop.press(first, "修改")
    shop.press(second, "修改")
    house.feishu.submit(shop.rep, first.message_id, {"quantity_1": "4"})
    done = house.feishu.submit(shop.rep, second.message_id, {"quantity_1": "5"})
    assert toast(done)[:2] == ("warning", "SO-1 后来改过，再点「下一步」会覆盖那次修改")
    assert house.rows("select quantity from order_lines") == [(4,)]
    house.feishu.submit(shop.rep, second.message_id, {})
    assert house.rows("select quantity from order_lines") == [(5,)]


def test_a_draft_of_an_older_version_is_not_submitted(house: Installation) -> None:
    shop = market(house)
    old, card = shop.draft(), house.say(shop.rep, "订单 SO-1")
    shop.press(card, "修改")
    house.feishu.submit(shop.rep, card.message_id, {"quantity_1": "4"})
    done = shop.press(old, "提交")
    assert toast(done)[:2] == ("warning", "SO-1 后来改过，这张卡片不是最新的。")
    assert "¥380.00" in read(old)
    assert shop.states() == ["draft"]
    shop.press(old, "提交")
    assert shop.states() == ["confirmed"]


@pytest.mark.parametrize("words", ["取消 SO-1", "cancel 1", "取消 so1"])
def test_cancelling_by_words_shows_the_card_with_the_button(lite: Installation, words: str) -> None:
    shop = market(lite)
    shop.confirmed()
    card = lite.say(shop.rep, words)
    assert "要取消，请点下面的按钮。" in read(card)
    assert "取消 SO-1？" in read(card)
    done = shop.press(card, "取消")
    assert toast(done)[:2] == ("success", "SO-1 已取消")
    assert shop.states() == ["cancelled"]
    assert labels(card) == []
    assert "已取消 10" in read(card)
    assert "SO-1 现在是「已取消」，不能取消。" in read(lite.say(shop.rep, words))


@pytest.mark.parametrize("words", ["取消", "取消 那张", "cancel SO-9"])
def test_cancelling_nothing_is_told_so(lite: Installation, words: str) -> None:
    assert "没有找到" in read(lite.say(market(lite).rep, words))


def test_after_shipment_only_the_rest_is_cancelled(house: Installation) -> None:
    shop = market(house)
    shop.confirmed()
    old, older = house.say(shop.rep, "订单 SO-1"), house.say(shop.rep, "订单 SO-1")
    moved(shop, Move.SHIP_SOME)
    done = shop.press(old, "修改")
    assert toast(done)[:2] == ("warning", "SO-1 现在是「部分发货」，不能修改。")
    card = house.say(shop.rep, "取消 SO-1")
    done = shop.press(card, "余量不发了")
    assert toast(done)[1] == "SO-1 的余量已取消"
    assert "已取消 10" in read(card)
    assert house.rows("select state, cancelled from orders join order_lines on order_id = orders.id")[0][1] == 10
    assert toast(shop.press(older, "取消"))[1] == "SO-1 现在是「已完成」，不能取消。"


def test_a_manager_who_cancels_tells_the_rep_and_the_other_way_round(house: Installation) -> None:
    shop = market(house)
    shop.confirmed()
    card = house.say(shop.manager, "取消 SO-1")
    shop.press(card, "取消", by=shop.manager)
    assert len(told(shop, "王经理 取消了 SO-1")) == 1
    shop.confirmed()
    shop.press(house.say(shop.rep, "取消 SO-2"), "取消")
    (card,) = told(shop, "李雷 取消了 SO-2")
    shop.press(card, "看订单", by=shop.manager)
    assert "订单 SO-2" in read(card)
    shop.press(shop.draft(), "取消")
    assert told(shop, "李雷 取消了 SO-3") == []


def test_nobody_else_may_change_an_order(house: Installation) -> None:
    shop = market(house)
    card = shop.draft()
    for button in ("提交", "修改", "取消"):
        done = house.feishu.press(shop.other, card.message_id, button)
        assert toast(done)[0] == "warning"
    assert shop.states() == ["draft"]


def test_whoever_shares_it_may_look_but_not_touch(house: Installation) -> None:
    shop = market(house)
    shop.draft()
    house.say(shop.rep, "分成 SO-1 @韩梅梅 30%")
    seen = house.say(shop.other, "订单 SO-1")
    assert "业绩分成：李雷 70%、韩梅梅 30%" in read(seen)
    assert labels(seen) == []
    assert "SO-1 是别人的记录，只有本人能改。" in read(house.say(shop.other, "分成 SO-1 @韩梅梅 90%"))


def test_a_press_for_an_order_that_may_not_be_seen_finds_none(lite: Installation) -> None:
    shop = market(lite)
    shop.draft()
    stranger = lite.squad("华南二队", "周经理", ("吴迪",)).reps[0]
    assert "没有找到 SO-1" in read(lite.say(stranger, "取消 SO-1"))


@pytest.mark.parametrize("state", [State.SUBMITTED, State.REJECTED, State.SHIPPED, State.CLOSED, State.CANCELLED])
@pytest.mark.parametrize("button", ["提交", "取消"])
def test_whatever_the_state_a_stale_press_is_told_how_it_stands(lite: Installation, state: State, button: str) -> None:
    shop = market(lite)
    card = shop.draft()
    lite.app.db.write(lambda db: db.execute(orders.update().values(state=state)))
    done = shop.press(card, button)
    if button == "取消" and state is State.REJECTED:
        assert toast(done)[0] == "success"
        return
    assert toast(done)[0] == "warning"
    assert "SO-1 现在是「" in toast(done)[1]
    assert "订单 SO-1" in read(card)


def test_a_merged_customer_is_shown_as_what_it_is_now_and_kept_where_it_was(house: Installation) -> None:
    shop = market(house)
    card = shop.draft()
    house.file(shop.rep, "长安重工")
    house.app.db.write(lambda db: db.exec_driver_sql("update customers set root_id = 2, merged_into = 2 where id = 1"))
    shop.press(card, "修改")
    house.feishu.submit(shop.rep, card.message_id, {"quantity_1": "4"})
    shop.press(card, "提交")
    assert "长安重工" in read(card)
    assert house.rows("select customer_id, state from orders") == [(1, "confirmed")]


def test_an_edit_and_an_approval_at_once_leave_one_of_them(house: Installation) -> None:
    """The rep's form and the manager's button at the same moment: one wins, the other is told how it stands."""
    shop = market(house)
    card = shop.draft("订单 华宁精密 A100*10 8折 30天")
    shop.press(card, "提交")
    question = house.answer(shop.manager)
    shop.press(card, "修改")

    def act(number: int) -> str:
        if number:
            return toast(house.feishu.press(shop.manager, question.message_id, "批准"))[1]
        house.feishu.submit(shop.rep, card.message_id, {"quantity_1": "4"})
        return ""

    said = at_once(2, act)[1]
    (decision,) = house.rows("select decision from approvals")[0]
    ((state, version),) = house.rows("select state, version from orders")
    verbs = [verb for (verb,) in house.rows("select verb from audit where subject = 'SO-1' order by id")]
    if decision == "approved":
        assert (state, version, said) == ("approved", 1, "已批准 SO-1")
        assert verbs == ["submit", "ask", "approve"]
        assert "SO-1：现在是「已批准」，再点「下一步」会改回草稿" in read(card)
    else:
        assert (decision, state, version) == ("void", "draft", 2)
        assert verbs == ["submit", "ask", "edit"]
        assert said == "SO-1 这次审批之前已经有结果了。"


def test_a_form_from_before_a_decision_does_not_undo_it_unseen(house: Installation) -> None:
    shop = market(house)
    card = shop.draft("订单 华宁精密 A100*10 8折 30天")
    shop.press(card, "提交")
    shop.press(card, "修改")
    house.feishu.press(shop.manager, house.answer(shop.manager).message_id, "批准")
    done = house.feishu.submit(shop.rep, card.message_id, {"quantity_1": "4"})
    assert toast(done)[:2] == ("warning", "SO-1 现在是「已批准」，再点「下一步」会改回草稿")
    assert shop.states() == ["approved"]
    assert held(card)["quantity_1"] == "4"
    house.feishu.submit(shop.rep, card.message_id, {})
    assert shop.states() == ["draft"]
