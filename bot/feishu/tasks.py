"""Feishu's own task list: tasks made, changed, deleted and looked at there.

Documents: open.feishu.cn/document/task-v2/task/create, …/patch, …/get, …/delete, …/add-member, …/remove-member; the
event task.task.update_user_access_v2 wants to be asked for by the app itself; a link to the bot's chat is described
under common-capabilities/applink-protocol/supported-protocol/open-a-bot. Instants are milliseconds in strings.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

import orjson

from bot.feishu.codes import Refused, Sent
from bot.feishu.transport import Line
from bot.text import Text
from storage.claims import Claimed
from storage.task_mirrors import There

REFUSED, GONE = 1470400, 1470404
"""The codes for what a task cannot do as it stands, such as being completed twice, and for one that is not there."""

_NAME = Text("销售助手", "Sales assistant")
_FIELDS = ("summary", "description", "due", "start")


def link_to(app_id: str, domain: str) -> str:
    """Where the origin of a task leads: the bot's chat in the client of Feishu, or of Lark."""
    host = "applink.larksuite.com" if "larksuite" in domain else "applink.feishu.cn"
    return f"https://{host}/client/bot/open?appId={app_id}"


def write(line: Line, row: Claimed, link: str) -> Sent | There | None:
    """Do one job: a new task gives its guid; one that is not there any more is `gone`."""
    told = orjson.loads(row.content)
    try:
        match told["do"]:
            case "create":
                return Sent(str(line.call(partial(_create, told, link)).data.task.guid))
            case "patch":
                _patched(line, row.target, told)
            case "members":
                _moved(line, row.target, told)
            case "delete":
                line.call(partial(_delete, row.target))
                return There(row.target, gone=True)
            case "listen":
                line.call(_listen)
    except Refused as no:
        if no.code != GONE:
            raise
        return There(row.target, gone=True)
    return None


def read(line: Line, row: Claimed) -> There:
    """How a task stands there now."""
    try:
        response = line.call(partial(_get, row.target))
    except Refused as no:
        if no.code != GONE:
            raise
        return There(row.target, gone=True)
    completed = str(json.loads(response.raw.content)["data"]["task"].get("completed_at") or "0")
    at = int(completed) if completed.isdecimal() else 0
    return There(row.target, datetime.fromtimestamp(at / 1000, UTC) if at else None)


def _patched(line: Line, guid: str, told: Mapping[str, Any]) -> None:
    """Words and days first; then whether it is done, which is not said twice: that would be refused."""
    line.call(partial(_patch, guid, told, _FIELDS))
    if told["turned"] and read_done(line, guid) is not told["done"]:
        line.call(partial(_patch, guid, told, ("completed_at",)))


def read_done(line: Line, guid: str) -> bool:
    """Whether a task is completed there."""
    task = json.loads(line.call(partial(_get, guid)).raw.content)["data"]["task"]
    return str(task.get("completed_at") or "0") != "0"


def _moved(line: Line, guid: str, told: Mapping[str, Any]) -> None:
    """Who is new first, so that somebody is always responsible; who stays in another role is not taken out."""
    stays = {member["id"] for member in told["add"]}
    line.call(partial(_change_members, "add_members", guid, told["add"]))
    gone = [member for member in told["remove"] if member["id"] not in stays]
    if gone:
        line.call(partial(_change_members, "remove_members", guid, gone))


def _create(told: Mapping[str, Any], link: str, client: Any, option: Any) -> Any:
    from lark_oapi.api.task.v2 import CreateTaskRequest, Href, I18nText, Member, Origin

    name = I18nText.builder().zh_cn(_NAME.zh).en_us(_NAME.en).build()
    origin = Origin.builder().platform_i18n_name(name)
    origin = origin.href(Href.builder().url(link).title(_NAME.zh).build()).build()
    members = [Member(member) for member in told["members"]]
    task = _input(told, _FIELDS).client_token(told["token"]).members(members).origin(origin).build()
    request = CreateTaskRequest.builder().user_id_type("open_id").request_body(task).build()
    return client.task.v2.task.create(request, option)


def _input(told: Mapping[str, Any], fields: tuple[str, ...]) -> Any:
    from lark_oapi.api.task.v2 import Due, InputTask, Start

    task = InputTask.builder()
    for name in fields:
        if name in ("summary", "description"):
            getattr(task, name)(told[name])
        elif name == "completed_at":
            task.completed_at(_now_or_never(told))
        elif told[name]:
            kind = Due if name == "due" else Start
            getattr(task, name)(kind.builder().timestamp(told[name]).is_all_day(True).build())  # noqa: FBT003
    return task


def _now_or_never(told: Mapping[str, Any]) -> str:
    """When it was done, in milliseconds; `0` opens a task."""
    return str(told.get("done_at") or "0") if told["done"] else "0"


def _patch(guid: str, told: Mapping[str, Any], fields: tuple[str, ...], client: Any, option: Any) -> Any:
    from lark_oapi.api.task.v2 import PatchTaskRequest, PatchTaskRequestBody

    named = [name for name in fields if name != "start" or told["start"]]
    body = PatchTaskRequestBody.builder().task(_input(told, fields).build()).update_fields(named).build()
    request = PatchTaskRequest.builder().task_guid(guid).user_id_type("open_id").request_body(body).build()
    return client.task.v2.task.patch(request, option)


def _change_members(how: str, guid: str, members: list[dict[str, str]], client: Any, option: Any) -> Any:
    from lark_oapi.api.task.v2 import (
        AddMembersTaskRequest,
        AddMembersTaskRequestBody,
        Member,
        RemoveMembersTaskRequest,
        RemoveMembersTaskRequestBody,
    )

    kinds = {
        "add_members": (AddMembersTaskRequest, AddMembersTaskRequestBody),
        "remove_members": (RemoveMembersTaskRequest, RemoveMembersTaskRequestBody),
    }
    request, body = kinds[how]
    told = body.builder().members([Member(member) for member in members]).build()
    asked = request.builder().task_guid(guid).user_id_type("open_id").request_body(told).build()
    return getattr(client.task.v2.task, how)(asked, option)


def _delete(guid: str, client: Any, option: Any) -> Any:
    from lark_oapi.api.task.v2 import DeleteTaskRequest

    return client.task.v2.task.delete(DeleteTaskRequest.builder().task_guid(guid).build(), option)


def _get(guid: str, client: Any, option: Any) -> Any:
    from lark_oapi.api.task.v2 import GetTaskRequest

    request = GetTaskRequest.builder().task_guid(guid).user_id_type("open_id").build()
    return client.task.v2.task.get(request, option)


def _listen(client: Any, option: Any) -> Any:
    from lark_oapi.api.task.v2 import TaskSubscriptionTaskV2Request

    request = TaskSubscriptionTaskV2Request.builder().user_id_type("open_id").build()
    return client.task.v2.task_v2.task_subscription(request, option)
