"""What a morning asks of many teams at once comes back parted by team."""

from datetime import date, timedelta
from functools import partial

from sales.customers import Tier
from sales.money import Money
from sales.roles import Role
from sales.scopes import team as of_team
from sales.stretches import Stretch
from storage import mergers, said_before, team_mornings
from storage.engine import Connection
from storage.people import Person
from storage.uow import UnitOfWork
from tests.goods import ship, take_back, three_lines
from tests.seeds import NOW, TODAY, filing, found, memory, person
from tests.trade import buyer

__all__ = ["memory"]

DAY = timedelta(days=1)


def test_everybody_stands_under_their_team(memory: UnitOfWork) -> None:
    east = memory.write(found)
    west = memory.write(lambda db: found(db, "oc_west", "西部"))
    seats = memory.read(lambda db: team_mornings.rosters(db, [east.id, west.id, 99]))
    assert {role for _, role in seats[east.id]} == {Role.MANAGER, Role.REP}
    assert set(seats) == {east.id, west.id, 99}
    assert seats[99] == []


def test_sales_stand_on_their_day_and_under_their_product(memory: UnitOfWork) -> None:
    order = memory.write(three_lines)
    days = memory.read(lambda db: team_mornings.sold_by_day(db, [order.team_id, 99], TODAY, TODAY + DAY))
    assert days == {order.team_id: {TODAY: order.amount.minor}, 99: {}}
    goods = memory.read(lambda db: team_mornings.sold_by_product(db, [order.team_id], TODAY, TODAY + DAY))
    assert [sold.code for sold in goods[order.team_id]] == ["X1", "A100", "B7"]
    assert sum(sold.net.minor for sold in goods[order.team_id]) == order.amount.minor
    assert memory.read(lambda db: team_mornings.sold_by_day(db, [order.team_id], TODAY + DAY, TODAY + 2 * DAY)) == {
        order.team_id: {}
    }


def test_what_came_back_is_worth_what_was_billed_for_it(memory: UnitOfWork) -> None:
    order = memory.write(three_lines)
    memory.write(lambda db: ship(db, order.id, X1=1))
    memory.write(lambda db: take_back(db, order.id, X1=1))
    span = (TODAY, TODAY + DAY)
    (back,) = memory.read(lambda db: team_mornings.came_back(db, [order.team_id], *span, Money(100_000)))
    assert (back.order, back.customer, back.amount) == ("SO-1", "华宁精密", Money(1_000_00))
    assert memory.read(lambda db: team_mornings.came_back(db, [order.team_id], *span, Money(100_001))) == []


def test_debts_are_added_by_customer(memory: UnitOfWork) -> None:
    order = memory.write(three_lines)
    memory.write(lambda db: ship(db, order.id, X1=1, A100=4))
    after = TODAY + timedelta(days=60)
    (debt,) = memory.read(lambda db: team_mornings.long_overdue(db, [order.team_id], after, Money(1)))
    assert (debt.customer, debt.amount, debt.since) == ("华宁精密", Money(1_360_00), TODAY + timedelta(days=30))
    assert memory.read(lambda db: team_mornings.long_overdue(db, [order.team_id], TODAY, Money(1))) == []


def test_a_customer_of_the_tier_counts_from_the_last_visit_to_it_or_to_what_was_merged_into_it(
    memory: UnitOfWork,
) -> None:
    memory.write(found)
    rep = memory.read(lambda db: person(db, "ou_li"))
    kept, gone = (memory.write(partial(_tier_a, name, rep)) for name in ("华宁精密", "长安仪器"))

    def left(before: date) -> list[team_mornings.Left]:
        return memory.read(lambda db: team_mornings.last_there(db, [rep.id], Tier.A, before))

    assert left(TODAY + DAY) == [], "where nobody ever was, nobody has been missed"
    memory.write(filing("ou_li", "华宁精密", visited_on=TODAY - 20 * DAY))
    memory.write(filing("ou_li", "长安仪器", visited_on=TODAY - 10 * DAY))
    assert {each.last_on for each in left(TODAY)} == {TODAY - 20 * DAY, TODAY - 10 * DAY}
    memory.write(lambda db: mergers.merge(db, gone, kept, rep.id, NOW))
    assert left(TODAY) == [team_mornings.Left(rep.id, "华宁精密", TODAY - 10 * DAY)]
    assert left(TODAY - 10 * DAY) == []
    assert memory.read(lambda db: team_mornings.last_there(db, [rep.id], Tier.B, TODAY)) == []


def _tier_a(name: str, rep: Person, db: Connection) -> int:
    return buyer(db, name, rep, NOW, Tier.A).id


def test_what_nobody_has_published_has_not_been_said(memory: UnitOfWork) -> None:
    span = Stretch(date(2026, 3, 2), date(2026, 3, 9))
    said = memory.read(lambda db: said_before.said_before(db, "weekly", of_team(1), span))
    assert (dict(said.figures), said.upto) == ({}, None)
