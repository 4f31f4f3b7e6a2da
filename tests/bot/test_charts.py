"""A chart is pure JSON without words of either language, one bar for each person, the target in sight."""

import math
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.card import card, faults
from bot.charts import Bar, Mark, Part, bars, funnel, line, ring, standing
from bot.limits import LIMIT_CHARTS
from bot.markup import Element
from bot.text import Text, same
from playground.validation import problems
from tests.bot.typed import markdown, parts, typed

TITLE = Text("三人达标", "Three on target")
TEAM = [Bar("王小明", 5), Bar("李雷", 2.5), Bar("韩梅梅", 0)]


def chart(*team: Bar, target: float | None = None, height: int | None = None) -> dict[str, Any]:
    """The chart element of a drawn team."""
    [found] = [part for part in parts(bars(TITLE, team, target=target, height=height)) if part.get("tag") == "chart"]
    return found


def test_a_chart_has_what_the_server_checks_and_no_media_queries() -> None:
    spec = chart(*TEAM)["chart_spec"]
    assert spec["type"] == "bar"
    assert isinstance(spec["axes"], list)
    assert spec["media"] == []
    assert spec["data"]["values"][1] == {"name": "李雷", "value": 2.5}
    assert "markLine" not in spec


def test_the_title_stands_above_in_both_languages_and_not_in_the_spec() -> None:
    assert markdown(bars(TITLE, TEAM)) == ["**三人达标**", "**三人达标**", "**Three on target**"]
    assert "title" not in chart(*TEAM)["chart_spec"]


def test_a_target_is_a_line_that_the_axis_reaches() -> None:
    spec = chart(*TEAM, target=8)["chart_spec"]
    assert spec["markLine"][0]["x"] == 8
    assert spec["markLine"][0]["label"]["text"] == "8"
    assert spec["axes"][1]["max"] > 8


@pytest.mark.parametrize("target, shown", [(8.0, "8"), (7.5, "7.5"), (1_200_000, "1,200,000")])
def test_a_target_is_written_as_people_write_it(target: float, shown: str) -> None:
    assert chart(*TEAM, target=target)["chart_spec"]["markLine"][0]["label"]["text"] == shown


def test_two_people_of_one_name_are_two_bars() -> None:
    names = [row["name"] for row in chart(*[Bar("王伟", 1)] * 3)["chart_spec"]["data"]["values"]]
    assert names == ["王伟", "王伟 2", "王伟 3"]


@pytest.mark.parametrize(
    "count, height, pixels", [(0, None, "54px"), (8, None, "264px"), (80, None, "999px"), (3, 300, "300px")]
)
def test_the_height_follows_the_number_of_bars(count: int, height: int | None, pixels: str) -> None:
    assert chart(*[Bar("a", 1)] * count, height=height)["height"] == pixels


@settings(max_examples=60)
@given(st.lists(st.tuples(typed, st.floats()), max_size=12), st.none() | st.floats())
def test_any_names_and_numbers_give_a_chart_without_faults(team: list[tuple[str, float]], target: float | None) -> None:
    built = card(TITLE, bars(TITLE, [Bar(name, value) for name, value in team], target=target), summary=TITLE)
    assert faults(built) == []
    spec = chart(*[Bar(name, value) for name, value in team], target=target)["chart_spec"]
    assert b"null" not in orjson.dumps(spec)
    rows = spec["data"]["values"]
    assert len({row["name"] for row in rows}) == len(team)
    assert all(math.isfinite(row["value"]) for row in rows)


def spec_of(element: Element) -> dict[str, Any]:
    """The spec of the only chart in an element."""
    [found] = [part["chart_spec"] for part in parts(element) if part.get("tag") == "chart"]
    assert isinstance(found, dict)
    return found


PARTS = [Part(Text("新客户", "New"), 60, same("60%")), Part(Text("老客户", "Known"), 40, same("40%"))]
MARKS = [Mark("2", 10, 20), Mark("3", 25.5, 40), Mark("4", None, 60)]
ROUND = [ring(TITLE, PARTS), funnel(TITLE, PARTS)]
EVERY = [bars(TITLE, TEAM), standing(TITLE, TEAM, target=3), line(TITLE, MARKS), *ROUND]


@pytest.mark.parametrize("element", EVERY, ids=["bars", "standing", "line", "ring", "funnel"])
def test_every_kind_is_taken_by_the_platform_without_a_word_in_it(element: Element) -> None:
    assert problems(card(TITLE, element, summary=TITLE).json) == []
    spec = spec_of(element)
    assert (spec["media"], spec["legends"]) == ([], {"visible": False})
    assert b"null" not in orjson.dumps(spec)
    assert "客户" not in str(spec)


def test_what_is_not_known_yet_has_its_place_on_the_line_and_no_number() -> None:
    wanted, known = spec_of(line(TITLE, MARKS))["data"]
    assert [row["x"] for row in wanted["values"]] == ["2", "3", "4"]
    assert known["values"] == [{"x": "2", "y": 10}, {"x": "3", "y": 25.5}]


def test_without_a_target_there_is_nothing_dashed_to_see() -> None:
    spec = spec_of(line(TITLE, [Mark("2", 1), Mark("3", 2)], Text("净额", "Net")))
    assert all("y" not in row for row in spec["data"][0]["values"])


def test_parts_are_named_beneath_by_their_numbers() -> None:
    for element in ROUND:
        assert "1 新客户 60%" in str(element)
        assert "2 Known 40%" in str(element)


def test_a_ring_leaves_out_what_is_nothing_and_shows_a_figure_in_its_middle() -> None:
    spec = spec_of(ring(TITLE, [*PARTS, Part(same("x"), 0, same("0%"))], middle="85%"))
    assert len(spec["data"]["values"]) == 2
    assert spec["indicator"]["title"]["style"]["text"] == "85%"


def test_standing_bars_have_their_target_across() -> None:
    assert spec_of(standing(TITLE, TEAM, target=3))["markLine"][0]["y"] == 3


def test_a_sixth_chart_is_one_too_many() -> None:
    few = card(TITLE, *[bars(TITLE, TEAM)] * LIMIT_CHARTS, summary=TITLE)
    many = card(TITLE, *[bars(TITLE, TEAM)] * (LIMIT_CHARTS + 1), summary=TITLE)
    assert (faults(few), faults(many)) == ([], ["charts: 6, at most 5"])


@settings(max_examples=60)
@given(st.lists(st.tuples(typed, st.none() | st.floats(), st.none() | st.floats()), max_size=12))
def test_any_marks_give_a_line_without_faults(marks: list[tuple[str, float | None, float | None]]) -> None:
    built = line(TITLE, [Mark(*mark) for mark in marks])
    assert faults(card(TITLE, built, summary=TITLE)) == []
    assert b"null" not in orjson.dumps(spec_of(built))
