"""What an API caller puts into a message, checked and made readable: text, post, image, file, card."""

import re
from dataclasses import dataclass, field
from typing import Any

import orjson

from playground import cards, validation
from playground.people import Chat, Json, Message
from playground.refusals import ApiError
from playground.tenant import Tenant
from playground.validation import Problem

CARD_BYTES = 30 * 1024
TEXT_BYTES = 150 * 1024
_AT = re.compile(r'<at user_id="([^"]*)">([^<]*)</at>')


@dataclass(frozen=True, slots=True)
class Content:
    """A message's content: the kind the playground shows, its readable text, and a card if it is one."""

    kind: str
    text: str
    card: Json | None = None
    mentions: list[Json] = field(default_factory=list)


def read(tenant: Tenant, chat: Chat, msg_type: str, content: str, size: int) -> Content:
    """Read a `content` string of a `msg_type`.

    `size` is the whole request's, in bytes (230025 above the limit).
    """
    reader = _READERS.get(msg_type)
    if reader is None:
        raise ApiError(230001, f"Your request contains an invalid request parameter, ext=invalid msg_type {msg_type}")
    if size > (TEXT_BYTES if msg_type == "text" else CARD_BYTES):
        raise ApiError(230025, "The length of the message content reaches its limit.")
    return reader(tenant, chat, content)


def _parsed(content: str) -> Json:
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError:
        value = None
    if not isinstance(value, dict):
        raise _not_content()
    return value


def _not_content() -> ApiError:
    return ApiError(230001, "Your request contains an invalid request parameter, ext=invalid content")


def _text(tenant: Tenant, _chat: Chat, content: str) -> Content:
    text = _parsed(content).get("text")
    if not isinstance(text, str) or not text.strip():
        raise _not_content()
    found = enumerate(_AT.findall(text), 1)
    mentions = [_mention(tenant, f"@_user_{number}", open_id, name) for number, (open_id, name) in found]
    return Content("text", _AT.sub(lambda match: f"@{match[2] or match[1]}", text), mentions=mentions)


def _mention(tenant: Tenant, key: str, open_id: str, name: str) -> Json:
    return {"key": key, "id": open_id, "id_type": "open_id", "name": name, "tenant_key": tenant.key}


def _post(_tenant: Tenant, _chat: Chat, content: str) -> Content:
    parsed = _parsed(content)
    local = parsed.get("zh_cn") or parsed.get("en_us")
    if not isinstance(local, dict) or not isinstance(local.get("content"), list):
        raise _not_content()
    lines = ["".join(str(piece.get("text", "")) for piece in line) for line in local["content"]]
    return Content("post", "\n".join([str(local.get("title", "")), *lines]).strip())


def _image(tenant: Tenant, _chat: Chat, content: str) -> Content:
    key = _parsed(content).get("image_key")
    if key not in tenant.world.images:
        raise ApiError(230001, "Your request contains an invalid request parameter, ext=invalid image_key")
    return Content("image", str(key))


def _file(tenant: Tenant, _chat: Chat, content: str) -> Content:
    key = _parsed(content).get("file_key")
    if key not in tenant.world.files:
        raise ApiError(230001, "Your request contains an invalid request parameter, ext=invalid file_key")
    return Content("file", tenant.world.files[key][1])


def _card(tenant: Tenant, chat: Chat, content: str) -> Content:
    try:
        card = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise card_error(
            Problem(200621, f"parse card json err, please check whether the card json is correct: {error}", "ROOT")
        ) from None
    problem = first_problem(tenant, chat, card)
    if problem:
        raise card_error(problem)
    return Content("card", cards.summary(card), card)


def first_problem(tenant: Tenant, chat: Chat, card: Any) -> Problem | None:
    """Check a card as this tenant would, in a chat of its: ids, images and @all included."""
    if isinstance(card, dict) and card.get("type") == "template":
        return Problem(200380, "template does not exist", "ROOT")
    if isinstance(card, dict) and card.get("type") == "card":
        return Problem(11310, "cardid is invalid", "ROOT")
    people = tenant.world.people
    known = validation.Known(
        person=lambda one: one in people or any(one in (p.union_id, p.user_id) for p in people.values()),
        image=tenant.world.images.__contains__,
        at_all=chat.mode == "group" and chat.at_all_allowed,
    )
    found = validation.problems(card, known)
    return found[0] if found else None


def card_error(problem: Problem) -> ApiError:
    """Wrap what is wrong with a card into 230099, in the platform's own phrase."""
    where = f"ErrCode: {problem.code}; ErrPath: {problem.path}"
    ext = f"{where}; ErrMsg: {problem.message}; ErrorValue: {problem.value}; "
    return ApiError(230099, f"Failed to create card content, ext={ext}")


def api_content(message: Message, *, whole: bool) -> str:
    """Write a message's content as the API gives it back; cards simplified, unless wanted `whole`."""
    if message.recalled:
        return "This message was recalled"
    if message.card is None or whole:
        return message.content
    lines = [[{"tag": "text", "text": text}] for text in cards.texts(message.card.get("body", {}))]
    return orjson.dumps({"title": cards.title(message.card), "elements": lines}).decode()


_READERS = {"text": _text, "post": _post, "image": _image, "file": _file, "interactive": _card}
