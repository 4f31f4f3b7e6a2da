"""Sheets that admins sent: what was read, what is wrong with it, what became of it. Nothing counts until it is applied.

Rows that an import brought carry its id as `batch_id`, and `gone_at` once it was undone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Integer, Select, String, Table, literal, select, update

from sales.records import dataclass
from storage import audit
from storage.engine import Connection, UTCDateTime, insert_into, metadata
from storage.people import people

imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("file_name", String(200), nullable=False),
    Column("message_id", String(64), nullable=False, unique=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("received_at", UTCDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("rows", JSON, nullable=False),
    Column("problems", JSON, nullable=False),
    Column("settled_at", UTCDateTime),
    sqlite_autoincrement=True,
)
"""`rows` are [number, cells] pairs, cells by column key; `problems` holds what was found, see `Import.found`."""


class State(StrEnum):
    """Where an import stands: being read, read and looked through, of no use, taken over, left, or taken back."""

    CHECKING = "checking"
    CHECKED = "checked"
    UNREADABLE = "unreadable"
    APPLIED = "applied"
    DROPPED = "dropped"
    UNDONE = "undone"


Rows = Sequence[tuple[int, Mapping[str, str]]]
"""Rows of a sheet: the number in the sheet, and the cells by column key."""


@dataclass(frozen=True, slots=True)
class Import:
    """A sheet that somebody (`person_id`, `open_id`) sent in a message.

    `kind` is empty while it is not known. `found` is what may be shown of it: `count` rows, `faults`, `why` it is of
    no use, how many rows were `kept`, `skipped`, and `stayed` when it was taken back. Lists leave `rows` out.
    """

    id: int
    kind: str
    file_name: str
    message_id: str
    person_id: int
    open_id: str
    received_at: datetime
    state: State
    found: Mapping[str, Any]
    rows: Rows = field(default=(), repr=False)

    @property
    def number(self) -> str:
        """The short id under which people and the audit know it: `I-3`."""
        return f"I-{self.id}"


_KNOWN = (
    imports.c.id,
    imports.c.kind,
    imports.c.file_name,
    imports.c.message_id,
    imports.c.person_id,
    people.c.open_id,
    imports.c.received_at,
    imports.c.state,
    imports.c.problems,
)


def receive(db: Connection, message_id: str, file_name: str, by: int, at: datetime) -> bool:
    """Note that a sheet came in a message; False when this message was noted before."""
    row = {"kind": "", "file_name": file_name, "message_id": message_id, "person_id": by, "received_at": at}
    new = insert_into(db, imports).values(**row, state=State.CHECKING, rows=[], problems={})
    made = new.on_conflict_do_nothing(index_elements=["message_id"]).returning(imports.c.id)
    return db.execute(made).first() is not None


def hold_import(db: Connection, import_id: int) -> Import | None:
    """An import with its rows, held until this transaction ends."""
    return _held(db, _whole().where(imports.c.id == import_id))


def hold_of_message(db: Connection, message_id: str) -> Import | None:
    """The import that came in a message, held until this transaction ends."""
    return _held(db, _whole().where(imports.c.message_id == message_id))


def latest(db: Connection, most: int) -> list[Import]:
    """The newest imports of anybody, the newest first, without their rows."""
    found = select(*_KNOWN, literal(None)).join(people).order_by(imports.c.id.desc()).limit(most)
    return [_import(row) for row in db.execute(found)]


def read(db: Connection, one: Import, kind: str, rows: Rows, found: Mapping[str, Any]) -> Import:
    """Keep what was read and found, and what kind of sheet it is; it may be applied from now on."""
    told = {"kind": kind, "rows": [[number, dict(cells)] for number, cells in rows]}
    return _changed(db, one, told | {"state": State.CHECKED, "problems": dict(found)})


def give_up(db: Connection, one: Import, why: Mapping[str, Any], at: datetime) -> Import:
    """Note that nothing can be made of the file, and why."""
    return _changed(db, one, {"state": State.UNREADABLE, "problems": dict(why), "settled_at": at})


def settle(db: Connection, one: Import, state: State, by: int, at: datetime, **found: int) -> Import:
    """Note what became of it by whom, with the numbers to be shown; the move is in the audit."""
    audit.note(db, at, by, f"import.{state}", one.number, {"state": one.state})
    return _changed(db, one, {"state": state, "problems": {**one.found, **found}, "settled_at": at})


def _changed(db: Connection, one: Import, values: Mapping[str, Any]) -> Import:
    db.execute(update(imports).where(imports.c.id == one.id).values(**values))
    return _import(db.execute(_whole().where(imports.c.id == one.id)).one())


def _whole() -> Select[Any]:
    return select(*_KNOWN, imports.c.rows).join(people)


def _held(db: Connection, wanted: Select[Any]) -> Import | None:
    row = db.execute(wanted.with_for_update(of=imports)).one_or_none()
    return _import(row) if row else None


def _import(row: Any) -> Import:
    rows = tuple((number, cells) for number, cells in row[9] or ())
    id_, kind, file_name, message_id, person_id, open_id, received_at = row[:7]
    sent = (message_id, person_id, open_id, received_at)
    return Import(id_, kind, file_name, *sent, State(row.state), row.problems, rows)
