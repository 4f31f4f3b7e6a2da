"""The one place that commits: a piece of work is done whole and on disk, or not at all.

On SQLite a single thread writes. Pieces of work that wait are run one after another, each in a savepoint of its own,
and committed together: one fsync for all of them, and no two connections ever fight over the lock. On PostgreSQL each
piece of work has a pooled connection and a transaction of its own, in the caller's thread.
"""

import fcntl
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as WaitedTooLong
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol, Self, TextIO, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.engine import Connection, behind, open_reader, open_writer, require_current, sqlite_file

T = TypeVar("T")
Work = Callable[[Connection], T]


class Read(Protocol):
    """Runs a question on a connection that cannot write."""

    def __call__(self, work: Work[T], /) -> T:
        """Give the question's result."""


BATCH = 64
"""Most pieces of work in one commit; beyond this the first ones would wait longer than the disk is worth."""


class UnavailableError(RuntimeError):
    """The database could not take the work now; nothing of it was kept, or (after a time-out) it may yet be kept."""


class ConflictError(UnavailableError):
    """Others were in the way, and the database undid this piece of work to let them pass: it may be done again."""


class LockedError(RuntimeError):
    """Another process already writes to this SQLite file; the message says what to do."""


class _Writer(Protocol):
    @property
    def alive(self) -> bool: ...
    def write(self, work: Work[T], patience: float) -> T: ...
    def close(self) -> None: ...


class UnitOfWork:
    """Reads and writes of one database. Safe to share between threads; close it when the process ends.

    Raises `LockedError` when another process writes to the same SQLite file, and `BehindError` (from
    `storage.engine`) when the schema is not this program's.
    """

    def __init__(self, url: str) -> None:
        """Open the database behind an SQLAlchemy URL such as `sqlite:///var/salesbot.db` or `postgresql://…`."""
        file = sqlite_file(url)
        self._writer: _Writer = _OneWriter(url, file) if file else _PooledWriter(url)
        self._reader = open_reader(url)

    def write(self, work: Work[T], *, patience: float = 30.0) -> T:
        """Run `work` in a transaction and return its result once that is on disk; its exception undoes all it did.

        Waits at most `patience` seconds, then raises `UnavailableError`. `work` may run again by the caller's choice
        only, but must hold no effect beside the database.
        """
        return self._writer.write(work, patience)

    def read(self, work: Work[T]) -> T:
        """Run a question on a connection that cannot write; raises `UnavailableError` when there is none."""
        with as_unavailable(), self._reader.connect() as db:
            return work(db)

    @property
    def alive(self) -> bool:
        """Whether what is written can still reach the database's thread, where there is one."""
        return self._writer.alive

    def close(self) -> None:
        """Finish what waits, then let go of the database."""
        self._writer.close()
        self._reader.dispose()

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


@contextmanager
def writing(url: str) -> Iterator[None]:
    """Keep every other writer of a SQLite file away for a while; raises `LockedError` when one is there."""
    file = sqlite_file(url)
    if file is None:
        yield
        return
    with closing(_hold(file)):
        yield


@contextmanager
def reading(url: str) -> Iterator[Read]:
    """Ask a database that another process may be writing to.

    Raises `BehindError` for another schema or none, and `UnavailableError` when nobody answers.
    """
    file = sqlite_file(url)
    if file and not file.exists():
        # SQLite would make an empty one.
        raise behind(None)
    engine = open_reader(url)

    def read(work: Work[T]) -> T:
        with as_unavailable(), engine.connect() as db:
            return work(db)

    try:
        read(require_current)
        yield read
    finally:
        engine.dispose()


class _PooledWriter:
    alive = True

    def __init__(self, url: str) -> None:
        self._engine = open_writer(url)
        _check_schema(self._engine)

    def write(self, work: Work[T], patience: float) -> T:
        with as_unavailable(), self._engine.begin() as db:
            db.exec_driver_sql(f"SET LOCAL statement_timeout = {int(patience * 1000)}")
            return work(db)

    def close(self) -> None:
        self._engine.dispose()


