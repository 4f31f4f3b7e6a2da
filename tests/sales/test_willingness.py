"""The ten questions: what they add up to, what was not answered, and where the bands begin."""

from dataclasses import replace

import pytest

from sales.willingness import (
    LEVELS,
    QUESTIONS,
    SCHEME,
    Band,
    Scheme,
    Willingness,
    band,
    change,
    felt,
    scored,
    weakest,
)


def all_at(level: int) -> dict[str, int]:
    return dict.fromkeys(QUESTIONS, level)


@pytest.mark.parametrize("points,expected", [
    (0, Band.FAILING),
    (39, Band.FAILING),
    (40, Band.FAIR),
    (55, Band.FAIR),
    (70, Band.FAIR),
    (71, Band.GOOD),
    (100, Band.GOOD),
])  # fmt: skip
def test_both_edges_of_the_middle_band_belong_to_it(points: int, expected: Band) -> None:
    assert band(felt(points)) is expected


@pytest.mark.parametrize("level", LEVELS)
def test_ten_equal_answers_make_ten_times_their_level(level: int) -> None:
    score = scored(all_at(level))
    assert (score.points, score.of, score.is_complete) == (level * 10, 100, True)


def test_an_unanswered_question_is_no_nought() -> None:
    answers = all_at(6) | {"used_similar": 6}
    del answers["few_deciders"]
    score = scored(answers)
    assert (score.points, score.of) == (54, 90)
    assert not score.is_complete
    assert band(score) is None


def test_no_answer_at_all_is_nought_of_nought() -> None:
    assert scored({}) == Willingness(0, 0)
    assert weakest(scored({})) is None


def test_a_feeling_is_a_whole_score_without_answers() -> None:
    score = felt(65)
    assert (score.points, score.of, score.answers) == (65, 100, {})
    assert band(score) is Band.FAIR
    assert weakest(score) is None


def test_answers_are_kept_in_the_order_of_the_questions() -> None:
    score = scored({"few_deciders": 3, "used_similar": 10})
    assert list(score.answers) == ["used_similar", "few_deciders"]


def test_only_complete_scores_are_compared() -> None:
    part = scored({"used_similar": 10})
    assert change(felt(65), felt(60)) == 5
    assert change(felt(60), felt(65)) == -5
    assert change(felt(60), felt(60)) == 0
    assert change(felt(60), None) is None
    assert change(felt(60), part) is None
    assert change(part, felt(60)) is None


def test_the_weakest_answer_leaves_the_most_points_lying() -> None:
    answers = all_at(8) | {"knows_cost": 3, "influence": 3}
    assert weakest(scored(answers)) == "knows_cost"
    assert weakest(scored(all_at(10))) is None


def test_weights_count_when_points_are_lost() -> None:
    heavy = Scheme(dict.fromkeys(QUESTIONS, 5) | {"influence": 55})
    answers = all_at(10) | {"influence": 8, "knows_cost": 0}
    score = scored(answers, heavy)
    assert (score.points, score.of) == (84, 100)
    assert weakest(score, heavy) == "influence"


def test_half_a_point_is_rounded_up() -> None:
    odd = Scheme(dict.fromkeys(QUESTIONS, 10) | {"used_similar": 15, "influence": 5})
    assert scored({"used_similar": 3}, odd).points == 5
    assert scored({"influence": 3}, odd).points == 2


@pytest.mark.parametrize("weights", [
    {},
    dict.fromkeys(QUESTIONS, 9),
    dict.fromkeys(reversed(QUESTIONS), 10),
    dict.fromkeys(QUESTIONS, 10) | {"influence": -10, "knows_cost": 30},
])  # fmt: skip
def test_weights_that_do_not_add_up_are_refused(weights: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="add up to 100"):
        Scheme(weights)


def test_the_bands_are_data() -> None:
    strict = replace(SCHEME, fair_from=60, good_above=90)
    assert [band(felt(points), strict) for points in (59, 60, 90, 91)] == [
        Band.FAILING,
        Band.FAIR,
        Band.FAIR,
        Band.GOOD,
    ]
