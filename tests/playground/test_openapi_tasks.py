"""Feishu's own task list as the pages of task v2 describe it."""

from typing import Any

import pytest
import requests

from playground import FakeFeishu, Person
from playground import tasks as there
from tests.playground.calls import refused
from tests.playground.conftest import Api, Bot

DUE = {"timestamp": "1772755200000", "is_all_day": True}
TASK = {"summary": "寄样", "due": DUE, "client_token": "0123456789abcdef"}


@pytest.fixture
def person(feishu: FakeFeishu) -> Person:
    return feishu.add_person("林小满")


def create(api: Api, **more: Any) -> requests.Response:
    return api.call("POST", "/task/v2/tasks", TASK | more)


def made(api: Api, **more: Any) -> dict[str, Any]:
    task: dict[str, Any] = create(api, **more).json()["data"]["task"]
    return task


def patch(api: Api, of: str, fields: list[str], **task: Any) -> requests.Response:
    return api.call("PATCH", f"/task/v2/tasks/{of}", {"task": task, "update_fields": fields})


def test_a_task_is_made_once_for_each_token(api: Api, person: Person) -> None:
    members = [{"id": person.open_id, "type": "user", "role": "assignee"}]
    task = made(api, members=members)
    assert (task["summary"], task["due"], task["status"], task["completed_at"]) == ("寄样", DUE, "todo", "0")
    assert task["members"] == [{**members[0], "name": "林小满"}]
    assert made(api)["guid"] == task["guid"]
    assert made(api, client_token="another-token")["guid"] != task["guid"]


@pytest.mark.parametrize("wrong", [
    {"summary": ""},
    {"summary": "长" * 3001},
    {"description": "长" * 3001},
    {"client_token": "short"},
    {"due": {"timestamp": 1772755200000, "is_all_day": True}},
    {"due": {"timestamp": "1772755200001", "is_all_day": True}},
    {"start": {"timestamp": "1772755200000", "is_all_day": False}},
    {"members": [{"id": "ou_nobody", "role": "assignee"}]},
    {"members": [{"role": "assignee"}] * 51},
])  # fmt: skip
def test_what_the_page_forbids_is_refused(api: Api, wrong: dict[str, Any]) -> None:
    assert refused(create(api, **wrong)) == (400, 1470400)


def test_a_task_is_changed_field_by_field_and_what_is_named_alone_is_cleared(api: Api) -> None:
    guid = made(api, description="三件")["guid"]
    later = {"timestamp": "1773100800000", "is_all_day": True}
    task = patch(api, guid, ["due", "description"], due=later).json()["data"]["task"]
    assert (task["due"], "description" in task, task["summary"]) == (later, False, "寄样")
    assert refused(patch(api, guid, ["summary"])) == (400, 1470400)
    assert refused(patch(api, guid, [], summary="别的")) == (400, 1470400)
    assert refused(patch(api, guid, ["guid"], guid="x")) == (400, 1470400)


def test_a_task_is_completed_once_and_opened_again(api: Api) -> None:
    guid = made(api)["guid"]
    assert patch(api, guid, ["completed_at"], completed_at="1772755200000").json()["data"]["task"]["status"] == "done"
    assert refused(patch(api, guid, ["completed_at"], completed_at="1772755200000")) == (400, 1470400)
    assert patch(api, guid, ["completed_at"], completed_at="0").json()["data"]["task"]["status"] == "todo"


def test_members_come_and_go_by_role(api: Api, feishu: FakeFeishu, person: Person) -> None:
    other = feishu.add_person("许一帆")
    owner = {"id": person.open_id, "type": "user", "role": "assignee"}
    follower = {"id": other.open_id, "type": "user", "role": "follower"}
    guid = made(api, members=[owner])["guid"]
    path = f"/task/v2/tasks/{guid}"
    both = api.call("POST", f"{path}/add_members", {"members": [follower]}).json()["data"]["task"]["members"]
    assert len(both) == 2
    left = api.call("POST", f"{path}/remove_members", {"members": [owner]}).json()["data"]["task"]["members"]
    assert [each["id"] for each in left] == [other.open_id]


def test_what_is_not_there_is_not_found(api: Api) -> None:
    guid = made(api)["guid"]
    assert api.call("DELETE", f"/task/v2/tasks/{guid}").json()["code"] == 0
    for method in ("GET", "DELETE"):
        assert refused(api.call(method, f"/task/v2/tasks/{guid}")) == (404, 1470404)
    assert refused(patch(api, guid, ["summary"], summary="别的")) == (404, 1470404)


def test_nothing_is_done_without_the_permission(api: Api, feishu: FakeFeishu) -> None:
    feishu.tenant.app.scopes -= {"task:task:write"}
    assert refused(create(api)) == (400, 99991672)


def test_people_complete_and_delete_and_the_app_hears_if_it_asked_to(api: Api, feishu: FakeFeishu, bot: Bot) -> None:
    guid = made(api)["guid"]
    there.turn(feishu.tenant, feishu.acts, guid)
    assert feishu.deliveries == []
    assert api.call("POST", "/task/v2/task_v2/task_subscription").json()["code"] == 0
    there.turn(feishu.tenant, feishu.acts, guid, done=False)
    there.take_away(feishu.tenant, feishu.acts, guid)
    assert guid not in feishu.world.tasks
    kinds = {each.kind for each in feishu.deliveries}
    assert (len(bot.got), kinds) == (2, {"task.task.update_user_access_v2"})
