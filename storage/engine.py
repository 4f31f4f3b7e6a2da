"""How a database is opened: one metadata, one way to keep an instant, and the pragmas that make SQLite safe."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Index,
    MetaData,
    Row,
    Table,
    create_engine,
    event,
    inspect,
    select,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.types import TypeDecorator

from sales.money import Money
from storage.migrations import HEAD

__all__ = [
    "AheadError",
    "AnyRow",
    "BehindError",
    "Cents",
    "Connection",
    "Insert",
    "UTCDateTime",
    "behind",
    "insert_into",
    "metadata",
    "open_reader",
    "open_writer",
    "require_current",
    "revision",
    "size_of",
    "sqlite_file",
]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

AnyRow = Row[*tuple[Any, ...]]
"""A row of whatever columns."""

BUSY_MS = 2_000
"""How long SQLite waits for a lock held outside, in milliseconds: below the 3 s in which Feishu wants an answer."""


_HABITS = "-c jit=off -c random_page_cost=1.1"
"""PostgreSQL's own habits suit reports over spinning disks: it would compile short questions, and shun indexes."""

_VANISHED = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c tcp_user_timeout=10000"
"""How soon the server gives up a machine that was cut off, and with it the locks it holds: 11 s; by default 2 h."""

_STALLED = "-c idle_in_transaction_session_timeout=30000"
"""How many milliseconds a transaction may do nothing: a paused machine must not hold the senders' lock for ever."""

_POSTGRES = {
    "connect_timeout": 2,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "options": f"{_HABITS} {_VANISHED}",
}
"""The same towards a server that has vanished: Linux would try for 15 minutes, and whoever asked would hang as long."""


class BehindError(RuntimeError):
    """The database's schema does not go with this program; the message names the command to run."""


class AheadError(BehindError):
    """The database has gone on without this program, which is too old for it; the message says what to do."""


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; SQLite would otherwise hand back naive ones. Naive input is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an instant of any zone into UTC before it is stored."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"naive datetime: {value!r}"
            raise ValueError(msg)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the stored instant back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Cents(TypeDecorator[Money]):
    """Money in whole minor units; a sum of such a column is money, too, though PostgreSQL makes it a decimal."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        """The minor units, as the database keeps them."""
        return None if value is None else value.minor

    def process_result_value(self, value: int | None, dialect: Dialect) -> Money | None:
        """The amount in minor units, whatever kind of number the database gives back."""
        return None if value is None else Money(int(value))


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite URL, or None for another database."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def open_writer(url: str) -> Engine:
    """An engine that may write: SQLite with every fsync on, PostgreSQL with a pool for the answering threads."""
    parsed = _with_driver(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(
            parsed,
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "PRAGMA foreign_keys=ON",
            begin="BEGIN IMMEDIATE",
        )
    told = _POSTGRES | {"options": f"{_POSTGRES['options']} {_STALLED}"}
    return create_engine(parsed, pool_size=16, max_overflow=32, pool_pre_ping=True, connect_args=told)


def open_reader(url: str) -> Engine:
    """An engine for questions only: its connections cannot write, and on SQLite never hold the writer up."""
    parsed = _with_driver(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, "PRAGMA query_only=ON", begin="BEGIN")
    only = {"postgresql_readonly": True}
    return create_engine(parsed, pool_size=4, pool_pre_ping=True, connect_args=_POSTGRES, execution_options=only)


def revision(db: Connection) -> str | None:
    """The migration this database stands at; None for one that has never been set up."""
    if not inspect(db).has_table("alembic_version"):
        return None
    found = db.scalar(select(text("version_num")).select_from(text("alembic_version")))
    return None if found is None else str(found)


def require_current(db: Connection) -> None:
    """Raise `BehindError` unless this program may work here: on its own schema, or on a later one that allows it.

    A later one names the oldest program that it still suits (`storage.floors`); for one below, `AheadError`.
    """
    found = revision(db)
    if found is None or found < HEAD:
        raise behind(found)
    if found > HEAD and (oldest := _oldest(db)) > HEAD:
        raise ahead(found, oldest)


def size_of(db: Connection) -> int:
    """How many bytes the database takes on its disk, write-ahead logs not counted."""
    if db.dialect.name == "postgresql":
        return int(db.exec_driver_sql("select pg_database_size(current_database())").scalar_one())
    pages = "select page_count * page_size from pragma_page_count, pragma_page_size"
    return int(db.exec_driver_sql(pages).scalar_one())


def behind(found: str | None) -> BehindError:
    """The refusal of a database that stands at a revision, or (None) has not been set up."""
    standing = f"is at {found}" if found else "has not been set up"
    return BehindError(f"the database {standing}, this program needs {HEAD}: run `salesbot db upgrade` first")


def ahead(found: str, oldest: str) -> AheadError:
    """The refusal of a database that stands at a later revision, which only programs from `oldest` on understand."""
    return AheadError(
        f"this program is too old for the database: it is at {found} and needs a program of {oldest} or later, "
        f"this one is {HEAD}: install the newer program"
    )


def _oldest(db: Connection) -> str:
    """The floor that the migrations have left, of whatever program."""
    return str(db.scalar(select(text("max(oldest)")).select_from(text("schema_floors"))))


Insert = sqlite.Insert
"""What `insert_into` gives, for whoever keeps one."""


def insert_into(db: Connection, table: Table) -> Insert:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update` in this database's dialect.

    SQLite's and PostgreSQL's constructs have the same methods; the type named is one of the two.
    """
    dialect = import_module(f"sqlalchemy.dialects.{db.dialect.name}")
    return cast("sqlite.Insert", dialect.insert(table))


def partial_index(name: str, condition: ColumnElement[bool], *columns: str | ColumnElement[Any]) -> Index:
    """Describe an index over the rows that meet a condition (`info["where"]`); the steps make it.

    SQLAlchemy's own way of saying so names each dialect, and loads it at every start.
    """
    return Index(name, *columns, info={"where": condition})


def _with_driver(url: str) -> URL:
    parsed = make_url(url)
    return parsed.set(drivername="postgresql+psycopg") if parsed.get_backend_name() == "postgresql" else parsed


def _sqlite(url: URL, *pragmas: str, begin: str) -> Engine:
    """Begin explicitly: the writer takes its lock at once, so that no transaction fails half-way for want of it."""
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})
    event.listen(engine, "connect", _on_connect(pragmas))
    event.listen(engine, "begin", lambda db: db.exec_driver_sql(begin))
    return engine


def _on_connect(pragmas: tuple[str, ...]) -> Callable[[Any, Any], None]:
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma).close()

    return set_up
