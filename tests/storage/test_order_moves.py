"""Every move of an order leaves who, when and from where; prices freeze at submission; two at once take turns."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from sales.breaches import RuleBroken
from sales.customers import Tier
from sales.money import FULL, Money
from sales.orders import Content, Kind, Line, Move, Priced, State
from sales.splits import with_rest
from sales.terms import AT_ONCE
from sales.trade_breaches import IllegalMove
from storage import order_moves
from storage.audit import audit
from storage.customers import customers, find_by_name
from storage.engine import Connection
from storage.order_splits import set_shares, shares_of_amount
from storage.orders import Order, hold_order, order_by_id, orders
from storage.products import find_product, set_price
from storage.uow import UnitOfWork
from tests.seeds import NOW, TODAY, at_once, found, memory, person
from tests.trade import THIRTY, buyer, draft, open_shop

__all__ = ["memory"]

LATER = NOW + timedelta(days=1)
NEXT_DAY = TODAY + timedelta(days=1)


@pytest.fixture
def db(memory: UnitOfWork) -> UnitOfWork:
    """A team with one draft: ten pumps at list price less ten per cent, and three seals at a price of their own."""
    memory.write(made)
    return memory


def made(db: Connection) -> Order:
    team = found(db)
    rep = person(db, "ou_li")
    shop = open_shop(db, rep, NOW)
    customer = buyer(db, "华宁精密", rep, NOW, Tier.A)
    return draft(db, team, rep, customer, NOW, shop.wish("A100", 10, rate=9000), shop.wish("B7", 3, 8), terms=THIRTY)


def held(db: Connection, order_id: int = 1) -> Order:
    order = hold_order(db, order_id)
    assert order is not None
    return order


def go(db: UnitOfWork, *moves: Move, by: str = "ou_boss") -> Order:
    """Make some moves, each in a transaction of its own."""
    made = [db.write(lambda at, move=move: one(at, move, person(at, by).id)) for move in moves]  # type: ignore[misc]
    return made[-1]


def one(at: Connection, move: Move, by: int) -> Order:
    if move is Move.SUBMIT:
        return order_moves.submit(at, held(at), by, NEXT_DAY, LATER)
    if move is Move.EDIT:
        order = held(at)
        customer = find_by_name(at, order.customer)
        assert customer is not None
        return order_moves.reword(at, order, customer, order.content, by, NEXT_DAY, LATER)
    return order_moves.move(at, held(at), move, by, LATER, on=NEXT_DAY, reason="因为" if move is Move.REJECT else "")


def noted(db: UnitOfWork) -> list[tuple[str, str]]:
    """The verbs of the audit about the order, with the state before each."""
    asked = select(audit.c.verb, audit.c.before).where(audit.c.subject == "SO-1").order_by(audit.c.id)
    return [(row.verb, row.before["state"]) for row in db.read(lambda at: at.execute(asked).all())]


WAYS = [
    ([Move.CANCEL], State.CANCELLED),
    ([Move.EDIT], State.DRAFT),
    ([Move.SUBMIT, Move.CONFIRM], State.CONFIRMED),
    ([Move.SUBMIT, Move.CONFIRM, Move.EDIT, Move.SUBMIT, Move.ASK, Move.APPROVE], State.APPROVED),
    ([Move.SUBMIT, Move.ASK, Move.PASS_ON, Move.REJECT, Move.EDIT], State.DRAFT),
    ([Move.SUBMIT, Move.ASK, Move.SEND_BACK, Move.SUBMIT], State.SUBMITTED),
    ([Move.SUBMIT, Move.ASK, Move.EDIT], State.DRAFT),
    ([Move.SUBMIT, Move.CONFIRM, Move.SHIP_SOME, Move.TAKE_BACK, Move.CANCEL_REST], State.SHIPPED),
    ([Move.SUBMIT, Move.CONFIRM, Move.SHIP_SOME, Move.SHIP_ALL, Move.CLOSE, Move.REOPEN, Move.CLOSE], State.CLOSED),
]


@pytest.mark.parametrize("moves,state", WAYS)
def test_every_move_is_noted_with_its_actor_and_the_state_before(
    db: UnitOfWork, moves: list[Move], state: State
) -> None:
    order = go(db, *moves)
    assert order.state is state
    assert [verb for verb, _ in noted(db)] == [move.value for move in moves]
    assert noted(db)[0][1] == "draft"
    boss = db.read(lambda at: person(at, "ou_boss").id)
    who = db.read(lambda at: at.execute(select(audit.c.actor_id, audit.c.at).where(audit.c.subject == "SO-1")).all())
    assert {tuple(row) for row in who} == {(boss, LATER)}


def test_a_reason_is_kept_with_its_move(db: UnitOfWork) -> None:
    go(db, Move.SUBMIT, Move.ASK, Move.REJECT)
    (kept,) = db.read(lambda at: at.scalars(select(audit.c.before).where(audit.c.verb == "reject")).all())
    assert kept == {"state": "approving", "why": "因为"}


def test_what_an_order_said_before_an_edit_is_in_the_audit(db: UnitOfWork) -> None:
    before = db.read(lambda at: order_by_id(at, 1))
    go(db, Move.EDIT)
    (kept,) = db.read(lambda at: at.scalars(select(audit.c.before).where(audit.c.verb == "edit")).all())
    assert kept["lines"] == [["A100", 10, 100_00, 9000], ["B7", 3, 8_00, FULL]]
    assert (kept["credit"], kept["credit_days"], kept["customer_id"]) == ("net", "30", before.customer_id)


def test_an_illegal_move_keeps_nothing(db: UnitOfWork) -> None:
    for move in (Move.CONFIRM, Move.SHIP_ALL, Move.CLOSE, Move.APPROVE):
        with pytest.raises(IllegalMove) as no:
            go(db, move)
        assert no.value == IllegalMove("SO-1", move, State.DRAFT)
    assert noted(db) == []


def reprice(db: UnitOfWork, list_price: int, cost: int) -> None:
    """Change the price of the pump from the next day on."""

    def put(at: Connection) -> None:
        product = find_product(at, "A100")
        assert product is not None
        priced = Priced(Money(list_price * 100), Money(70_00), Money(cost * 100))
        set_price(at, product, priced, NEXT_DAY, person(at, "ou_li").id, LATER)

    db.write(put)


def pump(order: Order) -> Line:
    return order.lines[0]


def test_a_draft_follows_the_list_until_it_is_submitted_and_never_after(db: UnitOfWork) -> None:
    reprice(db, 120, 65)
    order = go(db, Move.SUBMIT)
    assert (pump(order).price, pump(order).amount) == (Money(120_00), Money(1080_00))
    assert pump(order).priced == Priced(Money(120_00), Money(70_00), Money(65_00))
    assert (order.lines[1].price, order.lines[1].given) == (Money(8_00), True)
    reprice(db, 150, 99)
    order = go(db, Move.ASK, Move.APPROVE)
    assert (pump(order).price, pump(order).priced.cost) == (Money(120_00), Money(65_00))
    assert order.amount == Money(1080_00 + 24_00)
    assert order.ordered_on == NEXT_DAY


def test_the_mark_changes_with_the_content_and_with_nothing_else(db: UnitOfWork) -> None:
    first = db.read(lambda at: order_by_id(at, 1))
    assert go(db, Move.EDIT).mark == first.mark
    assert go(db, Move.SUBMIT, Move.ASK).mark == first.mark

    def reword(at: Connection, **said: object) -> Order:
        order = held(at)
        customer = find_by_name(at, order.customer)
        assert customer is not None
        content = replace(order.content, **said)  # type: ignore[arg-type]
        return order_moves.reword(at, order, customer, content, order.rep_id, TODAY, LATER)

    assert db.write(lambda at: reword(at, note="急", kind=Kind.SAMPLE, promised_on=NEXT_DAY)).mark == first.mark
    assert db.write(lambda at: reword(at, terms=AT_ONCE)).mark != first.mark
    wish = first.content.wishes[0]
    assert db.write(lambda at: reword(at, terms=THIRTY, wishes=(replace(wish, quantity=11),))).mark != first.mark
    assert db.write(lambda at: reword(at, wishes=first.content.wishes)).mark == first.mark


def test_cancelling_leaves_nothing_open_and_is_dated(db: UnitOfWork) -> None:
    order = go(db, Move.SUBMIT, Move.CONFIRM, Move.CANCEL)
    assert [(line.open, line.cancelled) for line in order.lines] == [(0, 10), (0, 3)]
    assert db.read(lambda at: at.scalar(select(orders.c.cancelled_on))) == NEXT_DAY


def test_dates_of_confirming_and_closing_come_and_go(db: UnitOfWork) -> None:
    assert go(db, Move.SUBMIT, Move.CONFIRM).confirmed_on == NEXT_DAY
    assert go(db, Move.EDIT).confirmed_on is None
    assert go(db, Move.SUBMIT, Move.ASK, Move.APPROVE, Move.SHIP_ALL, Move.CLOSE).closed_on == NEXT_DAY
    assert go(db, Move.REOPEN).closed_on is None


def test_an_order_of_a_merged_customer_counts_for_the_other_and_stays_where_it_was(db: UnitOfWork) -> None:
    def merge(at: Connection) -> int:
        other = buyer(at, "长安重工", person(at, "ou_han"), NOW)
        at.execute(customers.update().where(customers.c.id == 1).values(root_id=other.id, merged_into=other.id))
        return other.id

    into = db.write(merge)
    assert db.write(held).customer == "长安重工"
    order = go(db, Move.EDIT, Move.SUBMIT, Move.CONFIRM)
    assert (order.customer_id, order.customer) == (into, "长安重工")
    assert db.read(lambda at: at.scalar(select(orders.c.customer_id))) == 1


def test_nothing_is_held_that_is_not_there(db: UnitOfWork) -> None:
    assert db.write(lambda at: hold_order(at, 99)) is None


def test_two_edits_at_once_take_turns_and_the_second_sees_the_first(db: UnitOfWork) -> None:
    """Whoever read version 1 must not overwrite version 2: the handlers compare it while they hold the order."""

    def edit(number: int) -> Order:
        def write(at: Connection) -> Order:
            order = held(at)
            if order.version != 1:
                raise IllegalMove(order.number, Move.EDIT, order.state)
            customer = find_by_name(at, order.customer)
            assert customer is not None
            content = replace(order.content, note=f"第 {number} 个")
            return order_moves.reword(at, order, customer, content, order.rep_id, TODAY, LATER)

        return db.write(write)

    outcomes = at_once(4, edit)
    assert sum(isinstance(each, Order) for each in outcomes) == 1
    assert sum(isinstance(each, RuleBroken) for each in outcomes) == 3
    assert db.read(lambda at: order_by_id(at, 1)).version == 2
    assert [verb for verb, _ in noted(db)] == ["edit"]


def test_an_edit_and_a_submission_at_once_leave_one_of_them(db: UnitOfWork) -> None:
    def act(number: int) -> Order:
        def write(at: Connection) -> Order:
            order = held(at)
            if order.version != 1:
                raise IllegalMove(order.number, Move.SUBMIT, order.state)
            return one(at, Move.EDIT if number else Move.SUBMIT, order.rep_id)

        return db.write(write)

    outcomes = at_once(2, act)
    done = db.read(lambda at: order_by_id(at, 1))
    assert (done.state, done.version) in {(State.SUBMITTED, 1), (State.DRAFT, 2)}
    assert sum(isinstance(each, IllegalMove) for each in outcomes) == 1


def test_shares_are_replaced_noted_and_part_every_amount(db: UnitOfWork) -> None:
    def share(at: Connection) -> Order:
        order = held(at)
        given = with_rest(order.rep_id, {person(at, "ou_han").id: 3333})
        return set_shares(at, order, given, order.rep_id, LATER)

    order = db.write(share)
    assert [(each.rep, each.share) for each in order.shares] == [("李雷", 6667), ("韩梅梅", 3333)]
    parts = shares_of_amount(order, order.amount)
    assert sum(part.minor for part in parts.values()) == order.amount.minor
    back = shares_of_amount(order, -order.amount)
    assert {rep: -part for rep, part in parts.items()} == back
    (kept,) = db.read(lambda at: at.scalars(select(audit.c.before).where(audit.c.verb == "share")).all())
    assert kept == {"shares": {str(order.rep_id): FULL}}
    assert go(db, Move.EDIT).shares == order.shares


def test_ten_lines_and_no_more_than_the_content_says(db: UnitOfWork) -> None:
    def ten(at: Connection) -> Order:
        rep, order = person(at, "ou_li"), order_by_id(at, 1)
        customer = find_by_name(at, order.customer)
        assert customer is not None
        content = Content(tuple(replace(order.content.wishes[1], quantity=no) for no in range(1, 11)))
        return order_moves.reword(at, held(at), customer, content, rep.id, TODAY, LATER)

    order = db.write(ten)
    assert [(line.no, line.quantity) for line in order.lines] == [(no, no) for no in range(1, 11)]
    assert order.amount == Money(55 * 8_00)
