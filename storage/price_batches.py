"""Many prices at once, out of a sheet: kept together, taken back together; and which products are in use."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from sales.prices import Entry, Known, PriceRow, in_force
from storage import audit
from storage.engine import Connection, insert_into
from storage.orders import order_lines
from storage.products import (
    Product,
    price_note,
    price_rows,
    prices,
    product_key,
    product_note,
    products,
    products_by_id,
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
    """Put the entries of one batch on the list, new products and changed names too; gives how many prices were kept.

    Asks and writes by hundreds, for a sheet has thousands of rows and whoever pressed the button waits.
    """
    batch = _Batch(db, by, at, batch_id)
    said = {product_key(entry.code): entry for entry in entries}
    codes = {key: said[key] for key in sorted(said)}  # in one order, so that two batches never wait for each other
    sold = sold_by_key(db, codes)
    batch.add({key: _product(entry) for key, entry in codes.items() if key not in sold})
    batch.change({each.id: (each, _product(codes[key], each.id)) for key, each in sold.items()})
    now = sold_by_key(db, codes)
    batch.price([(now[product_key(entry.code)], entry) for entry in entries])
    batch.note()
    return len(entries)


def take_back(db: Connection, batch_id: int, by: int, at: datetime) -> int:
    """Undo a batch: its prices hold no more, its products leave the list, its names become what they were.

    Gives how many products had to stay as the batch made them: orders, quotes or later prices are about them.
    """
    batch = _Batch(db, by, at, batch_id)
    of_batch = (prices.c.batch_id == batch_id) & prices.c.gone_at.is_(None)
    db.execute(update(prices).where(of_batch).values(gone_at=at))
    mine = (products.c.batch_id == batch_id) & products.c.retired_at.is_(None)
    brought = [Product(*row) for row in db.execute(_named.where(mine))]
    ids = [product.id for product in brought]
    stay = in_use(db, ids) | _priced_since(db, ids, batch_id)
    batch.retire([product for product in brought if product.id not in stay])
    held = batch.change_back()
    batch.note()
    return len(stay) + held


class _Batch:
    """One batch being kept or taken back; what it notes for the audit is written at the end, all at once."""

    def __init__(self, db: Connection, by: int, at: datetime, batch_id: int) -> None:
        self._db, self._by, self._at, self._id = db, by, at, batch_id
        self._noted: list[dict[str, Any]] = []

    def add(self, wanted: Mapping[str, Product]) -> None:
        """New products by key; those that were retired come back under their new names."""
        if not wanted:
            return
        for product in self._retired(wanted):
            self._say("bring_back", product.number, product_note(product))
        rows = [product_note(each) | {"key": key} for key, each in wanted.items()]
        made = {"created_at": self._at, "created_by": self._by, "batch_id": self._id}
        new = insert_into(self._db, products)
        again = {name: new.excluded[name] for name in ("code", "name", "unit", "group", "batch_id")}
        gone = products.c.retired_at.is_not(None)
        kept = new.on_conflict_do_update(index_elements=["key"], set_=again | {"retired_at": None}, where=gone)
        self._db.execute(kept, [row | made for row in rows])

    def _retired(self, keys: Iterable[str]) -> Iterator[Product]:
        for some in _portions(sorted(keys)):
            gone = products.c.key.in_(some) & products.c.retired_at.is_not(None)
            yield from (Product(*row) for row in self._db.execute(_named.where(gone)))

    def change(self, wanted: Mapping[int, tuple[Product, Product]]) -> None:
        """Products by id as they are and as they are to be."""
        changed = {key: pair for key, pair in wanted.items() if pair[0] != pair[1]}
        if not changed:
            return
        self._rename([after for _, after in changed.values()])
        self._say(_CHANGED, f"import-{self._id}", {str(key): _told(*pair) for key, pair in changed.items()})
        for before, after in changed.values():
            self._say("change_product", after.number, product_note(before))

    def _rename(self, to: Sequence[Product]) -> None:
        named: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("code", "name", "unit", "group")}
        change = update(products).where(products.c.id == bindparam("of")).values(named)
        rows = [
            {f"new_{name}": said for name, said in product_note(each).items()} | {"of": each.id}
            for each in _by_number(to)
        ]
        self._db.execute(change, rows)

    def change_back(self) -> int:
        """Give products the names they had, unless changed since; gives how many keep a unit that is in use."""
        told = self._changes()
        now, used = _by_id(self._db, told), in_use(self._db, told)
        mine = {key: before for key, (before, after) in told.items() if now[key] == after}
        stay = {key for key, before in mine.items() if key in used and before.unit != now[key].unit}
        back = {key: (now[key], before) for key, before in mine.items() if key not in stay}
        if back:
            self._rename([before for _, before in back.values()])
        for after, _ in back.values():
            self._say("change_product", after.number, product_note(after))
        return len(stay)

    def _changes(self) -> dict[int, tuple[Product, Product]]:
        kept = audit.audit.c
        asked = select(kept.before).where(kept.subject == f"import-{self._id}", kept.verb == _CHANGED)
        told = {int(key): each for changed in self._db.scalars(asked) for key, each in changed.items()}
        return {key: (Product(key, *each["before"]), Product(key, *each["after"])) for key, each in told.items()}

    def price(self, wanted: Sequence[tuple[Product, Entry]]) -> None:
        """Prices of products that are on the list by now."""
        rows = _rows_of(self._db, [product.id for product, _ in wanted])
        entered = {"entered_at": self._at, "entered_by": self._by, "batch_id": self._id}
        self._db.execute(insert(prices), [_row(product, entry) | entered for product, entry in wanted])
        for product, entry in wanted:
            was = in_force(rows.get(product.id, ()), entry.first_on)
            self._say("set_price", product.number, price_note(was))

    def retire(self, gone: Sequence[Product]) -> None:
        """Take products off the list."""
        for some in _portions([product.id for product in gone]):
            self._db.execute(update(products).where(products.c.id.in_(some)).values(retired_at=self._at))
        for product in gone:
            self._say("retire", product.number, product_note(product))

    def _say(self, verb: str, subject: str, before: Mapping[str, object]) -> None:
        noted = {"at": self._at, "actor_id": self._by, "verb": verb, "subject": subject, "before": dict(before)}
        self._noted.append(noted)

    def note(self) -> None:
        """Write down for the audit everything that was done."""
        if self._noted:
            self._db.execute(insert(audit.audit), self._noted)


def _priced_since(db: Connection, ids: Sequence[int], batch_id: int) -> set[int]:
    """Those of some products for which prices were set after the batch that hold still."""
    first = select(func.min(prices.c.id)).where(prices.c.batch_id == batch_id).scalar_subquery()
    later = prices.c.gone_at.is_(None) & (prices.c.id > first)
    asked = select(prices.c.product_id).where(later).distinct()
    return {key for some in _portions(ids) for key in db.scalars(asked.where(prices.c.product_id.in_(some)))}


def _product(entry: Entry, product_id: int = 0) -> Product:
    return Product(product_id, entry.code, entry.name, entry.unit, entry.group)


def _by_number(of: Iterable[Product]) -> list[Product]:
    return sorted(of, key=lambda each: each.id)


def _by_id(db: Connection, ids: Iterable[int]) -> dict[int, Product]:
    found: dict[int, Product] = {}
    for some in _portions(sorted(ids)):
        found |= products_by_id(db, some)
    return found


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
    return {"before": [*product_note(before).values()], "after": [*product_note(after).values()]}


def _portions(of: Sequence[Any]) -> list[Sequence[Any]]:
    return [of[start : start + AT_A_TIME] for start in range(0, len(of), AT_A_TIME)]


_CHANGED = "change_products"
_named = select(products.c.id, products.c.code, products.c.name, products.c.unit, products.c.group)
