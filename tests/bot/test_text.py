"""Two languages are one value, and neither half can be missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import Text, joined, same


@pytest.mark.parametrize("zh, en", [("", "x"), ("x", ""), (" ", "x"), ("x", "\n\t"), ("\u3000", "x")])
def test_half_a_translation_cannot_be_built(zh: str, en: str) -> None:
    with pytest.raises(ValueError, match="both languages"):
        Text(zh, en)


def test_values_are_filled_into_both_halves() -> None:
    assert Text("共 {n} 次", "{n} visits").fill(n=3) == Text("共 3 次", "3 visits")


def test_words_are_filled_in_each_in_its_own_language() -> None:
    assert Text("方式：{how}", "How: {how}").fill(how=Text("电话", "Phone")) == Text("方式：电话", "How: Phone")


@given(st.text())
def test_what_people_typed_is_never_taken_for_a_place_to_fill(typed: str) -> None:
    assert Text("「{name}」", "[{name}]").fill(name=typed) == Text(f"「{typed}」", f"[{typed}]")


def test_a_change_goes_for_both_halves() -> None:
    assert Text("甲乙丙", "abc").map(lambda half: half[:1]) == Text("甲", "a")


def test_ids_read_alike() -> None:
    assert same("V-1") == Text("V-1", "V-1")
    assert same(7) == Text("7", "7")


def test_parts_are_joined_in_each_language() -> None:
    parts = [Text("一", "one"), Text("二", "two")]
    assert joined(parts, " · ") == Text("一 · 二", "one · two")
    assert joined(iter(parts), Text("、", ", ")) == Text("一、二", "one, two")


def test_nothing_cannot_be_joined() -> None:
    with pytest.raises(ValueError, match="both languages"):
        joined([], ", ")
