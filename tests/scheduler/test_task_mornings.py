"""Tasks on a rep's own morning card: late ones first, up to the next working day, done by a press, gone when done."""

from datetime import datetime

import pytest

from playground import Message, Person
from tests.handlers.tasking import give, put_off, stands
from tests.installation import SHANGHAI, Installation
from tests.seen import labels, read, toast
from tests.weeks import begun, direct


def morning(house: Installation, rep: Person, month: int, day: int) -> Message | None:
    """The card of a morning of 2026, if there is any."""
    house.tick(datetime(2026, month, day, 8, 30, tzinfo=SHANGHAI))
    found = [card for card in direct(house, rep) if "今天要做的" in read(card)]
    return found[-1] if found else None


def seen(card: Message | None) -> str:
    return read(card) if card else ""


def test_what_is_late_stands_first_and_what_is_far_off_is_not_there(house: Installation) -> None:
    squad = begun(house, "李雷", "韩梅梅")
    rep = squad.reps[0]
    for day, what in (("3月4日", "盘点"), ("3月3日", "开票"), ("3月5日", "寄样"), ("3月9日", "拜年")):
        give(house, squad.manager, f"@李雷 {day}前 {what}")
    said = seen(morning(house, rep, 3, 4))
    assert "任务 3 项，过期 1 项" in said
    assert said.index("开票") < said.index("盘点") < said.index("寄样")
    assert "拜年" not in said
    assert "过期 1 天" in said


BREAKS = [
    # A Friday, and what is due on Monday.
    ((3, 6), "2026-03-09", True),
    ((3, 6), "2026-03-10", False),
    # The Friday before three days of Qingming, and what is due when they are over.
    ((4, 3), "2026-04-06", True),
    ((4, 3), "2026-04-07", True),
    ((4, 3), "2026-04-08", False),
    # The last day of a month.
    ((3, 31), "2026-04-01", True),
    ((3, 31), "2026-04-02", False),
]


@pytest.mark.parametrize("today, due_on, is_there", BREAKS)
def test_before_days_off_the_next_working_day_is_in_sight(
    lite: Installation, today: tuple[int, int], due_on: str, *, is_there: bool
) -> None:
    squad = begun(lite, "李雷", "韩梅梅")
    give(lite, squad.manager, f"@李雷 {due_on}前 寄样")
    assert ("寄样" in seen(morning(lite, squad.reps[0], *today))) is is_there


def test_done_on_the_card_it_is_done_and_not_on_the_next_one(lite: Installation) -> None:
    squad = begun(lite, "李雷", "韩梅梅")
    give(lite, squad.manager, "@李雷 3月4日前 寄样")
    give(lite, squad.manager, "@李雷 3月6日前 盘点")
    card = morning(lite, squad.reps[0], 3, 4)
    assert card
    assert "完成" in labels(card)
    assert toast(lite.feishu.press(squad.reps[0], card.message_id, "完成"))[1] == "已完成 T-1"
    assert stands(lite, "state") == [("done",), ("open",)]
    said = seen(morning(lite, squad.reps[0], 3, 5))
    assert "寄样" not in said
    assert "盘点" in said


def test_a_task_that_was_put_off_comes_back_on_its_new_day(lite: Installation) -> None:
    squad = begun(lite, "李雷", "韩梅梅")
    card = give(lite, squad.reps[0], "3月4日前 寄样")
    put_off(lite, squad.reps[0], card, "2026-03-11")
    assert "寄样" not in seen(morning(lite, squad.reps[0], 3, 4))
    assert "寄样" in seen(morning(lite, squad.reps[0], 3, 10))


def test_more_than_six_are_counted(lite: Installation) -> None:
    squad = begun(lite, "李雷", "韩梅梅")
    for n in range(9):
        give(lite, squad.manager, f"@李雷 3月4日前 第{n}件")
    card = morning(lite, squad.reps[0], 3, 4)
    assert card
    assert "任务 9 项" in read(card)
    assert "还有 3 项" in read(card)
    assert labels(card).count("完成") == 6
    assert "3 more" in read(card, "en")


def test_nobody_reads_of_somebody_elses_tasks(lite: Installation) -> None:
    squad = begun(lite, "李雷", "韩梅梅")
    give(lite, squad.manager, "@李雷 3月4日前 寄样")
    assert "寄样" not in seen(morning(lite, squad.reps[1], 3, 4))
    assert "寄样" in seen(morning(lite, squad.reps[0], 3, 4))
