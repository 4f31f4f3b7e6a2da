"""Many prices at once, out of a sheet: kept together, taken back together; and which products are in use."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from sales.prices import Entry, Known, PriceRow, in_force
from storage import audit
from storage.engine import Connection
from storage.orders import order_lines
from storage.products import (
    Product,
    add_product,
    change_product,
    price_note,
    price_rows,
    prices,
    product_key,
    products,
    products_by_id,
    retire,
)
from storage.quotes import quote_lines

AT_A_TIME = 500
"""How many products one question names: databases take only so many values."""


def in_use(db: Connection, ids: Iterable[int]) -> set[int]:
    """Those of some products that a line of any order or quote names, be it a draft."""
    found: set[int] = set()
    for some in _portions(sorted(set(ids))):
        for lines in (order_lines, quote_lines):
            found |= set(db.scalars(select(lines.c.product_id).where(lines.c.product_id.in_(some)).distinct()))
    return found


def sold_by_key(db: Connection, codes: Iterable[str]) -> dict[str, Product]:
    """The products on the list with these codes, by the form in which codes are compared."""
    asked = select(products.c.key, products.c.id, products.c.code, products.c.name, products.c.unit, products.c.group)
    found: dict[str, Product] = {}
    for some in _portions(sorted({product_key(code) for code in codes})):
        rows = db.execute(asked.where(products.c.key.in_(some), products.c.retired_at.is_(None)))
        found |= {row.key: Product(*row[1:]) for row in rows}
    return found


def known_products(db: Connection, codes: Iterable[str]) -> dict[str, Known]:
    """What there is of the products with these codes before their prices are read, by the same keys."""
    sold = sold_by_key(db, codes)
    ids = [product.id for product in sold.values()]
    rows, used = _rows_of(db, ids), in_use(db, ids)
    return {
        key: Known(each.code, each.name, each.unit, each.group, rows.get(each.id, ()), each.id in used)
        for key, each in sold.items()
    }


def keep(db: Connection, entries: Sequence[Entry], by: int, at: datetime, batch_id: int) -> int:
    """Put the entries of one batch on the list, new products and changed names too; gives how many prices were kept."""
    codes = {product_key(entry.code): entry for entry in entries}
    sold = sold_by_key(db, codes)
    before = {product.id: product for product in sold.values()}
    for key, entry in codes.items():
        wanted = Product(sold[key].id if key in sold else 0, entry.code, entry.name, entry.unit, entry.group)
        change = change_product(db, wanted, by, at) if key in sold else None
        sold[key] = change or add_product(db, wanted, by, at, batch_id=batch_id)
    changed = {each.id: (before[each.id], each) for each in sold.values() if before.get(each.id, each) != each}
    if changed:
        audit.note(db, at, by, _CHANGED, _batch(batch_id), {str(key): _told(*pair) for key, pair in changed.items()})
    _add_prices(db, [(sold[product_key(entry.code)], entry) for entry in entries], by, at, batch_id)
    return len(entries)


def take_back(db: Connection, batch_id: int, by: int, at: datetime) -> int:
    """Undo a batch: its prices hold no more, its products leave the list, its names become what they were.

    Gives how many products had to stay as the batch made them: orders, quotes or later prices are about them.
    """
    of_batch = (prices.c.batch_id == batch_id) & prices.c.gone_at.is_(None)
    db.execute(update(prices).where(of_batch).values(gone_at=at))
    mine = (products.c.batch_id == batch_id) & products.c.retired_at.is_(None)
    brought = products_by_id(db, db.scalars(select(products.c.id).where(mine)))
    stay = in_use(db, brought) | set(_rows_of(db, brought))
    for product in brought.values():
        if product.id not in stay:
            retire(db, product, by, at)
    return len(stay) + _rename_back(db, batch_id, by, at)


def _rename_back(db: Connection, batch_id: int, by: int, at: datetime) -> int:
    """Give products the names they had before a batch, unless changed since; gives how many keep a unit in use."""
    asked = select(audit.audit.c.before).where(
        audit.audit.c.subject == _batch(batch_id), audit.audit.c.verb == _CHANGED
    )
    told: dict[int, dict[str, list[str]]] = {}
    for changed in db.scalars(asked):
        told |= {int(key): each for key, each in changed.items()}
    now, used, stay = products_by_id(db, told), in_use(db, told), 0
    for key, each in told.items():
        before, after = (Product(key, *each[name]) for name in ("before", "after"))
        if now[key] == after and key in used and before.unit != after.unit:
            stay += 1
        elif now[key] == after:
            change_product(db, before, by, at)
    return stay


def _add_prices(db: Connection, wanted: Sequence[tuple[Product, Entry]], by: int, at: datetime, batch_id: int) -> None:
    rows = _rows_of(db, [product.id for product, _ in wanted])
    entered = {"entered_at": at, "entered_by": by, "batch_id": batch_id}
    db.execute(insert(prices), [_row(product, entry) | entered for product, entry in wanted])
    for product, entry in wanted:
        was = in_force(rows.get(product.id, ()), entry.first_on)
        audit.note(db, at, by, "set_price", product.number, price_note(was))


def _row(product: Product, entry: Entry) -> dict[str, Any]:
    of = entry.priced
    row: dict[str, Any] = {"product_id": product.id, "first_on": entry.first_on, "end_on": entry.end_on}
    return row | {"list_price": of.list_price, "floor_price": of.floor_price, "cost": of.cost}


def _rows_of(db: Connection, ids: Iterable[int]) -> Mapping[int, Sequence[PriceRow]]:
    found: dict[int, list[PriceRow]] = {}
    for some in _portions(sorted(set(ids))):
        found |= price_rows(db, some)
    return found


def _told(before: Product, after: Product) -> dict[str, list[str]]:
    names = {"before": before, "after": after}
    return {name: [each.code, each.name, each.unit, each.group] for name, each in names.items()}


def _portions(of: Sequence[Any]) -> list[Sequence[Any]]:
    return [of[start : start + AT_A_TIME] for start in range(0, len(of), AT_A_TIME)]


def _batch(batch_id: int) -> str:
    return f"import-{batch_id}"


_CHANGED = "change_products"
