"""The app itself: its tokens, its bot, its scopes."""

import orjson

from playground.people import Json
from playground.refusals import ApiError
from playground.tenant import Tenant
from playground.web import Request


def json_object(request: Request) -> Json:
    """Read a request's body as a JSON object, or refuse it as the gateway does (9499)."""
    try:
        body = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        raise ApiError(9499, "Bad Request") from None
    if not isinstance(body, dict):
        raise ApiError(9499, "Bad Request")
    return body


def tenant_token(tenant: Tenant, request: Request) -> Json:
    """Give the app its token (auth-v3/auth/tenant_access_token_internal).

    The members stand beside code and msg.
    """
    body = json_object(request)
    if not body.get("app_id") or not body.get("app_secret"):
        raise ApiError(10003, "invalid param")
    if body["app_id"] != tenant.app.app_id or body["app_secret"] != tenant.app.app_secret:
        raise ApiError(10015, "app secret invalid")
    token, left = tenant.tokens.issue()
    return {"code": 0, "msg": "ok", "tenant_access_token": token, "expire": left}


def app_token(tenant: Tenant, request: Request) -> Json:
    """Give the same token under both names, as the app_access_token call does."""
    given = tenant_token(tenant, request)
    return given | {"app_access_token": given["tenant_access_token"]}


def bot(tenant: Tenant, _request: Request) -> Json:
    """Describe the bot (bot-v3/bot/get): activate_status 2 is "in use".

    The bot stands beside code and msg.
    """
    about = {
        "activate_status": 2,
        "app_name": tenant.app.name,
        "avatar_url": "",
        "ip_white_list": [],
        "open_id": tenant.app.open_id,
    }
    return {"code": 0, "msg": "ok", "bot": about}


def scopes(tenant: Tenant, _request: Request) -> Json:
    """List the scopes (application-v6/scope/list); grant_status 1 is granted."""
    granted = [{"scope_name": name, "grant_status": 1, "scope_type": "tenant"} for name in sorted(tenant.app.scopes)]
    return {"code": 0, "msg": "success", "data": {"scopes": granted}}


def application(tenant: Tenant, _request: Request, _id: str) -> Json:
    """Describe the app itself (application-v6/application/get), with what it is subscribed to."""
    events = sorted(each for each in tenant.app.subscribed if each != "card.action.trigger")
    callbacks = sorted(tenant.app.subscribed - set(events))
    told = {
        "app_id": tenant.app.app_id,
        "app_name": tenant.app.name,
        "status": 1,
        "event": {"subscription_type": "webhook", "subscribed_events": events},
        "callback": {"callback_type": "webhook", "subscribed_callbacks": callbacks},
    }
    return {"code": 0, "msg": "success", "data": {"app": told}}
