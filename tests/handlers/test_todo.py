"""待办: one's own tasks, next steps and reports by day; for managers, who has how much to do and what is overdue."""

import pytest

from tests.handlers.tasking import FRIDAY, at, give, stands
from tests.installation import Installation
from tests.seen import labels, read, toast


@pytest.mark.parametrize("words", ["待办", "todo", "db"])
def test_nothing_to_do_offers_the_next_thing(lite: Installation, words: str) -> None:
    squad = lite.squad()
    card = lite.say(squad.manager, words)
    assert "没有待办" in read(card)
    assert "0 项，过期 0 项" in read(card)
    assert labels(card) == ["任务", "跟进"]


def test_tasks_next_steps_and_reports_stand_together_by_day(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    house.file(rep, "华宁精密", next_step="报价", next_step_on="2026-03-03")
    give(house, rep, "今天 盘点")
    give(house, squad.manager, "@李雷 周五前 寄样")
    give(house, rep, "2026-03-20前 开票")
    house.app.tick()
    card = house.say(rep, "待办")
    said = read(card)
    order = ["今天", "盘点", "明天", "跟进：报价", "本周", "周报", "寄样", "王经理布置", "以后", "开票"]
    places = [said.index(word) for word in order if word != "周报"]
    assert places == sorted(places)
    assert "周报 2026-W10" in said
    assert "Next step: 报价" in read(card, "en")
    assert {"完成", "看", "处理", "填写"} <= set(labels(card))


def test_what_is_overdue_stands_first(lite: Installation) -> None:
    squad = lite.squad()
    give(lite, squad.manager, "今天 盘点")
    lite.clock.set(at(3))
    card = lite.say(squad.manager, "待办")
    assert "1 项，过期 1 项" in read(card)
    assert "3月2日 周一，过期 3 天" in read(card)
    assert "Mon 2 Mar, 3 days overdue" in read(card, "en")


def test_done_from_the_list_and_the_list_is_shorter(house: Installation) -> None:
    squad = house.squad()
    give(house, squad.manager, "今天 盘点")
    give(house, squad.manager, "周五前 寄样")
    card = house.say(squad.manager, "待办")
    done = house.feishu.press(squad.manager, card.message_id, "完成")
    assert toast(done)[1] == "已完成 T-1"
    assert "盘点" not in read(card)
    assert "寄样" in read(card)
    assert stands(house, "state") == [("done",), ("open",)]


def test_a_task_is_opened_from_the_list(lite: Installation) -> None:
    squad = lite.squad()
    give(lite, squad.manager, "周五前 寄样")
    card = lite.say(squad.manager, "待办")
    lite.feishu.press(squad.manager, card.message_id, "看")
    assert "任务 T-1" in read(card)
    assert "延期" in labels(card)


def test_what_one_asked_of_others_is_folded_away(lite: Installation) -> None:
    squad = lite.squad()
    give(lite, squad.reps[0], "@韩梅梅 周五前 寄样")
    card = lite.say(squad.reps[0], "待办")
    assert "我布置的（1 项未完成）" in read(card)
    assert "韩梅梅负责" in read(card)
    assert "Asked of others (1 open)" in read(card, "en")


def test_twelve_are_listed_and_the_rest_counted(lite: Installation) -> None:
    squad = lite.squad()
    for n in range(14):
        give(lite, squad.manager, f"周五前 第{n:02}件")
    card = lite.say(squad.manager, "待办")
    assert "第11件" in read(card)
    assert "第12件" not in read(card)
    assert "还有 2 项，处理完会接着列出" in read(card)


@pytest.mark.parametrize("words", ["待办 本队", "todo team"])
def test_a_manager_sees_who_has_how_much_and_what_is_overdue(house: Installation, words: str) -> None:
    squad = house.squad()
    for what in ("寄样", "盘点"):
        give(house, squad.manager, f"@李雷 今天 {what}")
    give(house, squad.manager, "@韩梅梅 周五前 开票")
    house.file(squad.reps[1], "华宁精密", next_step="报价", next_step_on=FRIDAY)
    house.clock.set(at(1))
    card = house.say(squad.manager, words)
    said = read(card)
    assert "任务 3 项，过期 2 项" in said
    assert "李雷 任务 2，过期 2 · 跟进 0" in said
    assert "韩梅梅 任务 1 · 跟进 1" in said
    assert said.index("李雷 任务") < said.index("韩梅梅 任务")
    assert "过期的任务（2 项）" in said
    assert "Overdue tasks (2)" in read(card, "en")


def test_the_team_is_for_its_manager(lite: Installation) -> None:
    squad = lite.squad()
    assert "只有经理能看" in read(lite.say(squad.reps[0], "待办 本队"))
    assert "团队里没有未完成的任务和跟进" in read(lite.say(squad.manager, "待办 本队"))
