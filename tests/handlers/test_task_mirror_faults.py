"""Feishu's task list when it is slow, full, forbidden or wrong: tasks here work as ever and nothing is done twice."""

from typing import Any

import pytest

from playground import tasks as there
from storage import task_mirrors
from tests.handlers.tasking import at, give, heard, newest, put_off, stands
from tests.handlers.test_task_mirror import TASKS, calls, day_of, given, listed, only, turn
from tests.installation import Installation
from tests.seen import toast

SCOPES = {"task:task:write", "task:task:read"}
NOTICE = "飞书任务没有同步"


def later(house: Installation, times: int = 6, seconds: int = 30) -> None:
    """Let time pass and whatever waits be tried again."""
    for _ in range(times):
        house.clock.advance(seconds)
        house.drain()


def forbid(house: Installation) -> None:
    house.feishu.tenant.app.scopes -= SCOPES


def allow(house: Installation) -> None:
    house.feishu.tenant.app.scopes |= SCOPES


def restart(house: Installation) -> None:
    """What a start of the worker does about the task list."""
    house.app.db.write(task_mirrors.switch_on)


FAULTS: list[dict[str, Any]] = [
    {"status": 429},
    {"status": 500},
    {"status": 503},
    {"drop": "before"},
    {"drop": "after"},
]


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_goes_wrong_once_the_task_stands_there_once(house: Installation, fault: dict[str, Any]) -> None:
    squad = house.squad()
    house.feishu.faults.fail(TASKS, **fault)
    give(house, squad.reps[0], "周五前 寄样")
    later(house)
    assert only(house)["summary"] == "寄样"
    assert house.rows("select version from task_mirrors") == [(1,)]
    assert house.rows("select id from outbox where state in ('parked', 'queued')") == []


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_goes_wrong_with_a_change_it_arrives_in_the_end(lite: Installation, fault: dict[str, Any]) -> None:
    squad = given(lite)
    card = newest(lite, squad.reps[1], "给你布置了任务")
    lite.feishu.faults.fail(f"{TASKS}/{only(lite)['guid']}", **fault)
    lite.feishu.press(squad.reps[1], card.message_id, "完成")
    later(lite)
    assert only(lite)["status"] == "done"
    assert stands(lite, "state, version") == [("done", "2")]
    assert heard(lite, lite.admin, NOTICE) == 0


def test_changes_keep_their_order_though_the_first_has_to_wait(lite: Installation) -> None:
    squad = given(lite)
    card = newest(lite, squad.reps[1], "给你布置了任务")
    lite.feishu.faults.fail(f"{TASKS}/{only(lite)['guid']}", status=500)
    for day in ("2026-03-09", "2026-03-10", "2026-03-11"):
        put_off(lite, squad.reps[1], card, day)
    later(lite)
    assert day_of(only(lite)) == "2026-03-11"
    assert lite.rows("select version from task_mirrors") == [(4,)]


def test_what_waits_for_the_list_holds_up_no_message(lite: Installation) -> None:
    squad = lite.squad()
    lite.feishu.faults.fail(TASKS, status=500)
    card = give(lite, squad.reps[0], "@韩梅梅 周五前 寄样")
    assert "任务 T-1" in str(card.card)
    assert heard(lite, squad.reps[1], "李雷 给你布置了任务") == 1


def test_the_permission_withdrawn_in_the_middle_is_one_notice_and_no_more_calls(house: Installation) -> None:
    squad = given(house)
    card = newest(house, squad.reps[1], "给你布置了任务")
    assert only(house)["status"] == "todo"
    forbid(house)
    before = calls(house, "PATCH")
    put_off(house, squad.reps[1], card, "2026-03-10")
    house.drain()
    for day in ("2026-03-11", "2026-03-12"):
        put_off(house, squad.reps[1], card, day)
    house.drain()
    assert calls(house, "PATCH") - before <= 1
    assert heard(house, house.admin, NOTICE) == 1
    assert stands(house, "due_on, postponed") == [("2026-03-12", "3")]
    assert house.rows("select id from outbox where state in ('parked', 'queued')") == []


def test_granted_again_the_next_change_after_a_start_brings_everything(house: Installation) -> None:
    squad = given(house)
    card = newest(house, squad.reps[1], "给你布置了任务")
    only(house)
    forbid(house)
    put_off(house, squad.reps[1], card, "2026-03-10")
    house.drain()
    allow(house)
    restart(house)
    put_off(house, squad.reps[1], card, "2026-03-11")
    assert day_of(only(house)) == "2026-03-11"
    house.feishu.press(squad.reps[1], card.message_id, "完成")
    assert only(house)["status"] == "done"


