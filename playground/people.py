"""Who and what lives on the local Feishu: people, chats, messages and the toasts people saw."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]
COLOURS = ("#3370ff", "#7f3bf5", "#00b894", "#f5a623", "#f54a45", "#14c0ff", "#935af6", "#2ea121")


def new_id(prefix: str) -> str:
    """Make an identifier of the platform's shape: a prefix such as `ou_` and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)


@dataclass(eq=False, slots=True)
class Person:
    """One user of the tenant; `lang` is their client's language (`zh` or `en`), `timezone` its IANA zone.

    `available` false means outside the app's availability range (230013), `resigned` that they left (230029).
    """

    name: str
    en_name: str = ""
    lang: str = "zh"
    timezone: str = "Asia/Shanghai"
    role: str = ""
    avatar: str = COLOURS[0]
    open_id: str = field(default_factory=lambda: new_id("ou_"))
    union_id: str = field(default_factory=lambda: new_id("on_"))
    user_id: str = field(default_factory=lambda: secrets.token_hex(4))
    available: bool = True
    resigned: bool = False


@dataclass(eq=False, slots=True)
class Chat:
    """A group or a direct chat; `bot` tells whether the app's bot is in it."""

    name: str
    mode: Literal["group", "p2p"]
    members: list[Person]
    bot: bool = False
    owner: Person | None = None
    disbanded: bool = False
    at_all_allowed: bool = True
    chat_id: str = field(default_factory=lambda: new_id("oc_"))

    def has(self, person: Person) -> bool:
        """Tell whether a person is a member now."""
        return person in self.members

    @property
    def open_ids(self) -> list[str]:
        """List the members' open_ids in joining order."""
        return [person.open_id for person in self.members]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a message is from: the bot, a person, or the platform itself (`system`)."""

    kind: Literal["bot", "person", "system"]
    open_id: str
    name: str


@dataclass(eq=False, slots=True)
class Message:
    """One message of a chat as its readers see it now.

    `content` is what an API caller sent, as a JSON string.
    """

    chat_id: str
    sender: Sender
    kind: str
    text: str
    content: str
    created_at: datetime
    updated_at: datetime
    card: Json | None = None
    recalled: bool = False
    parent_id: str = ""
    root_id: str = ""
    uuid: str = ""
    mentions: list[Json] = field(default_factory=list)
    revision: int = 0
    updates: int = 0
    message_id: str = field(default_factory=lambda: new_id("om_"))


@dataclass(frozen=True, slots=True)
class Toast:
    """A short notice that one person's client showed after a click.

    Kind is info, success, error or warning.
    """

    kind: str
    text: str
    at: datetime


def user_ids(person: Person, *, with_user_id: bool) -> Json:
    """Write the id triple of an event; `user_id` is null without scope contact:user.employee_id:readonly."""
    return {
        "union_id": person.union_id,
        "user_id": person.user_id if with_user_id else None,
        "open_id": person.open_id,
    }


def avatar_for(count: int) -> str:
    """Pick the next avatar colour, so that neighbours differ."""
    return COLOURS[count % len(COLOURS)]


def names(people: Iterable[Person]) -> str:
    """Join names for a line of the platform's own."""
    return "、".join(person.name for person in people)
