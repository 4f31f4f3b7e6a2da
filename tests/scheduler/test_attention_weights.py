"""What rings on a day that is full already, what stands on the day's card then, and that nobody waits for ever."""

import threading
from collections.abc import Callable
from datetime import date, datetime

from storage import attention, day_cards
from storage.engine import Connection
from storage.upgrade import upgrade
from tests.installation import SHANGHAI, Installation, installed
from tests.reporting import write
from tests.scheduler.sellers import Sellers
from tests.scheduler.test_attention import tell
from tests.seen import cards, labels, read
from tests.servers import PostgresServer
from tests.weeks import at, begun, direct, person_id

APRIL = date(2026, 4, 1)


def full(house: Installation, sellers: Sellers) -> None:
    """The manager has been told three things before the cards of the first of April."""
    house.tick(datetime(2026, 4, 1, 8, tzinfo=SHANGHAI))
    assert [tell(house, sellers.manager, words) for words in ("Jia", "Yi", "Bing")] == ["rings"] * 3
    assert tell(house, sellers.manager, "Ding") == "merged"


def test_the_figures_and_the_closes_ring_on_a_full_day(house: Installation) -> None:
    sellers = Sellers(house)
    sellers.aim("2026-03", 40_000)
    sellers.sell(date(2026, 3, 5), 30)
    full(house, sellers)
    before = len(cards(house, house.feishu.direct(sellers.manager)))
    sellers.morning(APRIL)
    sellers.morning(APRIL, 9, 0)
    house.tick(datetime(2026, 4, 1, 9, 1, tzinfo=SHANGHAI))
    shown = [read(card) for card in cards(house, house.feishu.direct(sellers.manager))[before:]]
    for title in ("每日数据", "月度结账", "季度结账"):
        assert sum(title in card and "今天要做的" not in card for card in shown) == 1
    assert house.rows("select count(*) from publications where card in ('month', 'quarter') and kpi = 'K01'") == [(2,)]


def test_the_daily_figures_are_one_of_the_three(house: Installation) -> None:
    sellers = Sellers(house)
    sellers.morning(date(2026, 4, 14))
    assert [tell(house, sellers.manager, words) for words in ("Jia", "Yi", "Bing")] == ["rings", "rings", "merged"]


def test_a_report_beyond_the_budget_is_a_line_that_leads_to_what_awaits_review(house: Installation) -> None:
    squad = begun(house)
    house.clock.set(at(6, 15))
    for words in ("Jia", "Yi", "Bing"):
        tell(house, squad.manager, words)
    write(house, squad.reps[0])
    house.tick(at(6, 15, 31))
    shown = direct(house, squad.manager)[-1]
    assert "李雷 · 周报" in read(shown)
    assert "去看" in labels(shown)
    house.feishu.press(squad.manager, shown.message_id, "去看")
    assert "李雷" in read(direct(house, squad.manager)[-1])
    assert direct(house, squad.manager)[-1].message_id != shown.message_id


def test_who_asks_to_send_late_is_heard_on_a_full_day(house: Installation) -> None:
    squad = begun(house)
    house.tick(at(24, 10))
    for words in ("Jia", "Yi", "Bing", "Ding"):
        tell(house, squad.manager, words)
    house.tick(at(24, 10, 1))
    before = len(direct(house, squad.manager))
    write(house, squad.reps[0], "周报 2026-W10")
    assert "允许补交" in labels(direct(house, squad.manager)[-1])
    assert len(direct(house, squad.manager)) == before + 1


def test_who_follows_a_card_holds_the_day_before_what_was_told_on_it(postgres_server: PostgresServer) -> None:
    """Else two would wait for each other: one who tells somebody something, and one who changes what they were told."""
    with postgres_server.database(postgres_server.template("migrated", upgrade)) as url, installed(url) as house:
        (rep,) = begun(house).reps
        house.clock.set(at(6, 14))
        for words in ("Jia", "Yi", "Bing", "Ding"):
            tell(house, rep, words)
        who, now = person_id(house, rep), house.clock.now()
        follows = threading.Thread(
            target=house.app.db.write, args=(lambda db: day_cards.follow(db, "t/Ding", None, now),)
        )

        def work(db: Connection) -> None:
            attention.hold_day(db, who, date(2026, 3, 6))
            follows.start()
            _until(lambda: _waits(db))
            attention.acted(db, who, now)

        house.app.db.write(work)
        follows.join(10)
        assert not follows.is_alive()
        marked = "select message from unasked where acted_at is not null and message like 't/%' order by id"
        assert [row[0] for row in house.rows(marked)] == ["t/Jia", "t/Yi", "t/Bing", "t/Ding"]
        assert house.rows("select count(*) from unasked where message = 't/Ding' and settled_at is not null") == [(1,)]


def _waits(db: Connection) -> bool:
    """Whether somebody waits for what this one holds."""
    # Within a transaction the server's list of who waits is read once, unless it is told to forget it.
    db.exec_driver_sql("select pg_stat_clear_snapshot()")
    return bool(
        db.exec_driver_sql(
            "select count(*) from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))"
        ).scalar()
    )


def _until(holds: Callable[[], bool]) -> None:
    while not holds():
        pass
