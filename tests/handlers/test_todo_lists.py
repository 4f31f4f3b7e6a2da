"""待办 however long it is: nothing, one, a hundred; by day, in both languages, with what others owe."""

import json
from datetime import datetime

import pytest

from storage import follow_ups, tasks
from tests.handlers.tasking import at, give, stands
from tests.installation import SHANGHAI, Installation
from tests.plans import statements
from tests.seen import labels, read, toast

LIMIT = 30_000
"""How many bytes a card may have."""


@pytest.mark.parametrize("many, shown, more", [(0, 0, 0), (1, 1, 0), (12, 12, 0), (13, 12, 1), (100, 12, 88)])
def test_the_list_shows_twelve_and_counts_the_rest(lite: Installation, many: int, shown: int, more: int) -> None:
    squad = lite.squad()
    for n in range(many):
        give(lite, squad.manager, f"周五前 第{n:03}件")
    card = lite.say(squad.manager, "待办")
    assert read(card).count("件") == shown
    assert f"{many} 项，过期 0 项" in read(card)
    assert f"{many} to do, 0 overdue" in read(card, "en")
    assert (f"还有 {more} 项" in read(card)) is (more > 0)
    assert (f"{more} more, listed as these are done" in read(card, "en")) is (more > 0)
    assert labels(card).count("完成") == shown
    assert len(json.dumps(card.card, ensure_ascii=False).encode()) < LIMIT


def test_the_longest_words_still_fit_into_a_card(lite: Installation) -> None:
    squad = lite.squad()
    for n in range(20):
        form = give(lite, squad.manager, "")
        typed = {"what": f"{n:02}" + "<长>" * 99, "due_on": "2026-03-06", "expected": "果" * 500}
        lite.feishu.submit(squad.manager, form.message_id, typed)
    for card in (lite.say(squad.manager, "待办"), lite.say(squad.manager, "待办 本队")):
        assert len(json.dumps(card.card, ensure_ascii=False).encode()) < LIMIT


def test_done_one_by_one_the_list_fills_up_and_empties(lite: Installation) -> None:
    squad = lite.squad()
    for n in range(14):
        give(lite, squad.manager, f"周五前 第{n:02}件")
    card = lite.say(squad.manager, "待办")
    for left in range(13, -1, -1):
        assert toast(lite.feishu.press(squad.manager, card.message_id, "完成"))[0] == "success"
        assert f"{left} 项，过期 0 项" in read(card)
        assert labels(card).count("完成") == min(left, 12)
    assert "没有待办" in read(card)
    assert {state for (state,) in stands(lite, "state")} == {"done"}


def test_a_button_of_the_list_that_was_pressed_before_says_so_and_shows_the_list(lite: Installation) -> None:
    squad = lite.squad()
    for what in ("盘点", "寄样"):
        give(lite, squad.manager, f"周五前 {what}")
    card = lite.say(squad.manager, "待办")
    drawn = card.card
    lite.feishu.press(squad.manager, card.message_id, "完成")
    card.card = drawn
    again = lite.feishu.press(squad.manager, card.message_id, "完成")
    assert toast(again)[0] in ("warning", "success")
    assert "盘点" not in read(card)
    assert stands(lite, "state, version") == [("done", "2"), ("open", "1")]


SPANS = [
    # A Monday: the week lies ahead.
    (0, ["2026-03-02", "2026-03-03", "2026-03-08", "2026-03-09"], ["今天", "明天", "本周", "以后"]),
    # A Saturday: Sunday is tomorrow, and nothing else is left of the week.
    (5, ["2026-03-07", "2026-03-08", "2026-03-09"], ["今天", "明天", "以后"]),
    # A Sunday: Monday is tomorrow and not later.
    (6, ["2026-03-08", "2026-03-09", "2026-03-10"], ["今天", "明天", "以后"]),
]


@pytest.mark.parametrize("day, due, titles", SPANS)
def test_what_is_due_stands_under_its_day(lite: Installation, day: int, due: list[str], titles: list[str]) -> None:
    squad = lite.squad()
    lite.clock.set(at(day))
    for n, on in enumerate(due):
        give(lite, squad.manager, f"{on}前 事情{n}")
    said = read(lite.say(squad.manager, "待办"))
    order = [part for pair in zip(titles, (f"事情{n}" for n in range(len(due))), strict=True) for part in pair]
    places = [said.index(part) for part in order]
    assert places == sorted(places)
    assert "已过期" not in said


