"""What is sold, and what it costs from which day on."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    func,
    insert,
    select,
    update,
)

from sales.orders import Priced
from sales.prices import PriceRow, in_force
from sales.records import dataclass
from storage import audit
from storage.engine import AnyRow, Cents, Connection, UTCDateTime, insert_into, metadata

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
    return re.sub(r"[\s\-_/·.\0]+", "", unicodedata.normalize("NFKC", words)).casefold()[:60]


def add_product(db: Connection, product: Product, by: int, at: datetime, *, batch_id: int | None = None) -> Product:
    """Keep a new product (its id does not matter yet), or bring a retired one back under the names given.

    One that is sold already stays as it is: see `change_product`.
    """
    known = find_retired(db, product.code)
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
    kept = Product(*db.execute(_all.where(products.c.key == row["key"])).one())
    if known:
        audit.note(db, at, by, "bring_back", kept.number, product_note(known))
    return kept


def change_product(db: Connection, product: Product, by: int, at: datetime) -> Product:
    """Let a product that is sold have this name, unit and group (and this spelling of its code); audited."""
    was = products_by_id(db, [product.id])[product.id]
    if was != product:
        values = {"code": product.code, "name": product.name, "unit": product.unit, "group": product.group}
        db.execute(update(products).where(products.c.id == product.id).values(values))
        audit.note(db, at, by, "change_product", product.number, product_note(was))
    return product


def retire(db: Connection, product: Product, by: int, at: datetime) -> bool:
    """Take a product off the list; what was ordered stays as it is. False for one that is off it already."""
    gone = update(products).where(products.c.id == product.id, _sold).values(retired_at=at).returning(products.c.id)
    if db.execute(gone).one_or_none() is None:
        return False
    audit.note(db, at, by, "retire", product.number, product_note(product))
    return True


def bring_back(db: Connection, product: Product, by: int, at: datetime) -> bool:
    """Put a retired product on the list again, at its old prices. False for one that is sold."""
    back = update(products).where(products.c.id == product.id, products.c.retired_at.is_not(None))
    if db.execute(back.values(retired_at=None).returning(products.c.id)).one_or_none() is None:
        return False
    audit.note(db, at, by, "bring_back", product.number, product_note(product))
    return True


def product_note(product: Product) -> dict[str, str]:
    """A product's names as the audit keeps them."""
    return {"code": product.code, "name": product.name, "unit": product.unit, "group": product.group}


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
    """Put prices in force from a local date on, until the next ones or up to `end_on`; what held before stays.

    Audited with what would have held from that day on.
    """
    was = in_force(price_rows(db, [product.id]).get(product.id, ()), first_on)
    row: dict[str, Any] = {
        "product_id": product.id,
        "first_on": first_on,
        "end_on": end_on,
        "list_price": priced.list_price,
    }
    row |= {"floor_price": priced.floor_price, "cost": priced.cost, "entered_at": at, "entered_by": by}
    db.execute(insert(prices), row | {"batch_id": batch_id})
    audit.note(db, at, by, "set_price", product.number, price_note(was))


def price_note(was: PriceRow | None) -> dict[str, object]:
    """Prices as the audit keeps them, in minor units and ISO dates; nothing where there were none."""
    if was is None:
        return {}
    said = {"list": was.priced.list_price, "floor": was.priced.floor_price, "cost": was.priced.cost}
    amounts = {name: amount and amount.minor for name, amount in said.items()}
    return {"first_on": was.first_on.isoformat(), **amounts}


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


def list_products(db: Connection, most: int, *, group: str = "") -> list[Product]:
    """What is sold now, of all groups or of one, by code."""
    rows = db.execute(_all.where(_in_group(group)).order_by(products.c.key).limit(most))
    return [Product(*row) for row in rows]


def _in_group(group: str) -> ColumnElement[bool]:
    return _sold & (func.lower(products.c.group) == group.lower()) if group else _sold


def count_products(db: Connection, *, group: str = "") -> int:
    """How many products are sold now, in all groups or in one."""
    return int(db.scalar(select(func.count()).where(_in_group(group))) or 0)


def find_retired(db: Connection, words: str) -> Product | None:
    """The product with this code that is sold no more."""
    gone = products.c.retired_at.is_not(None)
    row = db.execute(_all.where(products.c.key == product_key(words), gone)).one_or_none()
    return Product(*row) if row else None


def is_sold(db: Connection, product: Product) -> bool:
    """Whether a product is on the list, and not retired."""
    return db.scalar(select(products.c.id).where(products.c.id == product.id, _sold)) is not None


def price_rows(db: Connection, product_ids: Iterable[int]) -> dict[int, list[PriceRow]]:
    """Every price that was set for these products and not taken back, the latest to begin last."""
    of_these = prices.c.product_id.in_(sorted(set(product_ids))) & prices.c.gone_at.is_(None)
    found: dict[int, list[PriceRow]] = {}
    for row in db.execute(select(prices).where(of_these).order_by(prices.c.first_on, prices.c.id)):
        found.setdefault(row.product_id, []).append(_price(row))
    return found


def prices_on(db: Connection, product_ids: Iterable[int], day: date) -> dict[int, Priced]:
    """What is in force on a local date for each of these products; nothing for those without a price."""
    standing = {key: in_force(rows, day) for key, rows in price_rows(db, product_ids).items()}
    return {key: row.priced for key, row in standing.items() if row}


def _price(row: AnyRow) -> PriceRow:
    return PriceRow(Priced(row.list_price, row.floor_price, row.cost), row.first_on, row.end_on, row.entered_at)
