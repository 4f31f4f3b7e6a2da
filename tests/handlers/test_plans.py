"""计划: visits are planned in one line, confirmed, kept by the visit, moved in good time or missed."""

from datetime import datetime

import pytest

from playground import Message, Person
from tests.installation import SHANGHAI, Installation
from tests.seen import held, labels, read, toast


def planned(house: Installation, rep: Person, words: str = "计划 周三 华宁精密") -> Message:
    """Plan and confirm; the card of the week."""
    card = house.say(rep, words)
    house.feishu.press(rep, card.message_id, "确定")
    return card


def rows(house: Installation) -> list[tuple[str, str, str]]:
    asked = "select c.name, p.planned_on, p.state from plans p join customers c on c.id = p.customer_id order by p.id"
    return [(str(name), str(on), str(state)) for name, on, state in house.rows(asked)]


def owed(house: Installation) -> list[tuple[str, str]]:
    asked = "select period, state from obligations where type = 'visit' order by id"
    return [(str(period), str(state)) for period, state in house.rows(asked)]


def test_a_plan_is_confirmed_before_it_is_kept(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    house.file(rep, "重庆长安")
    card = house.say(rep, "计划 周三 华宁，长安")
    assert "计划 3月4日 周三 拜访" in read(card)
    assert "华宁（新客户）" in read(card)
    assert "华宁 (new customer)" in read(card, "en")
    assert "重庆长安\n" in read(card)
    assert rows(house) == []
    done = house.feishu.press(rep, card.message_id, "确定")
    assert toast(done) == ("success", "已计划 3月4日 周三", "Planned for Wed 4 Mar")
    assert rows(house) == [("华宁", "2026-03-04", "planned"), ("重庆长安", "2026-03-04", "planned")]
    assert "完成 0/2" in read(card)
    assert labels(card) == ["改期", "取消"] * 2 + ["拜访"]


def test_each_planned_visit_owes_its_report(house: Installation) -> None:
    squad = house.squad()
    planned(house, squad.reps[0])
    period, due = house.rows("select period, due_at from obligations where type = 'visit'")[0]
    assert (period, str(due)[:16]) == ("P-1", "2026-03-05 04:00")


def test_confirming_twice_plans_once(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    card = house.say(rep, "计划 周三 华宁精密")
    before = dict(card.card or {})
    house.feishu.press(rep, card.message_id, "确定")
    card.card = before
    house.feishu.press(rep, card.message_id, "确定")
    planned(house, rep)
    assert rows(house) == [("华宁精密", "2026-03-04", "planned")]


@pytest.mark.parametrize("visited_on,state", [
    ("2026-03-02", "planned"),
    ("2026-03-03", "done"),
    ("2026-03-04", "done"),
    ("2026-03-05", "done"),
    ("2026-03-06", "planned"),
])  # fmt: skip
def test_a_visit_within_a_working_day_keeps_it(lite: Installation, visited_on: str, state: str) -> None:
    squad = lite.squad()
    rep = squad.reps[0]
    planned(lite, rep)
    lite.clock.set(datetime(2026, 3, 6, 18, 0, tzinfo=SHANGHAI))
    lite.file(rep, "华宁精密", visited_on=visited_on)
    assert rows(lite)[0][2] == state
    assert ("完成了 3月4日 周三 的计划 P-1" in read(lite.answer(rep))) is (state == "done")


def test_the_report_of_a_kept_plan_is_in_with_the_visit_and_owed_again_without(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    planned(house, rep)
    house.clock.set(datetime(2026, 3, 5, 9, 0, tzinfo=SHANGHAI))
    house.file(rep, "华宁精密", visited_on="2026-03-04")
    assert owed(house) == [("P-1", "on_time")]
    house.feishu.press(rep, house.answer(rep).message_id, "撤回")
    assert rows(house) == [("华宁精密", "2026-03-04", "planned")]
    assert owed(house) == [("P-1", "pending")]


def test_a_visit_without_a_plan_has_its_own_report(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    house.file(rep)
    assert owed(house) == [("V-1", "on_time")]
    house.feishu.press(rep, house.answer(rep).message_id, "撤回")
    assert owed(house) == [("V-1", "excused")]


def test_called_off_a_working_day_ahead_it_is_no_miss(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    card = planned(house, rep)
    done = house.feishu.press(rep, card.message_id, "取消")
    assert toast(done)[1] == "已取消 P-1 华宁精密，不算未完成"
    assert rows(house) == [("华宁精密", "2026-03-04", "dropped")]
    assert owed(house) == [("P-1", "excused")]
    assert "完成 0/0" in read(card)


def test_called_off_on_the_day_it_is_one(lite: Installation) -> None:
    squad = lite.squad()
    rep = squad.reps[0]
    planned(lite, rep)
    lite.clock.set(datetime(2026, 3, 4, 8, 0, tzinfo=SHANGHAI))
    card = lite.say(rep, "计划")
    done = lite.feishu.press(rep, card.message_id, "取消")
    assert toast(done)[1] == "已取消 P-1 华宁精密，临近取消算未完成"
    assert rows(lite) == [("华宁精密", "2026-03-04", "missed")]
    assert "完成 0/1" in read(card)


def test_it_is_moved_to_another_day(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    card = planned(house, rep)
    house.feishu.press(rep, card.message_id, "改期")
    assert held(card) == {"planned_on": "2026-03-04"}
    done = house.feishu.submit(rep, card.message_id, {"planned_on": "2026-03-06"})
    assert toast(done)[1] == "已改到 3月6日 周五"
    assert rows(house) == [("华宁精密", "2026-03-04", "dropped"), ("华宁精密", "2026-03-06", "planned")]
    assert owed(house) == [("P-1", "excused"), ("P-2", "pending")]


@pytest.mark.parametrize("day", ["2026-03-01", "2026-08-01"])
def test_it_cannot_be_moved_into_the_past_or_far_away(lite: Installation, day: str) -> None:
    squad = lite.squad()
    rep = squad.reps[0]
    card = planned(lite, rep)
    lite.feishu.press(rep, card.message_id, "改期")
    done = lite.feishu.submit(rep, card.message_id, {"planned_on": day})
    assert toast(done)[1] == "计划的日期只能在 3月2日 周一 到 6月2日 周二 之间。"
    assert rows(lite) == [("华宁精密", "2026-03-04", "planned")]


@pytest.mark.parametrize("words", ["计划", "plan", "jh", "计划 本周", "plan this week", "计划 周三"])
def test_without_customers_the_week_is_shown(lite: Installation, words: str) -> None:
    squad = lite.squad()
    planned(lite, squad.reps[0])
    card = lite.say(squad.reps[0], words)
    assert "3月2日 周一 至 3月8日 周日 · 完成 0/1" in read(card)
    assert "华宁精密 已计划" in read(card)


def test_next_week_is_another_week(lite: Installation) -> None:
    squad = lite.squad()
    planned(lite, squad.reps[0])
    assert "还没有计划" in read(lite.say(squad.reps[0], "计划 下周"))
    assert "Nothing is planned." in read(lite.say(squad.reps[0], "plan next week"), "en")


@pytest.mark.parametrize("words", ["计划 华宁", "plan nonsense", "计划 2月30日 华宁"])
def test_without_a_day_one_learns_how(lite: Installation, words: str) -> None:
    squad = lite.squad()
    assert "请写上日期和客户" in read(lite.say(squad.reps[0], words))


@pytest.mark.parametrize("words", ["计划 昨天 华宁", "计划 2026-12-31 华宁"])
def test_a_day_out_of_range_is_refused_at_once(lite: Installation, words: str) -> None:
    squad = lite.squad()
    assert "计划的日期只能在" in read(lite.say(squad.reps[0], words))


@pytest.mark.parametrize("words,expected", [
    ("计划 周三 华宁、长安；北岚", ["华宁", "长安", "北岚"]),
    ("计划 周三 华宁,华宁", ["华宁"]),
    ("plan Wed Huaning Precision, North Mist", ["Huaning Precision", "North Mist"]),
    ("plan next Wed Huaning Precision", ["Huaning Precision"]),
])  # fmt: skip
def test_customers_are_parted_by_commas(lite: Installation, words: str, expected: list[str]) -> None:
    squad = lite.squad()
    planned(lite, squad.reps[0], words)
    assert [name for name, _, _ in rows(lite)] == expected


def test_known_customers_are_parted_by_spaces_too(lite: Installation) -> None:
    squad = lite.squad()
    for name in ("华宁精密", "重庆长安"):
        lite.file(squad.reps[0], name)
    planned(lite, squad.reps[0], "计划 周三 华宁精密 重庆长安")
    assert [name for name, _, _ in rows(lite)] == ["华宁精密", "重庆长安"]


def test_too_many_at_once_are_refused(lite: Installation) -> None:
    squad = lite.squad()
    many = ",".join(f"客户{number}" for number in range(11))
    assert "一次最多计划 10 家" in read(lite.say(squad.reps[0], f"计划 周三 {many}"))


def test_a_day_off_is_pointed_out(lite: Installation) -> None:
    squad = lite.squad()
    assert "那天不是工作日" in read(lite.say(squad.reps[0], "计划 周六 华宁"))


def test_todays_plans_stand_on_the_day_card(lite: Installation) -> None:
    squad = lite.squad()
    planned(lite, squad.reps[0], "计划 今天 华宁精密")
    assert "今天计划\n华宁精密 P-1" in read(lite.say(squad.reps[0], "今天"))
    lite.file(squad.reps[0], "华宁精密")
    assert "今天计划" not in read(lite.say(squad.reps[0], "今天"))


def test_nobody_else_can_move_or_call_it_off(lite: Installation) -> None:
    squad = lite.squad()
    form = lite.say_in(squad.chat, squad.reps[0], "计划 周三 华宁精密")
    assert toast(lite.feishu.press(squad.reps[1], form.message_id, "确定"))[0] == "warning"
    lite.feishu.press(squad.reps[0], form.message_id, "确定")
    for button in ("改期", "取消"):
        assert toast(lite.feishu.press(squad.reps[1], form.message_id, button))[0] == "warning"
    assert rows(lite) == [("华宁精密", "2026-03-04", "planned")]


def test_an_older_card_is_told_that_the_plan_is_settled(lite: Installation) -> None:
    squad = lite.squad()
    card = planned(lite, squad.reps[0])
    before = dict(card.card or {})
    lite.feishu.press(squad.reps[0], card.message_id, "取消")
    for button in ("改期", "取消"):
        card.card = dict(before)
        assert toast(lite.feishu.press(squad.reps[0], card.message_id, button))[1] == "P-1 之前已经处理过了。"
