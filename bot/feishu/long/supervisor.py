"""The serving process's side of the long connection: starts the child, answers what comes, watches, starts again."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from random import Random
from typing import IO, Any, Final, cast

import structlog

from bot.feishu.long.pipes import Pipe
from bot.feishu.long.watch import ADVICE, FATAL, OTHERWISE, Patience, Watch
from sales.records import dataclass

CHILD: Final = (sys.executable, "-m", "bot.feishu.long.child")
LOOK: Final = 0.25
"""Seconds between two looks at the child when it says nothing."""

CROWD: Final = 8
"""Deliveries for each answering thread that may wait; more are refused, and come again."""

Said = Mapping[str, Any]
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who connects, and to where; shown to nobody."""

    app_id: str
    app_secret: str
    domain: str

    def __repr__(self) -> str:
        """The app only."""
        return f"Credentials({self.app_id})"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform is told of a delivery: 200 for done, anything else for again; `data` is a callback's JSON."""

    code: int
    data: str | None = None


class LongConnection:
    """Keeps one long connection for as long as it runs, with one child process after another.

    `answer` is given a delivery's JSON as text and the seconds for which it waited for one of the `threads`.
    `on_start` is told what ended the child before: nothing, lost, refused, died, killed.
    """

    def __init__(
        self,
        credentials: Credentials,
        answer: Callable[[str, float], Answer],
        *,
        threads: int,
        on_start: Callable[[str], object] = lambda _: None,
        patience: Patience | None = None,
        command: Sequence[str] = CHILD,
    ) -> None:
        self._credentials, self._answer, self._on_start = credentials, answer, on_start
        self._patience, self._command = patience or Patience(), command
        self._pool = ThreadPoolExecutor(threads, "long")
        self._crowd = threading.BoundedSemaphore(threads * CROWD)
        self._stopping = threading.Event()
        self._dice = Random()  # noqa: S311 - how long to wait need not be unguessable
        self._since: float | None = None
        self._down_since = time.monotonic()
        self._child: _Child | None = None
        self._thread = threading.Thread(target=self._run, name="long-connection", daemon=True)

    @property
    def connected(self) -> bool:
        """Whether the platform can reach us at this moment."""
        return self._since is not None

    @property
    def down_for(self) -> float:
        """Seconds without a connection; 0 with one."""
        return 0.0 if self.connected else time.monotonic() - self._down_since

    @property
    def pid(self) -> int:
        """The process that holds the connection, 0 between two."""
        child = self._child
        return child.pid if child else 0

    def start(self) -> None:
        """Begin to connect, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Take nothing more, answer what was taken, and close; waits until that is done."""
        self._stopping.set()
        if child := self._child:
            child.pipe.put("stop")
        self._thread.join(self._patience.to_leave + 2)
        self._pool.shutdown()

    def _run(self) -> None:
        failures, after = 0, "nothing"
        while not self._stopping.is_set():
            self._on_start(after)
            watch = Watch(self._patience, time.monotonic())
            last = self._once(watch)
            if self._stopping.is_set():
                return
            after, code = str(last["do"]), int(last.get("code") or 0)
            failures = 1 if watch.settled(time.monotonic()) else failures + 1
            refused = after == "refused" or code in FATAL
            if refused:
                _log.error("long_connection_refused", code=code, reason=ADVICE.get(code, OTHERWISE))
            pause = self._patience.pause(failures, refused=refused, dice=self._dice)
            _log.warning("long_connection_down", reason=last["why"], seconds=round(pause, 1), attempts=failures)
            self._stopping.wait(pause)

    def _once(self, watch: Watch) -> Said:
        """One child from start to end, and its last word, or ours about it."""
        try:
            child = _Child(self._command, self._credentials)
        except OSError as error:
            return {"do": "died", "why": type(error).__name__}
        self._child = child
        if self._stopping.is_set():
            child.pipe.put("stop")
        try:
            return self._attend(child, watch)
        finally:
            if self._since is not None:
                self._since, self._down_since = None, time.monotonic()
            self._child = None
            child.end()

    def _attend(self, child: "_Child", watch: Watch) -> Said:
        """Do what the child says until it says its last word, or has to be killed."""
        leave_by = None
        while True:
            said = child.next(LOOK)
            now = time.monotonic()
            if said is not None and said["do"] in ("lost", "refused", "died"):
                return said
            if said is not None:
                self._hear(child, watch, said, now)
            elif fault := watch.fault(now):
                return {"do": "killed", "why": fault}
            if self._stopping.is_set():
                leave_by = leave_by or now + self._patience.to_leave
                if now > leave_by:
                    return {"do": "killed", "why": "would not stop"}

    def _hear(self, child: "_Child", watch: Watch, said: Said, now: float) -> None:
        match said["do"]:
            case "beat":
                watch.beat(now, float(said["heard"]), float(said["ping"]))
            case "connected":
                watch.connected(now)
                self._since = now
                _log.info("long_connection_up", id=child.pid, seconds=said["ping"])
            case "deliver":
                self._take(child, int(said["id"]), str(said["delivery"]))

    def _take(self, child: "_Child", number: int, delivery: str) -> None:
        if not self._crowd.acquire(blocking=False):
            child.pipe.put("answer", id=number, code=503)
            return
        self._pool.submit(self._reply, child.pipe, number, delivery, time.monotonic())

    def _reply(self, pipe: Pipe, number: int, delivery: str, came: float) -> None:
        answer = Answer(500)
        try:
            answer = self._answer(delivery, time.monotonic() - came)
        except Exception:  # noqa: BLE001 - logged with its place; the platform delivers an event again
            _log.exception("long_delivery_failed")
        finally:
            self._crowd.release()
            pipe.put("answer", id=number, code=answer.code, data=answer.data)


class _Child:
    """One child process, and a thread that takes down what it says."""

    def __init__(self, command: Sequence[str], credentials: Credentials) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - ours
        self.pid = self._process.pid
        reading, writing = cast("IO[bytes]", self._process.stdout), cast("IO[bytes]", self._process.stdin)
        self.pipe = Pipe(cast("Any", reading), cast("Any", writing))
        self._heard: SimpleQueue[Said] = SimpleQueue()
        self._listener = threading.Thread(target=self._listen, name="long-child", daemon=True)
        self._listener.start()
        # Not as an argument nor in the environment, which other users of the machine may see.
        secret = credentials.app_secret
        self.pipe.put("connect", app_id=credentials.app_id, app_secret=secret, domain=credentials.domain)

    def next(self, seconds: float) -> Said | None:
        """What it says next, None when it says nothing for so long."""
        try:
            return self._heard.get(timeout=seconds)
        except Empty:
            return None

    def end(self) -> None:
        """Kill it if it lives, and leave nothing of it."""
        self._process.kill()
        self._process.wait()
        self.pipe.close()
        self._listener.join()
        if self._process.stdout:
            self._process.stdout.close()

    def _listen(self) -> None:
        while said := self.pipe.get():
            self._heard.put(said)
        self._heard.put({"do": "died", "why": "process ended"})
