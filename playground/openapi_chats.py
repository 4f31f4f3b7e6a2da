"""Chats, their members, and people's names (im-v1/chat, im-v1/chat-members, contact-v3/user)."""

import base64

from playground.people import Chat, Json, Person
from playground.refusals import ApiError, invalid
from playground.tenant import Tenant
from playground.web import Request

ID_TYPES = ("open_id", "union_id", "user_id")


def success(data: Json) -> Json:
    """Wrap data as successful calls do."""
    return {"code": 0, "msg": "success", "data": data}


def page(request: Request, items: list[Json], default: int = 20) -> Json:
    """Cut one page of at most 100 out of a list; the page token is opaque to callers."""
    size = _number(request.query.get("page_size", str(default)))
    start = _start(request.query.get("page_token", ""))
    end = start + size
    more = end < len(items)
    token = base64.b64encode(f"from:{end}".encode()).decode() if more else ""
    return {"items": items[start:end], "page_token": token, "has_more": more}


def _number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise invalid(text, field="page_size", why="page_size must be between 1 and 100")
    return int(text)


def _start(token: str) -> int:
    if not token:
        return 0
    try:
        return int(base64.b64decode(token, validate=True).removeprefix(b"from:"))
    except ValueError:
        raise invalid(token, field="page_token", why="invalid page_token") from None


def id_type(request: Request, name: str) -> str:
    """Read which kind of person id the caller wants; open_id when they do not say."""
    kind = request.query.get(name, "open_id")
    if kind not in ID_TYPES:
        raise invalid(kind, field=name, why=f"{name} must be one of {', '.join(ID_TYPES)}")
    return kind


def _chat(tenant: Tenant, chat_id: str) -> Chat:
    chat = tenant.world.chats.get(chat_id)
    if chat is None:
        raise ApiError(232006, "Your chat_id is invalid.")
    if chat.disbanded:
        raise ApiError(232009, "Your request specifies a chat which has already been dissolved.")
    if not chat.bot:
        raise ApiError(232011, "Operator can NOT be out of the chat.")
    return chat


def _row(tenant: Tenant, chat: Chat) -> Json:
    return {
        "chat_id": chat.chat_id,
        "avatar": "",
        "name": chat.name,
        "description": "",
        "owner_id": chat.owner.open_id if chat.owner else "",
        "owner_id_type": "open_id",
        "external": False,
        "tenant_key": tenant.key,
        "chat_status": "normal",
    }


def groups(tenant: Tenant, request: Request) -> Json:
    """List the groups the bot is in; direct chats are not listed."""
    with tenant.world.lock:
        chats = [one for one in tenant.world.chats.values() if one.mode == "group" and one.bot and not one.disbanded]
    return success(page(request, [_row(tenant, one) for one in chats]))


def chat(tenant: Tenant, _request: Request, chat_id: str) -> Json:
    """Describe one chat; the counts are strings, as on the platform."""
    found = _chat(tenant, chat_id)
    row = _row(tenant, found)
    del row["chat_id"]
    counts = {"user_count": str(len(found.members)), "bot_count": str(int(found.bot))}
    kind = {"chat_mode": found.mode, "chat_type": "private", "chat_tag": "inner"}
    allowed = "all_members" if found.at_all_allowed else "only_owner"
    return success(row | counts | kind | {"at_all_permission": allowed})


def members(tenant: Tenant, request: Request, chat_id: str) -> Json:
    """List the people of a chat; bots are left out."""
    kind = id_type(request, "member_id_type")
    with tenant.world.lock:
        people = list(_chat(tenant, chat_id).members)
    rows = [_member(tenant, person, kind) for person in people]
    return success(page(request, rows) | {"member_total": len(people)})


def _member(tenant: Tenant, person: Person, kind: str) -> Json:
    return {
        "member_id_type": kind,
        "member_id": getattr(person, kind),
        "name": person.name,
        "tenant_key": tenant.key,
    }


def user(tenant: Tenant, request: Request, user_id: str) -> Json:
    """Describe one person; the names need contact:user.base:readonly, the user_id its own scope."""
    person = tenant.world.find_person(id_type(request, "user_id_type"), user_id)
    if person is None or not person.available:
        raise ApiError(41012, "user id invalid")
    about: Json = {"open_id": person.open_id, "union_id": person.union_id}
    if tenant.with_user_id:
        about["user_id"] = person.user_id
    if "contact:user.base:readonly" in tenant.app.scopes:
        about |= {"name": person.name, "en_name": person.en_name, "avatar": {}}
    state = {"is_frozen": False, "is_resigned": person.resigned, "is_activated": True}
    return success({"user": about | {"status": state | {"is_exited": False, "is_unjoin": False}}})
