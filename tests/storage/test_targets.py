"""Targets: versions that are added and never changed, what stands when, what tiles a period, and the tree."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from sales import scopes
from sales.grains import Grain, stretch_of
from sales.scopes import COMPANY, Scope
from sales.stretches import Stretch
from sales.target_breaches import PeriodOver, ReasonMissing, TargetMoved
from storage.engine import Connection
from storage.targets import Entry, current_targets, hold_targets, set_targets, standing, targets_for, withdraw_batch
from storage.uow import UnitOfWork
from tests.aims import DAY, EAST, LI, batch, period, place, put, values
from tests.plans import plans, statements
from tests.seeds import NOW, TODAY, at_once, found, memory, person

__all__ = ["memory"]


@pytest.fixture
def db(memory: UnitOfWork) -> UnitOfWork:
    """A team of a manager and two reps."""
    memory.write(found)
    return memory


def test_a_target_is_found_by_its_scope_and_period(db: UnitOfWork) -> None:
    put(db, COMPANY, "2026-Q2", 900)
    put(db, EAST, "2026-Q2", 300)
    put(db, scopes.team(1), "2026-Q3", 100)
    assert values(db, period("2026-Q2"), COMPANY, EAST, scopes.team(1)) == [900, 300, None]
    assert values(db, period("2026-Q2")) == []
    known = db.read(lambda c: targets_for(c, [EAST], period("2026-Q2")))[EAST]
    assert (known.period, known.first, known.end) == ("2026-Q2", date(2026, 4, 1), date(2026, 7, 1))
    assert (known.version, known.reason, known.was) == (1, "", None)


def test_months_weeks_and_quarters_add_up_where_they_tile_a_period(db: UnitOfWork) -> None:
    for name, value in (("2026-04", 10), ("2026-05", 20), ("2026-06", 30)):
        put(db, LI, name, value)
    assert values(db, period("2026-Q2"), LI) == [60]
    assert values(db, period("2026-H1"), LI) == [None]
    put(db, LI, "2026-Q1", 40)
    assert values(db, period("2026-H1"), LI) == [None]  # one quarter is of its own, the other of months
    put(db, LI, "2026-Q2", 61)
    assert values(db, period("2026-Q2"), LI) == [61]
    assert values(db, period("2026-H1"), LI) == [101]
    for week in range(10, 12):
        put(db, LI, f"2026-W{week}", week)
    assert values(db, Stretch(period("2026-W10").first, period("2026-W11").end), LI) == [21]
    assert values(db, Stretch(date(2026, 4, 1), date(2026, 6, 1)), LI) == [30]
    assert values(db, Stretch(date(2026, 4, 1), date(2026, 5, 20)), LI) == [None]


def test_a_longer_target_is_none_of_a_shorter_period(db: UnitOfWork) -> None:
    put(db, LI, "2026", 1200)
    assert values(db, period("2026-Q2"), LI) == [None]


def test_each_figure_and_product_has_targets_of_its_own(db: UnitOfWork) -> None:
    put(db, LI, "2026-04", 10)
    put(db, LI, "2026-04", 20, kpi="K10")
    put(db, LI, "2026-04", 5, product="A100")
    assert values(db, period("2026-04"), LI, kpi="K10") == [20]
    of_product = db.read(lambda c: targets_for(c, [LI], period("2026-04"), product="A100"))
    assert of_product[LI].value == 5


def test_a_change_is_a_new_version_with_its_reason(db: UnitOfWork) -> None:
    put(db, LI, "2026-04", 10)
    with pytest.raises(ReasonMissing):
        put(db, LI, "2026-04", 12)
    with pytest.raises(ReasonMissing):
        put(db, LI, "2026-04", 12, "  ")
    put(db, LI, "2026-04", 12, "加人", at=NOW + DAY)
    put(db, LI, "2026-04", 12, at=NOW + DAY)  # the same again changes nothing
    rows = db.read(lambda c: c.execute(text("select value, version, reason from targets order by id")).all())
    assert [tuple(row) for row in rows] == [(10, 1, ""), (12, 2, "加人")]
    assert values(db, period("2026-04"), LI) == [12]
    assert values(db, period("2026-04"), LI, as_of=NOW + DAY / 2) == [10]
    assert values(db, period("2026-04"), LI, as_of=NOW - DAY) == [None]
    audited = db.read(lambda c: c.execute(text("select verb, subject from audit order by id")).all())
    assert [tuple(row) for row in audited] == [("target.set", "TG-1"), ("target.set", "TG-2")]


@pytest.mark.parametrize(
    "changes, was",
    [
        ([(-20, 10), (-10, 12)], None),
        ([(-20, 10), (2, 12)], 10),
        ([(2, 10), (3, 12)], 10),
        ([(-20, 10), (-10, 11), (2, 12), (3, 13)], 11),
        ([(-20, 10), (2, 12), (3, 10)], None),
        ([(2, 10)], None),
    ],
)
def test_a_change_within_the_period_shows_what_was_to_be_reached(
    db: UnitOfWork, changes: Sequence[tuple[int, int]], was: int | None
) -> None:
    for day, value in changes:
        put(db, LI, "2026-04", value, "因为", at=datetime(2026, 4, 1, tzinfo=UTC) + DAY * day)
    assert db.read(lambda c: targets_for(c, [LI], period("2026-04")))[LI].was == was


def test_a_sum_of_months_tells_of_a_change_in_any_of_them(db: UnitOfWork) -> None:
    for name in ("2026-01", "2026-02", "2026-03"):
        put(db, LI, name, 10, at=datetime(2025, 12, 1, tzinfo=UTC))
    put(db, LI, "2026-03", 15, "旺季", at=datetime(2026, 3, 10, tzinfo=UTC))
    target = db.read(lambda c: targets_for(c, [LI], period("2026-Q1")))[LI]
    assert (target.value, target.was, target.version, target.reason) == (35, 30, 2, "旺季")


def test_what_stood_at_the_end_of_a_period_does_not_change(db: UnitOfWork) -> None:
    put(db, LI, "2026-02", 10, at=datetime(2026, 2, 3, tzinfo=UTC))
    with pytest.raises(PeriodOver):
        put(db, LI, "2026-02", 12, "晚了")
    put(db, LI, "2026-01", 10)  # the first one may come late, and be mended
    put(db, LI, "2026-01", 12, "打错")
    assert values(db, period("2026-01"), LI) == [12]


def test_the_target_of_a_day_is_that_of_the_shortest_period_around_it(db: UnitOfWork) -> None:
    team = scopes.team(1)
    put(db, team, "2026", 1200)
    put(db, team, "2026-Q2", 300)
    put(db, team, "2026-05", 100)
    put(db, LI, "2026-W20", 7)

    def of(scope: Scope, month: int) -> str | None:
        known = db.read(lambda c: current_targets(c, [scope], date(2026, month, 15)))
        return known[scope].period if scope in known else None

    assert [of(team, month) for month in (1, 4, 5, 6, 12)] == ["2026", "2026-Q2", "2026-05", "2026-Q2", "2026"]
    assert of(LI, 5) is None


def test_a_withdrawn_batch_lets_what_stood_before_stand_again(db: UnitOfWork) -> None:
    put(db, LI, "2026-04", 10)
    sheet = batch(db)
    put(db, LI, "2026-04", 12, "导入", batch_id=sheet)
    put(db, LI, "2026-05", 13, batch_id=sheet)
    assert db.write(lambda c: withdraw_batch(c, sheet, NOW + DAY)) == 2
    assert values(db, period("2026-04"), LI) == [10]
    assert values(db, period("2026-05"), LI) == [None]
    assert values(db, period("2026-04"), LI, as_of=NOW + DAY / 2) == [12]
    assert db.write(lambda c: withdraw_batch(c, sheet, NOW + DAY)) == 0
    put(db, LI, "2026-04", 14, "再来")
    assert values(db, period("2026-04"), LI) == [14]
    last = db.read(lambda c: c.execute(text("select max(version) from targets")).scalar_one())
    assert last == 3


def test_only_what_was_seen_is_replaced(db: UnitOfWork) -> None:
    put(db, LI, "2026-04", 10)
    here = place(LI, "2026-04")

    def change(c: Connection) -> None:
        by = person(c, "ou_boss").id
        set_targets(c, [Entry(here, 9, "因为")], by, NOW, TODAY, from_above=False, seen={here: 0})

    with pytest.raises(TargetMoved):
        db.write(change)
    assert values(db, period("2026-04"), LI) == [10]


def test_of_several_who_set_it_at_once_one_is_first_and_the_others_hear_of_it(db: UnitOfWork) -> None:
    here = place(LI, "2026-04")

    def change(number: int) -> int:
        def work(c: Connection) -> int:
            by = person(c, "ou_boss").id
            entry = Entry(here, 100 + number)
            return len(set_targets(c, [entry], by, NOW, TODAY, from_above=True, seen={here: 0}))

        return db.write(work)

    done = at_once(4, change)
    assert sorted(type(each).__name__ for each in done) == ["TargetMoved", "TargetMoved", "TargetMoved", "int"]
    assert db.read(lambda c: c.execute(text("select count(*) from targets")).scalar_one()) == 1


def test_of_several_with_reasons_each_is_the_next_version(db: UnitOfWork) -> None:
    put(db, LI, "2026-04", 1)

    def change(number: int) -> None:
        put(db, LI, "2026-04", 100 + number, "并发")

    assert at_once(4, change) == [None] * 4
    versions = db.read(lambda c: c.execute(text("select version from targets order by id")).scalars().all())
    assert versions == [1, 2, 3, 4, 5]


def test_large_values_are_kept_to_the_cent(db: UnitOfWork) -> None:
    put(db, COMPANY, "2026", 2**53)
    assert values(db, period("2026"), COMPANY) == [2**53]


def test_who_set_it_is_known(db: UnitOfWork) -> None:
    put(db, LI, "2026-04", 10)
    here = place(LI, "2026-04")
    version = db.read(lambda c: standing(c, [here]))[here]
    assert (version.from_above, version.set_by, version.target.version) == (True, 1, 1)
    assert db.read(lambda c: standing(c, [])) == {}


def test_questions_do_not_grow_with_scopes_and_use_an_index(sqlite_url: str) -> None:
    month = stretch_of(Grain.MONTH, TODAY)

    def asked(db: UnitOfWork, many: int) -> list[tuple[str, object]]:
        several = [scopes.rep(number) for number in range(many)]
        over = statements(db, lambda c: targets_for(c, several, month))
        of_day = statements(db, lambda c: current_targets(c, several, TODAY))
        assert (len(over), len(of_day)) == (1, 1)
        return [*over, *of_day]

    with UnitOfWork(sqlite_url) as db:
        db.write(found)
        for many in (1, 500):
            steps = plans(db, asked(db, many))
            assert all("USING INDEX" in step for step in steps if "targets" in step)


def test_holding_is_harmless_twice(db: UnitOfWork) -> None:
    db.write(hold_targets)
    put(db, LI, "2026-04", 1)
