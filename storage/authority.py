"""The matrix of discount authority as it was entered from sheets; the config's stands beneath it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, insert, select, update

from sales.discounts import Level, Matrix, Rule, in_force
from storage.engine import AnyRow, Cents, Connection, UTCDateTime, metadata
from storage.products import products

authority_rules = Table(
    "authority_rules",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("role", String(16), nullable=False),
    Column("group", String(40), nullable=False),
    Column("tier", String(1), nullable=False),
    Column("from_amount", Cents, nullable=False),
    Column("most_discount", Integer, nullable=False),
    Column("least_margin", Integer),
    Column("first_on", Date, nullable=False),
    Column("end_on", Date),
    Column("entered_at", UTCDateTime, nullable=False),
    Column("entered_by", ForeignKey("people.id"), nullable=False),
    Column("batch_id", ForeignKey("imports.id"), index=True),
    Column("gone_at", UTCDateTime),
)
"""Rates in basis points; an empty group or tier means every one of them. `from_amount` is the list value, of what one
rep sells one customer of one product within a day, from which on the row goes."""


_NEVER = date.max


def rules_on(db: Connection, day: date) -> list[Rule]:
    """The rules that sheets put in force on a local date.

    Of several rows for one level, group, tier and amount the one counts that began last, of several that began on one
    day the newest; it may have ended, then there is none.
    """
    begun = select(authority_rules).where(authority_rules.c.gone_at.is_(None), authority_rules.c.first_on <= day)
    rows = db.execute(begun.order_by(authority_rules.c.first_on, authority_rules.c.id))
    latest = {(row.role, row.group, row.tier, row.from_amount): _rule(row) for row in rows}
    return [rule for rule in latest.values() if day < rule.end_on]


def matrix_on(db: Connection, config: Sequence[Rule], tier: str, day: date) -> Matrix:
    """The matrix for a customer in a tier (empty for none) on a local date: the sheets' above the config's."""
    return Matrix(in_force(config, rules_on(db, day), day), tier, day)


def add_rules(db: Connection, rules: Sequence[Rule], by: int, at: datetime, batch_id: int | None = None) -> int:
    """Enter rules, in place of those of the same level, group, tier and amount from their first day on; counts them."""
    told = {"entered_at": at, "entered_by": by, "batch_id": batch_id}
    rows = [_values(rule) | told for rule in rules]
    if rows:
        db.execute(insert(authority_rules), rows)
    return len(rows)


def take_back(db: Connection, batch_id: int, at: datetime) -> int:
    """Undo what a batch entered; what held before holds again. Gives how many rows are gone."""
    standing = (authority_rules.c.batch_id == batch_id) & authority_rules.c.gone_at.is_(None)
    gone = update(authority_rules).where(standing).values(gone_at=at).returning(authority_rules.c.id)
    return len(db.execute(gone).all())


def product_groups(db: Connection) -> list[str]:
    """The product groups that something sold is in."""
    sold = select(products.c.group).distinct().where(products.c.group != "", products.c.retired_at.is_(None))
    return list(db.scalars(sold.order_by(products.c.group)))


def _values(rule: Rule) -> dict[str, Any]:
    return {
        "role": rule.level.value,
        "group": rule.group,
        "tier": rule.tier,
        "from_amount": rule.from_amount,
        "most_discount": rule.most_discount,
        "least_margin": rule.least_margin,
        "first_on": rule.first_on,
        "end_on": None if rule.end_on == _NEVER else rule.end_on,
    }


def _rule(row: AnyRow) -> Rule:
    span = (row.first_on, row.end_on or _NEVER)
    return Rule(Level(row.role), row.most_discount, row.least_margin, row.group, row.tier, row.from_amount, *span)
