"""How a `Reply` reaches the person: in the answer to their press, or as a message through the outbox."""

from dataclasses import replace
from typing import Any, Final

import orjson
import structlog

from bot import views
from bot.card import Card, faults
from bot.context import Context, Reply
from bot.deliveries import BotAdded, ChatOpened, Delivery, MenuChosen, Pressed, Said
from bot.text import Text
from storage.outbox import Outgoing, Verb

EMPTY: Final = "{}"
"""The answer to an event: Feishu looks at the status only."""

SURELY_SMALL: Final = 12_000
"""Bytes below which a card of ours is within every limit of the platform."""

_log = structlog.get_logger(__name__)


def answer(ctx: Context, reply: Reply, about: str) -> str:
    """The HTTP body for a delivery; what cannot be said there is put into the outbox."""
    if isinstance(ctx.delivery, Pressed):
        return press_body(reply)
    if reply.card and (outgoing := _message(ctx.delivery, reply.card, about)):
        ctx.queue(outgoing)
    return EMPTY


def answer_late(ctx: Context, reply: Reply, about: str) -> str:
    """The same for a delivery that was retried: its press is long over, so the card is changed where it stands."""
    if not isinstance(ctx.delivery, Pressed):
        return answer(ctx, reply, about)
    pressed = ctx.delivery
    if reply.card:
        content = _fitting(reply.card).dumps()
        ctx.queue(Outgoing(pressed.chat_id, Verb.PATCH, content, target=pressed.message_id, about=about))
    elif reply.toast:
        ctx.notify(pressed.open_id, views.refusal_card(views.RETRIED, reply.toast), about=about)
    return press_body(reply)


def press_body(reply: Reply) -> str:
    """The answer to a press: a toast, a card in place of the one pressed, both or nothing."""
    body: dict[str, Any] = {}
    if reply.toast:
        body["toast"] = _toast(reply.tone, reply.toast)
    if reply.card:
        body["card"] = {"type": "raw", "data": reply.card.json}
    said = orjson.dumps(body)
    # Looking through a card takes longer than building it: only one that is large can be too large.
    if reply.card and len(said) > SURELY_SMALL and (found := faults(reply.card)):
        return press_body(replace(reply, card=_instead(found)))
    return said.decode()


def with_toast(body: str, toast: Text) -> str:
    """An answer given before, with another toast."""
    return orjson.dumps(orjson.loads(body) | {"toast": _toast("warning", toast)}).decode()


def _toast(tone: str, said: Text) -> dict[str, Any]:
    return {"type": tone, "content": said.zh, "i18n": {"zh_cn": said.zh, "en_us": said.en}}


def _message(delivery: Delivery, card: Card, about: str) -> Outgoing | None:
    """Where the answer to a delivery belongs: to the person, or into the group, there as a reply if to a message."""
    content = _fitting(card).dumps()
    once = f"answer/{delivery.key}"
    match delivery:
        case Said(is_direct=False):
            return Outgoing(delivery.chat_id, Verb.REPLY, content, delivery.message_id, about, once)
        case Said() | MenuChosen() | ChatOpened():
            return Outgoing(delivery.open_id, Verb.SEND, content, about=about, dedupe=once)
        case BotAdded():
            return Outgoing(delivery.chat_id, Verb.SEND, content, about=about, dedupe=once)
        case _:
            return None


def _fitting(card: Card) -> Card:
    """The card, or one that says it was too long: what was accepted must not fail for want of room to show it."""
    found = faults(card)
    return _instead(found) if found else card


def _instead(found: list[str]) -> Card:
    _log.error("card_refused", faults=found)
    return views.too_large_card()
