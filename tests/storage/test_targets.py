"""Targets: versions that are added and never changed, what stands when, what tiles a period, and the tree."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from sales import scopes
from sales.grains import Grain, read_name, stretch_of
from sales.scopes import COMPANY, Scope
from sales.stretches import Stretch
from sales.target_breaches import PeriodOver, ReasonMissing, TargetMoved
from sales.targets import Place
from storage import imports, people
from storage.areas import set_area
from storage.engine import Connection
from storage.target_trees import Node, children, tree_of
from storage.targets import (
    Entry,
    current_targets,
    hold_targets,
    set_targets,
    standing,
    targets_for,
    withdraw_batch,
)
from storage.uow import UnitOfWork
from tests.plans import plans, statements
from tests.seeds import NOW, TODAY, at_once, found, meet, memory, person, team_of

__all__ = ["memory"]

EAST = scopes.area("华东")
LI = scopes.rep(2)
"""李雷, the second whom the bot met."""
DAY = timedelta(days=1)


@pytest.fixture
def db(memory: UnitOfWork) -> UnitOfWork:
    """A team of a manager and two reps."""
    memory.write(found)
    return memory


def period(name: str) -> Stretch:
    read = read_name(name)
    assert read is not None
    return read


def place(scope: Scope, name: str, kpi: str = "K01", product: str = "") -> Place:
    return Place(scope, period(name), kpi, product)


def put(
    db: UnitOfWork,
    scope: Scope,
    name: str,
    value: int,
    reason: str = "",
    *,
    at: datetime = NOW,
    kpi: str = "K01",
    product: str = "",
    batch_id: int | None = None,
) -> None:
    """Set one target as a director at an instant."""
    entry = Entry(place(scope, name, kpi, product), value, reason)
    db.write(
        lambda c: set_targets(c, [entry], person(c, "ou_boss").id, at, at.date(), from_above=True, batch_id=batch_id)
    )


def values(
    db: UnitOfWork, over: Stretch, *of: Scope, as_of: datetime | None = None, kpi: str = "K01"
) -> list[int | None]:
    """What each scope has to reach over a stretch."""
    known = db.read(lambda c: targets_for(c, of, over, as_of, kpi))
    return [known[scope].value if scope in known else None for scope in of]


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


def batch(db: UnitOfWork) -> int:
    """A sheet that is being applied."""

    def make(c: Connection) -> int:
        last = imports.latest(c, 1)
        message = f"om_{last[0].id if last else 0}"
        imports.receive(c, message, "目标.xlsx", person(c, "ou_boss").id, NOW)
        return imports.latest(c, 1)[0].id

    return db.write(make)


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


def firm(db: UnitOfWork) -> None:
    """Two teams in an area, and one in none."""

    def make(c: Connection) -> None:
        for chat, name in (("oc_two", "华东二队"), ("oc_north", "北方队")):
            people.found_team(c, meet(c, chat, name), person(c, "ou_boss"), NOW)
        for chat in ("oc_east", "oc_two"):
            set_area(c, team_of(c, chat), "华东", person(c, "ou_boss").id, NOW)

    db.write(make)


def told(nodes: Sequence[Node]) -> list[tuple[str, int]]:
    return [(node.name, node.value) for node in nodes]


def test_the_company_is_parted_into_areas_and_teams_without_one(db: UnitOfWork) -> None:
    firm(db)
    put(db, COMPANY, "2026-Q2", 1000)
    put(db, EAST, "2026-Q2", 600)
    put(db, scopes.team(1), "2026-Q2", 350)
    put(db, scopes.team(3), "2026-Q2", 500)
    put(db, LI, "2026-Q2", 100)
    tree = db.read(lambda c: tree_of(c, place(COMPANY, "2026-Q2")))
    assert told(tree.children) == [("华东", 600), ("北方队", 500)]
    assert (tree.left, tree.parent, tree.is_parted) == (-100, None, True)
    tree = db.read(lambda c: tree_of(c, place(EAST, "2026-Q2")))
    assert told(tree.children) == [("华东一队", 350), ("华东二队", 0)]
    assert (tree.left, told(tree.siblings), tree.left_above(600), tree.left_above(400)) == (
        250,
        [("北方队", 500)],
        -100,
        100,
    )
    tree = db.read(lambda c: tree_of(c, place(scopes.team(1), "2026-Q2")))
    assert told(tree.children) == [("李雷", 100), ("韩梅梅", 0)]
    assert (tree.parent and tree.parent.scope, tree.left_above(700)) == (EAST, -100)
    tree = db.read(lambda c: tree_of(c, place(scopes.team(3), "2026-Q2")))
    assert tree.parent
    assert tree.parent.scope == COMPANY
    assert tree.left == 400  # 李雷 is in all three teams


def test_a_rep_stands_under_the_team_of_whoever_asks(db: UnitOfWork) -> None:
    firm(db)
    tree = db.read(lambda c: tree_of(c, place(LI, "2026-Q2"), frozenset({3})))
    assert tree.parent
    assert (tree.parent.name, tree.node.name, tree.children) == ("北方队", "李雷", [])
    assert told(tree.siblings) == [("韩梅梅", 0)]
    tree = db.read(lambda c: tree_of(c, place(LI, "2026-Q2")))
    assert tree.parent
    assert tree.parent.name == "华东一队"
    assert tree.left_above(1) is None


def test_a_manager_with_a_target_is_a_part_of_the_team(db: UnitOfWork) -> None:
    assert [node.name for node in db.read(lambda c: children(c, scopes.team(1), period("2026-Q2")))] == [
        "李雷",
        "韩梅梅",
    ]
    put(db, scopes.rep(1), "2026-Q2", 7)
    assert told(db.read(lambda c: children(c, scopes.team(1), period("2026-Q2"))))[0] == ("王经理", 7)


def test_an_area_is_changed_with_a_note_of_what_it_was(db: UnitOfWork) -> None:
    assert db.write(lambda c: set_area(c, team_of(c), "华东", 1, NOW)) == ""
    assert db.write(lambda c: set_area(c, team_of(c), "华南", 1, NOW)) == "华东"
    assert db.write(lambda c: set_area(c, team_of(c), "华南", 1, NOW)) == "华南"
    assert db.read(lambda c: team_of(c).area) == "华南"
    assert db.read(lambda c: c.execute(text("select count(*) from audit where verb = 'team.area'")).scalar_one()) == 2


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


MONTHS = ("2026-04", "2026-05", "2026-06")


@pytest.fixture
def history(sqlite_url: str) -> Iterator[UnitOfWork]:
    """One database for all examples, for making one takes longer than they do."""
    with UnitOfWork(sqlite_url) as db:
        db.write(found)
        yield db


@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.sampled_from(["2026-04", "2026-05", "2026-06", "2026-Q2"]), st.integers(0, 9)),
        max_size=12,
    ),
    st.sets(st.integers(0, 11)),
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_set_and_withdrawn_the_newest_that_stands_counts(
    history: UnitOfWork, sets: list[tuple[int, str, int]], gone: set[int]
) -> None:
    """Each set is its own batch; a plain list of them says what stands. Every example has areas of its own."""
    first = history.read(lambda c: c.execute(text("select count(*) from imports")).scalar_one())
    areas = [scopes.area(f"{first}/{sets}"[:90] + str(which)) for which in (0, 1)]
    kept: list[tuple[int, int, str, int]] = []
    for which, name, value in sets:
        stands = next((each[3] for each in reversed(kept) if each[1:3] == (which, name)), None)
        if stands != value:
            kept.append((batch(history), which, name, value))
            put(history, areas[which], name, value, "因为", batch_id=kept[-1][0])
    withdrawn = {kept[number][0] for number in gone if number < len(kept)}
    for sheet in withdrawn:
        history.write(partial(withdraw_batch, batch_id=sheet, at=NOW))
    for which in (0, 1):
        model = {name: value for sheet, of, name, value in kept if of == which and sheet not in withdrawn}
        months = [model.get(name) for name in MONTHS]
        whole = None if None in months else sum(value for value in months if value is not None)
        found_now = [values(history, period(name), areas[which])[0] for name in (*MONTHS, "2026-Q2")]
        assert found_now == [*months, model.get("2026-Q2", whole)]
