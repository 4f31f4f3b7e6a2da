"""The open-apis' front door: token, scope, rate and fault for every call, then the one that was asked for."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from playground import openapi_chats, openapi_files, openapi_images, openapi_messages, openapi_tasks, openapi_tenant
from playground.faults import Failure
from playground.limits import APP
from playground.people import Json
from playground.refusals import ApiError, new_log_id, refusal
from playground.tenant import Tenant
from playground.web import Request, Response, json_response

IM = "/open-apis/im/v1"
SEND = ("im:message", "im:message:send_as_bot", "im:message:send")
UPDATE = ("im:message", "im:message:send_as_bot", "im:message:update")
READ = ("im:message", "im:message:readonly")
RECALL = ("im:message", "im:message:recall", "im:message:send_as_bot")
CHAT = ("im:chat", "im:chat:readonly", "im:chat:read")
MEMBERS = ("im:chat", "im:chat:readonly", "im:chat.members:read")
FILES = ("im:resource", "im:resource:upload")
TASK = "/open-apis/task/v2/tasks"
WRITE_TASK = ("task:task:write", "task:task:writeonly")
READ_TASK = ("task:task:write", "task:task:read")
OWN_SETTINGS = ("application:application:self_manage", "admin:app.info:readonly")
CONTACT = (
    "contact:contact.base:readonly",
    "contact:contact:readonly_as_app",
    "contact:contact:access_as_app",
)

Handler = Callable[..., Json | Response]


@dataclass(frozen=True, slots=True)
class Route:
    """One API: any of `scopes` is enough; `public` ones need no token and have no rate tier."""

    method: str
    pattern: re.Pattern[str]
    handler: Handler
    scopes: tuple[str, ...] = ()
    public: bool = False
    key: str = ""


def _route(method: str, path: str, handler: Handler, scopes: tuple[str, ...] = (), *, public: bool = False) -> Route:
    pattern = re.compile(re.sub(r":\w+", "([^/]+)", path))
    return Route(method, pattern, handler, scopes, public, f"{method} {path}")


ROUTES = (
    _route("POST", f"{IM}/messages", openapi_messages.send, SEND),
    _route("PATCH", f"{IM}/messages/:id", openapi_messages.update, UPDATE),
    _route("POST", f"{IM}/messages/:id/reply", openapi_messages.reply, SEND),
    _route("GET", f"{IM}/messages/:id", openapi_messages.read, READ),
    _route("DELETE", f"{IM}/messages/:id", openapi_messages.recall, RECALL),
    _route("GET", f"{IM}/messages/:id/resources/:key", openapi_files.resource, READ),
    _route("POST", "/open-apis/interactive/v1/card/update", openapi_messages.update_later, UPDATE),
    _route("GET", f"{IM}/chats", openapi_chats.groups, CHAT),
    _route("GET", f"{IM}/chats/:id", openapi_chats.chat, CHAT),
    _route("GET", f"{IM}/chats/:id/members", openapi_chats.members, MEMBERS),
    _route("GET", "/open-apis/contact/v3/users/:id", openapi_chats.user, CONTACT),
    _route("POST", f"{IM}/images", openapi_images.upload, FILES),
    _route("POST", f"{IM}/files", openapi_files.upload, FILES),
    _route("GET", f"{IM}/images/:key", openapi_images.download, FILES),
    _route("POST", TASK, openapi_tasks.create, WRITE_TASK),
    _route("GET", f"{TASK}/:guid", openapi_tasks.get, READ_TASK),
    _route("PATCH", f"{TASK}/:guid", openapi_tasks.patch, WRITE_TASK),
    _route("DELETE", f"{TASK}/:guid", openapi_tasks.delete, WRITE_TASK),
    _route("POST", f"{TASK}/:guid/add_members", openapi_tasks.add_members, WRITE_TASK),
    _route("POST", f"{TASK}/:guid/remove_members", openapi_tasks.remove_members, WRITE_TASK),
    _route("POST", "/open-apis/task/v2/task_v2/task_subscription", openapi_tasks.subscribe, READ_TASK),
    _route("GET", "/open-apis/bot/v3/info", openapi_tenant.bot),
    _route("GET", "/open-apis/application/v6/scopes", openapi_tenant.scopes),
    _route("GET", "/open-apis/application/v6/applications/:id", openapi_tenant.application, OWN_SETTINGS),
    _route("POST", "/open-apis/auth/v3/tenant_access_token/internal", openapi_tenant.tenant_token, public=True),
    _route("POST", "/open-apis/auth/v3/app_access_token/internal", openapi_tenant.app_token, public=True),
)


class OpenApis:
    """Answers everything under /open-apis and remembers each call."""

    def __init__(self, tenant: Tenant, wait: Callable[[float], object]) -> None:
        """Serve one tenant; `wait` is what an injected delay waits with (real seconds)."""
        self.tenant = tenant
        self._wait = wait

    def answer(self, request: Request) -> Response:
        """Answer one call; refusals are answers too."""
        started = time.perf_counter()
        log_id = new_log_id()
        response, code = self._with_faults(request, log_id)
        response.headers["X-Tt-Logid"] = log_id
        ms = (time.perf_counter() - started) * 1000
        self.tenant.record(request.method, request.path, (response.status, code), ms, _seen(request))
        return response

    def _with_faults(self, request: Request, log_id: str) -> tuple[Response, int]:
        failure = self.tenant.faults.take(request.method, request.path)
        if failure is None:
            return self._plainly(request, log_id)
        if failure.delay:
            self._wait(failure.delay)
        if failure.drop == "after" or _only_late(failure):
            response, code = self._plainly(request, log_id)
            response.drop = failure.drop == "after"
            return response, code
        return _failed(failure, log_id), failure.code

    def _plainly(self, request: Request, log_id: str) -> tuple[Response, int]:
        try:
            outcome = self._call(request)
        except ApiError as error:
            return refusal(error, log_id), error.code
        return (outcome if isinstance(outcome, Response) else json_response(outcome)), 0

    def _call(self, request: Request) -> Json | Response:
        route, arguments = find(request)
        if not route.public:
            check_token(self.tenant, request.headers.get("authorization", ""))
            check_scope(self.tenant, route)
            check_rate(self.tenant, route)
        return route.handler(self.tenant, request, *arguments)


def find(request: Request) -> tuple[Route, tuple[str, ...]]:
    """Find the API of a path; an unknown one is 99991201 with HTTP 404."""
    for route in ROUTES:
        if route.method == request.method and (match := route.pattern.fullmatch(request.path)):
            return route, match.groups()
    raise ApiError(99991201, "the requested path does not exist", 404)


def check_token(tenant: Tenant, authorization: str) -> None:
    """Refuse no token (99991661), one of another kind (99991671), or a dead one (99991663)."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ApiError(99991661, "Missing access token for authorization. Please make a request with token attached.")
    if not token.startswith(("t-", "u-")):
        raise ApiError(99991671, "Invalid access token for authorization. The token must start with t- or u-.")
    if not tenant.tokens.valid(token):
        raise ApiError(99991663, "Invalid access token for authorization. Please make a request with token attached.")


