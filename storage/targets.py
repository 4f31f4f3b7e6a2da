"""What is to be reached: targets of the company, its areas, teams and reps, each version with its reason."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.engine import UTCDateTime, metadata

targets = Table(
    "targets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scope_kind", String(16), nullable=False),
    Column("scope_key", String(100), nullable=False),
    Column("kpi", String(8), nullable=False),
    Column("product", String(64), nullable=False),
    Column("period", String(16), nullable=False),
    Column("first_on", Date, nullable=False),
    Column("end_on", Date, nullable=False),
    Column("value", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("set_by", ForeignKey("people.id"), nullable=False),
    Column("set_at", UTCDateTime, nullable=False),
    Column("batch_id", ForeignKey("imports.id"), index=True),
    Column("withdrawn_at", UTCDateTime),
    UniqueConstraint("scope_kind", "scope_key", "kpi", "product", "period", "version"),
    Index(None, "first_on", "end_on"),
)
"""`scope_key` is empty for the company, an area's name, or the id of a team or person; `product` a product's code or
group, empty for all; `value` in minor units for money, a count for others. Rows are added, not changed."""
