"""Whose sale it is: by ownership on the business date, by hand where somebody shared it, and nobody else's later."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from sales.customers import Tier
from sales.money import FULL
from sales.orders import Content, Move
from sales.postings import Reason
from storage import mergers, order_moves, people, transfers
from storage.customers import Customer, find_customer, find_or_add_customer, give, rank
from storage.engine import Connection
from storage.order_splits import set_shares
from storage.orders import Order, order_by_id
from storage.ownerships import owners_on, ownerships, tiers_on
from storage.people import Person, Team
from storage.postings import ledger
from storage.transfers import Transfer
from storage.uow import UnitOfWork
from tests.goods import confirmed, held
from tests.seeds import NOW, TODAY, found, memory, person, team_of
from tests.trade import Shop, buyer, open_shop

__all__ = ["memory"]
DAY = timedelta(days=1)


class Desk:
    """A team of 李雷 and 韩梅梅 with something to sell, and a customer of the first."""

    def __init__(self, memory: UnitOfWork) -> None:
        self.memory = memory
        memory.write(self._open)

    def _open(self, db: Connection) -> None:
        self.team: Team = found(db)
        self.li, self.han, self.boss = (person(db, each) for each in ("ou_li", "ou_han", "ou_boss"))
        self.shop: Shop = open_shop(db, self.li, NOW)
        self.customer: Customer = buyer(db, "华宁精密", self.li, NOW)

    def sell(self, rep: Person, at: datetime = NOW, customer: Customer | None = None) -> Order:
        """An order of one valve that a rep enters."""
        who = customer or self.customer
        return self.memory.write(lambda db: confirmed(db, self.team, rep, who, self.shop.wish("X1", 1), at=at))

    def give(self, to: Person, on: date) -> None:
        """The customer changes hands."""

        def work(db: Connection) -> None:
            known = find_customer(db, self.customer.id)
            assert known
            assert give(db, known, to.id, self.boss.id, NOW, on)

        self.memory.write(work)

    def credited(self, order: Order) -> list[int]:
        """Whose it is."""
        return [share.rep_id for share in self.memory.read(lambda db: order_by_id(db, order.id)).shares]

    def posted(self, order: Order) -> set[tuple[int, str]]:
        """To whom it was posted, and why."""
        asked = select(ledger.c.rep_id, ledger.c.reason).where(ledger.c.order_id == order.id)
        return {(row[0], row[1]) for row in self.memory.read(lambda db: db.execute(asked).all())}

    def hand_over(self, to: Person, on: date, today: date = TODAY) -> int:
        """The customer is transferred as the command does it."""
        what = Transfer([self.customer.id], to.id, on, self.boss.id, NOW)
        return self.memory.write(lambda db: transfers.hand_over(db, what, self._owner(db), today))

    def _owner(self, db: Connection) -> int | None:
        known = find_customer(db, self.customer.id)
        return known.owner_id if known else None

    def owner(self) -> int | None:
        """Who has the customer now."""
        return self.memory.read(self._owner)

    def owner_on(self, day: date) -> int | None:
        """Who had it on a date."""
        return self.memory.read(lambda db: owners_on(db, [self.customer.id], day)).get(self.customer.id)


@pytest.fixture
def desk(memory: UnitOfWork) -> Desk:
    """Opened."""
    return Desk(memory)


def test_a_sale_is_the_owners_whoever_enters_it(desk: Desk) -> None:
    order = desk.sell(desk.han)
    assert desk.credited(order) == [desk.li.id]
    assert desk.posted(order) == {(desk.li.id, Reason.ORDER)}


def test_who_got_the_customer_later_gets_later_sales_only(desk: Desk) -> None:
    early = desk.sell(desk.li)
    desk.give(desk.han, TODAY + DAY)
    late = desk.sell(desk.li, NOW + DAY)
    assert desk.credited(early) == [desk.li.id]
    assert desk.credited(late) == [desk.han.id]


def test_shares_that_somebody_set_stay(desk: Desk) -> None:
    def work(db: Connection) -> Order:
        content = Content((desk.shop.wish("X1", 1),))
        order = order_moves.add_draft(db, desk.team, desk.han, desk.customer, content, NOW, NOW)
        set_shares(db, held(db, order.id), {desk.han.id: FULL}, desk.han.id, NOW)
        order_moves.submit(db, held(db, order.id), desk.han.id, TODAY, NOW)
        return order_moves.move(db, held(db, order.id), Move.CONFIRM, desk.han.id, NOW, on=TODAY)

    assert desk.credited(desk.memory.write(work)) == [desk.han.id]


def test_an_owner_outside_of_the_team_gets_nothing(desk: Desk) -> None:
    def work(db: Connection) -> Order:
        stranger = people.meet(db, "ou_stranger", "陌生人")
        theirs = find_or_add_customer(db, "长安重工", stranger.id, NOW)
        return confirmed(db, desk.team, desk.li, theirs, desk.shop.wish("X1", 1))

    assert desk.credited(desk.memory.write(work)) == [desk.li.id]


def test_an_owner_who_left_gets_nothing_from_then_on(desk: Desk) -> None:
    early = desk.sell(desk.han)
    desk.memory.write(lambda db: people.unseat(db, team_of(db), ["ou_li"], NOW + DAY))
    late = desk.sell(desk.han, NOW + 3 * DAY)
    assert desk.credited(early) == [desk.li.id]
    assert desk.credited(late) == [desk.han.id]


def test_a_merged_customers_sales_are_those_of_who_owns_the_other(desk: Desk) -> None:
    other = desk.memory.write(lambda db: buyer(db, "华宁", desk.han, NOW))
    desk.memory.write(lambda db: mergers.merge(db, other.id, desk.customer.id, desk.boss.id, NOW))
    assert desk.credited(desk.sell(desk.han, customer=other)) == [desk.li.id]


def test_the_tier_is_that_of_the_day_of_the_sale(desk: Desk) -> None:
    def ranked(tier: Tier | None, on: date) -> Callable[[Connection], None]:
        return lambda db: rank(db, find_customer(db, desk.customer.id) or desk.customer, tier, desk.li.id, NOW, on)

    desk.memory.write(ranked(Tier("A"), TODAY + DAY))
    desk.memory.write(ranked(None, TODAY + 3 * DAY))
    first, second, third = (desk.sell(desk.li, NOW + n * DAY) for n in (0, 2, 4))
    asked = select(ledger.c.order_id, ledger.c.tier).distinct()
    tiers = {row.order_id: row.tier for row in desk.memory.read(lambda db: db.execute(asked).all())}
    assert tiers == {first.id: None, second.id: "A", third.id: None}
    assert desk.memory.read(lambda db: tiers_on(db, [desk.customer.id], TODAY + DAY)) == {desk.customer.id: "A"}


def test_a_new_customer_is_somebodys_wherever_they_live(desk: Desk) -> None:
    """In the far west it is still the day before when it is the new day in UTC."""
    at = datetime.fromisoformat("2026-03-03T01:00:00+00:00")
    new = desk.memory.write(lambda db: find_or_add_customer(db, "新客户", desk.li.id, at))
    assert desk.memory.read(lambda db: owners_on(db, [new.id], date(2026, 3, 2))) == {new.id: desk.li.id}


def test_of_several_on_one_day_the_last_one_holds(desk: Desk) -> None:
    desk.give(desk.han, TODAY)
    desk.give(desk.boss, TODAY)
    assert desk.owner_on(TODAY) == desk.boss.id
    assert desk.owner_on(TODAY - 30 * DAY) is None


def test_a_transfer_begins_on_its_day(desk: Desk) -> None:
    assert desk.hand_over(desk.han, TODAY + 10 * DAY) == 1
    assert desk.owner() == desk.li.id
    assert desk.credited(desk.sell(desk.li, NOW + 9 * DAY)) == [desk.li.id]
    assert desk.credited(desk.sell(desk.li, NOW + 10 * DAY)) == [desk.han.id]
    assert desk.memory.write(lambda db: transfers.carry_out(db, TODAY + 9 * DAY)) == 0
    assert desk.memory.write(lambda db: transfers.carry_out(db, TODAY + 10 * DAY)) == 1
    assert desk.memory.write(lambda db: transfers.carry_out(db, TODAY + 10 * DAY)) == 0
    assert desk.owner() == desk.han.id


def test_a_transfer_into_the_past_overrides_what_began_since(desk: Desk) -> None:
    desk.give(desk.boss, TODAY - 5 * DAY)
    assert desk.hand_over(desk.han, TODAY - 9 * DAY) == 1
    assert {desk.owner_on(TODAY - n * DAY) for n in range(10)} == {desk.han.id}


def test_a_transfer_of_what_changed_hands_meanwhile_does_nothing(desk: Desk) -> None:
    what = Transfer([desk.customer.id], desk.han.id, TODAY, desk.boss.id, NOW)
    desk.give(desk.boss, TODAY)
    before = desk.memory.read(lambda db: db.execute(select(ownerships)).all())
    assert desk.memory.write(lambda db: transfers.hand_over(db, what, desk.li.id, TODAY)) == 0
    assert desk.memory.read(lambda db: db.execute(select(ownerships)).all()) == before


def test_past_sales_go_along_only_where_nobody_shared_them(desk: Desk) -> None:
    plain, shared, older = desk.sell(desk.li), desk.sell(desk.li), desk.sell(desk.li, NOW - 20 * DAY)
    parts = {desk.li.id: 7000, desk.boss.id: 3000}
    desk.memory.write(lambda db: set_shares(db, held(db, shared.id), parts, desk.li.id, NOW))
    ids = [desk.customer.id]
    found = desk.memory.read(lambda db: transfers.past_orders(db, ids, desk.li.id, desk.han.id, TODAY - 9 * DAY))
    assert found == [plain.id]
    assert desk.memory.write(lambda db: transfers.credit_anew(db, found, desk.han.id, desk.boss.id, TODAY, NOW)) == 1
    assert desk.credited(plain) == [desk.han.id]
    assert desk.credited(older) == [desk.li.id]
    assert desk.posted(plain) == {
        (desk.li.id, Reason.ORDER),
        (desk.li.id, Reason.TRANSFER),
        (desk.han.id, Reason.TRANSFER),
    }
