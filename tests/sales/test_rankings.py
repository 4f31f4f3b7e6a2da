"""Places: shared by equals, and none for who has no figure."""

from sales.kpi import CATALOGUE, Figure, Na
from sales.rankings import left_out, ranking


def sales(value: int) -> Figure:
    return Figure(CATALOGUE["K01"], value)


def rate(of: int, per: int, why: Na | None = None) -> Figure:
    return Figure(CATALOGUE["K25"], of, per, why)


def test_the_best_comes_first_and_equals_share_a_place() -> None:
    places = ranking({"a": sales(5), "b": sales(9), "c": sales(5), "d": sales(-1)})
    assert [(place.no, place.who) for place in places] == [(1, "b"), (2, "a"), (2, "c"), (4, "d")]


def test_where_less_is_better_the_least_comes_first() -> None:
    late = CATALOGUE["K08"]
    assert [place.who for place in ranking({"a": Figure(late, 3), "b": Figure(late, 0)})] == ["b", "a"]


def test_who_has_no_figure_has_no_place_but_a_reason() -> None:
    figures = {"a": rate(1, 2), "b": rate(0, 0, Na.NOTHING_OWED), "c": rate(1, 1, Na.FEW)}
    assert [place.who for place in ranking(figures)] == ["a"]
    assert [(who, figure.why) for who, figure in left_out(figures)] == [("b", Na.NOTHING_OWED), ("c", Na.FEW)]


def test_rates_are_compared_by_what_they_come_to() -> None:
    assert [(place.no, place.who) for place in ranking({"a": rate(1, 2), "b": rate(2, 4)})] == [(1, "a"), (1, "b")]


def test_nobody_is_ranked_where_there_is_nobody() -> None:
    assert ranking({}) == []
