"""Lists of orders: who may read which, what they come to, and how many questions that takes."""

from datetime import timedelta

import pytest

from sales.money import Money
from sales.orders import Move, State
from storage import order_moves, people
from storage.customers import customers
from storage.engine import Connection
from storage.order_lists import (
    OPEN,
    Scope,
    dated_within,
    in_states,
    list_orders,
    of_customer,
    of_rep,
    recent_buyers,
)
from storage.order_splits import set_shares
from storage.orders import Order, hold_order, order_lines
from storage.people import Team
from storage.products import list_products
from storage.uow import UnitOfWork
from tests.plans import statements
from tests.seeds import NOW, TODAY, found, memory, person, team_of
from tests.trade import Shop, buyer, draft, open_shop

__all__ = ["memory"]

TOMORROW = TODAY + timedelta(days=1)
FAR = {"ou_zhou": "周经理", "ou_wu": "吴迪"}


@pytest.fixture
def db(memory: UnitOfWork) -> UnitOfWork:
    """Two teams; in the first, two reps with a customer and an order each, in the second one rep with an order."""
    memory.write(two_teams)
    return memory


def two_teams(db: Connection) -> None:
    east = found(db)
    shop = open_shop(db, person(db, "ou_li"), NOW)
    for open_id, name in (("ou_li", "华宁精密"), ("ou_han", "长安重工")):
        order_of(db, east, shop, open_id, name)
    south = far_team(db)
    order_of(db, south, shop, "ou_wu", "智云科技")


def far_team(db: Connection) -> Team:
    people.set_roster(db, people.meet_team(db, "oc_south", "华南二队", "Asia/Shanghai", NOW), FAR, NOW)
    people.found_team(db, team_of(db, "oc_south"), person(db, "ou_zhou"), NOW)
    return team_of(db, "oc_south")


def order_of(db: Connection, team: Team, shop: Shop, open_id: str, name: str) -> Order:
    rep = person(db, open_id)
    return draft(db, team, rep, buyer(db, name, rep, NOW), NOW, shop.wish("B7", 3), shop.wish("A100", 1))


def scope(db: Connection, open_id: str) -> Scope:
    known, seats = people.find_person(db, open_id)
    assert known is not None
    return Scope(known.id, frozenset(seat.team.id for seat in seats if seat.role == "manager"))


def readable(db: UnitOfWork, open_id: str) -> set[int]:
    found_orders = db.read(lambda at: list_orders(at, scope(at, open_id), most=None).orders)
    return {order.id for order in found_orders}


def go(db: UnitOfWork, order_id: int, *moves: Move) -> None:
    """Let an order go on, a day later."""

    def write(at: Connection) -> None:
        for move in moves:
            order = hold_order(at, order_id)
            assert order is not None
            if move is Move.SUBMIT:
                order_moves.submit(at, order, order.rep_id, TODAY, NOW)
            else:
                order_moves.move(at, order, move, order.rep_id, NOW, on=TOMORROW)

    db.write(write)


@pytest.mark.parametrize("open_id,ids", [
    ("ou_li", {1}), ("ou_han", {2}), ("ou_boss", {1, 2}), ("ou_wu", {3}), ("ou_zhou", {3}),
])  # fmt: skip
def test_people_read_their_own_and_managers_their_teams(db: UnitOfWork, open_id: str, ids: set[int]) -> None:
    assert readable(db, open_id) == ids


def test_who_may_read_everything_does(db: UnitOfWork) -> None:
    everything = Scope(0, frozenset(), everything=True)
    assert db.read(lambda at: list_orders(at, everything, most=None).count) == 3


def test_who_shares_an_order_reads_it_and_so_does_the_owner_of_its_customer(db: UnitOfWork) -> None:
    def share(at: Connection) -> None:
        order = hold_order(at, 1)
        assert order is not None
        set_shares(at, order, {order.rep_id: 7000, person(at, "ou_wu").id: 3000}, order.rep_id, NOW)

    db.write(share)
    assert readable(db, "ou_wu") == {1, 3}
    db.write(lambda at: order_of(at, team_of(at, "oc_south"), known_shop(at), "ou_wu", "华宁精密"))
    assert readable(db, "ou_li") == {1, 4}
    assert readable(db, "ou_boss") == {1, 2, 4}


