"""Messages: sending, replying, updating a card, reading and recalling (im-v1/message)."""

from datetime import timedelta

import orjson

from playground import contents
from playground.limits import CHAT
from playground.openapi_chats import success
from playground.openapi_tenant import json_object
from playground.people import Chat, Json, Message, Person, Sender
from playground.refusals import ApiError, invalid
from playground.tenant import CardToken, Tenant
from playground.web import Request

UPDATABLE = timedelta(days=14)
RECEIVERS = ("open_id", "union_id", "user_id", "email", "chat_id")


def _text(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise invalid(value, field=name, why=f"{name} is required")
    return value


def _uuid(body: Json) -> str:
    value = body.get("uuid") or ""
    if not isinstance(value, str) or len(value) > 50:
        raise invalid(value, field="uuid", why="the max len is 50")
    return value


def reachable(person: Person | None) -> Person:
    """Refuse a person who is not there (230034), out of range (230013) or resigned (230029)."""
    if person is None:
        raise ApiError(230034, "The receive_id is invalid.")
    if not person.available:
        raise ApiError(230013, "Bot has NO availability to this user.")
    if person.resigned:
        raise ApiError(230029, "The user has resigned.")
    return person


def open_chat(chat: Chat | None) -> Chat:
    """Refuse a chat that is not there (230034), dissolved (232009) or without the bot (230002)."""
    if chat is None:
        raise ApiError(230034, "The receive_id is invalid.")
    if chat.disbanded:
        raise ApiError(232009, "Your request specifies a chat which has already been dissolved.")
    if not chat.bot:
        raise ApiError(230002, "The bot can not be outside the group.")
    if chat.mode == "p2p":
        reachable(chat.members[0])
    return chat


def _receiver(tenant: Tenant, kind: str, value: str) -> Chat:
    if kind not in RECEIVERS:
        raise invalid(kind, field="receive_id_type", why=f"receive_id_type must be one of {', '.join(RECEIVERS)}")
    if kind == "chat_id":
        return open_chat(tenant.world.chats.get(value))
    person = None if kind == "email" else tenant.world.find_person(kind, value)
    return tenant.world.direct(reachable(person))


def check_pace(tenant: Tenant, key: str) -> None:
    """Refuse more than 5 a second to one user, one group, or on one message (230020)."""
    if tenant.limits.take(key, CHAT):
        raise ApiError(230020, "This operation triggers the frequency limit.")


def send(tenant: Tenant, request: Request) -> Json:
    """Send a message (im-v1/message/create)."""
    body = json_object(request)
    uuid, receiver = _uuid(body), _text(body, "receive_id")
    with tenant.world.lock:
        if uuid and (before := tenant.world.of_uuid(uuid)):
            return success(item(tenant, before))
        chat = _receiver(tenant, request.query.get("receive_id_type", ""), receiver)
        return success(item(tenant, _post(tenant, chat, body)))


def reply(tenant: Tenant, request: Request, message_id: str) -> Json:
    """Answer a message in its chat (im-v1/message/reply)."""
    body = json_object(request)
    uuid = _uuid(body)
    with tenant.world.lock:
        if uuid and (before := tenant.world.of_uuid(uuid)):
            return success(item(tenant, before))
        parent = _standing(tenant, message_id)
        chat = open_chat(tenant.world.chats[parent.chat_id])
        return success(item(tenant, _post(tenant, chat, body, parent)))


def _post(tenant: Tenant, chat: Chat, body: Json, parent: Message | None = None) -> Message:
    kind, content = _text(body, "msg_type"), _text(body, "content")
    check_pace(tenant, f"chat {chat.chat_id}")
    shown = contents.read(tenant, chat, kind, content, len(orjson.dumps(body)))
    now = tenant.clock.now()
    message = Message(
        chat_id=chat.chat_id,
        sender=Sender("bot", tenant.app.open_id, tenant.app.name),
        kind=shown.kind,
        text=shown.text,
        content=content,
        created_at=now,
        updated_at=now,
        card=shown.card,
        parent_id=parent.message_id if parent else "",
        root_id=(parent.root_id or parent.message_id) if parent else "",
        uuid=_uuid(body),
        mentions=shown.mentions,
    )
    return tenant.world.post(message)


def _standing(tenant: Tenant, message_id: str) -> Message:
    message = tenant.world.messages.get(message_id)
    if message is None or message.sender.kind == "system":
        raise ApiError(230001, "Your request contains an invalid request parameter, ext=invalid message_id")
    if message.recalled:
        raise ApiError(230011, "The message was recalled.")
    return message


def _own_card(tenant: Tenant, message: Message) -> Message:
    if message.sender.kind != "bot" or message.kind != "card":
        raise ApiError(230054, "This operation is not supported for this message type.")
    if tenant.clock.now() - message.created_at > UPDATABLE:
        raise ApiError(230031, "The message is sent more than 14 days ago and can not be updated.")
    return message


def update(tenant: Tenant, request: Request, message_id: str) -> Json:
    """Show a new card in place of one the bot sent (im-v1/message-card/patch), for 14 days."""
    body = json_object(request)
    content = _text(body, "content")
    with tenant.world.lock:
        message = _own_card(tenant, _standing(tenant, message_id))
        chat = open_chat(tenant.world.chats[message.chat_id])
        check_pace(tenant, f"message {message_id}")
        shown = contents.read(tenant, chat, "interactive", content, len(orjson.dumps(body)))
        tenant.world.replace_card(message, shown.card or {}, content, shown.text)
    return success({})


def update_later(tenant: Tenant, request: Request) -> Json:
    """Update a clicked card by the click's token: 30 minutes, two uses, not before the click was answered."""
    body = json_object(request)
    token = tenant.card_tokens.get(_text(body, "token"))
    card = body.get("card")
    if not isinstance(card, dict):
        raise ApiError(10002, "invalid parameter: card")
    if token is None:
        raise ApiError(300020, "invalid token format")
    with tenant.world.lock:
        message = _for_token(tenant, token)
        content = orjson.dumps(card).decode()
        chat = tenant.world.chats[message.chat_id]
        shown = contents.read(tenant, chat, "interactive", content, len(content.encode()))
        token.uses += 1
        tenant.world.replace_card(message, shown.card or {}, content, shown.text)
    return {"code": 0, "msg": "ok"}


def _for_token(tenant: Tenant, token: CardToken) -> Message:
    if token.open:
        raise ApiError(11310, "card action is lock")
    if tenant.clock.now() > token.until:
        raise ApiError(300030, "token expired")
    if token.uses >= 2:
        raise ApiError(300040, "token used more than 2 times")
    message = tenant.world.messages[token.message_id]
    if message.recalled:
        raise ApiError(200000, "message recalled")
    return message


def read(tenant: Tenant, request: Request, message_id: str) -> Json:
    """Read one message; a card comes simplified unless card_msg_content_type=user_card_content."""
    message = tenant.world.messages.get(message_id)
    if message is None:
        raise ApiError(230001, "Your request contains an invalid request parameter, ext=invalid message_id")
    whole = request.query.get("card_msg_content_type") == "user_card_content"
    return success({"items": [item(tenant, message, whole=whole)]})


def recall(tenant: Tenant, _request: Request, message_id: str) -> Json:
    """Take back one of the bot's own messages (230026 for another's)."""
    with tenant.world.lock:
        message = _standing(tenant, message_id)
        if message.sender.kind != "bot":
            raise ApiError(230026, "No permission to recall this message.")
        tenant.world.recall(message)
    return success({})


def item(tenant: Tenant, message: Message, *, whole: bool = False) -> Json:
    """Write a message as the API shows it; times are millisecond strings."""
    bot = message.sender.kind == "bot"
    sender = {
        "id": tenant.app.app_id if bot else message.sender.open_id,
        "id_type": "app_id" if bot else "open_id",
        "sender_type": "app" if bot else "user",
        "tenant_key": tenant.key,
    }
    row: Json = {
        "message_id": message.message_id,
        "msg_type": {"card": "interactive"}.get(message.kind, message.kind),
        "create_time": str(int(message.created_at.timestamp() * 1000)),
        "update_time": str(int(message.updated_at.timestamp() * 1000)),
        "deleted": message.recalled,
        "updated": message.updates > 0,
        "chat_id": message.chat_id,
        "sender": sender,
        "body": {"content": contents.api_content(message, whole=whole)},
    }
    if message.parent_id:
        row |= {"root_id": message.root_id, "parent_id": message.parent_id}
    return row | ({"mentions": message.mentions} if message.mentions else {})
