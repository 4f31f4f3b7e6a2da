"""The budget of what people are told unasked, as a pure rule: what rings, what is merged, what is exempt."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sales.attention import (
    Budget,
    Day,
    Later,
    Verdict,
    Weight,
    comes_back,
    decide,
    is_useless,
    may_be_off,
    overnight,
    weight_of,
)
from sales.calendar import WEEKENDS_OFF
from tests.installation import SHANGHAI

BUDGET = Budget()
RING, BECOME, MERGE, OPEN = Verdict.RING, Verdict.BECOME, Verdict.MERGE, Verdict.OPEN


@pytest.mark.parametrize("weight,day,verdict", [
    (Weight.ROUTINE, Day(), BECOME),
    (Weight.ROUTINE, Day(2, 0), BECOME),
    (Weight.ROUTINE, Day(1, 0, has_card=True), MERGE),
    (Weight.TIMELY, Day(), RING),
    (Weight.TIMELY, Day(1), RING),
    (Weight.TIMELY, Day(2), BECOME),
    (Weight.TIMELY, Day(2, 0, has_card=True), RING),
    (Weight.TIMELY, Day(3, 0, has_card=True), MERGE),
    (Weight.ESCALATION, Day(3, 4, has_card=True), RING),
    (Weight.ESCALATION, Day(3, 5, has_card=True), MERGE),
    (Weight.ESCALATION, Day(0, 5), OPEN),
    (Weight.ANSWER, Day(3, 5, has_card=True), RING),
    (Weight.FIXED, Day(), RING),
    (Weight.FIXED, Day(3, 5, has_card=True), RING),
])  # fmt: skip
def test_what_becomes_of_one_more_message(weight: Weight, day: Day, verdict: Verdict) -> None:
    assert decide(weight, day, BUDGET) is verdict


COUNTED = some.lists(some.sampled_from([Weight.ROUTINE, Weight.TIMELY, Weight.ESCALATION]), max_size=30)


@given(COUNTED, some.integers(1, 4), some.integers(0, 3))
def test_a_day_never_rings_more_than_its_budget(weights: list[Weight], most: int, escalations: int) -> None:
    budget, day, rang = Budget(most, escalations), Day(), 0
    for weight in weights:
        verdict = decide(weight, day, budget)
        assert verdict is not MERGE or day.has_card
        rang += verdict is not MERGE
        day = day.after(verdict, weight)
    assert day.rang <= most
    assert day.escalated <= escalations
    assert rang == day.rang + day.escalated


def test_an_answer_counts_for_nothing() -> None:
    assert Day(1, 1).after(RING, Weight.ANSWER) == Day(1, 1)


@given(COUNTED, some.integers(0, 30))
def test_the_daily_figures_ring_whatever_came_before_and_cost_one_more_at_most(weights: list[Weight], at: int) -> None:
    day = Day()
    for weight in [*weights[:at], Weight.FIXED, *weights[at:]]:
        verdict = decide(weight, day, BUDGET)
        assert weight is not Weight.FIXED or verdict is RING
        day = day.after(verdict, weight)
    assert day.rang <= BUDGET.most_a_day + 1


def test_the_daily_figures_count_as_one_of_the_three() -> None:
    first = Day().after(RING, Weight.FIXED)
    assert first == Day(1)
    second = first.after(decide(Weight.TIMELY, first, BUDGET), Weight.TIMELY)
    third = second.after(decide(Weight.TIMELY, second, BUDGET), Weight.TIMELY)
    assert third == Day(3, 0, has_card=True)
    assert decide(Weight.TIMELY, third, BUDGET) is MERGE


@pytest.mark.parametrize("kind,weight", [
    ("rep_day", Weight.ROUTINE), ("receivables", Weight.ROUTINE), ("daily_kpi", Weight.FIXED),
    ("remind/weekly", Weight.TIMELY), ("approval", Weight.ESCALATION), ("missing_list", Weight.ESCALATION),
    ("decision", Weight.ANSWER), ("month_close", Weight.ANSWER), ("quarter_close", Weight.ANSWER),
    ("report", Weight.TIMELY), ("plea", Weight.ESCALATION), ("something new", Weight.TIMELY),
])  # fmt: skip
def test_how_kinds_are_weighed(kind: str, weight: Weight) -> None:
    assert weight_of(kind) is weight
    assert may_be_off(kind) is (weight in (Weight.ROUTINE, Weight.TIMELY, Weight.FIXED))


def test_what_waits_over_night_makes_one_card_with_that_morning() -> None:
    monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    assert overnight(Weight.TIMELY, tuesday, monday) is Weight.ROUTINE
    assert overnight(Weight.TIMELY, monday, monday) is Weight.TIMELY
    assert overnight(Weight.ESCALATION, tuesday, monday) is Weight.ESCALATION


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize("choice,now,back", [
    (Later.HALF_HOUR, at(6, 17, 50), at(6, 18, 20)),
    (Later.AFTER_LUNCH, at(6, 9), at(6, 13, 30)),
    (Later.AFTER_LUNCH, at(6, 13, 30), at(9, 13, 30)),
    (Later.AFTER_LUNCH, at(7, 9), at(9, 13, 30)),
    (Later.WORKDAY, at(6, 9), at(9, 8, 30)),
    (Later.WORKDAY, at(2, 9), at(3, 8, 30)),
])  # fmt: skip
def test_when_it_comes_back(choice: Later, now: datetime, back: datetime) -> None:
    assert comes_back(choice, now, WEEKENDS_OFF, time(8, 30)) == back


@pytest.mark.parametrize(
    "told,acted,useless", [(19, 0, False), (20, 0, True), (20, 1, False), (100, 4, True), (100, 5, False)]
)
def test_what_leads_to_nothing(told: int, acted: int, useless: bool) -> None:
    assert is_useless(told, acted) is useless
