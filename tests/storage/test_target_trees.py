"""The tree of targets, the areas of teams, and arbitrary histories of targets against a plain model."""

from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from sales import scopes
from sales.scopes import COMPANY
from storage import people
from storage.areas import set_area
from storage.engine import Connection
from storage.target_trees import Node, children, tree_of
from storage.targets import withdraw_batch
from storage.uow import UnitOfWork
from tests.aims import EAST, LI, batch, period, place, put, values
from tests.seeds import NOW, found, meet, memory, person, team_of

__all__ = ["memory"]


@pytest.fixture
def db(memory: UnitOfWork) -> UnitOfWork:
    """A team of a manager and two reps."""
    memory.write(found)
    return memory


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
