"""When two spellings mean one customer, and when they do not."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.calendar import WEEKENDS_OFF
from sales.customers import Tier, due_next, is_quiet, may_see, name_key


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


MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "tier, due",
    [
        (Tier.A, date(2026, 3, 9)),
        (Tier.B, date(2026, 3, 16)),
        (Tier.C, date(2026, 4, 1)),
        (Tier.D, date(2026, 5, 1)),
        (None, None),
    ],
)
def test_a_visit_is_due_after_the_interval_of_the_tier(tier: Tier | None, due: date | None) -> None:
    assert due_next(MONDAY, tier, WEEKENDS_OFF) == due


def test_a_visit_is_not_due_on_a_day_off() -> None:
    assert due_next(date(2026, 2, 28), Tier.A, WEEKENDS_OFF) == date(2026, 3, 9)
    assert due_next(None, Tier.A, WEEKENDS_OFF) is None


@pytest.mark.parametrize(
    "tier, last_day",
    [(Tier.A, date(2026, 3, 16)), (Tier.B, date(2026, 4, 1)), (Tier.D, date(2026, 5, 1)), (None, date(2026, 4, 1))],
)
def test_a_customer_is_quiet_from_the_day_after(tier: Tier | None, last_day: date) -> None:
    assert not is_quiet(MONDAY, tier, last_day, WEEKENDS_OFF)
    assert is_quiet(MONDAY, tier, date.fromordinal(last_day.toordinal() + 1), WEEKENDS_OFF)


def test_a_customer_never_visited_is_new_and_not_quiet() -> None:
    assert not is_quiet(None, Tier.A, date(2030, 1, 1), WEEKENDS_OFF)


@pytest.mark.parametrize(
    "me, owner, teams, managed, sees",
    [
        (1, 1, {7}, set(), True),
        (2, 1, {7}, set(), False),
        (2, 1, {7}, {7}, True),
        (2, 1, {7}, {8}, False),
        (2, 1, {7, 8}, {8}, True),
        (2, None, set(), set(), False),
        (2, None, set(), {8}, True),
        (1, 1, set(), set(), False),
        (2, 1, set(), {8}, True),
    ],
)
def test_owner_and_their_managers_see_a_customer(
    me: int, owner: int | None, teams: set[int], managed: set[int], sees: bool
) -> None:
    assert may_see(me, owner, teams, managed) is sees
