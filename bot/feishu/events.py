"""From Feishu's event JSON to the small types of `bot/deliveries.py`.

An event that we never asked for, or that has not the shape its page describes, reads as None: it is thanked, not
refused, because a refusal would only make Feishu send it four times more.
Source: open.feishu.cn/document, the page of each event; card.action.trigger under "card callback communication".
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from bot.deliveries import (
    BotAdded,
    BotRemoved,
    ChatOpened,
    Delivery,
    MembersJoined,
    MembersLeft,
    Mention,
    MenuChosen,
    Pressed,
    Said,
    TaskTouched,
)

Json = Mapping[str, Any]
LONGEST_ID: Final = 64
LONGEST_NAME: Final = 200
LONGEST_KEY: Final = 200


def read_event(envelope: Json, now: datetime) -> Delivery | None:
    """The delivery in a version 2.0 envelope, or None; `now` stands in where the platform gives no time."""
    header, event = envelope.get("header"), envelope.get("event")
    if not isinstance(header, dict) or not isinstance(event, dict):
        return None
    reader = _READERS.get(str(header.get("event_type")))
    key = _id(header, "event_id")
    if reader is None or not key:
        return None
    return reader(key, _time(header.get("create_time"), now), _of_our_own(event, header))


def _of_our_own(event: Json, header: Json) -> Json:
    """The event without people of other tenants, who may be in a group with ours: they are nobody to us.

    A sender, an operator or somebody who joined is left out when the `tenant_key` beside them is not the header's;
    whoever leaves may always leave.
    """

    def foreign(one: object) -> bool:
        keys = (_text(header, "tenant_key"), _text(one, "tenant_key") if isinstance(one, dict) else "")
        return all(keys) and keys[0] != keys[1]

    kept = {name: {} if name in ("sender", "operator") and foreign(one) else one for name, one in event.items()}
    users = kept.get("users")
    if header.get("event_type") == "im.chat.member.user.added_v1" and isinstance(users, list):
        return kept | {"users": [user for user in users if not foreign(user)]}
    return kept


def _said(_event_id: str, at: datetime, event: Json) -> Delivery | None:
    message, sender = _dict(event, "message"), _dict(event, "sender")
    message_id, chat_id = _id(message, "message_id"), _id(message, "chat_id")
    open_id = _id(_dict(sender, "sender_id"), "open_id")
    if _text(sender, "sender_type") != "user" or not (message_id and chat_id and open_id):
        return None
    said_at = _time(message.get("create_time"), at)
    kind, content = _text(message, "message_type"), _content(_text(message, "content"))
    mentions = tuple(_mention(each) for each in _list(message, "mentions"))
    # The message's own id tells it apart: after a reconnect the same one may come under a new event id.
    return Said(
        message_id,
        said_at,
        open_id,
        chat_id,
        message_id,
        _spoken(kind, content),
        _text(message, "chat_type") == "p2p",
        mentions,
        _id(content, "image_key", LONGEST_KEY) if kind == "image" else "",
        _id(content, "file_key", LONGEST_KEY) if kind == "file" else "",
        _text(content, "file_name").replace("\0", "").strip()[:LONGEST_NAME] if kind == "file" else "",
    )


def _pressed(key: str, at: datetime, event: Json) -> Delivery:
    action, context = _dict(event, "action"), _dict(event, "context")
    return Pressed(
        key,
        at,
        _id(_dict(event, "operator"), "open_id"),
        _id(context, "open_chat_id"),
        _id(context, "open_message_id"),
        _dict(action, "value"),
        _dict(action, "form_value"),
    )


def _menu_chosen(key: str, at: datetime, event: Json) -> Delivery | None:
    open_id = _id(_dict(_dict(event, "operator"), "operator_id"), "open_id")
    return MenuChosen(key, at, open_id, _text(event, "event_key").replace("\0", "")) if open_id else None


def _chat_opened(key: str, at: datetime, event: Json) -> Delivery | None:
    open_id = _id(_dict(event, "operator_id"), "open_id")
    return ChatOpened(key, at, open_id, not event.get("last_message_id")) if open_id else None


def _bot_added(key: str, at: datetime, event: Json) -> Delivery | None:
    chat_id = _id(event, "chat_id")
    return BotAdded(key, at, chat_id, _name(event)) if chat_id else None


def _bot_removed(key: str, at: datetime, event: Json) -> Delivery | None:
    chat_id = _id(event, "chat_id")
    return BotRemoved(key, at, chat_id) if chat_id else None


def _joined(key: str, at: datetime, event: Json) -> Delivery | None:
    chat_id, members = _id(event, "chat_id"), _users(event)
    return MembersJoined(key, at, chat_id, members) if chat_id and members else None


def _left(key: str, at: datetime, event: Json) -> Delivery | None:
    chat_id, members = _id(event, "chat_id"), _users(event)
    return MembersLeft(key, at, chat_id, tuple(members)) if chat_id and members else None


def _task_touched(key: str, at: datetime, event: Json) -> Delivery | None:
    guid, kinds = _id(event, "task_guid"), event.get("event_types")
    changes = tuple(str(kind) for kind in kinds) if isinstance(kinds, list) else ()
    return TaskTouched(key, at, guid, changes) if guid else None


_READERS: Final[Mapping[str, Callable[[str, datetime, Json], Delivery | None]]] = {
    "im.message.receive_v1": _said,
    "card.action.trigger": _pressed,
    "application.bot.menu_v6": _menu_chosen,
    "im.chat.access_event.bot_p2p_chat_entered_v1": _chat_opened,
    "im.chat.member.bot.added_v1": _bot_added,
    "im.chat.member.bot.deleted_v1": _bot_removed,
    "im.chat.disbanded_v1": _bot_removed,
    "im.chat.member.user.added_v1": _joined,
    "im.chat.member.user.deleted_v1": _left,
    "im.chat.member.user.withdrawn_v1": _left,
    "task.task.update_user_access_v2": _task_touched,
}

ASKED_FOR: Final = tuple(_READERS)
"""The events and the callback to subscribe to in the console."""


def _users(event: Json) -> dict[str, str]:
    listed = [(_id(_dict(user, "user_id"), "open_id"), _name(user)) for user in _list(event, "users")]
    return {open_id: name for open_id, name in listed if open_id}


def _mention(mention: Json) -> Mention:
    is_bot = _text(mention, "mentioned_type") == "bot"
    return Mention(_text(mention, "key"), _id(_dict(mention, "id"), "open_id"), _name(mention), is_bot)


def _content(written: str) -> Json:
    """A message's content, which is JSON in a string."""
    try:
        said = orjson.loads(written)
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}


