"""Event bodies, v2.0, as the event pages under im-v1 and application-v6 show them."""

import secrets
from collections.abc import Sequence

import orjson

from playground.people import Chat, Json, Message, Person, user_ids
from playground.tenant import Tenant


def envelope(tenant: Tenant, event_type: str, event: Json) -> Json:
    """Wrap an event; `create_time` has 13 digits, or 16 when the fault `create_time_unit` says `us`."""
    factor = 1_000_000 if tenant.faults.create_time_unit == "us" else 1000
    header = {
        "event_id": secrets.token_hex(16),
        "event_type": event_type,
        "create_time": str(int(tenant.clock.now().timestamp() * factor)),
        "token": "wrong" if tenant.faults.wrong_token else tenant.app.verification_token,
        "app_id": tenant.app.app_id,
        "tenant_key": tenant.key,
    }
    return {"schema": "2.0", "header": header, "event": event}


def ids(tenant: Tenant, person: Person) -> Json:
    """Write somebody's id triple."""
    return user_ids(person, with_user_id=tenant.with_user_id)


def _millis(message: Message) -> str:
    return str(int(message.created_at.timestamp() * 1000))


def received(tenant: Tenant, person: Person, chat: Chat, message: Message) -> Json:
    """im.message.receive_v1: somebody wrote to the bot."""
    body: Json = {
        "message_id": message.message_id,
        "create_time": _millis(message),
        "update_time": _millis(message),
        "chat_id": chat.chat_id,
        "chat_type": chat.mode,
        "message_type": message.kind,
        "content": message.content,
    }
    if message.mentions:
        body["mentions"] = message.mentions
    sender = {"sender_id": ids(tenant, person), "sender_type": "user", "tenant_key": tenant.key}
    return envelope(tenant, "im.message.receive_v1", {"sender": sender, "message": body})


def mention(tenant: Tenant, number: int, person: Person | None) -> Json:
    """Write one entry of `mentions`; None is the bot."""
    return {
        "key": f"@_user_{number}",
        "id": ids(tenant, person) if person else tenant.mention_of_app(),
        "mentioned_type": "user" if person else "bot",
        "name": person.name if person else tenant.app.name,
        "tenant_key": tenant.key,
    }


def _of_chat(tenant: Tenant, chat: Chat, by: Person) -> Json:
    return {
        "chat_id": chat.chat_id,
        "operator_id": ids(tenant, by),
        "external": False,
        "operator_tenant_key": tenant.key,
        "name": chat.name,
        "i18n_names": {"zh_cn": chat.name, "en_us": chat.name, "ja_jp": chat.name},
    }


def bot_membership(tenant: Tenant, chat: Chat, by: Person, change: str) -> Json:
    """im.chat.member.bot.added_v1 / deleted_v1: somebody let the bot in, or put it out."""
    return envelope(tenant, f"im.chat.member.bot.{change}_v1", _of_chat(tenant, chat, by))


def membership(tenant: Tenant, chat: Chat, people: Sequence[Person], change: str) -> Json:
    """im.chat.member.user.added_v1 / deleted_v1: people joined, or left.

    The first of them is the operator.
    """
    users = [{"name": one.name, "tenant_key": tenant.key, "user_id": ids(tenant, one)} for one in people]
    body = _of_chat(tenant, chat, people[0]) | {"users": users}
    return envelope(tenant, f"im.chat.member.user.{change}_v1", body)


def disbanded(tenant: Tenant, chat: Chat, by: Person) -> Json:
    """im.chat.disbanded_v1: somebody dissolved the group."""
    return envelope(tenant, "im.chat.disbanded_v1", _of_chat(tenant, chat, by))


def entered(tenant: Tenant, chat: Chat, person: Person, last: Message | None) -> Json:
    """im.chat.access_event.bot_p2p_chat_entered_v1: somebody opened their chat with the bot."""
    body: Json = {"chat_id": chat.chat_id, "operator_id": ids(tenant, person)}
    if last:
        body |= {"last_message_id": last.message_id, "last_message_create_time": _millis(last)}
    return envelope(tenant, "im.chat.access_event.bot_p2p_chat_entered_v1", body)


def menu(tenant: Tenant, person: Person, key: str) -> Json:
    """application.bot.menu_v6: somebody chose an item of the bot's menu; `timestamp` is whole seconds."""
    body = {
        "operator": {"operator_name": person.name, "operator_id": ids(tenant, person)},
        "event_key": key,
        "timestamp": int(tenant.clock.now().timestamp()),
    }
    return envelope(tenant, "application.bot.menu_v6", body)


def clicked(tenant: Tenant, person: Person, message: Message, token: str, action: Json) -> Json:
    """card.action.trigger: somebody used a card."""
    operator = {"tenant_key": tenant.key, **ids(tenant, person)}
    if tenant.faults.operator_without_open_id:
        del operator["open_id"]
    body = {
        "operator": operator,
        "token": token,
        "action": action,
        "host": "im_message",
        "context": {"open_message_id": message.message_id, "open_chat_id": message.chat_id},
    }
    return envelope(tenant, "card.action.trigger", body)


def challenge(tenant: Tenant) -> Json:
    """url_verification: the console asks whether the URL is the app's."""
    token = "wrong" if tenant.faults.wrong_token else tenant.app.verification_token
    return {"challenge": secrets.token_hex(16), "token": token, "type": "url_verification"}


def text_content(text: str) -> str:
    """Write the content of a text message."""
    return orjson.dumps({"text": text}).decode()
