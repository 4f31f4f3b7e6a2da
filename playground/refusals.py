"""How the platform says no: a code, an HTTP status and a body with a log id."""

import secrets
from collections.abc import Mapping
from typing import Any

from playground.web import Response, json_response

HELP = "https://open.feishu.cn/search?from=openapi&log_id="


class ApiError(Exception):
    """A refusal of one open-apis call; business refusals are HTTP 400 (messages.md, "error bodies")."""

    def __init__(self, code: int, msg: str, status: int = 400, **extra: Any) -> None:
        """Name the platform's code and message; `headers=` and members of `error` may be added."""
        super().__init__(msg)
        self.code = code
        self.msg = msg
        self.status = status
        self.headers: Mapping[str, str] = extra.pop("headers", {})
        self.extra = extra


def new_log_id() -> str:
    """Make a log id like those in `X-Tt-Logid`."""
    return secrets.token_hex(17).upper()


def refusal(error: ApiError, log_id: str) -> Response:
    """Write the error body; a rate limit is the bare pair of code and msg, as in the docs' sample."""
    body: dict[str, Any] = {"code": error.code, "msg": error.msg}
    if error.status != 429:
        body["error"] = {
            "log_id": log_id,
            "troubleshooter": f"{HELP}{log_id}&code={error.code}",
            **error.extra,
        }
    response = json_response(body, error.status)
    response.headers.update(error.headers)
    return response


def invalid(value: object, *, field: str, why: str) -> ApiError:
    """Refuse a parameter (99992402) and name its field."""
    violation = {"field": field, "value": str(value), "description": why}
    return ApiError(99992402, "field validation failed", field_violations=[violation])
