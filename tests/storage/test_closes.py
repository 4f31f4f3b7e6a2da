"""A month that is closed: its figures stand, and what comes late counts as the company has set."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

from sqlalchemy import select

from sales.obligations import Duty
from sales.stretches import Stretch
from storage import closes, closing, obligations
from storage.engine import Connection
from storage.publications import publications
from tests.publishing import MONTH, Press, changes, press
from tests.seeds import NOW, memory

__all__ = ["memory", "press"]


def close(press: Press, *, restates: bool, month: Stretch = MONTH) -> int:
    def work(db: Connection) -> int:
        assert closes.close(db, month, press.boss.id, NOW, restates=restates)
        return closing.freeze(db, month, press.ask(db, month), 0)

    return press.memory.write(work)


def net(press: Press, stretch: Stretch) -> int | None:
    return press.memory.read(lambda db: press.count(db, "K01", press.scope, stretch)).value


def test_after_a_close_what_comes_late_counts_in_the_present(press: Press) -> None:
    order, gone = press.sell(8), press.sell(2)
    close(press, restates=False)
    press.give_back(order, 3, MONTH.last)
    press.cancel(gone)
    march = Stretch(date(2026, 3, 1), date(2026, 4, 1))
    assert net(press, MONTH) == 10_000_00
    assert net(press, march) == -5_000_00
    assert "K01" not in {each.now.kpi.code for each in press.look(closing.CLOSE)}


def test_or_in_its_own_month_which_is_told(press: Press) -> None:
    order, gone = press.sell(8), press.sell(2)
    close(press, restates=True)
    press.give_back(order, 3, MONTH.last)
    press.cancel(gone)
    assert net(press, MONTH) == 5_000_00
    told_of = {each.now.kpi.code: each for each in press.look(closing.CLOSE)}
    assert changes([told_of["K01"]]) == [("K01", 10_000_00, 5_000_00, {"cancel": 1, "return": 1})]


def test_what_is_late_for_a_closed_present_counts_in_the_next_open_month(press: Press) -> None:
    order = press.sell(8)
    close(press, restates=False)
    close(press, restates=False, month=Stretch(date(2026, 3, 1), date(2026, 4, 1)))
    press.give_back(order, 3, MONTH.last)
    assert net(press, Stretch(date(2026, 4, 1), date(2026, 4, 2))) == -3_000_00


def test_a_close_freezes_the_company_and_every_team(press: Press) -> None:
    press.sell(8)
    count = close(press, restates=False)
    asked = select(publications.c.scope_kind, publications.c.of).where(publications.c.kpi == "K01")
    assert {tuple(row) for row in press.memory.read(lambda db: db.execute(asked).all())} == {
        ("company", 8_000_00),
        ("team", 8_000_00),
    }
    assert count == len(press.published())


def test_closing_twice_changes_nothing(press: Press) -> None:
    assert press.memory.write(lambda db: closes.close(db, MONTH, press.boss.id, NOW, restates=False))
    assert not press.memory.write(lambda db: closes.close(db, MONTH, press.li.id, NOW, restates=True))
    known = press.memory.read(lambda db: closes.closed(db, "2026-02"))
    assert known
    assert (known.restates, known.closed_by) == (False, press.boss.id)
    assert press.memory.read(lambda db: closes.closed(db, "2026-01")) is None
    assert press.memory.read(lambda db: closes.latest_closes(db, 5)) == [known]


def test_of_two_who_close_at_once_one_does_and_it_leaves_its_figures(press: Press) -> None:
    press.sell(8)
    both = Barrier(2)

    def shut(_: int) -> bool:
        both.wait(10)
        return press.memory.write(work)

    def work(db: Connection) -> bool:
        is_new = closes.close(db, MONTH, press.boss.id, NOW, restates=False)
        if is_new:
            closing.freeze(db, MONTH, press.ask(db, MONTH), 0)
        return is_new

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(shut, range(2))) == [False, True]
    assert press.memory.read(lambda db: closes.closed(db, "2026-02"))
    assert press.published()


def test_what_was_in_time_is_frozen_by_type_of_report(press: Press) -> None:
    def owe(db: Connection) -> None:
        for type_, last in (("weekly", MONTH.last), ("visit", MONTH.last)):
            due = datetime(2026, 2, 27, 4, tzinfo=UTC)
            duty = Duty(type_, f"{type_}-1", last, last, due, due, provisional=False)
            obligations.add_duties(db, [(press.team.id, press.li.id, duty)], "v1")
        made = obligations.find_obligation(db, press.li.id, "weekly", "weekly-1")
        assert made
        obligations.settle(db, made, datetime(2026, 2, 27, 3, tzinfo=UTC))

    press.memory.write(owe)
    close(press, restates=True)
    what = (publications.c.variant, publications.c.of, publications.c.per)
    asked = select(*what).where(publications.c.kpi == "K25", publications.c.scope_kind == "team")
    said = press.memory.read(lambda db: [tuple(row) for row in db.execute(asked.order_by(publications.c.variant))])
    assert said == [("visit", 0, 1), ("weekly", 1, 1)]


def test_what_is_open_in_a_month_is_counted(press: Press) -> None:
    press.sell(1)
    shipped = press.sell(2)
    press.give_back(shipped, 1, MONTH.last)

    def work(db: Connection) -> closing.Outstanding:
        return closing.outstanding(db, MONTH, press.ask(db))

    assert press.memory.read(work) == closing.Outstanding(drafts=0, waiting=0, unshipped=1)
