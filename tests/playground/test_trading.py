"""What the invented company has sold: every state of an order, somebody late in each bucket, and sums that agree."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from playground import FakeFeishu, HandClock
from playground.company import Company, hire
from playground.goods import GOODS, RISE
from playground.history import founding_day, write_visits
from playground.portfolios import write_portfolios
from playground.reporting import Calm
from playground.trading import DEALS, PER_CUSTOMER, write_trade
from sales.cadence import moment
from sales.money import ZERO, Money, total
from sales.orders import State
from sales.receivables import OVERDUE, Bucket, bucket
from storage import people
from storage.engine import Connection
from storage.orders import Order, orders, orders_where
from storage.payments import payments
from storage.products import find_product, list_products, prices_on
from storage.receivables import Receivable, allocations, open_of_team, receivables
from storage.uow import UnitOfWork
from storage.upgrade import upgrade

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = (date(2026, 3, 24), date(2026, 10, 9), date(2026, 11, 23))


@pytest.fixture(scope="module")
def company() -> Company:
    return hire(FakeFeishu(HandClock(datetime(2026, 2, 1, tzinfo=UTC))))


@pytest.fixture(scope="module", params=DAYS, ids=str)
def today(request: pytest.FixtureRequest) -> date:
    day: date = request.param
    return day


@pytest.fixture(scope="module")
def db(company: Company, today: date, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UnitOfWork]:
    url = f"sqlite:///{tmp_path_factory.mktemp('trading') / 'trading.db'}"
    upgrade(url)
    with UnitOfWork(url) as opened:
        opened.write(lambda db: live(db, company, today))
        yield opened


def live(db: Connection, company: Company, today: date) -> None:
    came = moment(founding_day(today), datetime.min.time().replace(hour=9), ZONE)
    for squad in company.squads:
        team = people.meet_team(db, squad.chat.chat_id, squad.chat.name, ZONE.key, came)
        people.set_roster(db, team, {one.open_id: one.name for one in squad.chat.members}, came)
        manager, _ = people.find_person(db, squad.manager.open_id)
        assert manager is not None
        people.found_team(db, team, manager, came)
    write_visits(db, company, today, ZONE)
    write_portfolios(db, company, came)
    assert write_trade(db, company, Calm(today, ZONE, ())) == count_of_customers(company) * PER_CUSTOMER


def count_of_customers(company: Company) -> int:
    return sum(len(customers) for *_, customers in company.portfolios)


def sold(db: UnitOfWork) -> list[Order]:
    return db.read(lambda at: orders_where(at, orders.c.id > 0))


def owed(db: UnitOfWork) -> list[Receivable]:
    return db.read(lambda at: [each for team in people.every_team(at) for each in open_of_team(at, team.id)])


def sum_of(db: UnitOfWork, column: Any) -> Money:
    found: Money | None = db.read(lambda at: at.scalar(select(func.sum(column))))
    return found or ZERO


def test_every_state_that_needs_nobody_elses_word_occurs(db: UnitOfWork) -> None:
    found = {order.state for order in sold(db)}
    assert found == {State.CONFIRMED, State.PARTLY_SHIPPED, State.SHIPPED, State.CLOSED}


def test_somebody_is_late_in_each_bucket_and_something_is_not_due(db: UnitOfWork, today: date) -> None:
    assert {bucket(each.due_on, today) for each in owed(db)} == {Bucket.NOT_DUE, *OVERDUE}


def test_what_is_owed_is_what_was_billed_less_what_was_settled(db: UnitOfWork) -> None:
    billed, settled = sum_of(db, receivables.c.amount), sum_of(db, allocations.c.amount)
    assert billed - settled == total([each.open for each in owed(db)])


def test_no_money_settles_more_than_came_in(db: UnitOfWork) -> None:
    used = select(func.sum(allocations.c.amount)).where(allocations.c.payment_id.is_not(None))
    assert ZERO < (db.read(lambda at: at.scalar(used)) or ZERO) <= sum_of(db, payments.c.amount)


def test_every_deal_was_made_and_nothing_leaves_or_comes_in_after_today(db: UnitOfWork, today: date) -> None:
    made = sold(db)
    assert {len(order.lines) for order in made} == {len(deal.wishes) for deal in DEALS}
    assert all(order.ordered_on <= today for order in made)
    assert all(each.shipped_on < today for each in owed(db))


def test_of_each_line_no_more_left_than_was_ordered_and_no_more_came_back_than_left(db: UnitOfWork) -> None:
    lines = [line for order in sold(db) for line in order.lines]
    assert all(0 <= line.open <= line.quantity for line in lines)
    assert any(line.returned for line in lines)
    assert all(line.returned <= line.shipped for line in lines)


def test_pumps_cost_more_from_the_next_month_on(db: UnitOfWork, today: date) -> None:
    later = date(today.year + (today.month == 12), today.month % 12 + 1, 1)
    pump = db.read(lambda at: find_product(at, GOODS[0].code))
    assert pump is not None
    before = db.read(lambda at: prices_on(at, [pump.id], today))[pump.id]
    after = db.read(lambda at: prices_on(at, [pump.id], later))[pump.id]
    assert before.list_price is not None
    assert after.list_price == before.list_price.part(RISE, 100)


def test_all_goods_are_on_the_list_and_one_has_no_known_cost(db: UnitOfWork, today: date) -> None:
    listed = db.read(lambda at: list_products(at, 50))
    assert {each.code for each in listed} == {good.code for good in GOODS}
    priced = db.read(lambda at: prices_on(at, [each.id for each in listed], today))
    assert [each.code for each in listed if priced[each.id].cost is None] == ["AS-1"]
