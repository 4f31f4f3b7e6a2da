"""The bot's voice: what the outbox wants said becomes a call to Feishu, and nothing else of the SDK is seen.

Documents: open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/create, …/reply, and
…/im-v1/message-card/patch.
"""

from typing import Any

from bot.feishu import directory, files, tasks
from bot.feishu.codes import Kind, Refused, Sent
from bot.feishu.meters import Meter
from bot.feishu.transport import Line
from bot.grids import Grid, Unreadable
from storage.claims import Claimed
from storage.outbox import Verb
from storage.task_mirrors import There

__all__ = ["Kind", "Outbound", "Refused", "Sent"]


class Outbound:
    """Calls Feishu for one app. Every method raises `Refused` when it could not be done. Safe to share.

    Making one is instant; the first call loads the SDK. `domain` is `https://open.feishu.cn`,
    `https://open.larksuite.com`, or `http://` on this machine; `timeouts` are seconds to connect and to read; `meter`
    counts the calls.
    """

    def __init__(
        self,
        app_id: str,
        app_secret: str,
        domain: str,
        *,
        timeouts: tuple[float, float] = (3.05, 10.0),
        meter: Meter | None = None,
    ) -> None:
        self._line = Line(app_id, app_secret, domain, timeouts, meter)
        self._link = tasks.link_to(app_id, domain)

    def deliver(self, row: Claimed) -> Sent | There | None:
        """Send a card or a sheet, reply or patch; gives the new message's id, or None for a patch.

        What is about the task list gives a new task's guid, or how a task stands there.
        """
        if row.verb is Verb.WRITE_TASK:
            return tasks.write(self._line, row, self._link)
        if row.verb is Verb.READ_TASK:
            return tasks.read(self._line, row)
        if row.verb is Verb.SEND_FILE:
            return files.send_sheet(self._line, row)
        calls = {Verb.SEND: _send, Verb.REPLY: _reply, Verb.PATCH: _patch}
        if row.verb not in calls:
            raise Refused(Kind.NEVER, 0, f"{row.verb} is not something to deliver")
        response = self._line.call(lambda client, option: calls[row.verb](client, option, row))
        return None if row.verb is Verb.PATCH else Sent(str(response.data.message_id))

    def sheet(self, row: Claimed) -> Grid | Unreadable:
        """The cells of a file that somebody sent: `target` is its message, `content` its key and name as JSON."""
        return files.read_sheet(self._line, row)

    def members(self, chat_id: str) -> dict[str, str]:
        """Everybody in a group now, open_id → name, bots left out."""
        return directory.members(self._line, chat_id)

    def own_open_id(self) -> str:
        """The bot's own open_id; also the way to ask whether Feishu is there, since it changes nothing."""
        return directory.own_open_id(self._line)

    def subscriptions(self) -> frozenset[str]:
        """The events and callbacks that the app is subscribed to; empty where Feishu does not say."""
        return directory.subscriptions(self._line)

    def scopes(self) -> list[str]:
        """The names of the permissions that the tenant has granted, sorted."""
        return directory.scopes(self._line)


def _send(client: Any, option: Any, row: Claimed) -> Any:
    from lark_oapi.api.im.v1 import CreateMessageRequest, CreateMessageRequestBody

    kind = "chat_id" if row.lane.startswith("oc_") else "open_id"
    body = CreateMessageRequestBody.builder().receive_id(row.lane).msg_type("interactive")
    body = body.content(row.content).uuid(row.uuid).build()
    request = CreateMessageRequest.builder().receive_id_type(kind).request_body(body).build()
    return client.im.v1.message.create(request, option)


def _reply(client: Any, option: Any, row: Claimed) -> Any:
    from lark_oapi.api.im.v1 import ReplyMessageRequest, ReplyMessageRequestBody

    body = ReplyMessageRequestBody.builder().msg_type("interactive").content(row.content).uuid(row.uuid).build()
    request = ReplyMessageRequest.builder().message_id(row.target).request_body(body).build()
    return client.im.v1.message.reply(request, option)


def _patch(client: Any, option: Any, row: Claimed) -> Any:
    from lark_oapi.api.im.v1 import PatchMessageRequest, PatchMessageRequestBody

    body = PatchMessageRequestBody.builder().content(row.content).build()
    request = PatchMessageRequest.builder().message_id(row.target).request_body(body).build()
    return client.im.v1.message.patch(request, option)