_IN_THE_WAY = ("40001", "40P01")
"""PostgreSQL's codes of a serialization failure and of a deadlock (its appendix A)."""


@contextmanager
def as_unavailable() -> Iterator[None]:
    """Say by the type of the error that the database is at fault (gone, busy, full), and not the work."""
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in _IN_THE_WAY:
            raise ConflictError(str(error.orig)) from error
        if error.connection_invalidated or isinstance(error, OperationalError):
            raise UnavailableError(str(error.orig)) from error
        raise


def _check_schema(engine: Engine) -> None:
    """Close what was opened, should the schema be another one or nobody answer."""
    try:
        with as_unavailable(), engine.connect() as db:
            require_current(db)
    except BaseException:
        engine.dispose()
        raise


class _Piece:
    """One waiting piece of work and the place where its outcome goes."""

    def __init__(self, work: Work[Any]) -> None:
        self.work = work
        self.future: Future[Any] = Future()
        self.outcome: tuple[Any, BaseException | None] = (None, None)

    def run(self, db: Connection, raw: Any) -> None:
        raw.execute("SAVEPOINT piece")
        try:
            self.outcome = (self.work(db), None)
        except BaseException as error:  # noqa: BLE001 - whatever it was, it belongs to the one who asked
            raw.execute("ROLLBACK TO piece")
            self.outcome = (None, error)
        raw.execute("RELEASE piece")

    def settle(self, failure: BaseException | None = None) -> None:
        result, error = self.outcome
        if failure or error:
            self.future.set_exception(failure or error)
        else:
            self.future.set_result(result)


class _OneWriter:
    def __init__(self, url: str, file: Path) -> None:
        if not file.exists():
            # SQLite would make an empty one.
            raise behind(None)
        self._lock = _hold(file)
        self._engine = open_writer(url)
        try:
            _check_schema(self._engine)
        except BaseException:
            self._lock.close()
            raise
        self._waiting: queue.SimpleQueue[_Piece | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def write(self, work: Work[T], patience: float) -> T:
        piece = _Piece(work)
        self._waiting.put(piece)
        try:
            result: T = piece.future.result(patience)
        except WaitedTooLong:
            piece.future.cancel()
            msg = f"no commit within {patience} s"
            raise UnavailableError(msg) from None
        return result

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def close(self) -> None:
        self._waiting.put(None)
        self._thread.join()
        self._engine.dispose()
        self._lock.close()

    def _run(self) -> None:
        while batch := self._next_batch():
            failure = self._commit(batch)
            for piece in batch:
                piece.settle(failure)

    def _next_batch(self) -> list[_Piece]:
        """Wait for a piece of work, then take along whatever else waits; an empty list is the end."""
        batch: list[_Piece] = []
        while not batch:
            piece = self._waiting.get()
            while piece is not None:
                # A piece whose asker has gone is dropped here, so that it cannot happen behind their back.
                if piece.future.set_running_or_notify_cancel():
                    batch.append(piece)
                if len(batch) >= BATCH or self._waiting.empty():
                    break
                piece = self._waiting.get()
            if piece is None:
                if batch:
                    self._waiting.put(None)
                return batch
        return batch

    def _commit(self, batch: list[_Piece]) -> BaseException | None:
        try:
            with self._engine.connect() as db, db.begin():
                raw = db.connection.dbapi_connection
                for piece in batch:
                    piece.run(db, raw)
        except Exception as error:  # noqa: BLE001 - a full disk breaks off the whole batch; the thread must outlive it
            return UnavailableError(str(error))
        return None


def _hold(file: Path) -> TextIO:
    """Take the lock beside the file, which the operating system gives back however this process ends."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = file.with_name(file.name + ".lock").open("a", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        msg = f"{file.name} is being written by another process: a SQLite file has one; use PostgreSQL for several"
        raise LockedError(msg) from None
    return lock
