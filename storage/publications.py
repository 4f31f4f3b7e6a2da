"""What has been published: each figure as it was said, and what became of it later.

Nothing that was said is changed: `storage.restatements` finds what has come out differently since and adds a row,
which the next card of the same name and scope tells.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    or_,
    select,
    update,
)

from sales.kpi import CATALOGUE, Figure, Na
from sales.records import dataclass
from sales.scopes import Level, Scope
from sales.stretches import Stretch
from storage.engine import AnyRow, Connection, UTCDateTime, insert_into, metadata
from storage.sales_ledger import watermark

publications = Table(
    "publications",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("card", String(32), nullable=False),
    Column("scope_kind", String(16), nullable=False),
    Column("scope_key", String(100), nullable=False),
    Column("kpi", String(8), nullable=False),
    Column("variant", String(32), nullable=False),
    Column("first_on", Date, nullable=False),
    Column("end_on", Date, nullable=False),
    Column("of", BigInteger, nullable=False),
    Column("per", BigInteger),
    Column("why", String(32), nullable=False),
    Column("definition", String(12), nullable=False),
    Column("calendar_version", String(16), nullable=False),
    Column("watermark", Integer, nullable=False),
    Column("as_of", UTCDateTime, nullable=False),
    UniqueConstraint("card", "scope_kind", "scope_key", "kpi", "variant", "first_on", "end_on"),
    Index(None, "scope_kind", "scope_key", "end_on"),
)
"""Never changed: `of` and `per` are numerator and denominator, `why` the reason where there was no figure; `watermark`
is the newest row of the sales ledger that was counted, `definition` a digest of the formula."""

restatements = Table(
    "restatements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("publication_id", ForeignKey("publications.id"), nullable=False, index=True),
    Column("of_was", BigInteger, nullable=False),
    Column("per_was", BigInteger),
    Column("of_now", BigInteger, nullable=False),
    Column("per_now", BigInteger),
    Column("why_was", String(32), nullable=False),
    Column("why_now", String(32), nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("watermark", Integer, nullable=False),
    Column("found_at", UTCDateTime, nullable=False),
    Column("told_at", UTCDateTime),
)
"""A published figure that came out differently later: what it was before (as published, or as last restated) and is
now, how many changes of each kind made the difference, and when a card said so."""


@dataclass(frozen=True, slots=True)
class Published:
    """A figure as a card says it: of whom, over which days, by which calendar.

    `variant` is the type of report where the KPI is counted by type; `calendar_version` is empty where working days do
    not matter.
    """

    scope: Scope
    stretch: Stretch
    figure: Figure
    variant: str = ""
    calendar_version: str = ""


@dataclass(frozen=True, slots=True)
class Restated:
    """A published figure that came out differently: what was said last, what it is now, and how many of what did it.

    `reasons` counts orders by `sales.postings.Reason`, and `merge`, `visit`, `report` and `target`; empty where
    nobody can tell.
    """

    id: int
    card: str
    scope: Scope
    stretch: Stretch
    variant: str
    was: Figure
    now: Figure
    reasons: Mapping[str, int]


def publish(db: Connection, card: str, said: Sequence[Published], at: datetime, upto: int | None = None) -> None:
    """Freeze figures as a card (`daily`, `weekly`, `week`, `month`, `quarter`, `close`) says them at an instant.

    What such a card has said of a scope and stretch before stays as it was. `upto` is the `Ask.upto` that they were
    counted with; without it they hold for all of the ledger.
    """
    if not said:
        return
    common = {"card": card, "watermark": watermark(db) if upto is None else upto, "as_of": at}
    new = insert_into(db, publications).on_conflict_do_nothing(index_elements=_ONCE)
    db.execute(new, [_values(each) | common for each in said])


def untold(db: Connection, cards: Collection[str], scopes: Collection[Scope]) -> list[Restated]:
    """What of these cards' figures was restated and has not been said yet, the oldest first."""
    asked = _restated.where(restatements.c.told_at.is_(None), publications.c.card.in_(sorted(cards)), of_any(scopes))
    return [_read(row) for row in db.execute(asked.order_by(restatements.c.id))]


def told(db: Connection, restated_ids: Collection[int], at: datetime) -> None:
    """Note that a card has said these, so that none says them again."""
    fresh = restatements.c.id.in_(sorted(restated_ids)) & restatements.c.told_at.is_(None)
    db.execute(update(restatements).where(fresh).values(told_at=at))


def of_any(scopes: Collection[Scope]) -> ColumnElement[bool]:
    """The condition that a publication is of one of these scopes; one lookup by index for each level."""
    keys = {level: sorted(scope.key for scope in scopes if scope.level is level) for level in Level}
    kind, key = publications.c.scope_kind, publications.c.scope_key
    return or_(*((kind == level) & key.in_(those) for level, those in keys.items() if those))


def figure_from(code: str, of: int, per: int | None, why: str) -> Figure:
    """A figure as it was kept."""
    return Figure(CATALOGUE[code], of, per, Na(why) if why else None)


def definition_of(code: str) -> str:
    """The digest of a KPI's formula: 12 hexadecimal digits."""
    return hashlib.sha256(CATALOGUE[code].definition.encode()).hexdigest()[:12]


_ONCE = ["card", "scope_kind", "scope_key", "kpi", "variant", "first_on", "end_on"]
_restated = select(restatements, publications).join(publications, publications.c.id == restatements.c.publication_id)


def _values(said: Published) -> dict[str, Any]:
    scope, code = said.scope, said.figure.kpi.code
    whose: dict[str, Any] = {
        "scope_kind": scope.level.value,
        "scope_key": scope.key,
        "kpi": code,
        "variant": said.variant,
    }
    span = {"first_on": said.stretch.first, "end_on": said.stretch.end}
    figure = {"of": said.figure.of, "per": said.figure.per, "why": said.figure.why or ""}
    by = {"definition": definition_of(code), "calendar_version": said.calendar_version}
    return whose | span | figure | by


def _read(row: AnyRow) -> Restated:
    return Restated(
        row.id,
        row.card,
        Scope(Level(row.scope_kind), row.scope_key),
        Stretch(row.first_on, row.end_on),
        row.variant,
        figure_from(row.kpi, row.of_was, row.per_was, row.why_was),
        figure_from(row.kpi, row.of_now, row.per_now, row.why_now),
        row.reasons,
    )
