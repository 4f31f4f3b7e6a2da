"""A copy of the whole database, taken while the bot serves, and putting one back where there is nothing yet.

SQLite's own backup reads one state of the file and never holds the writer up; PostgreSQL has `pg_dump`. A copy counts
only once it has been checked and is on disk whole: until then it has another name.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import URL, func, make_url, select, text, update

from storage.engine import Connection, open_reader, sqlite_file
from storage.outbox import QUEUED, State, Verb, outbox
from storage.uow import as_unavailable

STAMP: Final = "salesbot-%Y%m%dT%H%M%SZ"
"""How copies in a folder are called, by the instant in UTC; what is called otherwise is never deleted."""

HELD_BACK: Final = "waited when the backup was taken: whether it was sent since is not known"
"""Why a message of a restored database is not sent by itself."""

_READS: Final = [Verb.READ_MEMBERS, Verb.READ_SELF, Verb.READ_FILE, Verb.READ_TASK]
_SQLITE, _POSTGRESQL = b"SQLite format 3\0", b"PGDMP"


class BackupError(RuntimeError):
    """No copy was made, or none was put back; the message says why, and nothing was left half done."""


def suffix(url: str) -> str:
    """How the name of a copy of this kind of database ends."""
    return ".db" if sqlite_file(url) else ".dump"


def take(url: str, file: Path) -> None:
    """Copy the database behind an SQLAlchemy URL into a new file that only its owner may read.

    Raises `BackupError`: the file exists, the disk is full, the database is damaged or out of reach.
    """
    with _new(file) as part:
        source = sqlite_file(url)
        if source:
            _copy(source, part)
        else:
            _run(url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={part}")
            _run(url, "pg_restore", "--list", str(part), needs_server=False)


@contextmanager
def restoring(file: Path, url: str) -> Iterator[str]:
    """Put a copy back, and give the URL of what is being put back: it counts once the block has ended well.

    On PostgreSQL it counts at once, so the bot must not be serving. Raises `BackupError` where there is anything.
    """
    _is_ours(file, url)
    target = sqlite_file(url)
    if target is None:
        _is_empty(url)
        options = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
        _run(url, "pg_restore", *options, str(file))
        yield url
        return
    with _new(target) as part:
        shutil.copyfile(file, part)
        with closing(sqlite3.connect(part)) as copy:
            _check(copy)
        yield make_url(url).set(database=str(part)).render_as_string(hide_password=False)
        part.with_name(part.name + ".lock").unlink(missing_ok=True)


def hold_back(db: Connection) -> int:
    """Let nothing that waits in a restored database be sent by itself; gives how many messages that were.

    What only asks Feishu for something is asked again. `backlog.retry` sends one after all.
    """
    waits = (outbox.c.state == QUEUED) & outbox.c.verb.not_in(_READS)
    held = update(outbox).where(waits).values(state=State.EXPIRED, lease_until=None, error=HELD_BACK)
    return db.execute(held).rowcount


def copies(folder: Path) -> list[tuple[datetime, Path]]:
    """The dated copies in a folder, oldest first, with the instants at which they were begun."""
    return sorted((at, each) for each in folder.iterdir() if (at := _begun(each)))


def rotate(folder: Path, keep: int) -> list[Path]:
    """Delete the oldest dated copies, but for so many; gives those that went."""
    gone = [path for _, path in copies(folder)[:-keep]]
    for each in gone:
        each.unlink()
    return gone


def _begun(file: Path) -> datetime | None:
    if file.suffix not in (".db", ".dump"):
        return None
    try:
        return datetime.strptime(file.stem, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


@contextmanager
def _new(file: Path) -> Iterator[Path]:
    """A file beside the one that is wanted, which becomes that one when all went well, and never in place of another.

    Raises `BackupError` for whatever the disk has against it.
    """
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    if file.exists():
        raise _exists(file)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            yield part
            _keep(part, file)
        finally:
            for leftover in ("", "-wal", "-shm", "-journal", ".lock"):
                part.with_name(part.name + leftover).unlink(missing_ok=True)
    except FileExistsError:
        raise _exists(file) from None
    except (OSError, sqlite3.Error) as error:
        msg = f"{file}: {error}"
        raise BackupError(msg) from None


def _exists(file: Path) -> BackupError:
    return BackupError(f"{file} exists already, and is not overwritten")


def _keep(part: Path, file: Path) -> None:
    """Have the disk hold it before it gets its name, and then the name."""
    _sync(part)
    try:
        os.link(part, file)
    except FileExistsError:
        raise
    except OSError:
        # A file system on which nothing has two names.
        part.rename(file)
    _sync(file.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy(source: Path, part: Path) -> None:
    if not source.exists():
        # SQLite would make an empty one.
        msg = f"{source}: no such database"
        raise BackupError(msg)
    with closing(sqlite3.connect(source, isolation_level=None)) as there, closing(sqlite3.connect(part)) as here:
        there.execute("PRAGMA query_only=ON")
        here.execute("PRAGMA synchronous=OFF")
        # All pages in one step: of one state, however much is written meanwhile.
        there.backup(here)
        # The copy is one file, which may be carried away as it is.
        here.execute("PRAGMA journal_mode=DELETE")
        _check(here)


def _check(copy: sqlite3.Connection) -> None:
    found = [row[0] for row in copy.execute("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        msg = f"the database is damaged: {'; '.join(found)}"
        raise BackupError(msg)


def _is_ours(file: Path, url: str) -> None:
    wanted = _SQLITE if sqlite_file(url) else _POSTGRESQL
    try:
        with file.open("rb") as opened:
            begins = opened.read(len(_SQLITE))
    except OSError as error:
        raise BackupError(str(error)) from None
    if not begins.startswith(wanted):
        kind = "SQLite" if wanted is _SQLITE else "PostgreSQL"
        msg = f"{file} is not a copy of a {kind} database, which storage.url asks for"
        raise BackupError(msg)


def _is_empty(url: str) -> None:
    tables = select(func.count()).select_from(text("pg_tables")).where(text("schemaname = current_schema()"))
    engine = open_reader(url)
    try:
        with as_unavailable(), engine.connect() as db:
            there = db.scalar(tables)
    finally:
        engine.dispose()
    if there:
        msg = f"the database has {there} tables already, and is not overwritten: give an empty one"
        raise BackupError(msg)


def _run(url: str, program: str, *options: str, needs_server: bool = True) -> None:
    """Run a program of PostgreSQL's; the password goes through the environment, where other users cannot see it."""
    found = shutil.which(program)
    if found is None:
        msg = f"{program} is not on the path: install PostgreSQL's client programs, of the server's version or later"
        raise BackupError(msg)
    address, password = _address(make_url(url))
    where: Sequence[str] = (f"--dbname={address}", "--no-password") if needs_server else ()
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    words = [found, *where, *options]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=environment)  # noqa: S603 - our own
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        msg = f"{program}: {lines[0]}"
        raise BackupError(msg)


def _address(url: URL) -> tuple[str, str]:
    """The address as PostgreSQL's programs take it, without the password, and the password."""
    named = dict(url.query)
    password = url.password or str(named.pop("password", ""))
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, named)
    return bare.render_as_string(hide_password=False), password
