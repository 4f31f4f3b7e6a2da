"""What the platform would post: encrypted, signed, and each one new; the same bytes to everybody who is asked."""

import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from benchmarks.keys import APP_ID, ENCRYPT_KEY, PATH, SLACK_SECRET, TOKEN
from benchmarks.office import Rep
from handlers.visits.forms import FileVisit
from playground.envelope_crypto import compact, encrypted, signature_headers

CUSTOMERS = 300
"""From how many customers the visits choose."""


class Sealed(NamedTuple):
    """What is posted: headers and body."""

    headers: dict[str, str]
    body: bytes

    def request(self, path: str = PATH) -> bytes:
        """The whole of it as an HTTP request to a path, to be written to a connection."""
        fixed = {"Host": "127.0.0.1", "Content-Length": str(len(self.body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in (fixed | self.headers).items())
        return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + self.body

    def forged(self) -> "Sealed":
        """The same with a signature that nobody made."""
        return Sealed(self.headers | {"X-Lark-Signature": "0" * 64}, self.body)


def submission(rep: Rep, number: int) -> Sealed:
    """A visit form that a rep has filled in."""
    return _sealed(_submitted(rep, number))


def slash(rep: Rep, number: int) -> Sealed:
    """A slash command as Slack posts it: a signed form, for the peer that speaks with Slack."""
    told = {"command": "/visit", "text": f"{number} samples passed", "user_id": rep.open_id, "team_id": "T1"}
    where = {"channel_id": rep.chat_id, "api_app_id": "A1", "token": "t", "response_url": "http://127.0.0.1:1/"}
    body, at = urlencode(told | where).encode(), str(int(datetime.now(UTC).timestamp()))
    signed = hmac.new(SLACK_SECRET.encode(), f"v0:{at}:".encode() + body, "sha256").hexdigest()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return Sealed(form | {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signed}"}, body)


def read_receipt(rep: Rep, number: int) -> Sealed:
    """Somebody has read messages: an event that bots are sent and few care about."""
    reader = {"reader_id": {"open_id": rep.open_id, "union_id": f"on_{rep.open_id[3:]}"}, "read_time": "1772416800000"}
    read = [f"om_{number:032x}", f"om_{number + 1:032x}"]
    return _sealed(_envelope("im.message.message_read_v1", {"reader": reader, "message_id_list": read}))


def _submitted(rep: Rep, number: int) -> object:
    value = FileVisit().stamp(to=rep.open_id, key=secrets.token_hex(8))
    typed = {
        "customer": f"华宁精密 {number * 7919 % CUSTOMERS}",
        "contact": "周工",
        "kind": "on_site",
        "purpose": "看看新产线的进度，顺便谈明年的年度框架",
        "outcome": "样品通过，客户要我们下周给出报价；交期是他们最看重的",
        "next_step": "发报价单",
        "next_step_on": f"{datetime.now(UTC) + timedelta(days=7):%Y-%m-%d} +0800",
    }
    action = {"tag": "button", "name": "file", "timezone": "Asia/Shanghai", "value": value, "form_value": typed}
    where = {"open_message_id": f"om_{number:032x}", "open_chat_id": rep.chat_id}
    operator = {"tenant_key": "a tenant", "open_id": rep.open_id, "union_id": f"on_{rep.open_id[3:]}"}
    event = {"operator": operator, "token": f"c-{secrets.token_hex(20)}", "action": action, "host": "im_message"}
    return _envelope("card.action.trigger", event | {"context": where})


def _envelope(kind: str, event: object) -> object:
    header = {
        "event_id": secrets.token_hex(16),
        "event_type": kind,
        "create_time": str(int(datetime.now(UTC).timestamp() * 1000)),
        "token": TOKEN,
        "app_id": APP_ID,
        "tenant_key": "a tenant",
    }
    return {"schema": "2.0", "header": header, "event": event}


def _sealed(content: object) -> Sealed:
    body = encrypted(compact(content), ENCRYPT_KEY)
    kind = {"Content-Type": "application/json; charset=utf-8"}
    return Sealed(kind | signature_headers(body, ENCRYPT_KEY, datetime.now(UTC)), body)
