"""Tasks go their way by presses: done, put off, handed over, called off, opened again; whom it concerns hears of it."""

import pytest

from tests.handlers.tasking import FRIDAY, at, give, heard, newest, put_off, stands
from tests.installation import Installation
from tests.seen import labels, read, toast
from tests.storage.test_tasks import together


def test_one_press_and_it_is_done_and_who_asked_is_told(house: Installation) -> None:
    squad = house.squad()
    give(house, squad.reps[0], "@韩梅梅 周五前 寄样")
    card = newest(house, squad.reps[1], "给你布置了任务")
    done = house.feishu.press(squad.reps[1], card.message_id, "完成")
    assert toast(done) == ("success", "已完成 T-1", "T-1 is done")
    assert "已完成" in read(card)
    assert labels(card) == ["重新打开", "待办"]
    assert stands(house, "state, closed_on, closed_by, version") == [("done", "2026-03-02", "3", "2")]
    told = newest(house, squad.reps[0], "韩梅梅 完成了任务")
    assert "寄样" in read(told)
    assert heard(house, squad.reps[1], "完成了任务") == 0


def test_ones_own_task_done_tells_nobody(lite: Installation) -> None:
    squad = lite.squad()
    card = give(lite, squad.reps[0], "周五前 寄样")
    lite.feishu.press(squad.reps[0], card.message_id, "完成")
    lite.drain()
    assert lite.rows("select id from outbox where about = 'task'") == []


def test_the_owner_is_told_when_somebody_else_says_it_is_done(lite: Installation) -> None:
    squad = lite.squad()
    card = give(lite, squad.manager, "@李雷 周五前 寄样")
    lite.feishu.press(squad.manager, card.message_id, "完成")
    assert heard(lite, squad.reps[0], "王经理 完成了任务") == 1


def test_done_by_mistake_is_opened_again(house: Installation) -> None:
    squad = house.squad()
    card = give(house, squad.reps[0], "周五前 寄样")
    house.feishu.press(squad.reps[0], card.message_id, "完成")
    done = house.feishu.press(squad.reps[0], card.message_id, "重新打开")
    assert toast(done)[1] == "已重新打开 T-1"
    assert stands(house, "state, closed_on, version") == [("open", "None", "3")]
    assert labels(card) == ["完成", "延期", "转交", "取消"]


def test_it_is_put_off_before_it_is_due_and_judged_by_the_new_day(house: Installation) -> None:
    squad = house.squad()
    give(house, squad.reps[0], "@韩梅梅 周五前 寄样")
    card = newest(house, squad.reps[1], "给你布置了任务")
    done = put_off(house, squad.reps[1], card, "2026-03-10", "等样品")
    assert toast(done)[1] == "T-1 已延期到 3月10日 周二"
    assert stands(house, "due_on, first_due_on, again_on, postponed") == [("2026-03-10", FRIDAY, "None", "1")]
    assert "1 次，原定 3月6日 周五" in read(card)
    assert heard(house, squad.reps[0], "韩梅梅 把任务延期到 3月10日 周二") == 1


def test_put_off_when_it_is_late_it_stays_late(house: Installation) -> None:
    squad = house.squad()
    card = give(house, squad.reps[0], "周五前 寄样")
    house.clock.set(at(5))
    card = give(house, squad.reps[0], "T-1")
    put_off(house, squad.reps[0], card, "2026-03-10")
    assert stands(house, "due_on, again_on, postponed") == [(FRIDAY, "2026-03-10", "1")]
    assert "3月10日 周二前" in read(card)


@pytest.mark.parametrize("day, why", [
    ("2026-03-01", "截止日期不能早于今天"),
    ("2026-03-06", "延期要晚于它"),
    ("2026-03-04", "延期要晚于它"),
    ("2027-05-01", "截止日期太远了"),
])  # fmt: skip
def test_another_day_must_be_later_and_near(lite: Installation, day: str, why: str) -> None:
    squad = lite.squad()
    card = give(lite, squad.reps[0], "周五前 寄样")
    assert why in toast(put_off(lite, squad.reps[0], card, day))[1]
    assert why in read(card)
    assert stands(lite, "due_on, postponed") == [(FRIDAY, "0")]


def test_the_third_time_tells_the_manager_once_with_the_history(house: Installation) -> None:
    squad = house.squad()
    card = give(house, squad.reps[0], "周五前 寄样")
    for day, why in (("2026-03-09", "等样品"), ("2026-03-10", ""), ("2026-03-11", "客户出差"), ("2026-03-12", "")):
        put_off(house, squad.reps[0], card, day, why)
    told = newest(house, squad.manager, "李雷的任务第 3 次延期")
    for part in ("3月6日 周五 → 3月9日 周一", "等样品", "客户出差"):
        assert part in read(told)
    assert "2026-03-12" not in read(told)
    assert "Postponed 3 times: a task of 李雷" in read(told, "en")
    assert heard(house, squad.manager, "次延期") == 1


