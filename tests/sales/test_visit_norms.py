"""The figures of a team's day, with numbers worked out by hand."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sales.calendar import WEEKENDS_OFF
from sales.visit_norms import RepVisits, team_visits

FRIDAY, SATURDAY, MONDAY, TUESDAY = date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 2), date(2026, 3, 3)
WEEKEND = (FRIDAY, MONDAY)
REPS = {1: "李雷", 2: "韩梅梅", 3: "张伟"}


def test_a_day_of_three_reps() -> None:
    """5 + 2 + 0 visits against 3 each: 7 of 9."""
    team = team_visits(REPS, [(1, MONDAY, 5), (2, MONDAY, 2)], (MONDAY, TUESDAY), 3, WEEKENDS_OFF)
    assert [(rep.name, rep.visits, rep.norm) for rep in team.reps] == [("李雷", 5, 3), ("韩梅梅", 2, 3), ("张伟", 0, 3)]
    assert (team.total, team.norm, team.rate) == (7, 9, Fraction(7, 9))
    assert [rep.name for rep in team.silent] == ["张伟"]


def test_the_weekend_adds_visits_but_no_norm() -> None:
    team = team_visits({1: "李雷"}, [(1, FRIDAY, 2), (1, SATURDAY, 1)], WEEKEND, 3, WEEKENDS_OFF)
    assert (team.total, team.norm, team.rate) == (3, 3, Fraction(1))
    assert team.by_day == {FRIDAY: 2, SATURDAY: 1}


def test_rates_are_summed_before_they_are_divided() -> None:
    """1 of 4 and 4 of 4 make 5 of 8, whatever the mean of two rates is."""
    team = team_visits({1: "a", 2: "b"}, [(1, MONDAY, 1), (2, MONDAY, 4)], (MONDAY, TUESDAY), 4, WEEKENDS_OFF)
    assert team.rate == Fraction(5, 8)


def test_nobody_is_silent_where_nothing_is_expected() -> None:
    for span, norm in (((SATURDAY, MONDAY), 3), ((MONDAY, TUESDAY), 0)):
        team = team_visits(REPS, [], span, norm, WEEKENDS_OFF)
        assert (team.rate, team.norm, team.silent) == (None, 0, ())


def test_a_team_without_reps_has_figures_too() -> None:
    team = team_visits({}, [(1, MONDAY, 5)], (MONDAY, TUESDAY), 3, WEEKENDS_OFF)
    assert (team.total, team.rate, team.reps, team.by_day) == (0, None, (), {})


def test_visits_of_people_who_have_left_do_not_count() -> None:
    team = team_visits({1: "a"}, [(1, MONDAY, 1), (9, MONDAY, 5)], (MONDAY, TUESDAY), 3, WEEKENDS_OFF)
    assert (team.total, dict(team.by_day)) == (1, {MONDAY: 1})


def test_equals_are_ordered_by_name() -> None:
    team = team_visits({1: "b", 2: "a", 3: "c"}, [(3, MONDAY, 1)], (MONDAY, TUESDAY), 3, WEEKENDS_OFF)
    assert [rep.name for rep in team.reps] == ["c", "a", "b"]


def test_one_visit_is_not_none() -> None:
    assert not RepVisits(1, "a", 1, 3).had_none
    assert not RepVisits(1, "a", 0, 0).had_none
    assert RepVisits(1, "a", 0, 1).had_none


rows = st.lists(st.tuples(st.integers(1, 5), st.sampled_from([FRIDAY, SATURDAY, MONDAY]), st.integers(1, 50)))


@given(rows, st.integers(0, 10))
def test_reps_and_days_sum_to_the_same_total(counts: list[tuple[int, date, int]], norm: int) -> None:
    team = team_visits(REPS, counts, (FRIDAY, TUESDAY), norm, WEEKENDS_OFF)
    assert team.total == sum(team.by_day.values()) == sum(n for rep, _, n in counts if rep in REPS)
    assert team.norm == norm * 2 * len(REPS)
    assert {rep.id for rep in team.reps} == set(REPS)
