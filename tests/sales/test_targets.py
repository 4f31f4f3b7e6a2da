"""The rules of targets: who may do what, how a value is spread, how scopes stand against their targets."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales import scopes
from sales.calendar import WEEKENDS_OFF
from sales.grains import read_name
from sales.kpi import Pace
from sales.pacing import paces, standings
from sales.scopes import COMPANY, Scope
from sales.stretches import Stretch
from sales.targets import (
    MOST,
    Asker,
    Place,
    Right,
    Target,
    enclosing,
    made_up,
    remainder,
    right,
    spread,
    tiles_of,
)
from sales.workdays import elapsed

NOVEMBER = Stretch(date(2026, 11, 1), date(2026, 12, 1))
TEAM, OTHER, ME, MINE, THEIRS = scopes.team(1), scopes.team(2), scopes.rep(7), scopes.rep(8), scopes.rep(9)
EAST = scopes.area("华东")

DIRECTOR = Asker(1, all_of_it=True)
MANAGER = Asker(7, frozenset({1}), frozenset({1}))
REP = Asker(7, frozenset(), frozenset({1}))
STRANGER = Asker(7)

TEAMS = {MINE: frozenset({1}), ME: frozenset({1}), THEIRS: frozenset({2})}


@pytest.mark.parametrize(
    "asker, scope, from_above, may",
    [
        (DIRECTOR, COMPANY, False, Right.SET),
        (DIRECTOR, EAST, True, Right.SET),
        (DIRECTOR, TEAM, True, Right.SET),
        (DIRECTOR, MINE, True, Right.SET),
        (MANAGER, COMPANY, False, Right.NONE),
        (MANAGER, EAST, False, Right.NONE),
        (MANAGER, TEAM, False, Right.SET),
        (MANAGER, TEAM, True, Right.TAKEN),
        (MANAGER, OTHER, False, Right.NONE),
        (MANAGER, MINE, False, Right.SET),
        (MANAGER, MINE, True, Right.SET),
        (MANAGER, ME, False, Right.SET),
        (MANAGER, THEIRS, False, Right.NONE),
        (REP, COMPANY, False, Right.NONE),
        (REP, EAST, False, Right.NONE),
        (REP, TEAM, False, Right.SEE),
        (REP, OTHER, False, Right.NONE),
        (REP, ME, False, Right.SEE),
        (REP, MINE, False, Right.NONE),
        (REP, THEIRS, False, Right.NONE),
        (STRANGER, TEAM, False, Right.NONE),
        (STRANGER, THEIRS, False, Right.NONE),
    ],
)
def test_who_may_do_what(asker: Asker, scope: Scope, from_above: bool, may: Right) -> None:
    assert right(asker, scope, TEAMS.get(scope, frozenset()), from_above=from_above) is may


def stretch(name: str) -> Stretch:
    found = read_name(name)
    assert found is not None
    return found


def target(name: str, value: int) -> tuple[Stretch, Target]:
    of = stretch(name)
    return of, Target(value, name, of.first, of.end)


def test_a_place_knows_its_period_and_unit() -> None:
    assert Place(TEAM, NOVEMBER).period == "2026-11"
    assert Place(TEAM, NOVEMBER).is_money
    assert not Place(TEAM, NOVEMBER, "K10").is_money
    assert target("2026-11", 1)[1].stretch == NOVEMBER


def test_only_whole_periods_tile() -> None:
    assert [len(way) for way in tiles_of(stretch("2026"))] == [2, 4, 12]
    assert [len(way) for way in tiles_of(stretch("2026-Q1"))] == [3]
    assert tiles_of(NOVEMBER) == []
    assert [len(way) for way in tiles_of(Stretch(date(2026, 3, 2), date(2026, 3, 30)))] == [4]
    february = stretch("2027-02")  # four weeks exactly, from a Monday on
    assert [len(way) for way in tiles_of(february)] == [4]


def test_a_period_is_made_up_of_the_longest_parts_that_are_all_there() -> None:
    parts = dict([target("2026-Q1", 10), target("2026-Q2", 20), target("2026-H2", 40), target("2026-H1", 31)])
    year = made_up(stretch("2026"), parts)
    assert year is not None
    assert (year.value, year.period, year.was) == (71, "2026", None)
    del parts[stretch("2026-H1")]
    assert made_up(stretch("2026"), parts) is None
    assert made_up(stretch("2026-H1"), parts) == Target(30, "2026-H1", date(2026, 1, 1), date(2026, 7, 1))


def test_the_periods_around_a_day_begin_with_the_shortest() -> None:
    assert [Place(TEAM, each).period for each in enclosing(date(2026, 11, 20))] == [
        "2026-11",
        "2026-Q4",
        "2026-H2",
        "2026",
    ]


@given(st.integers(0, MOST), st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=30))
def test_a_value_is_spread_to_the_cent(value: int, weights: list[int]) -> None:
    parts = spread(value, weights)
    assert len(parts) == len(weights)
    assert remainder(value, parts) == 0
    assert min(parts) >= 0


def test_it_is_spread_by_weights_or_evenly() -> None:
    assert spread(100, [1, 1, 1]) in ([33, 34, 33], [33, 33, 34], [34, 33, 33])
    assert spread(100, [3, 1, 0]) == [75, 25, 0]
    assert spread(100, [0, 0]) == [50, 50]
    assert spread(100, [-5, 5]) == [0, 100]
    assert remainder(100, [40, 70]) == -10


def test_the_first_worked_check() -> None:
    """Target 1,000,000; net 852,000; after 14 of November's 21 working days."""
    days = elapsed(WEEKENDS_OFF, NOVEMBER, date(2026, 11, 20))
    assert days == (14, 21)
    pace = paces([TEAM], {TEAM: 852_000_00}, {TEAM: target("2026-11", 1_000_000_00)[1]}, {TEAM: days})[TEAM]
    assert pace.achieved == 85_20
    assert pace.share == 66_67
    assert pace.index == 1_278
    assert pace.projection == 1_278_000_00


def test_the_fourth_worked_check() -> None:
    """A target of nothing is none: no rate, no place in the ranking, but a place in the list of those without."""
    scopes_ = [TEAM, OTHER, EAST]
    targets = {TEAM: target("2026-11", 0)[1], EAST: target("2026-11", 10_000_00)[1]}
    by = paces(scopes_, {TEAM: 5_000_00, EAST: 5_000_00}, targets, dict.fromkeys(scopes_, (14, 21)))
    assert by[TEAM].achieved is None
    assert by[TEAM].index is None
    found = standings(by)
    assert [(each.place, each.scope) for each in found.ranked] == [(1, EAST)]
    assert list(found.without) == [TEAM, OTHER]


def test_equals_share_a_place_by_exact_shares() -> None:
    by = {
        scopes.rep(1): Pace(1, 3, 1, 2),
        scopes.rep(2): Pace(2, 6, 1, 2),
        scopes.rep(3): Pace(3334, 10000, 1, 2),
        scopes.rep(4): Pace(-1, 10, 1, 2),
        scopes.rep(5): Pace(0, None, 1, 2),
    }
    ranked = standings(by).ranked
    assert [(each.place, each.scope.id) for each in ranked] == [(1, 3), (2, 1), (2, 2), (4, 4)]
    assert [scope.id for scope in standings(by).without] == [5]


def test_the_first_days_have_no_projection() -> None:
    by = paces([TEAM], {TEAM: 100}, {}, {TEAM: (1, 21)})
    assert by[TEAM].projection is None
    assert paces([TEAM], {}, {}, {})[TEAM] == Pace(0, None, 0, 0)