def test_it_is_handed_over_and_all_three_know(house: Installation) -> None:
    squad = house.squad(reps=("李雷", "韩梅梅", "周舟"))
    first, second, third = squad.reps
    give(house, first, "@韩梅梅 周五前 寄样")
    card = newest(house, second, "给你布置了任务")
    house.feishu.press(second, card.message_id, "转交")
    done = house.feishu.submit(second, card.message_id, {"to": "4", "reason": "他更熟"})
    assert toast(done)[1] == "T-1 已转交给 周舟"
    assert stands(house, "owner_id, asked_by, due_on") == [("4", "2", FRIDAY)]
    assert heard(house, third, "韩梅梅 把任务转交给你") == 1
    assert heard(house, first, "韩梅梅 把任务转交给了 周舟") == 1
    stale = house.feishu.press(second, card.message_id, "完成")
    assert toast(stale)[0] == "warning"
    assert stands(house, "state") == [("open",)]


def test_nobody_chosen_brings_the_question_back(lite: Installation) -> None:
    squad = lite.squad()
    card = give(lite, squad.reps[0], "周五前 寄样")
    lite.feishu.press(squad.reps[0], card.message_id, "转交")
    choose = ({"to": chosen} for chosen in ("", "99", "2"))
    said = [toast(lite.feishu.submit(squad.reps[0], card.message_id, form, unchecked=True))[:2] for form in choose]
    assert {kind for kind, _ in said} == {"warning"}
    assert "由 李雷 负责" in said[-1][1]
    assert stands(lite, "owner_id") == [("2",)]


def test_it_is_called_off_by_who_asked_with_a_reason(house: Installation) -> None:
    squad = house.squad()
    card = give(house, squad.reps[0], "@韩梅梅 周五前 寄样")
    house.feishu.press(squad.reps[0], card.message_id, "取消")
    done = house.feishu.submit(squad.reps[0], card.message_id, {"reason": "客户不要了"})
    assert toast(done)[1] == "已取消 T-1"
    assert stands(house, "state, closed_on") == [("dropped", "2026-03-02")]
    assert "客户不要了" in read(card)
    assert "客户不要了" in read(newest(house, squad.reps[1], "李雷 取消了任务"))


def test_nobody_is_offered_what_they_may_not_do_and_a_forged_press_is_refused(lite: Installation) -> None:
    squad = lite.squad(reps=("李雷", "韩梅梅", "周舟"))
    asked = lite.say_in(squad.chat, squad.reps[0], "任务 @韩梅梅 周五前 寄样")
    assert toast(lite.feishu.press(squad.reps[2], asked.message_id, "完成"))[1].startswith("T-1 只有负责人、布置人")
    assert toast(lite.feishu.press(squad.reps[1], asked.message_id, "取消"))[1].startswith("T-1 只有布置人和团队经理")
    assert "取消" not in labels(newest(lite, squad.reps[1], "给你布置了任务"))
    assert stands(lite, "state") == [("open",)]
    assert toast(lite.feishu.press(squad.manager, asked.message_id, "完成"))[0] == "success"


def test_a_stale_card_answers_with_the_newest(house: Installation) -> None:
    squad = house.squad()
    card = give(house, squad.reps[0], "@韩梅梅 周五前 寄样")
    other = newest(house, squad.reps[1], "给你布置了任务")
    put_off(house, squad.reps[1], other, "2026-03-10")
    for button in ("完成", "延期", "转交"):
        old = dict(card.card or {})
        assert toast(house.feishu.press(squad.reps[0], card.message_id, button))[0] == "warning"
        assert "3月10日 周二前" in read(card)
        card.card = old
    house.feishu.press(squad.reps[1], other.message_id, "完成")
    assert "之前已经处理过了" in toast(house.feishu.press(squad.reps[0], card.message_id, "完成"))[1]
    assert "已完成" in read(card)
    assert stands(house, "postponed, state") == [("1", "done")]


def test_done_and_put_off_at_once_is_one_of_both(house: Installation) -> None:
    squad = house.squad()
    card = give(house, squad.reps[0], "@韩梅梅 周五前 寄样")
    other = newest(house, squad.reps[1], "给你布置了任务")
    house.feishu.press(squad.reps[1], other.message_id, "延期")
    done, moved = together(
        lambda: house.feishu.press(squad.reps[0], card.message_id, "完成"),
        lambda: house.feishu.submit(squad.reps[1], other.message_id, {"due_on": "2026-03-10"}),
    )
    assert sorted([toast(done)[0], toast(moved)[0]]) == ["success", "warning"]
    assert stands(house, "state, postponed") in ([("done", "0")], [("open", "1")])
