"""When two spellings mean one customer, and when they do not."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.customers import name_key


@pytest.mark.parametrize(
    "spelling",
    [
        "华宁精密（上海）",
        "华宁精密(上海)",
        " 华宁 精密 (上海) ",
        "华宁精密【上海】",
        "华宁精密·上海",
        "华宁精密\u3000上海。",
    ],
)
def test_brackets_spaces_and_dots_make_no_difference(spelling: str) -> None:
    assert name_key(spelling) == "华宁精密上海"


@pytest.mark.parametrize("spelling", ["ABC Ltd.", "abc ltd", "ＡＢＣ　Ｌｔｄ", "A.B.C. LTD", "ABC-Ltd"])
def test_width_and_case_make_no_difference(spelling: str) -> None:
    assert name_key(spelling) == "abcltd"


@pytest.mark.parametrize(
    "one, other",
    [("华宁精密", "华宁机械"), ("3M", "3N"), ("店一", "店二"), ("กา", "กี"), ("की", "का"), ("上海", "上海2")],
)
def test_different_letters_are_different_customers(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_composed_and_decomposed_accents_are_one() -> None:
    assert name_key("Café") == name_key("Cafe\u0301")


def test_a_name_of_signs_only_is_still_a_name() -> None:
    assert name_key("★★") == "★★"
    assert name_key("★★") != name_key("☆☆")
    assert name_key("❤️") != name_key("☀️")


@given(st.text().filter(str.strip))
def test_a_name_has_a_key_and_the_key_is_its_own(name: str) -> None:
    assert name_key(name)
    assert name_key(name_key(name)) == name_key(name)


plain = st.text("华宁精密aBz09", min_size=1, max_size=20)
noise = st.text(" .·-()（）　", max_size=5)


@given(plain, noise, noise, st.sampled_from([str.upper, str.lower, str.title]))
def test_what_stands_around_a_name_does_not_matter(
    name: str, before: str, after: str, spell: Callable[[str], str]
) -> None:
    assert name_key(before + spell(name) + after) == name_key(name)
