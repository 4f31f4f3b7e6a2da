"""Statements that every submission needs, compiled once and run on the driver's own cursor of the same transaction.

SQLAlchemy writes the SQL and turns values into the driver's and back; what is left out is its result and context
objects, which take longer than SQLite itself. Errors are its own, so whoever catches them need not know.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import BindParameter, Select
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine

from storage.engine import Connection

Statement = Select[Any] | UpdateBase
Convert = Callable[[Any], Any] | None
"""From a value of ours to the driver's, or back; None leaves it as it is."""


Argument = tuple[str | None, Convert, Any]
"""A place in the SQL: the key of what is given, and how it is converted; without a key, what always stands there."""


class _Compiled:
    """A statement in the SQL of one dialect, for parameters of certain names."""

    def __init__(self, db: Connection, statement: Statement, names: Sequence[str]) -> None:
        made = statement.compile(dialect=db.dialect, column_keys=names)
        if made.post_compile_params or made.literal_execute_params or made.insert_prefetch or made.update_prefetch:
            msg = f"its SQL or values are only known when it runs: {made}"
            raise ValueError(msg)
        self.sql = made.string
        binds = {name: bind for bind, name in made.bind_names.items()}
        self._names = None if made.positional else list(binds)
        self._arguments = [_argument(db, binds[name]) for name in made.positiontup or binds]
        self._types = [column.type for column in statement.exported_columns]
        self._row: Any = namedtuple("Row", map(str, statement.exported_columns.keys()), rename=True)  # type: ignore[misc]  # noqa: PYI024
        self._converts: list[Convert] | None = None

    def arguments(self, given: Mapping[str, Any]) -> tuple[Any, ...] | dict[str, Any]:
        """What goes with the SQL; raises `KeyError` for a parameter that was not given."""
        values = [
            always if key is None else given[key] if convert is None else convert(given[key])
            for key, convert, always in self._arguments
        ]
        return tuple(values) if self._names is None else dict(zip(self._names, values, strict=True))

    def rows(self, db: Connection, cursor: DBAPICursor) -> list[Any]:
        """What the statement found, as named tuples."""
        if not self._types or not (found := cursor.fetchall()):
            return []
        if self._converts is None:
            described = [column[1] for column in cursor.description or ()]
            self._converts = [_back(db, *each) for each in zip(self._types, described, strict=True)]
        make, converts = self._row._make, self._converts
        return [
            make([value if convert is None else convert(value) for convert, value in zip(converts, row, strict=True)])
            for row in found
        ]


class Prepared:
    """One statement for every database, for hot paths only. Safe to share between threads.

    Its parameters must all be values (no lists for IN), and its tables have no defaults made by Python.
    """

    def __init__(self, made: Statement | Callable[[Connection], Statement]) -> None:
        """Take the statement, or what makes it for a kind of database."""
        self._made = made
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def rows(self, db: Connection, given: Mapping[str, Any]) -> list[Any]:
        """Run it with these parameters; give its rows, none of a statement without any. Their fields have names.

        Raises the errors that SQLAlchemy raises.
        """
        if not db.in_transaction():
            # SQLAlchemy begins the transaction with the first statement of its own.
            result = db.execute(self._statement(db), given)
            return list(result) if result.returns_rows else []
        compiled = self._for(db, given)
        arguments = compiled.arguments(given)
        try:
            with closing(db.connection.cursor()) as cursor:
                for hear in db.dispatch.before_cursor_execute:
                    hear(db, cursor, compiled.sql, arguments, None, False)  # noqa: FBT003 - as SQLAlchemy calls it
                cursor.execute(compiled.sql, arguments)
                return compiled.rows(db, cursor)
        except db.dialect.loaded_dbapi.Error as error:
            raise _translated(db, compiled.sql, arguments, error) from error

    def first(self, db: Connection, given: Mapping[str, Any]) -> Any:
        """The first row, or None; see `rows`."""
        found = self.rows(db, given)
        return found[0] if found else None

    def _statement(self, db: Connection) -> Statement:
        return self._made(db) if callable(self._made) else self._made

    def _for(self, db: Connection, given: Mapping[str, Any]) -> _Compiled:
        key = (db.dialect.name, *given)
        if key not in self._compiled:
            self._compiled[key] = _Compiled(db, self._statement(db), list(given))
        return self._compiled[key]


def _argument(db: Connection, bind: BindParameter[Any]) -> Argument:
    convert = bind.type.dialect_impl(db.dialect).bind_processor(db.dialect)
    if bind.required:
        return bind.key, convert, None
    fixed = bind.effective_value
    return None, None, convert(fixed) if convert else fixed


def _back(db: Connection, kind: TypeEngine[Any], described: object) -> Convert:
    return kind.dialect_impl(db.dialect).result_processor(db.dialect, described)


def _translated(db: Connection, sql: str, arguments: Any, error: Any) -> BaseException:
    """The driver's error as SQLAlchemy's; a connection that is lost is given up: the pool hands it out no more."""
    dialect = db.dialect
    gone = dialect.is_disconnect(error, db.connection.dbapi_connection, None)
    if gone:
        db.invalidate(error)
    kind = dialect.loaded_dbapi.Error
    same: BaseException = DBAPIError.instance(sql, arguments, error, kind, connection_invalidated=gone, dialect=dialect)
    return same
