"""Money that was paid for one order: what becomes of it when the order ships, is cancelled, changed or given away."""

from collections.abc import Callable

import pytest

from playground import Message
from sales.money import ZERO, Money
from sales.orders import Content, Move, State, Wish
from storage import order_moves
from storage.credits import funds_of, unallocated_of_rep, unallocated_of_team
from storage.customers import Customer
from storage.engine import Connection
from storage.mergers import merge, undo
from storage.orders import Order
from storage.receivables import close_if_settled, open_of_customer
from tests.debts import confirmed, ship, take_back, yuan
from tests.goods import held
from tests.installation import Installation
from tests.seeds import NOW, TODAY
from tests.seen import house, labels, lite, read, toast
from tests.till import Till
from tests.trade import THIRTY
from tests.trade_rows import check_all

__all__ = ["house", "lite"]
FREE = "未分配，单独列示"


def move(till: Till, order: Order, what: Move) -> None:
    """Make a move with an order as the product does, closing it where nothing is left to do."""

    def work(db: Connection) -> Order:
        known = held(db, order.id)
        done = order_moves.move(db, known, what, known.rep_id, NOW, on=TODAY)
        return close_if_settled(db, done, known.rep_id, TODAY, NOW)

    till.write(work)


def shipped(till: Till, order: Order, pieces: int) -> None:
    """Let so many pieces leave today."""
    till.write(lambda db: ship(db, order.id, pieces))


def left(till: Till, customer: Customer | None = None) -> list[tuple[Money, int | None]]:
    """What is left of a customer's money, and for which order each part waits."""
    whose = (customer or till.customer).id
    return [(fund.left, fund.order_id) for fund in till.write(lambda db: funds_of(db, whose))]


def owed(till: Till, customer: Customer | None = None) -> list[Money]:
    """What a customer owes, shipment by shipment."""
    whose = (customer or till.customer).id
    return [each.open for each in till.write(lambda db: open_of_customer(db, whose))]


def given_to(till: Till, order: Order, customer: Customer) -> None:
    """Change an order so that it is another customer's."""
    said = Content((Wish(order.lines[0].product_id, order.lines[0].quantity),), THIRTY)

    def work(db: Connection) -> None:
        draft = order_moves.reword(db, held(db, order.id), customer, said, order.rep_id, TODAY, NOW)
        again = order_moves.submit(db, draft, order.rep_id, TODAY, NOW)
        order_moves.move(db, again, Move.CONFIRM, order.rep_id, NOW, on=TODAY)

    till.write(work)


def test_money_of_a_cancelled_order_is_free_for_the_others(house: Installation) -> None:
    till = Till(house)
    order, old = till.confirmed(2), till.owing(1)
    till.pay(f"华宁精密 1500 {order.number}")
    assert left(till) == [(yuan(1500), order.id)]
    waiting = till.say("应收 华宁精密")
    assert "没有可以分配的了" in toast(house.feishu.press(till.rep, waiting.message_id, "分配"))[1]
    move(till, order, Move.CANCEL)
    assert left(till) == [(yuan(1500), None)]
    assert f"¥1,500.00 {FREE}" in read(till.say("回款 HK-1"))
    card = till.say("应收 华宁精密")
    assert "已分配 ¥1,000.00" in toast(house.feishu.press(till.rep, card.message_id, "分配"))[1]
    assert (left(till), owed(till), till.state(old)) == ([(yuan(500), None)], [], State.CLOSED)


def test_cancelling_the_rest_of_what_is_paid_up_closes_the_order_and_frees_the_money(house: Installation) -> None:
    till = Till(house)
    order = till.confirmed(5)
    shipped(till, order, 2)
    till.pay(f"华宁精密 5000 {order.number}")
    assert (till.state(order), left(till)) == (State.PARTLY_SHIPPED, [(yuan(3000), order.id)])
    card = till.say(f"取消 {order.number}")
    house.feishu.press(till.rep, card.message_id, "余量不发了")
    assert (till.state(order), left(till), owed(till)) == (State.CLOSED, [(yuan(3000), None)], [])
    assert f"¥3,000.00 {FREE}" in read(till.say("回款 HK-1"))
    till.write(check_all)


def test_a_rest_that_is_not_paid_leaves_the_order_open(lite: Installation) -> None:
    till = Till(lite)
    order = till.confirmed(5)
    shipped(till, order, 2)
    till.pay(f"华宁精密 1999.99 {order.number}")
    card = till.say(f"取消 {order.number}")
    lite.feishu.press(till.rep, card.message_id, "余量不发了")
    assert (till.state(order), owed(till)) == (State.SHIPPED, [Money(1)])
    till.pay("华宁精密 0.01")
    assert till.state(order) is State.CLOSED


@pytest.mark.parametrize("act,state", [
    (lambda *_: None, "waits"),
    (lambda till, order: shipped(till, order, 1), "waits"),
    (lambda till, order: shipped(till, order, 2), "free"),
    (lambda till, order: move(till, order, Move.CANCEL), "free"),
])  # fmt: skip
def test_the_card_says_for_what_it_waits_as_long_as_it_does(
    lite: Installation, act: Callable[[Till, Order], None], state: str
) -> None:
    till = Till(lite)
    order = till.confirmed(2)
    till.pay(f"华宁精密 2500 {order.number}")
    act(till, order)
    said = read(till.say("回款 HK-1"))
    assert (f"留给 {order.number}" in said, FREE in said) == (state == "waits", state == "free")


