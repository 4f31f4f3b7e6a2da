"""A line about goods that leave or come back, taken as far as it is clear; the form asks for the rest."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from bot.context import Context
from bot.errors import Problem
from bot.form import entries
from bot.text import Text
from bot.words import broken
from handlers.shipments.forms import Quantities
from handlers.shipments.reading import Room, field_of, pieces_said, room_to_come, room_to_leave
from handlers.shipments.standing import Goods, checked_day, handled_order, today_of
from sales.breaches import RuleBroken
from sales.dates import find_days
from sales.order_pieces import read_pieces
from sales.orders import Move
from sales.records import dataclass
from sales.shipping import Pieces
from storage.orders import Order
from storage.products import product_key

LONGEST = 400
"""How many characters of a line are read; what goes beyond is quoted."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a line says of a held order: goods, what is wrong with them, and the words that are none."""

    order: Order
    goods: Goods
    problems: Sequence[Problem]
    words: str

    @property
    def is_clear(self) -> bool:
        """Whether it names goods, and nothing about them is wrong."""
        return bool(self.goods.pieces) and not self.problems

    @property
    def typed(self) -> dict[str, object]:
        """The same as the form's fields."""
        return typed_from(self.order, self.goods.pieces, self.goods.on)


def typed_from(order: Order, pieces: Pieces, on: date) -> dict[str, object]:
    """Goods as the form's fields would send them."""
    quantities: dict[str, object] = {field_of(line): str(pieces[line.id]) for line in order.lines if line.id in pieces}
    return quantities | {"on": on.isoformat()}


def told_in(ctx: Context, said: str, move: Move) -> Told | None:
    """What follows the word for a shipment or a return; None where no order is named."""
    line, beyond = said[:LONGEST], said[LONGEST:]
    order_id = read_pieces(line).order_id
    if order_id is None:
        return None
    order = handled_order(ctx, order_id)
    names = {product_key(name) for sold in order.lines for name in (sold.code, sold.product)}
    read = read_pieces(line, lambda name: product_key(name) in names)
    is_zero = bool(_ZERO.search(unicodedata.normalize("NFKC", line)))
    pieces, problems = pieces_said(order, read.items, _ROOMS[move], is_zero=is_zero)
    on, words = _day(read.words, today_of(ctx, order))
    is_old, no = _judged(ctx, order, on, move)
    return Told(order, Goods(pieces, on, is_old), [*problems, *no], f"{words}  {beyond}".strip())


def _day(words: str, today: date) -> tuple[date, str]:
    """The one date in some words, today without one, and the words around it."""
    found = find_days(words, today, past=True)
    if len(found) != 1:
        return today, words
    day = found[0]
    return day.day, f"{words[: day.start]}{words[day.end :]}".strip()


def _judged(ctx: Context, order: Order, on: date, move: Move) -> tuple[bool, list[Problem]]:
    """Whether the day is flagged, and what is wrong with it."""
    try:
        return checked_day(ctx, order, on, move), []
    except RuleBroken as no:
        return False, [Problem("on", entries(Quantities)["on"].label or _DATE, broken(no))]


_ZERO = re.compile(r"[\s*\u00d7x](?:0+|[\u96f6\u3007])\s*[^\W\d_]*(?:\s|$)", re.IGNORECASE)
"""A quantity of none, which is not the same as no quantity."""
_ROOMS: dict[Move, Room] = {Move.SHIP_SOME: room_to_leave, Move.TAKE_BACK: room_to_come}
_DATE = Text("日期", "Date")