def check_scope(tenant: Tenant, route: Route) -> None:
    """Refuse an API none of whose scopes the tenant has granted (99991672)."""
    if route.scopes and not tenant.app.scopes.intersection(route.scopes):
        msg = f"Access denied. One of the following scopes is required: [{', '.join(route.scopes)}]."
        missing = [{"type": "action_scope_required", "subject": scope} for scope in route.scopes]
        raise ApiError(99991672, msg, permission_violations=missing)


def check_rate(tenant: Tenant, route: Route) -> None:
    """Refuse above 50/s or 1000/min per API (HTTP 429, 99991400) and say when to come back."""
    excess = tenant.limits.take(route.key, APP)
    if excess:
        headers = {
            "x-ogw-ratelimit-limit": str(excess.bound.calls),
            "x-ogw-ratelimit-reset": str(excess.reset),
        }
        raise ApiError(99991400, "request trigger frequency limit", 429, headers=headers)


def _only_late(failure: Failure) -> bool:
    return failure.delay > 0 and not (failure.status or failure.code or failure.html or failure.drop)


def _failed(failure: Failure, log_id: str) -> Response:
    if failure.drop:
        return Response(drop=True)
    status = failure.status or (400 if failure.code else 500)
    if failure.html:
        page = f"<html><body><h1>{status}</h1></body></html>".encode()
        return Response(status, page, "text/html", dict(failure.headers))
    code = failure.code or (99991400 if status == 429 else 2200)
    return refusal(ApiError(code, failure.msg, status, headers=failure.headers), log_id)


def _seen(request: Request) -> Any:
    if not request.headers.get("content-type", "").startswith("application/json"):
        return None
    try:
        return orjson.loads(request.body)
    except orjson.JSONDecodeError:
        return None
