"""What the platform would post: encrypted, signed, and each one new; written out as HTTP requests beforehand."""

import secrets
from datetime import UTC, datetime, timedelta

from benchmarks.keys import APP_ID, ENCRYPT_KEY, PATH, TOKEN
from benchmarks.office import Rep
from handlers.visits.forms import FileVisit
from playground.envelope_crypto import compact, encrypted, signature_headers

CUSTOMERS = 300
"""From how many customers the visits choose."""


def submission(rep: Rep, number: int) -> bytes:
    """A visit form that a rep has filled in, as an HTTP request."""
    return _request(*_sealed(_submitted(rep, number)))


def sealed_submission() -> tuple[dict[str, str], bytes]:
    """The same as headers and body."""
    return _sealed(_submitted(Rep("ou_somebody", "oc_somewhere"), 1))


def read_receipt(rep: Rep, number: int) -> bytes:
    """Somebody has read messages: an event that bots are sent and few care about."""
    reader = {"reader_id": {"open_id": rep.open_id, "union_id": f"on_{rep.open_id[3:]}"}, "read_time": "1772416800000"}
    read = [f"om_{number:032x}", f"om_{number + 1:032x}"]
    return _request(*_sealed(_envelope("im.message.message_read_v1", {"reader": reader, "message_id_list": read})))


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


def _sealed(content: object) -> tuple[dict[str, str], bytes]:
    body = encrypted(compact(content), ENCRYPT_KEY)
    return signature_headers(body, ENCRYPT_KEY, datetime.now(UTC)), body


def _request(headers: dict[str, str], body: bytes) -> bytes:
    fixed = {"Host": "127.0.0.1", "Content-Type": "application/json; charset=utf-8", "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in (fixed | headers).items())
    return f"POST {PATH} HTTP/1.1\r\n{lines}\r\n".encode() + body
