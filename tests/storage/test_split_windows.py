"""Twenty-four hours, to the second: which orders are judged as one, across midnight and in any zone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sales.orders import Kind, Move
from storage import order_moves
from storage.engine import Connection
from storage.judgements import sold_beside
from storage.orders import Order
from storage.people import Team
from storage.uow import UnitOfWork
from tests.goods import held
from tests.seeds import NOW, found, memory, person
from tests.trade import Shop, buyer, draft, open_shop

__all__ = ["memory"]
DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)


def sold(db: Connection, team: Team, shop: Shop, at: datetime, rep: str = "ou_li", customer: str = "华宁精密") -> Order:
    """Five pumps, submitted and confirmed at a moment."""
    seller = person(db, rep)
    order = draft(db, team, seller, buyer(db, customer, seller, at), at, shop.wish("A100", 5, rate=9000))
    today = at.astimezone(team.zone).date()
    order = order_moves.submit(db, held(db, order.id), seller.id, today, at)
    return order_moves.move(db, order, Move.CONFIRM, seller.id, at, on=today)


def numbers(db: Connection, order: Order, now: datetime) -> list[str]:
    return [number for whole in sold_beside(db, order, now).values() for number in whole.numbers]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    "after, together",
    [(SECOND, True), (DAY - SECOND, True), (DAY, False), (DAY + SECOND, False)],
)
def test_a_day_ends_to_the_second_wherever_the_team_is(
    memory: UnitOfWork, zone: str, after: timedelta, *, together: bool
) -> None:
    def act(db: Connection) -> list[str]:
        team = replace(found(db), timezone=zone)
        shop = open_shop(db, person(db, "ou_li"), NOW)
        start = datetime(2026, 3, 7, 23, 59, 30, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        first = sold(db, team, shop, start)
        second = sold(db, team, shop, start + after)
        assert first.ordered_on <= second.ordered_on
        return numbers(db, second, start + after)

    assert memory.write(act) == (["SO-1"] if together else [])


def test_others_customers_purposes_and_what_was_taken_back_do_not_join(memory: UnitOfWork) -> None:
    def act(db: Connection) -> list[str]:
        team = found(db)
        shop = open_shop(db, person(db, "ou_li"), NOW)
        sold(db, team, shop, NOW, rep="ou_han")
        sold(db, team, shop, NOW, customer="上海精工")
        gone = sold(db, team, shop, NOW)
        order_moves.move(db, held(db, gone.id), Move.CANCEL, gone.rep_id, NOW, on=gone.ordered_on)
        edited = sold(db, team, shop, NOW)
        customer = buyer(db, "华宁精密", person(db, "ou_li"), NOW)
        order_moves.reword(db, held(db, edited.id), customer, edited.content, edited.rep_id, edited.ordered_on, NOW)
        last = sold(db, team, shop, NOW)
        sample = replace(last, content=replace(last.content, kind=Kind.SAMPLE))
        assert numbers(db, sample, NOW) == []
        return numbers(db, last, NOW)

    assert memory.write(act) == []


def test_an_order_submitted_again_counts_from_its_new_submission(memory: UnitOfWork) -> None:
    def act(db: Connection) -> tuple[list[str], list[str]]:
        team = found(db)
        shop = open_shop(db, person(db, "ou_li"), NOW)
        old = sold(db, team, shop, NOW)
        later = NOW + DAY * 3
        fresh = sold(db, team, shop, later)
        before = numbers(db, fresh, later)
        customer = buyer(db, "华宁精密", person(db, "ou_li"), NOW)
        content, day = old.content, later.astimezone(team.zone).date()
        order_moves.reword(db, held(db, old.id), customer, content, old.rep_id, day, later)
        order_moves.submit(db, held(db, old.id), old.rep_id, day, later)
        return before, numbers(db, fresh, later)

    assert memory.write(act) == ([], ["SO-1"])
