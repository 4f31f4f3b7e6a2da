"""How many calls Feishu has answered: a tenant's plan allows so many a month."""

from sqlalchemy import Column, Date, Integer, Table

from storage.engine import metadata

api_calls = Table(
    "api_calls",
    metadata,
    Column("day", Date, primary_key=True),
    Column("calls", Integer, nullable=False),
)
"""One row for each day of the tenant's wall clock."""
