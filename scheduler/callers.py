"""The threads that call Feishu: they keep no process from ending, as those of a ThreadPoolExecutor would.

A call may hang for as long as its time-outs allow, or while the SDK loads. Whoever was asked to end, has waited long
enough and has given back what is under way, ends.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
_Job = tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]


class Callers:
    """At most `most` daemon threads, each begun when it is first needed."""

    def __init__(self, most: int, name: str) -> None:
        self._most, self._name = most, name
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._idle, self._lock = 0, threading.Lock()

    def submit(self, call: Callable[..., T], *given: Any) -> Future[T]:
        """Run a call in one of the threads, as soon as one is free."""
        future: Future[T] = Future()
        with self._lock:
            self._idle -= 1
            if self._idle < 0 and len(self._threads) < self._most:
                self._idle += 1
                thread = threading.Thread(target=self._work, name=f"{self._name}_{len(self._threads)}", daemon=True)
                self._threads.append(thread)
                thread.start()
        self._jobs.put((future, call, given))
        return future

    def shutdown(self) -> None:
        """Let every thread end with the call it is in; what nobody has begun is never run."""
        for _ in self._threads:
            self._jobs.put(None)

    def _work(self) -> None:
        while job := self._jobs.get():
            _run(*job)
            with self._lock:
                self._idle += 1


def _run(future: Future[Any], call: Callable[..., Any], given: tuple[Any, ...]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = call(*given)
    except BaseException as error:  # noqa: BLE001 - it belongs to whoever asks for the result
        future.set_exception(error)
    else:
        future.set_result(result)
