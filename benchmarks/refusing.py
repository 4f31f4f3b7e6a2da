"""What a forgery costs, beside a genuine delivery: in this process, at the edge, in processor time."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median

from benchmarks.deliveries import sealed_submission
from benchmarks.keys import APP_ID, ENCRYPT_KEY, TOKEN
from benchmarks.table import Line
from bot.feishu.inbound import Edge, ForgedError

ROUNDS, EACH = 15, 400


def measure() -> list[Line]:
    """Open one genuine delivery, and refuse it with another signature, in turns."""
    edge, now = Edge(APP_ID, ENCRYPT_KEY, TOKEN), datetime.now(UTC)
    headers, body = sealed_submission()
    forged = headers | {"X-Lark-Signature": "0" * 64}

    def accept() -> None:
        edge.open(headers.get, body, now)

    def refuse() -> None:
        try:
            edge.open(forged.get, body, now)
        except ForgedError:
            return
        msg = "a forgery was let in"
        raise AssertionError(msg)

    rounds = [(_cost(accept), _cost(refuse)) for _ in range(ROUNDS)]
    share = median(refused / accepted for accepted, refused in rounds)
    accepted, refused = (median(side) for side in zip(*rounds, strict=True))
    return [
        Line("refusing a forgery, of accepting at the edge", f"{share:.0%}", "≤ 15 %", share <= 0.15),
        Line("… accepting, refusing", f"{accepted:.1f} µs, {refused:.1f} µs", ""),
    ]


def _cost(act: Callable[[], None]) -> float:
    """Microseconds of processor time for one."""
    began = time.thread_time()
    for _ in range(EACH):
        act()
    return (time.thread_time() - began) / EACH * 1e6