def _spoken(kind: str, content: Json) -> str:
    """The words in a message's content, without NULs, which no database would keep; nothing for pictures and files."""
    said = _text(content, "text") if kind == "text" else _post(content) if kind == "post" else ""
    return said.replace("\0", "")


def _post(post: Json) -> str:
    """A rich text as plain lines; mentions stay as their placeholders."""
    lines = [line for line in post.get("content") or [] if isinstance(line, list)]
    return "\n".join("".join(_piece(piece) for piece in line if isinstance(piece, dict)) for line in lines)


def _piece(piece: Json) -> str:
    return _text(piece, "user_id") if piece.get("tag") == "at" else _text(piece, "text")


def _time(raw: object, otherwise: datetime) -> datetime:
    """Milliseconds as 13 digits or microseconds as 16: the platform's pages show both."""
    digits = str(raw)
    if not digits.isascii() or not digits.isdecimal() or len(digits) not in (13, 16):
        return otherwise
    return datetime.fromtimestamp(int(digits) / (1e3 if len(digits) == 13 else 1e6), UTC)


def _text(of: Json, name: str) -> str:
    value = of.get(name)
    return value if isinstance(value, str) else ""


def _id(of: Json, name: str, longest: int = LONGEST_ID) -> str:
    """An id of the platform; what is longer or stranger than those would fit no column, and reads as none."""
    value = _text(of, name)
    return value if len(value) <= longest and value.isascii() and value.isprintable() else ""


def _name(of: Json) -> str:
    """What somebody or some group is called, as far as a column holds it."""
    return _text(of, "name").replace("\0", "").strip()[:LONGEST_NAME]


def _dict(of: Json, name: str) -> dict[str, Any]:
    value = of.get(name)
    return value if isinstance(value, dict) else {}


def _list(of: Json, name: str) -> list[Json]:
    value = of.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