def test_admins_are_told_once_over_any_number_of_starts(house: Installation) -> None:
    forbid(house)
    squad = house.squad()
    for n in range(4):
        restart(house)
        give(house, squad.reps[0], f"周五前 第{n}件")
        house.drain()
        house.clock.set(at(n + 1))
    assert heard(house, house.admin, NOTICE) == 1


def test_having_worked_meanwhile_it_is_news_again(house: Installation) -> None:
    forbid(house)
    squad = house.squad()
    give(house, squad.reps[0], "周五前 第1件")
    house.drain()
    allow(house)
    restart(house)
    give(house, squad.reps[0], "周五前 第2件")
    assert only(house)["summary"] == "第2件"
    forbid(house)
    house.clock.set(at(1))
    give(house, squad.reps[0], "周五前 第3件")
    assert heard(house, house.admin, NOTICE) == 2


def test_without_it_nothing_of_a_tasks_course_is_missing(lite: Installation) -> None:
    forbid(lite)
    squad = given(lite)
    card = newest(lite, squad.reps[1], "给你布置了任务")
    put_off(lite, squad.reps[1], card, "2026-03-10")
    for button in ("完成", "重新打开"):
        assert toast(lite.feishu.press(squad.reps[1], card.message_id, button))[0] == "success"
    lite.feishu.press(squad.reps[1], card.message_id, "转交")
    lite.feishu.submit(squad.reps[1], card.message_id, {"to": "1"})
    assert stands(lite, "owner_id, state, due_on, version") == [("1", "open", "2026-03-10", "5")]
    assert listed(lite) == []
    assert heard(lite, squad.reps[0], "完成了任务") == 1


@pytest.mark.parametrize("times", [2, 3, 5])
def test_an_event_told_many_times_is_one(lite: Installation, times: int) -> None:
    squad = given(lite)
    turn(lite)
    event = next(each for each in lite.feishu.deliveries[::-1] if each.kind.startswith("task.task"))
    for _ in range(times):
        lite.feishu.redeliver(event.event_id)
        lite.drain()
    assert stands(lite, "state, version") == [("done", "2")]
    assert heard(lite, squad.reps[0], "韩梅梅 完成了任务") == 1


def test_back_and_forth_there_ends_as_it_ended_there(lite: Installation) -> None:
    given(lite)
    for done in (True, False, True, False, True):
        turn(lite, done=done)
    assert stands(lite, "state, version") == [("done", "6")]
    assert only(lite)["status"] == "done"


def test_completed_there_before_the_bot_looks_twice_is_what_stands_last(lite: Installation) -> None:
    given(lite)
    guid = only(lite)["guid"]
    for done in (True, False):
        there.turn(lite.feishu.tenant, lite.feishu.acts, guid, done=done)
    lite.drain()
    assert stands(lite, "state") == [("open",)]


def test_completed_there_after_it_was_dropped_here_changes_nothing(lite: Installation) -> None:
    squad = given(lite)
    guid = only(lite)["guid"]
    card = give(lite, squad.reps[0], "T-1")
    lite.feishu.press(squad.reps[0], card.message_id, "取消")
    lite.feishu.submit(squad.reps[0], card.message_id, {"reason": "不要了"})
    lite.drain()
    event = {"event_types": ["task_completed_update"], "task_guid": guid}
    lite.feishu.deliver(lite.feishu.envelope("task.task.update_user_access_v2", event))
    lite.drain()
    assert stands(lite, "state, version") == [("dropped", "2")]


def test_deleted_there_and_changed_here_it_is_made_anew(lite: Installation) -> None:
    squad = given(lite)
    there.take_away(lite.feishu.tenant, lite.feishu.acts, only(lite)["guid"])
    lite.drain()
    card = newest(lite, squad.reps[1], "给你布置了任务")
    put_off(lite, squad.reps[1], card, "2026-03-10")
    assert day_of(only(lite)) == "2026-03-10"


def test_completed_there_by_night_is_done_on_that_day_here(lite: Installation) -> None:
    given(lite)
    only(lite)
    lite.clock.set(at(4, 23))
    turn(lite)
    assert stands(lite, "closed_on <= due_on, state") in ([("1", "done")], [("True", "done")])
    assert stands(lite, "closed_on") == [("2026-03-06",)]


@pytest.mark.parametrize("expected", ["", "签收 **粗** <at id=all></at>", "果" * 500, "\u202etxt"])
def test_what_is_expected_stands_there_as_it_was_said(lite: Installation, expected: str) -> None:
    squad = lite.squad()
    form = give(lite, squad.reps[0], "")
    typed = {"what": "寄样", "due_on": "2026-03-06", "start_on": "2026-03-03", "expected": expected}
    lite.feishu.submit(squad.reps[0], form.message_id, typed)
    task = only(lite)
    assert expected in task["description"]
    assert task["start"]["is_all_day"] is True
    assert ("预期结果" in task["description"]) is bool(expected)