def known_shop(db: Connection) -> Shop:
    """The goods that are sold already."""
    return Shop({product.code: product for product in list_products(db, 9)})


def test_what_was_cancelled_is_in_no_sum(db: UnitOfWork) -> None:
    go(db, 1, Move.SUBMIT, Move.CONFIRM)
    go(db, 2, Move.SUBMIT, Move.CONFIRM)
    boss = db.read(lambda at: scope(at, "ou_boss"))
    before = db.read(lambda at: list_orders(at, boss, most=None))
    assert (before.count, before.standing, before.total) == (2, 2, Money(2 * 129_97))
    db.write(lambda at: at.execute(order_lines.update().where(order_lines.c.quantity == 3).values(shipped=1)))
    go(db, 2, Move.SHIP_SOME, Move.CANCEL_REST)
    after = db.read(lambda at: list_orders(at, boss, most=None))
    assert (after.count, after.standing, after.total) == (2, 2, Money(129_97 + 9_99))
    db.write(lambda at: at.execute(order_lines.update().values(shipped=0)))
    go(db, 1, Move.CANCEL)
    last = db.read(lambda at: list_orders(at, boss, most=None))
    assert (last.count, last.standing, last.total) == (2, 1, Money(9_99))


def test_drafts_are_listed_and_not_counted_as_sold(db: UnitOfWork) -> None:
    boss = db.read(lambda at: scope(at, "ou_boss"))
    listing = db.read(lambda at: list_orders(at, boss, most=1))
    assert ([order.id for order in listing.orders], listing.count) == ([2], 2)
    assert (listing.standing, listing.total) == (0, Money(0))


def test_they_are_dated_by_the_day_of_the_promise_or_else_of_the_entry(db: UnitOfWork) -> None:
    go(db, 1, Move.SUBMIT, Move.CONFIRM)
    everything = Scope(0, frozenset(), everything=True)

    def on(day: object) -> list[int]:
        within = dated_within(day, day + timedelta(days=1))  # type: ignore[arg-type,operator]
        return [order.id for order in db.read(lambda at: list_orders(at, everything, within, most=None)).orders]

    assert on(TODAY) == [3, 2]
    assert on(TOMORROW) == [1]


def test_they_are_found_by_customer_state_and_rep(db: UnitOfWork) -> None:
    go(db, 1, Move.SUBMIT, Move.CONFIRM)
    everything = Scope(0, frozenset(), everything=True)
    rep = db.read(lambda at: person(at, "ou_wu").id)
    for which, ids in (
        (of_customer(1), [1]),
        (in_states([State.CONFIRMED]), [1]),
        (in_states(OPEN), [3, 2, 1]),
        (of_rep(rep), [3]),
    ):
        listing = db.read(lambda at, which=which: list_orders(at, everything, which, most=None))  # type: ignore[misc]
        assert [order.id for order in listing.orders] == ids


def test_a_merged_customer_has_the_orders_of_both(db: UnitOfWork) -> None:
    db.write(lambda at: at.execute(customers.update().where(customers.c.id == 2).values(root_id=1, merged_into=1)))
    everything = Scope(0, frozenset(), everything=True)
    assert db.read(lambda at: list_orders(at, everything, of_customer(1), most=None)).count == 2
    assert readable(db, "ou_li") == {1, 2}


def test_recent_buyers_come_latest_first_and_once(db: UnitOfWork) -> None:
    rep = db.read(lambda at: person(at, "ou_li").id)
    for name in ("长安重工", "华宁精密"):
        db.write(lambda at, name=name: order_of(at, team_of(at), known_shop(at), "ou_li", name))  # type: ignore[misc]
    assert db.read(lambda at: recent_buyers(at, rep, 5)) == ["华宁精密", "长安重工"]
    assert db.read(lambda at: recent_buyers(at, rep, 1)) == ["华宁精密"]


def test_a_list_takes_six_questions_however_long_it_is(db: UnitOfWork) -> None:
    for _ in range(5):
        db.write(lambda at: order_of(at, team_of(at), known_shop(at), "ou_li", "华宁精密"))
    boss = db.read(lambda at: scope(at, "ou_boss"))
    asked = statements(db, lambda at: list_orders(at, boss, dated_within(TODAY, TOMORROW), most=3))
    assert len(asked) == 6
