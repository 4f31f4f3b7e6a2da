"""What a client makes of the bot's answer to a click.

A toast, a new card, or one of the documented error codes.
"""

from dataclasses import dataclass
from typing import Any, Final

import orjson

from playground import contents
from playground.cards import in_language
from playground.people import Chat, Json, Person
from playground.post import Posted
from playground.tenant import Tenant

TOASTS = frozenset({"info", "success", "error", "warning"})
CARD_BYTES = 30 * 1024
WORDS: Final[dict[int, str]] = {
    200340: "出错了，请稍后重试（code: 200340，未配置回调或组件没有回调）",
    200341: "目标回调服务超时未响应（code: 200341）",
    200342: "无法连接目标回调服务（code: 200342）",
    200530: "表单内的交互组件没有 name（code: 200530）",
    200671: "目标回调服务返回的状态码不是 200（code: 200671）",
    200672: "目标回调服务返回的内容格式错误（code: 200672）",
    200673: "目标回调服务返回的卡片有错误（code: 200673）",
    200830: "2.0 卡片不能更新为 1.0 卡片（code: 200830）",
}


@dataclass(frozen=True, slots=True)
class ShownError:
    """An error the client showed after a click.

    The platform's code, its words, and the details for developers.
    """

    code: int
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A click's outcome as the client reads it.

    Toast as (kind, text), a card to show instead, or an error.
    """

    toast: tuple[str, str] | None = None
    card: Json | None = None
    error: ShownError | None = None


def error(code: int, detail: str = "") -> Answer:
    """Make the outcome of one documented error."""
    return Answer(error=ShownError(code, WORDS[code], detail))


def read(tenant: Tenant, person: Person, chat: Chat, posted: Posted) -> Answer:
    """Read what came back from the bot (card-callback-communication, error table)."""
    if posted.failure:
        return error({"timeout": 200341, "unconnected": 200340}.get(posted.failure, 200342))
    if posted.status != 200:
        return error(200671, f"HTTP {posted.status}")
    try:
        body = orjson.loads(posted.body)
    except orjson.JSONDecodeError:
        return error(200672, "not JSON")
    flaw = _misshapen(posted, body)
    return error(200672, flaw) if flaw else _with_card(tenant, person, chat, body)


def _misshapen(posted: Posted, body: Any) -> str:
    if "json" not in posted.content_type:
        return f"Content-Type {posted.content_type}"
    if not isinstance(body, dict):
        return "not an object"
    return _wrong_toast(body.get("toast")) or _wrong_card(body.get("card"))


def _wrong_toast(toast: Any) -> str:
    if toast is None:
        return ""
    if not isinstance(toast, dict) or toast.get("type", "info") not in TOASTS:
        return "toast type"
    texts = [toast.get("content", ""), *(toast.get("i18n") or {}).values()]
    return "" if all(isinstance(text, str) for text in texts) else "toast content"


def _wrong_card(card: Any) -> str:
    if card is None:
        return ""
    right = isinstance(card, dict) and card.get("type") in {"raw", "template"} and isinstance(card.get("data"), dict)
    return "" if right else "card type or data"


def _with_card(tenant: Tenant, person: Person, chat: Chat, body: Json) -> Answer:
    toast = _toast(body.get("toast"), person)
    if body.get("card") is None:
        return Answer(toast)
    card = body["card"]["data"]
    if body["card"]["type"] == "template":
        return error(200673, "template does not exist")
    if card and card.get("schema") != "2.0":
        return error(200830)
    if len(orjson.dumps(card)) > CARD_BYTES:
        return error(200673, "card is larger than 30 KB")
    problem = contents.first_problem(tenant, chat, card)
    return error(200673, str(problem)) if problem else Answer(toast, card)


def _toast(toast: Json | None, person: Person) -> tuple[str, str] | None:
    text = in_language(toast, person.lang) if toast else ""
    return (str(toast.get("type", "info")), text) if toast and text else None
