"""The receivable ladder: each step once, to the owner, the later ones to the manager, too; never what is paid."""

from datetime import datetime, time

import pytest

from playground import Message, Person
from sales.cadence import moment
from scheduler.pushes import receivables
from tests.debts import DAY
from tests.installation import SHANGHAI, Installation
from tests.seeds import TODAY
from tests.seen import house, labels, lite, read
from tests.till import Till
from tests.weeks import away, direct, silence

__all__ = ["house", "lite"]

WEDNESDAY, FRIDAY, MONDAY = TODAY + 2 * DAY, TODAY + 4 * DAY, TODAY + 7 * DAY


def at(days: int, hour: int = 10) -> datetime:
    """An hour of the day so many days after Monday the 2nd of March."""
    return moment(TODAY + days * DAY, time(hour), SHANGHAI)


def reminders(till: Till, who: Person | None = None) -> list[Message]:
    """The cards of the ladder in a chat."""
    return [card for card in direct(till.house, who or till.rep) if "应收提醒" in read(card)]


def test_each_step_is_told_once(house: Installation) -> None:
    till = Till(house)
    order = till.owing(1, late=-5)  # due on Saturday the 7th
    for days in range(12):
        house.tick(at(days))
    said = [read(card) for card in reminders(till)]
    assert len(said) == 2
    assert f"华宁精密 {order.number} ¥1,000.00\n应付 3月7日 周六 · 还有 3 天" in said[0]
    assert "即将到期" in said[0]
    assert "应收提醒：逾期 ¥1,000.00" in said[1]
    assert "逾期 2 天" in said[1]
    assert house.rows("select step from dunnings order by step") == [("t",), ("t-3",)]


@pytest.mark.parametrize("late,steps", [
    (-4, []), (-3, ["t-3"]), (0, ["t"]), (6, ["t"]), (7, ["t+7"]), (15, ["mt+15", "t+15"]), (300, ["mt+30", "t+30"]),
])  # fmt: skip
def test_only_the_newest_step_is_told(lite: Installation, late: int, steps: list[str]) -> None:
    till = Till(lite)
    till.owing(1, late=late - 2)
    lite.tick(at(2))
    assert [step for (step,) in lite.rows("select step from dunnings order by step")] == steps
    assert len(reminders(till)) == (1 if steps else 0)
    assert len(reminders(till, till.manager)) == (1 if len(steps) == 2 else 0)


def test_the_manager_hears_of_the_later_steps_only(house: Installation) -> None:
    till = Till(house)
    till.owing(1, late=1)
    till.owing(2, late=20)
    house.tick(at(2))
    (mine,), (theirs,) = reminders(till), reminders(till, till.manager)
    assert "¥1,000.00" in read(mine)
    assert "¥2,000.00" in read(mine)
    assert "¥1,000.00" not in read(theirs)
    assert "李雷 的订单" in read(theirs)
    assert labels(theirs) == ["回款", "对账", "应收"]
    assert "Overdue" in read(theirs, "en")
    assert (theirs.card or {})["header"]["template"] == "red"
    assert reminders(till, till.other) == []


def test_what_is_paid_is_not_told(house: Installation) -> None:
    till = Till(house)
    till.owing(1, late=3)
    till.pay("华宁精密 1000")
    house.tick(at(2))
    assert reminders(till) == []


def test_nothing_new_is_silence(lite: Installation) -> None:
    till = Till(lite)
    till.owing(1, late=30)
    for days in (2, 4, 7, 9):
        lite.tick(at(days))
    assert len(reminders(till)) == 1
    assert len(reminders(till, till.manager)) == 1


def test_who_is_away_hears_of_it_on_the_next_run(house: Installation) -> None:
    till = Till(house)
    till.owing(1, late=1)
    away(house, till.rep, at(1, 0), at(3, 0))
    house.tick(at(2))
    assert reminders(till) == []
    assert house.rows("select * from dunnings") == []
    house.tick(at(4))
    assert len(reminders(till)) == 1


def test_who_asked_for_peace_reads_it_afterwards(lite: Installation) -> None:
    till = Till(lite)
    till.owing(1, late=1)
    silence(lite, till.rep, at(2, 11))
    lite.tick(at(2))
    assert reminders(till) == []
    lite.tick(at(2, 11))
    assert len(reminders(till)) == 1


def test_what_a_rep_left_behind_goes_to_the_manager_on_one_card(house: Installation) -> None:
    till = Till(house)
    till.owing(1, late=1)
    till.owing(2, late=40)
    house.feishu.leave(till.squad.chat, [till.rep])
    house.drain()
    house.tick(at(2))
    (card,) = reminders(till, till.manager)
    assert "¥1,000.00" in read(card)
    assert read(card).count("¥2,000.00") == 1
    house.tick(at(4))
    assert len(reminders(till, till.manager)) == 1


def test_many_are_counted(lite: Installation) -> None:
    till = Till(lite)
    for _ in range(12):
        till.owing(1, late=1)
    till.owing(1, late=-5)
    lite.tick(at(2))
    assert "待收 12 笔" in read(reminders(till)[0])
    lite.tick(at(4))
    assert len(reminders(till)) == 1


def test_it_goes_out_on_three_days_of_the_week() -> None:
    assert receivables.push.name == "receivables"
    assert {day.weekday() for day in (TODAY, WEDNESDAY, FRIDAY, MONDAY)} == receivables.WEEKDAYS
