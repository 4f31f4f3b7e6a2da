"""The process that holds the connection: `python -m bot.feishu.long.child`, credentials on standard input.

It ends when its connection does, when it is told to, and at once when the process that started it is gone. Signals it
leaves to that process: what is sent to both, as by Ctrl-C or systemd, must not cut off what is being answered.
"""

import asyncio
import os
import signal
import sys
import threading

from bot.feishu.long.connection import Connection, in_loop, sdk
from bot.feishu.long.pipes import Pipe


def main() -> None:
    """Be that process."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    pipe = _own_pipe()
    told = pipe.get()
    if told is None or told.get("do") != "connect":
        return
    connection = Connection(told["app_id"], told["app_secret"], told["domain"], pipe)
    hold(connection, pipe)


def hold(connection: Connection, pipe: Pipe) -> None:
    """Live through one connection, and say how it ended."""

    async def held(loop: asyncio.AbstractEventLoop) -> str:
        threading.Thread(target=_listen, args=(connection, pipe, loop), name="parent", daemon=True).start()
        return await connection.live()

    try:
        pipe.put("lost", why=in_loop(held))
    except sdk.ClientException as no:
        pipe.put("refused", code=no.code, why=str(no))
    except sdk.ServerException as no:
        pipe.put("lost", code=no.code, why=str(no))
    except Exception as error:  # noqa: BLE001 - whatever it was, the supervisor tries again
        pipe.put("lost", why=type(error).__name__)


def _own_pipe() -> Pipe:
    """The pipe to the parent, moved away from where a library might print or read."""
    pipe = Pipe(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return pipe


def _listen(connection: Connection, pipe: Pipe, loop: asyncio.AbstractEventLoop) -> None:
    """Pass on what the parent says; without a parent there is nothing to live for, however busy the loop is."""
    while said := pipe.get():
        if said["do"] == "answer":
            loop.call_soon_threadsafe(connection.answer, said)
        elif said["do"] == "stop":
            asyncio.run_coroutine_threadsafe(connection.leave(), loop)
    os._exit(1)


if __name__ == "__main__":
    main()
    sys.stderr.flush()
    os._exit(0)
