"""The orders behind what was sold: one row for each order, day and rep, as the sales ledger has them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, func, literal, select, type_coerce

from storage.customers import roots
from storage.figure_parts import Question, Wanted, columns, joined
from storage.people import people
from storage.products import products
from storage.sales_ledger import ledger
from storage.sales_measures import within

ORDER = "SO-"


def _sum(column: ColumnElement[Any]) -> ColumnElement[int]:
    return func.sum(type_coerce(column, BigInteger))


_AMOUNT, _COST, _UNCOSTED = _sum(ledger.c.amount), _sum(ledger.c.cost), _sum(ledger.c.uncosted)


def sold(wanted: Wanted) -> Sequence[Question]:
    """Net amounts (K01, and whatever is made of them)."""
    return [_grouped(wanted, columns(ledger.c.day, ORDER, ledger.c.order_id, _AMOUNT))]


def margins(wanted: Wanted) -> Sequence[Question]:
    """Margins of what has a known cost (K05), and what that was sold for."""
    costed = _AMOUNT - _UNCOSTED
    return [_grouped(wanted, columns(ledger.c.day, ORDER, ledger.c.order_id, costed - _COST, costed))]


def pieces(wanted: Wanted) -> Sequence[Question]:
    """Pieces in ten-thousandths (K02), by product, with its code and unit; of one unit where `variant` names it."""
    what = products.c.code + literal(" ") + products.c.unit
    told = columns(ledger.c.day, ORDER, ledger.c.order_id, _sum(ledger.c.quantity), 0, what)
    asked = _grouped(wanted, told).join(products, products.c.id == ledger.c.product_id)
    asked = asked.where(products.c.unit == wanted.variant) if wanted.variant else asked
    return [asked.group_by(products.c.code, products.c.unit)]


def _grouped(wanted: Wanted, told: list[ColumnElement[Any]]) -> Question:
    asked = joined(select(*told).select_from(ledger), ledger.c.rep_id, ledger.c.customer_id)
    mine = [] if wanted.rep_id is None else [ledger.c.rep_id == wanted.rep_id]
    kept = asked.where(*within(wanted.ask), *mine)
    return kept.group_by(ledger.c.day, ledger.c.order_id, ledger.c.rep_id, people.c.name, roots.c.name)
