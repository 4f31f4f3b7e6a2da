"""Tasks in Feishu's own task list, through the real SDK: shown there, followed from there, and not missed without."""

from datetime import UTC, datetime
from typing import Any

import pytest

from playground import HandClock
from playground import tasks as there
from storage import task_mirrors
from tests.handlers.tasking import FRIDAY, at, give, heard, newest, put_off, stands
from tests.installation import MONDAY, Installation, Squad
from tests.seen import toast

TASKS = "/open-apis/task/v2/tasks"


def listed(house: Installation) -> list[dict[str, Any]]:
    """Every task in the tenant's task list, after everything that waited has been sent."""
    house.drain()
    return list(house.feishu.world.tasks.values())


def only(house: Installation) -> dict[str, Any]:
    (task,) = listed(house)
    return task


def day_of(task: dict[str, Any]) -> str:
    assert task["due"]["is_all_day"] is True
    return datetime.fromtimestamp(int(task["due"]["timestamp"]) / 1000, UTC).date().isoformat()


def given(house: Installation) -> Squad:
    squad = house.squad()
    give(house, squad.reps[0], "@韩梅梅 周五前 寄样 结果：客户签收")
    return squad


def turn(house: Installation, *, done: bool = True) -> None:
    """Let the owner complete or reopen the task in Feishu, and the bot hear of it."""
    there.turn(house.feishu.tenant, house.feishu.acts, only(house)["guid"], done=done)
    house.drain()


def calls(house: Installation, method: str = "POST") -> int:
    return sum(call.method == method and call.path.startswith(TASKS) for call in house.feishu.calls)


def test_a_task_stands_there_with_its_owner_its_day_and_the_way_back(house: Installation) -> None:
    squad = given(house)
    task = only(house)
    assert (task["summary"], day_of(task), task["status"]) == ("寄样", FRIDAY, "todo")
    assert "预期结果 Expected: 客户签收" in task["description"]
    assert {(each["id"], each["role"]) for each in task["members"]} == {
        (squad.reps[1].open_id, "assignee"), (squad.reps[0].open_id, "follower")
    }  # fmt: skip
    link = f"https://applink.feishu.cn/client/bot/open?appId={house.feishu.app_id}"
    assert task["origin"]["href"]["url"] == link
    assert task["origin"]["platform_i18n_name"] == {"zh_cn": "销售助手", "en_us": "Sales assistant"}
    assert house.rows("select guid, version from task_mirrors") == [(task["guid"], 1)]


def test_what_happens_here_happens_there(house: Installation) -> None:
    squad = given(house)
    card = newest(house, squad.reps[1], "给你布置了任务")
    put_off(house, squad.reps[1], card, "2026-03-10")
    assert day_of(only(house)) == "2026-03-10"
    house.feishu.press(squad.reps[1], card.message_id, "完成")
    assert only(house)["status"] == "done"
    house.feishu.press(squad.reps[1], card.message_id, "重新打开")
    assert only(house)["status"] == "todo"
    house.feishu.press(squad.reps[1], card.message_id, "转交")
    house.feishu.submit(squad.reps[1], card.message_id, {"to": "1"})
    roles = {each["id"]: each["role"] for each in only(house)["members"]}
    assert roles == {squad.manager.open_id: "assignee", squad.reps[0].open_id: "follower"}
    mine = give(house, squad.reps[0], "T-1")
    house.feishu.press(squad.reps[0], mine.message_id, "取消")
    house.feishu.submit(squad.reps[0], mine.message_id, {"reason": "不要了"})
    assert listed(house) == []


def test_everything_before_the_first_call_arrives_in_order(lite: Installation) -> None:
    squad = lite.squad()
    lite.feishu.say(squad.reps[0], lite.feishu.direct(squad.reps[0]), "任务 周五前 寄样")
    card = lite.answer(squad.reps[0])
    lite.feishu.press(squad.reps[0], card.message_id, "完成")
    assert only(lite)["status"] == "done"


def test_completed_there_is_completed_here_once(house: Installation) -> None:
    squad = given(house)
    turn(house)
    assert stands(house, "state, closed_on, closed_by, version") == [("done", "2026-03-02", "3", "2")]
    assert heard(house, squad.reps[0], "韩梅梅 完成了任务") == 1
    event = next(each for each in house.feishu.deliveries[::-1] if each.kind.startswith("task.task"))
    house.feishu.redeliver(event.event_id)
    house.drain()
    assert stands(house, "version") == [("2",)]
    assert heard(house, squad.reps[0], "韩梅梅 完成了任务") == 1
    card = give(house, squad.reps[0], "T-1")
    house.feishu.press(squad.reps[0], card.message_id, "重新打开")
    assert only(house)["status"] == "todo"


def test_opened_again_there_is_open_here(house: Installation) -> None:
    squad = given(house)
    turn(house)
    turn(house, done=False)
    assert stands(house, "state, closed_on, version") == [("open", "None", "3")]
    assert heard(house, squad.reps[0], "韩梅梅 重新打开了任务") == 1