def test_before_it_is_kept_the_card_says_the_same_as_afterwards(lite: Installation) -> None:
    till = Till(lite)
    order = till.owing(1)
    card = till.say(f"回款 华宁精密 1200 {order.number}")
    assert f"¥200.00 {FREE}" in read(card)
    lite.feishu.press(till.rep, card.message_id, "确认")
    assert f"¥200.00 {FREE}" in read(card)
    assert "is not allocated and shown apart" in read(card, "en")


def test_an_order_changed_to_another_customer_is_not_paid_with_the_first_ones_money(house: Installation) -> None:
    till = Till(house)
    other = till.buyer("长安电子")
    order = till.confirmed(1)
    till.pay(f"华宁精密 1000 {order.number}")
    given_to(till, order, other)
    assert left(till) == [(yuan(1000), None)]
    shipped(till, order, 1)
    assert (owed(till, other), owed(till), till.state(order)) == ([yuan(1000)], [], State.SHIPPED)
    assert (left(till), left(till, other)) == ([(yuan(1000), None)], [])
    assert FREE in read(till.say("回款 HK-1"))
    till.write(check_all)


def test_an_order_changed_to_another_customer_and_back_takes_its_money_again(lite: Installation) -> None:
    till = Till(lite)
    order = till.confirmed(1)
    till.pay(f"华宁精密 1000 {order.number}")
    given_to(till, order, till.buyer("长安电子"))
    given_to(till, order, till.customer)
    shipped(till, order, 1)
    assert (owed(till), left(till), till.state(order)) == ([], [], State.CLOSED)


def test_money_reversed_while_it_waits_settles_nothing_and_leaves_the_order_open(lite: Installation) -> None:
    till = Till(lite)
    order = till.confirmed(1)
    card = till.pay(f"华宁精密 1000 {order.number}")
    lite.feishu.press(till.rep, card.message_id, "冲销")
    shipped(till, order, 1)
    assert (owed(till), left(till), till.state(order)) == ([yuan(1000)], [], State.SHIPPED)
    assert "冲销" not in labels(till.say("回款 HK-1"))


def test_what_comes_back_after_payment_is_credit_and_pays_the_next_order(house: Installation) -> None:
    till = Till(house)
    order = till.owing(2)
    till.pay("华宁精密 2000")
    till.write(lambda db: take_back(db, order.id, 1))
    second = till.owing(1)
    assert left(till) == [(yuan(1000), None)]
    card = till.say("应收 华宁精密")
    house.feishu.press(till.rep, card.message_id, "分配")
    assert (till.state(order), till.state(second), left(till)) == (State.CLOSED, State.CLOSED, [])
    till.write(check_all)


def test_money_of_a_merged_customer_stands_among_the_teams_until_and_after_the_merger_is_undone(
    house: Installation,
) -> None:
    till = Till(house)
    gone = till.buyer("华宁")
    order = till.write(lambda db: confirmed(db, till.seller, gone, 1))
    by, team = till.customer.owner_id or 1, till.seller.team.id
    merger = till.write(lambda db: merge(db, gone.id, till.customer.id, by, NOW))
    assert merger is not None
    till.pay("华宁精密 300")
    till.pay(f"华宁精密 200 {order.number}")
    assert till.write(lambda db: unallocated_of_team(db, team)) == yuan(500)
    assert till.write(lambda db: unallocated_of_rep(db, by)) == yuan(500)
    assert "¥500\n未分配回款" in read(till.say("应收 团队", till.manager))
    till.write(lambda db: undo(db, merger, by, NOW))
    assert (left(till), left(till, gone)) == ([(yuan(300), None)], [(yuan(200), order.id)])
    till.write(lambda db: ship(db, order.id, 1))
    assert (owed(till, gone), owed(till)) == ([yuan(800)], [])
    till.write(check_all)


def test_the_order_of_a_merged_customer_is_paid_under_the_name_that_is_kept(lite: Installation) -> None:
    till = Till(lite)
    gone = till.buyer("长安电子")
    order = till.owing(1, customer=gone)
    assert till.write(lambda db: merge(db, gone.id, till.customer.id, till.customer.owner_id or 1, NOW))
    for words in (f"华宁精密 400 {order.number}", f"长安电子 300 {order.number}", f"{order.number} 300"):
        assert "华宁精密" in read(till.pay(words))
    assert (till.state(order), owed(till), left(till)) == (State.CLOSED, [], [])


def test_goods_that_cost_nothing_close_their_order_as_they_leave(lite: Installation) -> None:
    till = Till(lite)

    def given(db: Connection) -> Order:
        seller = till.seller
        wish = seller.shop.wish("X1", 2, price=0)
        made = order_moves.add_draft(db, seller.team, seller.rep, till.customer, Content((wish,), THIRTY), NOW, NOW)
        order_moves.submit(db, held(db, made.id), seller.rep.id, TODAY, NOW)
        return order_moves.move(db, held(db, made.id), Move.CONFIRM, seller.rep.id, NOW, on=TODAY)

    order = till.write(given)
    shipped(till, order, 2)
    assert (till.state(order), owed(till)) == (State.CLOSED, [])
    till.write(lambda db: take_back(db, order.id, 1))
    assert (till.state(order), left(till)) == (State.CLOSED, [])
    for words in (f"订单 {order.number}", "应收 华宁精密", "对账 华宁精密", "应收"):
        assert "¥0.00" in words_said(till.say(words))
    assert till.write(lambda db: unallocated_of_team(db, till.seller.team.id)) == ZERO


def words_said(card: Message) -> str:
    """The card in both languages."""
    return read(card) + read(card, "en")
