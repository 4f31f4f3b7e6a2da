"""Who carries the bot's words: plain HTTP while the stage is set, the real sender from then on.

Loading Feishu's SDK takes seconds that nobody should wait for before the page opens.
"""

from typing import Any

import orjson
import requests

from bot.feishu.codes import Kind, Refused, Sent
from playground.feishu import FakeFeishu
from scheduler.outbox import Outbound
from storage.claims import Claimed
from storage.outbox import Verb

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
        """Post a card into a chat or under a message; raises `Refused` with Feishu's code."""
        body = {"msg_type": "interactive", "content": row.content, "uuid": row.uuid}
        if row.verb is Verb.REPLY:
            data = self._call("POST", f"/im/v1/messages/{row.target}/reply", body)
        elif row.verb is Verb.PATCH:
            self._call("PATCH", f"/im/v1/messages/{row.target}", {"content": row.content})
            return None
        else:
            kind = "chat_id" if row.lane.startswith("oc_") else "open_id"
            data = self._call("POST", f"/im/v1/messages?receive_id_type={kind}", body | {"receive_id": row.lane})
        return Sent(str(data["message_id"]))

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

    def deliver(self, row: Claimed) -> Sent | None:
        """Have it sent, answered or changed."""
        return self.to.deliver(row)

    def members(self, chat_id: str) -> dict[str, str]:
        """Have a group's people listed."""
        return self.to.members(chat_id)

    def own_open_id(self) -> str:
        """Have the bot's own open_id asked for."""
        return self.to.own_open_id()