def test_what_is_late_says_by_how_many_days_over_a_years_end(lite: Installation) -> None:
    squad = lite.squad()
    lite.clock.set(datetime(2026, 12, 30, 10, tzinfo=SHANGHAI))
    give(lite, squad.manager, "明天 盘点")
    lite.clock.set(datetime(2027, 1, 2, 10, tzinfo=SHANGHAI))
    card = lite.say(squad.manager, "待办")
    assert "已过期" in read(card)
    assert "过期 2 天" in read(card)
    assert "2 days overdue" in read(card, "en")
    assert "1 to do, 1 overdue" in read(card, "en")


def test_a_task_that_was_put_off_stands_under_its_new_day(lite: Installation) -> None:
    squad = lite.squad()
    give(lite, squad.manager, "今天 盘点")
    lite.clock.set(at(2))
    card = give(lite, squad.manager, "T-1")
    lite.feishu.press(squad.manager, card.message_id, "延期")
    lite.feishu.submit(squad.manager, card.message_id, {"due_on": "2026-03-05"})
    said = read(lite.say(squad.manager, "待办"))
    assert "已过期" not in said
    assert said.index("明天") < said.index("盘点")


def test_the_list_is_ones_own(lite: Installation) -> None:
    squad = lite.squad()
    other = lite.squad("华南一队", "周经理", ("孙丽",))
    give(lite, squad.reps[0], "周五前 寄样")
    give(lite, other.reps[0], "周五前 盘点")
    for who, mine, theirs in ((squad.reps[0], "寄样", "盘点"), (other.reps[0], "盘点", "寄样")):
        said = read(lite.say(who, "待办"))
        assert mine in said
        assert theirs not in said
    for who in (squad.reps[1], squad.manager, other.manager):
        assert "没有待办" in read(lite.say(who, "待办"))


def test_a_stranger_has_no_list(lite: Installation) -> None:
    (stranger,) = lite.people("路人")
    for words in ("待办", "待办 本队", "todo", "todo team", "任务", "任务 周五前 寄样"):
        card = lite.say(stranger, words)
        assert "任务 T-" not in read(card)
        assert "加入" in read(card)
    assert stands(lite, "id") == []


@pytest.mark.parametrize("words", ["待办 本队", "待办 团队", "待办 全队", "todo team", "待办 TEAM"])
def test_a_managers_words_for_the_team(lite: Installation, words: str) -> None:
    squad = lite.squad()
    give(lite, squad.manager, "@李雷 周五前 寄样")
    card = lite.say(squad.manager, words)
    assert "华东一队 的待办" in read(card)
    assert "李雷 任务 1" in read(card)
    assert "To do in 华东一队" in read(card, "en")


def test_thirty_reps_are_listed_as_far_as_a_card_reaches(lite: Installation) -> None:
    squad = lite.squad(reps=tuple(f"销售{n:02}" for n in range(30)))
    for n in range(30):
        give(lite, squad.manager, f"@销售{n:02} 今天 第{n:02}件")
    lite.clock.set(at(1))
    card = lite.say(squad.manager, "待办 本队")
    assert "任务 30 项，过期 30 项" in read(card)
    assert "还有 10 人" in read(card)
    assert "10 more people" in read(card, "en")
    assert "过期的任务（30 项）" in read(card)
    assert read(card).count("件") == 8
    assert len(json.dumps(card.card, ensure_ascii=False).encode()) < LIMIT


def test_the_team_of_a_manager_of_another_team_is_not_seen(lite: Installation) -> None:
    squad = lite.squad()
    other = lite.squad("华南一队", "周经理", ("孙丽",))
    give(lite, squad.manager, "@李雷 周五前 寄样")
    said = read(lite.say(other.manager, "待办 本队"))
    assert "李雷" not in said
    assert "没有未完成的任务" in said


def test_the_questions_of_a_list_do_not_grow_with_it(lite: Installation) -> None:
    squad = lite.squad()

    def asked() -> int:
        return len(statements(lite.app.db, lambda db: (tasks.open_of(db, 1), follow_ups.open_of(db, 1))))

    before = asked()
    for n in range(30):
        give(lite, squad.manager, f"周五前 第{n:02}件")
    assert asked() == before
