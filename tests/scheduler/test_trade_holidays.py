"""Promises and quotes over the Spring Festival and a long leave: told before it, not during it, and none forgotten."""

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest

from playground import Person
from sales.cadence import moment
from scheduler.push import rehearse
from scheduler.pushes import rep_day
from tests.debts import DAY
from tests.installation import SHANGHAI, Installation, Squad, installed
from tests.stall import draft_of, quoted, sold, stocked
from tests.trade import Shop
from tests.weeks import away

START = datetime(2026, 2, 9, 7, tzinfo=SHANGHAI)
"""The Monday of the week before the festival, which lasts from the 15th to the 23rd; Saturday the 14th is worked."""


@pytest.fixture
def festive(sqlite_url: str) -> Iterator[Installation]:
    """An installation early in February."""
    with installed(sqlite_url, START) as installation:
        yield installation


def begun(house: Installation) -> tuple[Squad, Shop]:
    """A team with goods on the list."""
    squad = house.squad(reps=("李雷", "韩梅梅"))
    return squad, stocked(house)


def february(day: int) -> date:
    """A day of February, or of March beyond the 28th."""
    return date(2026, 2, 1) + (day - 1) * DAY


def told(house: Installation, rep: Person, day: int) -> str:
    """What the morning card of a day would say to a rep; nothing where there would be none."""
    now = moment(february(day), time(8, 30), SHANGHAI)
    cards = dict(rehearse(rep_day.push, house.app.db.read, house.app.house, now))
    return cards[rep.open_id].dumps() if rep.open_id in cards else ""


def test_before_the_festival_all_that_is_promised_up_to_the_first_day_after_it_is_told(festive: Installation) -> None:
    squad, shop = begun(festive)
    for day in (14, 15, 20, 24, 25):
        sold(festive, squad.reps[0], f"客户{day}", shop.wish("A100", 1), promised=february(day))
    friday, saturday = told(festive, squad.reps[0], 13), told(festive, squad.reps[0], 14)
    assert ["客户14" in friday, "客户15" in friday] == [True, False]
    assert "明天承诺交货（1 单）" in friday
    assert [f"客户{day}" in saturday for day in (14, 15, 20, 24, 25)] == [True, True, True, True, False]
    assert "今天承诺交货（1 单）" in saturday
    assert "2月24日 周二 前承诺交货（3 单）" in saturday
    assert "Promised up to Tue 24 Feb" in saturday


def test_what_was_promised_during_the_festival_is_overdue_on_the_first_day_after_it(festive: Installation) -> None:
    squad, shop = begun(festive)
    for day in (18, 24, 25):
        sold(festive, squad.reps[0], f"客户{day}", shop.wish("A100", 1), promised=february(day))
    said = told(festive, squad.reps[0], 24)
    parts = [said.index(words) for words in ("承诺已过期未发（1 单）", "今天承诺交货（1 单）", "明天承诺交货（1 单）")]
    assert parts == sorted(parts)
    assert said.index("客户18") < parts[1] < said.index("客户24") < parts[2] < said.index("客户25")


@pytest.mark.parametrize("until,on", [(15, 12), (16, 13), (17, 14), (18, 14), (26, 14), (27, 24), (28, 25)])
def test_each_quote_is_told_of_on_one_morning_three_days_ahead_or_before_the_festival(
    festive: Installation, until: int, on: int
) -> None:
    squad, shop = begun(festive)
    quoted(festive, squad.reps[0], "华宁精密", shop.wish("A100", 1), until=february(until))
    mornings = (10, 11, 12, 13, 14, 24, 25, 26, 27)
    assert [day for day in mornings if "报价即将到期" in told(festive, squad.reps[0], day)] == [on]


def test_a_quote_whose_end_fell_into_a_leave_that_ran_into_the_festival_is_told_on_coming_back(
    festive: Installation,
) -> None:
    squad, shop = begun(festive)
    quoted(festive, squad.reps[0], "华宁精密", shop.wish("A100", 1), until=february(26))
    first, last = (datetime.combine(february(day), time(), SHANGHAI) for day in (12, 24))
    away(festive, squad.reps[0], first, last)
    assert "报价即将到期" in told(festive, squad.reps[0], 25)
    assert "报价即将到期" not in told(festive, squad.reps[0], 26)


def test_a_draft_is_recalled_every_working_morning_to_its_rep_alone_until_it_is_gone(festive: Installation) -> None:
    squad, shop = begun(festive)
    draft_of(festive, squad.reps[0], "**厂** <at id=all></at>", shop.wish("A100", 1))
    assert ["未提交的订单草稿（1 单）" in told(festive, squad.reps[0], day) for day in (9, 10, 14, 25)] == [
        False, True, True, True,
    ]  # fmt: skip
    said = told(festive, squad.reps[0], 10)
    assert "<at id" not in said
    assert told(festive, squad.reps[1], 10) == ""
