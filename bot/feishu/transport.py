"""How calls reach Feishu: the SDK's client on kept connections, with one token and telling refusals.

The SDK by itself opens a connection for every call, keeps a token that died and asks for several at once.
"""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from bot.feishu.codes import DEAD_TOKENS, Kind, Refused, refusal
from bot.feishu.lean import make_room
from bot.feishu.meters import Meter
from bot.grids import LARGEST

Ask = Callable[[Any, Any], Any]
"""Makes one call with the SDK's client and a `RequestOption`; a new request each time: the SDK changes it."""

_NOT_SENT = {"NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "ProxyError", "SSLError"}
"""Names of connection failures (urllib3) after which not a byte of the request can have arrived."""

_one_at_a_time = threading.Lock()
"""The SDK mixes up the tokens of two apps, and asks for one token many times, when threads ask at once."""


class UnreadableError(Exception):
    """An answer that is not JSON: a gateway's page, or half an answer."""

    def __init__(self, status: int, headers: Mapping[str, str]) -> None:
        super().__init__(f"HTTP {status} without JSON")
        self.status = status
        self.headers = headers


class TooLargeError(Exception):
    """A file that is not fetched, being larger than `LARGEST` by what Feishu says; itself it would give 100 MB."""


class _Pool:
    """Stands where the SDK expects the `requests` module: a kept session per thread, and no redirects."""

    def __init__(self) -> None:
        self._local = threading.local()

    def request(self, method: str, url: str, **how: Any) -> Any:
        import requests

        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
        is_file = "/resources/" in url
        answer = self._local.session.request(method, url, allow_redirects=False, stream=is_file, **how)
        if is_file and answer.ok:
            return _within_reason(answer)
        if not answer.content.lstrip().startswith(b"{"):
            raise UnreadableError(answer.status_code, answer.headers)
        return answer


def _within_reason(answer: Any) -> Any:
    """A file that is on its way; one that is too large is left there."""
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        answer.close()
        raise UnreadableError(answer.status_code, answer.headers)
    if int(answer.headers.get("Content-Length") or 0) > LARGEST:
        answer.close()
        raise TooLargeError
    return answer


class Line:
    """A line to one app's tenant; made in an instant, it loads the SDK (half a second) at the first call.

    `timeouts` are seconds to connect and to wait for an answer; `meter` counts every call, those for tokens among
    them. Safe to share between threads.
    """

    def __init__(
        self, app_id: str, app_secret: str, domain: str, timeouts: tuple[float, float], meter: Meter | None = None
    ) -> None:
        self._app_id = app_id
        self._app_secret = app_secret
        self._domain = domain.rstrip("/")
        self._timeouts = timeouts
        self._lock = threading.Lock()
        self._client: Any = None
        self._meter = meter or Meter()

    def call(self, ask: Ask) -> Any:
        """Make a call and give its successful response; a dead token is dropped and the call made once more.

        Raises `Refused`.
        """
        client, token = self._ready(), self._token()
        response = self._asked(ask, client, token)
        if response.code in DEAD_TOKENS:
            self._drop(token)
            response = self._asked(ask, client, self._token())
        if response.code == 0:
            return response
        raise refusal(response.code or 0, response.raw.status_code, response.msg or "", _reset(response.raw.headers))

    def _asked(self, ask: Ask, client: Any, token: str) -> Any:
        self._meter.add()
        return _asked(ask, client, token)

    def _ready(self) -> Any:
        with self._lock:
            if self._client is None:
                self._client = _client(self._app_id, self._app_secret, self._domain, self._timeouts)
            return self._client

    def _token(self) -> str:
        """The tenant's token; whatever goes wrong here, the message itself has not left."""
        from lark_oapi.core.exception import ObtainAccessTokenException
        from lark_oapi.core.token import TokenManager

        config = _config(self._app_id, self._app_secret, self._domain, self._timeouts)
        try:
            with _one_at_a_time:
                if not TokenManager.cache.get(f"self_tenant_token:{self._app_id}"):
                    self._meter.add()
                return str(TokenManager.get_self_tenant_token(config))
        except ObtainAccessTokenException as error:
            raise refusal(error.code or 0, 400, error.msg or "", None) from error
        except UnreadableError as error:
            raise _unreadable(error) from error
        except (OSError, ValueError) as error:
            raise Refused(Kind.AGAIN, 0, f"no token: {type(error).__name__}") from error

    def _drop(self, token: str) -> None:
        from lark_oapi.core.token import TokenManager

        key = f"self_tenant_token:{self._app_id}"
        with _one_at_a_time:
            # Another thread may have a new one already, which is to be kept.
            if TokenManager.cache.get(key) == token:
                TokenManager.cache.set(key, "", 0)


def _client(app_id: str, app_secret: str, domain: str, timeouts: tuple[float, float]) -> Any:
    with _one_at_a_time:
        make_room()
        from lark_oapi.core import log
        from lark_oapi.core.http import transport

        if not isinstance(transport.requests, _Pool):
            transport.requests = _Pool()
        # It writes to standard output by itself, which is the operator's.
        log.logger.handlers.clear()
        log.logger.setLevel(logging.ERROR)
        config = _config(app_id, app_secret, domain, timeouts)
        config.enable_set_token = True
        return _Client(config)


class _Client:
    """What the SDK's own client is, with the three APIs that are called of its sixty, and calls without one."""

    def __init__(self, config: Any) -> None:
        from lark_oapi.api.application.service import ApplicationService
        from lark_oapi.api.im.service import ImService
        from lark_oapi.api.task.service import TaskService

        self._config = config
        self.im, self.task, self.application = ImService(config), TaskService(config), ApplicationService(config)

    def request(self, request: Any, option: Any) -> Any:
        from lark_oapi.core import JSON
        from lark_oapi.core.http import Transport
        from lark_oapi.core.model import BaseResponse
        from lark_oapi.core.token import verify

        verify(self._config, request, option)
        raw = Transport.execute(self._config, request, option)
        response = JSON.unmarshal(raw.content.decode(), BaseResponse)
        response.raw = raw
        return response


def _config(app_id: str, app_secret: str, domain: str, timeouts: tuple[float, float]) -> Any:
    from lark_oapi.core.model import Config

    config = Config()
    config.app_id, config.app_secret, config.domain, config.timeout = app_id, app_secret, domain, timeouts
    return config


def _asked(ask: Ask, client: Any, token: str) -> Any:
    from lark_oapi.core.model import RequestOption

    try:
        return ask(client, RequestOption.builder().tenant_access_token(token).build())
    except UnreadableError as error:
        raise _unreadable(error) from error
    except json.JSONDecodeError as error:
        raise Refused(Kind.UNKNOWN, 0, "half an answer") from error
    except OSError as error:
        raise _unanswered(error) from error


def _unreadable(error: UnreadableError) -> Refused:
    found = refusal(0, error.status, "", _reset(error.headers))
    if error.status < 400:
        found.kind = Kind.UNKNOWN
    return found


def _unanswered(error: OSError) -> Refused:
    """Every exception of requests is an OSError; inside it is what happened on the connection."""
    inner = error.args[0] if error.args else error
    names = {type(error).__name__, type(getattr(inner, "reason", inner)).__name__}
    kind = Kind.AGAIN if names & (_NOT_SENT | {"ConnectTimeout"}) else Kind.UNKNOWN
    return Refused(kind, 0, f"no answer: {type(error).__name__}")


def _reset(headers: Mapping[str, str]) -> float | None:
    """`x-ogw-ratelimit-reset`: seconds until calls are taken again, at most five minutes of them."""
    told = {name.lower(): value for name, value in headers.items()}.get("x-ogw-ratelimit-reset", "")
    return min(max(float(told), 1.0), 300.0) if told.isdecimal() else None