def test_our_own_doing_comes_back_as_an_event_and_changes_nothing(house: Installation) -> None:
    squad = given(house)
    card = newest(house, squad.reps[1], "给你布置了任务")
    house.feishu.press(squad.reps[1], card.message_id, "完成")
    guid = only(house)["guid"]
    event = {"event_types": ["task_completed_update"], "task_guid": guid}
    house.feishu.deliver(house.feishu.envelope("task.task.update_user_access_v2", event))
    house.drain()
    assert stands(house, "state, version") == [("done", "2")]


def test_completed_there_while_a_change_of_ours_is_under_way_is_not_undone(house: Installation) -> None:
    squad = given(house)
    card = newest(house, squad.reps[1], "给你布置了任务")
    guid = only(house)["guid"]
    house.feishu.press(squad.reps[1], card.message_id, "延期")
    there.turn(house.feishu.tenant, house.feishu.acts, guid)
    house.feishu.submit(squad.reps[1], card.message_id, {"due_on": "2026-03-10"})
    house.drain()
    assert only(house)["status"] == "done"
    assert stands(house, "state, due_on") == [("done", "2026-03-10")]


def test_deleted_there_ours_stays(house: Installation) -> None:
    squad = given(house)
    there.take_away(house.feishu.tenant, house.feishu.acts, only(house)["guid"])
    house.drain()
    assert stands(house, "state") == [("open",)]
    assert house.rows("select guid from task_mirrors") == []
    card = newest(house, squad.reps[1], "给你布置了任务")
    assert toast(house.feishu.press(squad.reps[1], card.message_id, "完成"))[0] == "success"
    assert listed(house) == []


def test_deleted_there_unheard_is_noticed_with_the_next_change(house: Installation) -> None:
    squad = given(house)
    assert only(house)
    house.feishu.world.tasks.clear()
    card = newest(house, squad.reps[1], "给你布置了任务")
    put_off(house, squad.reps[1], card, "2026-03-10")
    house.drain()
    assert house.rows("select guid from task_mirrors") == []
    assert house.rows("select id from outbox where state = 'parked'") == []


@pytest.mark.parametrize("event", [
    {"event_types": ["task_completed_update"], "task_guid": "somebody-elses"},
    {"event_types": ["task_completed_update"]},
    {"event_types": "task_completed_update", "task_guid": 7},
    {},
])  # fmt: skip
def test_events_of_other_tasks_or_of_none_are_thanked(lite: Installation, event: dict[str, Any]) -> None:
    given(lite)
    before = calls(lite, "GET")
    done = lite.feishu.deliver(lite.feishu.envelope("task.task.update_user_access_v2", event))
    assert done.status == 200
    lite.drain()
    assert calls(lite, "GET") == before


def test_an_event_about_something_else_costs_no_call(lite: Installation) -> None:
    given(lite)
    event = {"event_types": ["task_reminders_update"], "task_guid": only(lite)["guid"]}
    lite.feishu.deliver(lite.feishu.envelope("task.task.update_user_access_v2", event))
    lite.drain()
    assert calls(lite, "GET") == 0


def test_an_answer_that_is_lost_makes_no_second_task(house: Installation) -> None:
    squad = house.squad()
    house.feishu.faults.fail(TASKS, drop="after")
    give(house, squad.reps[0], "周五前 寄样")
    for _ in range(4):
        house.clock.advance(10)
        house.drain()
    assert only(house)["summary"] == "寄样"
    assert house.rows("select version from task_mirrors") == [(1,)]
    assert calls(house) == 2


def test_without_the_permission_admins_hear_once_and_tasks_work_as_ever(house: Installation) -> None:
    house.feishu.tenant.app.scopes -= {"task:task:write", "task:task:read"}
    squad = given(house)
    card = newest(house, squad.reps[1], "给你布置了任务")
    assert toast(house.feishu.press(squad.reps[1], card.message_id, "完成"))[0] == "success"
    give(house, squad.reps[0], "明天 盘点")
    house.drain()
    assert heard(house, house.admin, "飞书任务没有同步") == 1
    assert house.rows("select state from outbox where state in ('parked', 'queued')") == []
    assert calls(house) <= 1
    house.feishu.tenant.app.scopes |= {"task:task:write", "task:task:read"}
    house.app.db.write(task_mirrors.switch_on)
    card = give(house, squad.reps[0], "T-2")
    put_off(house, squad.reps[0], card, "2026-03-12")
    assert (only(house)["summary"], day_of(only(house))) == ("盘点", "2026-03-12")


class Unmirrored(Installation):
    """An installation whose settings say that Feishu's list is to be left alone."""

    def _settings(self, url: str, team: dict[str, Any]) -> dict[str, Any]:
        return super()._settings(url, team) | {"tasks": {"mirror": False}}


def test_switched_off_in_the_settings_nothing_is_called(sqlite_url: str) -> None:
    house = Unmirrored(sqlite_url, HandClock(MONDAY))
    try:
        given(house)
        assert listed(house) == []
        assert calls(house) == 0
    finally:
        house.close()


def test_the_list_asks_to_be_told_of_changes_once_a_day(lite: Installation) -> None:
    squad = lite.squad()
    for what in ("寄样", "盘点"):
        give(lite, squad.reps[0], f"周五前 {what}")
    lite.clock.set(at(1))
    give(lite, squad.reps[0], "周五前 开票")
    lite.drain()
    asked = [call for call in lite.feishu.calls if call.path.endswith("task_subscription")]
    assert [call.code for call in asked if call.code == 0] == [0, 0]
