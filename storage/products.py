"""What is sold, and what it costs from which day on."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, insert, select

from sales.orders import Priced
from storage.engine import Cents, Connection, UTCDateTime, insert_into, metadata

products = Table(
    "products",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(60), nullable=False),
    Column("key", String(60), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("unit", String(20), nullable=False),
    Column("group", String(40), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("created_by", ForeignKey("people.id"), nullable=False),
    Column("batch_id", ForeignKey("imports.id"), index=True),
    Column("retired_at", UTCDateTime),
)
"""`code` is the model as people say it (型号), `key` the same in the form in which codes are compared; `group` is the
product group of the discount matrix, empty for none."""

prices = Table(
    "prices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("product_id", ForeignKey("products.id"), nullable=False),
    Column("first_on", Date, nullable=False),
    Column("end_on", Date),
    Column("list_price", Cents, nullable=False),
    Column("floor_price", Cents),
    Column("cost", Cents),
    Column("entered_at", UTCDateTime, nullable=False),
    Column("entered_by", ForeignKey("people.id"), nullable=False),
    Column("batch_id", ForeignKey("imports.id"), index=True),
    Column("gone_at", UTCDateTime),
    Index(None, "product_id", "first_on"),
)
"""In force on a day is the row with the latest `first_on` up to it that is not gone (the newest id of several on one
day), if the day is before its `end_on`."""


@dataclass(frozen=True, slots=True)
class Product:
    """Something that is sold: its model code, name, the unit it is counted in, and its group for the matrix."""

    id: int
    code: str
    name: str
    unit: str
    group: str = ""

    @property
    def number(self) -> str:
        """The short id under which the audit knows it: `P-3`."""
        return f"P-{self.id}"


def product_key(words: str) -> str:
    """The form in which codes are compared: half-width, one letter case, without spaces and hyphens."""
    return re.sub(r"[\s\-_/·.]+", "", unicodedata.normalize("NFKC", words)).casefold()[:60]


def add_product(db: Connection, product: Product, by: int, at: datetime, *, batch_id: int | None = None) -> Product:
    """Keep a new product (its id does not matter yet), or bring a retired one back under the names given.

    One that is sold already stays as it is: see `change_product`.
    """
    row: dict[str, Any] = {
        "code": product.code,
        "key": product_key(product.code),
        "name": product.name,
        "unit": product.unit,
    }
    row |= {"group": product.group, "created_at": at, "created_by": by, "batch_id": batch_id}
    new = insert_into(db, products).values(**row)
    again = {name: new.excluded[name] for name in ("code", "name", "unit", "group", "batch_id")} | {"retired_at": None}
    back = products.c.retired_at.is_not(None)
    db.execute(new.on_conflict_do_update(index_elements=["key"], set_=again, where=back))
    return Product(*db.execute(_all.where(products.c.key == row["key"])).one())


def set_price(
    db: Connection,
    product: Product,
    priced: Priced,
    first_on: date,
    by: int,
    at: datetime,
    *,
    end_on: date | None = None,
    batch_id: int | None = None,
) -> None:
    """Put prices in force from a local date on, until the next ones or up to `end_on`; what held before stays."""
    row: dict[str, Any] = {
        "product_id": product.id,
        "first_on": first_on,
        "end_on": end_on,
        "list_price": priced.list_price,
    }
    row |= {"floor_price": priced.floor_price, "cost": priced.cost, "entered_at": at, "entered_by": by}
    db.execute(insert(prices), row | {"batch_id": batch_id})


_all = select(products.c.id, products.c.code, products.c.name, products.c.unit, products.c.group)
_sold = products.c.retired_at.is_(None)


def find_product(db: Connection, words: str) -> Product | None:
    """The product whose code, or else whose name, is this, form aside; None for a retired one."""
    by_code = db.execute(_all.where(products.c.key == product_key(words), _sold)).one_or_none()
    row = by_code or db.execute(_all.where(products.c.name == words.strip(), _sold).limit(1)).one_or_none()
    return Product(*row) if row else None


def products_by_id(db: Connection, ids: Iterable[int]) -> dict[int, Product]:
    """Products by their ids, retired ones too."""
    return {row.id: Product(*row) for row in db.execute(_all.where(products.c.id.in_(sorted(set(ids)))))}


def list_products(db: Connection, most: int) -> list[Product]:
    """What is sold now, by code."""
    return [Product(*row) for row in db.execute(_all.where(_sold).order_by(products.c.key).limit(most))]


def prices_on(db: Connection, product_ids: Iterable[int], day: date) -> dict[int, Priced]:
    """What is in force on a local date for each of these products; nothing for those without a price."""
    of_these = prices.c.product_id.in_(sorted(set(product_ids))) & prices.c.gone_at.is_(None)
    begun = select(prices).where(of_these, prices.c.first_on <= day).order_by(prices.c.first_on, prices.c.id)
    latest = {row.product_id: row for row in db.execute(begun)}
    standing = {key: row for key, row in latest.items() if row.end_on is None or day < row.end_on}
    return {key: Priced(row.list_price, row.floor_price, row.cost) for key, row in standing.items()}
