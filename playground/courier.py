"""Who carries the bot's words: plain HTTP while the stage is set, the real sender from then on.

Loading Feishu's SDK takes seconds that nobody should wait for before the page opens.
"""

from typing import Any

import orjson
import requests

from bot.feishu.codes import Kind, Refused, Sent
from bot.grids import Grid, Unreadable, grid_of
from bot.sheets import unpack
from bot.workbooks import file_name, workbook
from playground import openapi_files
from playground.feishu import FakeFeishu
from scheduler.outbox import Outbound
from storage.claims import Claimed
from storage.outbox import Verb
from storage.task_mirrors import There

TIMEOUT = 10.0
"""Seconds for one call; the local Feishu answers in milliseconds."""


class Courier:
    """Sends and answers with cards, and reads members, straight over the local Feishu's open-apis."""

    def __init__(self, feishu: FakeFeishu) -> None:
        """Carry to one local Feishu, which must have been started before the first call."""
        self._feishu = feishu
        self._session = requests.Session()
        self._session.trust_env = False

    def deliver(self, row: Claimed) -> Sent | None:
        """Post a card or a sheet into a chat, or a card under a message; raises `Refused` with Feishu's code."""
        body = {"msg_type": "interactive", "content": row.content, "uuid": row.uuid}
        if row.verb is Verb.SEND_FILE:
            sheet = unpack(row.content)
            key = openapi_files.keep(self._feishu.tenant, workbook(sheet), file_name(sheet))
            body |= {"msg_type": "file", "content": orjson.dumps({"file_key": key}).decode()}
        if row.verb is Verb.REPLY:
            data = self._call("POST", f"/im/v1/messages/{row.target}/reply", body)
        elif row.verb is Verb.PATCH:
            self._call("PATCH", f"/im/v1/messages/{row.target}", {"content": row.content})
            return None
        else:
            kind = "chat_id" if row.lane.startswith("oc_") else "open_id"
            data = self._call("POST", f"/im/v1/messages?receive_id_type={kind}", body | {"receive_id": row.lane})
        return Sent(str(data["message_id"]))

    def sheet(self, row: Claimed) -> Grid | Unreadable:
        """Read a file that somebody sent."""
        told = orjson.loads(row.content)
        return grid_of(self._feishu.world.files[told["file_key"]][0], told["file_name"])

    def members(self, chat_id: str) -> dict[str, str]:
        """List a group's people, open_id → name; one page, for the stage has no larger group."""
        data = self._call("GET", f"/im/v1/chats/{chat_id}/members?page_size=100")
        return {row["member_id"]: row["name"] for row in data["items"]}

    def own_open_id(self) -> str:
        """Tell the bot's own open_id, which the local Feishu knows."""
        return self._feishu.tenant.app.open_id

    def _call(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        token = self._feishu.tenant.tokens.issue()[0]
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        data = None if body is None else orjson.dumps(body)
        url = f"{self._feishu.url}/open-apis{path}"
        said = self._session.request(method, url, data=data, headers=headers, timeout=TIMEOUT).json()
        if said["code"]:
            raise Refused(Kind.NEVER, said["code"], said["msg"])
        found: dict[str, Any] = said["data"]
        return found


class Relay:
    """Passes every call on to whoever carries now; `to` may be replaced between two calls."""

    def __init__(self, to: Outbound) -> None:
        """Begin with one carrier."""
        self.to = to

    def deliver(self, row: Claimed) -> Sent | There | None:
        """Have it sent, answered or changed, or a task written or looked at."""
        return self.to.deliver(row)

    def sheet(self, row: Claimed) -> Grid | Unreadable:
        """Have a file fetched and read."""
        return self.to.sheet(row)

    def members(self, chat_id: str) -> dict[str, str]:
        """Have a group's people listed."""
        return self.to.members(chat_id)

    def own_open_id(self) -> str:
        """Have the bot's own open_id asked for."""
        return self.to.own_open_id()
