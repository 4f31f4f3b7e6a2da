"""The tasks of a team in the digest of its group: counted, nobody named, once a week."""

from datetime import datetime

import pytest

from playground import Message
from tests.handlers.tasking import at, give
from tests.installation import SHANGHAI, Installation, Squad
from tests.seen import cards, read


def digest(house: Installation, squad: Squad, day: int = 9) -> Message:
    """What the group reads on a Monday of March 2026."""
    house.tick(datetime(2026, 3, day, 9, 30, tzinfo=SHANGHAI))
    return [card for card in cards(house, squad.chat) if "周汇总" in read(card)][-1]


def finish(house: Installation, squad: Squad, number: int, days: int) -> None:
    """Let the manager say that a task is done, so many days after Monday."""
    house.clock.set(at(days))
    card = give(house, squad.manager, f"T-{number}")
    house.feishu.press(squad.manager, card.message_id, "完成")


def test_the_group_reads_how_many_were_done_and_how_many_are_late(house: Installation) -> None:
    squad = house.squad()
    for rep, day in (("李雷", "周三"), ("李雷", "周五"), ("韩梅梅", "周五"), ("韩梅梅", "2026-03-20")):
        give(house, squad.manager, f"@{rep} {day}前 给客户{day}寄样")
    finish(house, squad, 1, 1)
    finish(house, squad, 2, 5)
    card = digest(house, squad)
    assert "任务完成 2/3，逾期 1 项" in read(card)
    assert "Tasks done 2/3, 1 overdue" in read(card, "en")
    for name in ("李雷", "韩梅梅", "寄样"):
        assert name not in read(card).split("任务完成")[1].splitlines()[0]


@pytest.mark.parametrize("days, said", [(3, "任务完成 0/1，逾期 1 项"), (30, "")])
def test_what_is_not_due_yet_is_not_counted(lite: Installation, days: int, said: str) -> None:
    squad = lite.squad()
    give(lite, squad.manager, f"@李雷 {at(days).date()}前 寄样")
    card = read(digest(lite, squad))
    assert (said or "任务完成") in card if said else "任务" not in card


def test_what_has_been_late_for_weeks_is_said_though_nothing_was_due(lite: Installation) -> None:
    squad = lite.squad()
    give(lite, squad.manager, "@李雷 周五前 寄样")
    digest(lite, squad, 9)
    card = digest(lite, squad, 16)
    assert "任务逾期 1 项" in read(card)
    assert "Tasks overdue: 1" in read(card, "en")


def test_dropped_tasks_count_for_nothing(lite: Installation) -> None:
    squad = lite.squad()
    card = give(lite, squad.manager, "@李雷 周五前 寄样")
    lite.feishu.press(squad.manager, card.message_id, "取消")
    lite.feishu.submit(squad.manager, card.message_id, {"reason": "不要了"})
    assert "任务" not in read(digest(lite, squad))


def test_the_tasks_of_another_team_are_not_counted(lite: Installation) -> None:
    squad = lite.squad()
    other = lite.squad("华南一队", "周经理", ("孙丽",))
    give(lite, other.manager, "@孙丽 周五前 寄样")
    assert "任务" not in read(digest(lite, squad))
