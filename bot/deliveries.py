"""What Feishu tells us, as values: one small type for each kind of delivery, without its wire format.

In all of them `key` tells a repetition from something new (see `storage/inbox.py`), and `at` is the instant at which
the platform says it happened. An open_id may be empty: the platform does not always name the person.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from sales.records import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named with @ in a message: `placeholder` is what stands in the text, such as `@_user_1`."""

    placeholder: str
    open_id: str
    name: str
    is_bot: bool


@dataclass(frozen=True, slots=True)
class Delivery:
    """What every delivery has."""

    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Said(Delivery):
    """A person wrote a message; `text` is empty for pictures and the like.

    `image_key` names the picture sent, `file_key` the file, which its sender calls `file_name`.
    """

    open_id: str
    chat_id: str
    message_id: str
    text: str
    is_direct: bool
    mentions: tuple[Mention, ...] = ()
    image_key: str = ""
    file_key: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Pressed(Delivery):
    """A person pressed a button of a card. `value` is what we put into the button, `typed` the form's fields."""

    open_id: str
    chat_id: str
    message_id: str
    value: Mapping[str, object] = field(default_factory=dict)
    typed: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MenuChosen(Delivery):
    """A person chose an item of the bot's menu; `word` is the event key set in the console."""

    open_id: str
    word: str


@dataclass(frozen=True, slots=True)
class ChatOpened(Delivery):
    """A person opened the direct chat with the bot; `is_first` when nothing has been said in it yet."""

    open_id: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class BotAdded(Delivery):
    """The bot came into a group."""

    chat_id: str
    name: str


@dataclass(frozen=True, slots=True)
class BotRemoved(Delivery):
    """The bot left a group, or the group was disbanded."""

    chat_id: str


@dataclass(frozen=True, slots=True)
class MembersJoined(Delivery):
    """People came into a group: open_id → name."""

    chat_id: str
    members: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TaskTouched(Delivery):
    """A task in Feishu's own task list was changed: by its guid, and the platform's words for what changed."""

    guid: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MembersLeft(Delivery):
    """People left a group or were taken out of it."""

    chat_id: str
    open_ids: tuple[str, ...]
