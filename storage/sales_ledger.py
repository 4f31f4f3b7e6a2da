"""The table of the sales ledger, to which `storage.postings` adds; figures are sums over it."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, String, Table, func, select

from sales.money import ZERO, Money
from storage.engine import Cents, Connection, UTCDateTime, metadata

ledger = Table(
    "postings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("rep_id", ForeignKey("people.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("product_id", ForeignKey("products.id"), nullable=False),
    Column("area", String(100), nullable=False),
    Column("tier", String(1)),
    Column("amount", Cents, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("cost", Cents, nullable=False),
    Column("uncosted", Cents, nullable=False),
    Column("posted_at", UTCDateTime, nullable=False),
    Index(None, "team_id", "day", "rep_id", "amount"),
    Index(None, "customer_id", "day"),
    sqlite_autoincrement=True,
)
"""`day` is the date it counts on, `dated_on` the date it happened; they differ only for what came after a close.
`area` and `tier` are what they were when it was posted; `quantity` is in ten-thousandths of a piece."""


_POSTING = 0x5A1E_0008
"""The PostgreSQL advisory lock under which the ledger is added to by one at a time."""


def watermark(db: Connection) -> int:
    """The newest row of the ledger: what is published now holds for all rows up to it."""
    return db.scalar(select(func.max(ledger.c.id))) or 0


def hold_ledger(db: Connection) -> None:
    """Let nobody else add to the ledger before the commit, so that its ids come in the order in which rows are seen.

    Else a row that is older than a watermark could turn up later. SQLite has one writer anyway.
    """
    if db.dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(_POSTING)))


def net_of(db: Connection, order_id: int) -> Money:
    """What the ledger says an order is worth."""
    return db.scalar(select(func.sum(ledger.c.amount)).where(ledger.c.order_id == order_id)) or ZERO
