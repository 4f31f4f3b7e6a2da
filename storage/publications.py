"""What has been published: each figure as it was said, and what became of it later."""

from sqlalchemy import JSON, BigInteger, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.engine import UTCDateTime, metadata

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
    Column("reasons", JSON, nullable=False),
    Column("found_at", UTCDateTime, nullable=False),
    Column("told_at", UTCDateTime),
)
"""A published figure that came out differently later: what it was before (as published, or as last restated) and is
now, how many changes of each kind made the difference, and when a card said so."""
