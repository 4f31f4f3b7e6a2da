"""When each customer bought for the first time, and when that was undone: what new customers (K10) are counted from."""

from sqlalchemy import Column, Date, ForeignKey, Index, Table

from storage.engine import metadata

debuts = Table(
    "debuts",
    metadata,
    Column("customer_id", ForeignKey("customers.id"), primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("rep_id", ForeignKey("people.id"), nullable=False),
    Column("order_id", ForeignKey("orders.id"), nullable=False),
    Column("first_on", Date, nullable=False),
    Column("lost_on", Date),
    Index(None, "team_id", "first_on"),
    Index(None, "team_id", "lost_on"),
)
"""One row for each customer at the end of its mergers: its first effective order, whose it is by the largest share,
and the day on which the last piece of it came back, if all of it did."""
