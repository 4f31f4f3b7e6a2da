"""What the bot asks Feishu about: the people of a group, itself, and what it may do."""

import json
from functools import partial
from typing import Any

from bot.feishu.transport import Line


def members(line: Line, chat_id: str) -> dict[str, str]:
    """Everybody in a group, open_id → name, bots left out (im-v1/chat-members/get, all pages)."""
    found: dict[str, str] = {}
    token = ""
    while True:
        data = line.call(partial(_members, chat_id, token)).data
        found |= {one.member_id: one.name or "" for one in data.items or [] if one.member_id}
        if not data.has_more or not data.page_token or data.page_token == token:
            return found
        token = data.page_token


def _members(chat_id: str, token: str, client: Any, option: Any) -> Any:
    from lark_oapi.api.im.v1 import GetChatMembersRequest

    request = GetChatMembersRequest.builder().chat_id(chat_id).member_id_type("open_id").page_size(100)
    return client.im.v1.chat_members.get((request.page_token(token) if token else request).build(), option)


def own_open_id(line: Line) -> str:
    """The bot's own open_id (bot-v3/bot/get), by which a mention of it is known. Changes nothing there."""
    response = line.call(lambda client, option: client.request(_bot(), option))
    return str(json.loads(response.raw.content)["bot"]["open_id"])


def _bot() -> Any:
    from lark_oapi.core.enum import AccessTokenType, HttpMethod
    from lark_oapi.core.model import BaseRequest

    request = BaseRequest.builder().http_method(HttpMethod.GET).uri("/open-apis/bot/v3/info")
    return request.token_types({AccessTokenType.TENANT}).build()


def scopes(line: Line) -> list[str]:
    """The permissions that the tenant has granted to the app, sorted (application-v6/scope/list)."""
    from lark_oapi.api.application.v6 import ListScopeRequest

    response = line.call(
        lambda client, option: client.application.v6.scope.list(ListScopeRequest.builder().build(), option)
    )
    return sorted(one.scope_name for one in response.data.scopes or [] if one.grant_status == 1)


def subscriptions(line: Line) -> frozenset[str]:
    """The events and callbacks the app is subscribed to (application-v6/application/get); empty where it does not say.

    Needs the permission application:application:self_manage. The page does not list these fields, the SDK does.
    """
    app = json.loads(line.call(_own_settings).raw.content)["data"].get("app") or {}
    event, callback = app.get("event") or {}, app.get("callback") or app.get("callback_info") or {}
    return frozenset([*(event.get("subscribed_events") or ()), *(callback.get("subscribed_callbacks") or ())])


def _own_settings(client: Any, option: Any) -> Any:
    from lark_oapi.api.application.v6 import GetApplicationRequest

    request = GetApplicationRequest.builder().app_id("me").lang("zh_cn").build()
    return client.application.v6.application.get(request, option)
