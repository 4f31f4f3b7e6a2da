"""Cells have the exact type their column declares, whatever a row holds."""

import math
from datetime import UTC, datetime
from decimal import Decimal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tables import Column, Kind, table
from bot.text import Text, same
from tests.bot.typed import typed

TITLE = Text("客户", "Customer")
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
KINDS: tuple[Kind, ...] = ("text", "number", "date", "persons", "options")
anything = typed | st.none() | st.booleans() | st.integers() | st.floats() | st.decimals(allow_nan=True) | st.just(NOON)


def cell(kind: Kind, value: object) -> object:
    """What one cell of a table becomes; None when it is left empty."""
    rows = table([Column("a", TITLE, kind)], [{"a": value}])["rows"]
    assert isinstance(rows, list)
    return rows[0].get("a")


@pytest.mark.parametrize(
    "kind, value, expected",
    [
        ("text", "<at id=all></at>", "<at id=all></at>"),
        ("text", 7, "7"),
        ("text", Text("上门", "On site"), "上门 On site"),
        ("text", same("V-1"), "V-1"),
        ("text", None, None),
        ("number", 7, 7),
        ("number", True, 1),
        ("number", Decimal("1.5"), 1.5),
        ("number", "7", None),
        ("number", math.nan, None),
        ("number", Decimal("NaN"), None),
        ("number", math.inf, None),
        ("number", 10**400, None),
        ("number", 2**70, float(2**70)),
        ("date", NOON, 1772424000000),
        ("date", NOON.replace(tzinfo=None), None),
        ("date", "2026-03-02", None),
        ("persons", "ou_a", "ou_a"),
        ("persons", ["ou_a", "ou_b"], ["ou_a", "ou_b"]),
        ("options", [(Text("逾期", "Late"), "red")], [{"text": "逾期 Late", "color": "red"}]),
    ],
)
def test_a_cell_has_the_type_of_its_column(kind: Kind, value: object, expected: object) -> None:
    assert cell(kind, value) == expected


@given(st.sampled_from(KINDS[:4]), anything)
def test_any_value_gives_a_cell_the_platform_takes(kind: Kind, value: object) -> None:
    taken = cell(kind, value)
    orjson.dumps(taken)
    assert taken is None or isinstance(taken, (int, float) if kind in {"number", "date"} else str)


def test_keys_that_no_column_declares_are_left_out() -> None:
    assert table([Column("a", TITLE)], [{"a": "1", "secret": "2"}])["rows"] == [{"a": "1"}]


@pytest.mark.parametrize("asked, kept", [(0, 1), (5, 5), (99, 10)])
def test_pages_have_one_to_ten_rows(asked: int, kept: int) -> None:
    assert table([Column("a", TITLE)], [], page_size=asked)["page_size"] == kept


def test_a_head_carries_both_languages_and_numbers_stand_right() -> None:
    heads = table([Column("a", TITLE), Column("n", same("#"), "number", width="80px")], [])["columns"]
    assert isinstance(heads, list)
    assert [head["display_name"] for head in heads] == ["客户 Customer", "#"]
    assert [head["horizontal_align"] for head in heads] == ["left", "right"]
    assert [head["width"] for head in heads] == ["auto", "80px"]
