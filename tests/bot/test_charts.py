"""A chart is pure JSON without words of either language, one bar for each person, the target in sight."""

import math
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.card import card, faults
from bot.charts import Bar, bars
from bot.text import Text
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
