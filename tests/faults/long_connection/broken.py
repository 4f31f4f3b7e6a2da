"""The child process, the first one of its test broken in one of the ways in which the SDK's client breaks.

`python -m tests.faults.long_connection.broken WAY FILE`: broken if FILE can be removed, else the child as it is.
"""

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.feishu.long import child
from bot.feishu.long.connection import Connection

CONNECT = "_connect"
connect: Callable[[Any], Any] = getattr(Connection, CONNECT)


async def locked(self: Connection) -> None:
    """Connect twice, as two reconnections in a row did: the second leaves the SDK's lock held for ever."""
    await connect(self)
    await connect(self)


async def blocked(self: Connection) -> None:
    """Something on the event loop that never returns, soon after it has connected."""
    await connect(self)
    asyncio.get_running_loop().call_later(0.1, lambda: threading.Event().wait())


async def raving(self: Connection) -> None:
    """Half a message and then nothing that makes sense."""
    await connect(self)
    out = vars(vars(self)["_pipe"])["_writing"]
    out.write(b"\xff" * 64)
    out.flush()


async def exiting(self: Connection) -> None:
    """An end without a word."""
    await connect(self)
    os._exit(7)


if __name__ == "__main__":
    _, way, file = sys.argv
    with contextlib.suppress(FileNotFoundError):
        Path(file).unlink()
        setattr(Connection, CONNECT, globals()[way])
    child.main()
    os._exit(0)
