"""The receivable ladder over weeks: weekends, the Spring Festival, other zones, money in between, two processes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.app import App
from sales.cadence import moment
from scheduler.push import run
from scheduler.pushes import receivables
from storage.mergers import merge
from storage.orders import Order
from storage.payments import Income, pay, reverse
from storage.upgrade import upgrade
from tests.debts import DAY, owing, ship, yuan
from tests.installation import SHANGHAI, Installation, installed
from tests.scheduler.test_receivables_push import at, reminders
from tests.seeds import NOW, TODAY
from tests.seen import check_everything, house, lite, read
from tests.servers import PostgresServer
from tests.till import Till
from tests.weeks import away, silence

__all__ = ["house", "lite"]

NEW_YORK = ZoneInfo("America/New_York")


def due(till: Till, on: date, pieces: int = 1) -> Order:
    """An order of so many thousands that has left and is to be paid by a day."""
    return till.write(lambda db: owing(db, till.seller, till.customer, pieces, on))


def look(till: Till, first: date, last: date, zone: ZoneInfo = SHANGHAI) -> list[tuple[str, str]]:
    """Let the push look every day at ten, and give what was told of when, `m` before what the manager heard."""
    house = till.house
    for number in range((last - first).days + 1):
        now = moment(first + number * DAY, time(10), zone)
        house.clock.set(now)
        run(receivables.push, house.app.db, house.app.house, now)
    told = house.rows("select made_at, step from dunnings order by made_at, step")
    return [(_day(made, zone), str(step)) for made, step in told]


def _day(made: object, zone: ZoneInfo) -> str:
    """The local date of an instant as either database gives it."""
    instant = datetime.fromisoformat(str(made))
    aware = instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo("UTC"))
    return f"{aware.astimezone(zone):%m-%d}"


def test_the_whole_ladder_falls_on_the_next_run_after_each_step(house: Installation) -> None:
    till = Till(house)
    due(till, date(2026, 3, 20))
    assert look(till, date(2026, 3, 3), date(2026, 4, 30)) == [
        ("03-18", "t-3"), ("03-20", "t"), ("03-27", "t+7"), ("04-07", "mt+15"), ("04-07", "t+15"), ("04-20", "mt+30"),
        ("04-20", "t+30"),
    ]  # fmt: skip


def test_nobody_is_reminded_during_the_spring_festival(sqlite_url: str) -> None:
    with installed(sqlite_url, datetime(2026, 2, 12, 9, tzinfo=SHANGHAI)) as lite:
        till = Till(lite)
        for on in (date(2026, 2, 17), date(2026, 2, 18), date(2026, 3, 1)):
            due(till, on)
        assert look(till, date(2026, 2, 12), date(2026, 2, 27)) == [
            ("02-24", "t"), ("02-24", "t+7"), ("02-25", "t+7"), ("02-27", "t-3"),
        ]  # fmt: skip
        check_everything(lite)


@pytest.mark.parametrize("on,first,told", [
    (date(2026, 3, 4), date(2026, 3, 4), [("03-04", "t")]),
    (date(2026, 3, 3), date(2026, 3, 4), [("03-04", "t")]),
    (date(2026, 3, 7), date(2026, 3, 4), [("03-04", "t-3")]),
    (date(2026, 3, 8), date(2026, 3, 4), []),
])  # fmt: skip
def test_days_are_counted_on_the_teams_own_calendar(
    sqlite_url: str, on: date, first: date, told: list[tuple[str, str]]
) -> None:
    """Ten in the morning in New York is eleven in the evening in Shanghai."""
    with installed(sqlite_url, timezone="America/New_York") as lite:
        till = Till(lite)
        due(till, on)
        early = moment(first, time(9, 59), NEW_YORK)
        lite.clock.set(early)
        run(receivables.push, lite.app.db, lite.app.house, moment(TODAY + DAY, time(13), NEW_YORK))
        run(receivables.push, lite.app.db, lite.app.house, early)
        assert lite.rows("select * from dunnings") == []
        assert look(till, first, first, NEW_YORK) == told


def test_it_goes_out_at_ten_by_the_wall_after_the_clocks_were_changed(sqlite_url: str) -> None:
    with installed(sqlite_url, timezone="America/New_York") as lite:
        till = Till(lite)
        due(till, date(2026, 3, 9))
        due(till, date(2026, 3, 6))
        utc = ZoneInfo("UTC")
        for day, hour, made in ((6, 14, 0), (6, 15, 2), (9, 13, 2), (9, 14, 3)):
            run(receivables.push, lite.app.db, lite.app.house, datetime(2026, 3, day, hour, tzinfo=utc))
            assert len(lite.rows("select * from dunnings")) == made, (day, hour)


def test_what_was_paid_in_part_is_told_with_what_is_left_of_it(house: Installation) -> None:
    till = Till(house)
    due(till, TODAY)
    house.tick(at(2))
    till.write(lambda db: pay(db, Income(till.customer.id, yuan(400), TODAY), 1, TODAY, NOW, NOW))
    house.tick(at(9))
    first, second = reminders(till)
    assert "¥1,000.00" in read(first)
    assert "¥600.00\n应付 3月2日 周一 · 逾期 9 天" in read(second)
    assert "¥1,000.00" not in read(second)


def test_money_that_was_reversed_is_asked_for_from_the_step_that_comes_next(house: Installation) -> None:
    till = Till(house)
    due(till, TODAY)
    house.tick(at(0))
    paid = till.write(lambda db: pay(db, Income(till.customer.id, yuan(1000), TODAY), 1, TODAY, NOW, NOW))
    for days in (2, 4, 7):
        house.tick(at(days))
    assert len(reminders(till)) == 1
    till.write(lambda db: reverse(db, paid.id, 1, TODAY + 8 * DAY, NOW))
    house.tick(at(9))
    house.tick(at(11))
    assert len(reminders(till)) == 2
    assert "逾期 9 天" in read(reminders(till)[1])
    assert house.rows("select step from dunnings order by step") == [("t",), ("t+7",)]


def test_what_came_back_whole_is_not_asked_for(lite: Installation) -> None:
    till = Till(lite)
    order = due(till, TODAY, 2)
    till.take_back(order, 2)
    lite.tick(at(2))
    assert reminders(till) == []


def test_each_shipment_of_an_order_has_a_ladder_of_its_own(lite: Installation) -> None:
    till = Till(lite)
    order = till.confirmed(3)
    for pieces, on in ((1, date(2026, 2, 2)), (2, date(2026, 2, 16))):
        till.write(lambda db, n=pieces, day=on: ship(db, order.id, n, day))  # type: ignore[misc]
    assert look(till, TODAY, TODAY + 16 * DAY) == [
        ("03-02", "t-3"), ("03-04", "t"), ("03-11", "t+7"), ("03-16", "t-3"), ("03-18", "t"),
    ]  # fmt: skip


def test_a_manager_who_is_away_hears_on_the_next_run_and_the_rep_at_once(house: Installation) -> None:
    till = Till(house)
    due(till, TODAY - 20 * DAY)
    away(house, till.manager, at(1, 0), at(3, 0))
    house.tick(at(2))
    assert (len(reminders(till)), len(reminders(till, till.manager))) == (1, 0)
    house.tick(at(4))
    assert (len(reminders(till)), len(reminders(till, till.manager))) == (1, 1)


def test_who_asked_for_peace_until_after_it_was_paid_still_reads_how_it_stood(lite: Installation) -> None:
    """The card was made at ten; it says what was open then, and is told once."""
    till = Till(lite)
    due(till, TODAY)
    silence(lite, till.rep, at(2, 11))
    lite.tick(at(2))
    lite.tick(at(2, 11))
    lite.tick(at(4))
    assert len(reminders(till)) == 1


def test_a_merged_customer_is_told_under_the_name_that_is_kept(lite: Installation) -> None:
    till = Till(lite)
    gone = till.buyer("长安电子")
    till.owing(1, late=0, customer=gone)
    assert till.write(lambda db: merge(db, gone.id, till.customer.id, till.customer.owner_id or 1, NOW))
    lite.tick(at(2))
    (card,) = reminders(till)
    assert "华宁精密 SO-1" in read(card)
    assert "长安电子" not in read(card)


def test_a_card_that_comes_late_says_so_and_after_noon_none_comes(lite: Installation) -> None:
    till = Till(lite)
    due(till, TODAY)
    lite.tick(at(2, 12))
    assert reminders(till) == []
    lite.tick(at(4, 11))
    (card,) = reminders(till)
    assert "今天要做的" in read(card)  # it was added to the day's card, which is composed anew and so is not late


def test_two_processes_that_look_at_once_remind_once(postgres_server: PostgresServer) -> None:
    template = postgres_server.template("migrated", upgrade)
    with postgres_server.database(template) as url, installed(url) as house:
        till = Till(house)
        for late in (0, 9, 20, 40):
            due(till, TODAY - late * DAY)
        house.clock.set(at(2))
        others = [App(house.settings, house.clock) for _ in range(2)]
        apps = [house.app, *others] * 2
        with ThreadPoolExecutor(6) as pool:
            made = sum(pool.map(lambda app: run(receivables.push, app.db, app.house, at(2)), apps))
        for other in others:
            other.stop()
        assert made == 2
        assert (len(reminders(till)), len(reminders(till, till.manager))) == (1, 1)
        assert len(house.rows("select * from dunnings")) == 6
        house.clock.set(at(2) + timedelta(seconds=1))
        assert run(receivables.push, house.app.db, house.app.house, at(2)) == 0
