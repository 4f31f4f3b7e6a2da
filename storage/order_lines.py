"""Lines as they are made from what somebody wants, and as they are read back: of orders and of quotes alike."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, Table, select

from sales.money import Money
from sales.orders import Line, Priced, Wish, amount_of
from sales.trade_breaches import NoPrice
from storage.engine import AnyRow, Connection
from storage.products import Product, prices_on, products, products_by_id


def lines_of(db: Connection, wishes: Sequence[Wish], on: date) -> list[Line]:
    """Lines at the prices in force on a day, not kept yet (their ids are 0), numbered from 1.

    Raises `NoPrice` for a line without a price of its own where the list has none.
    """
    ids = [wish.product_id for wish in wishes]
    known, priced = products_by_id(db, ids), prices_on(db, ids, on)
    return [
        _line(no, wish, known[wish.product_id], priced.get(wish.product_id, Priced()), on)
        for no, wish in enumerate(wishes, 1)
    ]


def _line(no: int, wish: Wish, product: Product, priced: Priced, on: date) -> Line:
    price = wish.price if wish.price is not None else priced.list_price
    if price is None:
        raise NoPrice(product.code, on)
    said = (product.id, product.code, product.name, product.unit, product.group)
    given = wish.price is not None
    return Line(0, no, *said, wish.quantity, price, wish.rate, given, priced, amount_of(wish, price))


def values_of(line: Line) -> dict[str, Any]:
    """The columns that lines of orders and of quotes have in common."""
    return {
        "no": line.no,
        "product_id": line.product_id,
        "quantity": line.quantity,
        "price": line.price,
        "rate": line.rate,
        "given": line.given,
        "list_price": line.priced.list_price,
        "floor_price": line.priced.floor_price,
        "cost": line.priced.cost,
        "amount": line.amount,
    }


def wish_of(line: Line) -> Wish:
    """What somebody wanted when the line was made."""
    return Wish(line.product_id, line.quantity, line.price if line.given else None, line.rate)


def with_products(table: Table) -> Select[Any]:
    """The question for the lines in a table, with their products."""
    named = (products.c.code, products.c.name.label("product"), products.c.unit, products.c.group)
    return select(table, *named).join(products, products.c.id == table.c.product_id).order_by(table.c.no)


def line_from(row: AnyRow) -> Line:
    """A line from a row of that question; a quote's has no id and ships nothing."""
    kept = row._mapping  # noqa: SLF001 - SQLAlchemy's public way to a row by names
    priced = Priced(row.list_price, row.floor_price, row.cost)
    said = (row.product_id, row.code, row.product, row.unit, row.group)
    gone = (kept.get("shipped", 0), kept.get("returned", 0), kept.get("cancelled", 0))
    return Line(
        kept.get("id", 0), row.no, *said, row.quantity, row.price, row.rate, row.given, priced, row.amount, *gone
    )


def sum_of(lines: Iterable[Line]) -> Money:
    """What some lines come to."""
    return Money(sum(line.amount.minor for line in lines))
