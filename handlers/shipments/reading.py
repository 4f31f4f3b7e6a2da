"""Which pieces somebody means: from the fields of the form, from a line, or from a button."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import reduce

from bot.errors import Problem, Refusal
from bot.form import OUTDATED, sentence
from bot.text import Text, same
from bot.words import broken
from handlers.shipments.forms import Meant, Quantities
from sales import shipping as rules
from sales.breaches import RuleBroken
from sales.lines import read_quantity
from sales.orders import Line
from sales.trade_breaches import MoreThanOpen, MoreThanShipped, NothingNamed, NotOnOrder, TooFew, WrongUnit
from storage.orders import Order
from storage.products import product_key

Room = Callable[[Line], int]
"""How many of a line could leave, or come back."""

_PACKED = re.compile(r"([0-9]{1,9}:[0-9]{1,9},?)*")
"""Pieces as a button carries them, see `packed`."""


def room_to_leave(line: Line) -> int:
    """What is still to be shipped."""
    return line.open


def room_to_come(line: Line) -> int:
    """What is with the customer."""
    return line.returnable


def field_of(line: Line) -> str:
    """The form's field for a line."""
    return f"quantity_{line.no}"


def pieces_typed(order: Order, filled: Quantities, room: Room) -> dict[int, int]:
    """The pieces in a form's fields; an empty field and a zero are none. Raises a refusal that names every field."""
    found: dict[int, int] = {}
    problems: list[Problem] = []
    for line in order.lines:
        quantity, no = _typed(line, getattr(filled, field_of(line)), room)
        problems += [no] if no else []
        found |= {line.id: quantity} if quantity else {}
    if not problems and not found:
        first = next((line for line in order.lines if room(line)), order.lines[0])
        problems = [problem(first, broken(NothingNamed()))]
    if problems:
        raise Refusal(sentence(problems), tuple(problems))
    return found


def _typed(line: Line, said: str, room: Room) -> tuple[int, Problem | None]:
    read = read_quantity(said) if said else None
    if said and read is None:
        return 0, problem(line, Text("请填数量，例如 6", "please give a quantity such as 6"))
    if read is None:
        return 0, None
    if read.unit and read.unit.casefold() != line.unit.casefold():
        return 0, problem(line, broken(WrongUnit(line.code, line.unit)))
    no = too_many(line, read.n, room) if read.n else None
    return read.n, no


def too_many(line: Line, quantity: int, room: Room) -> Problem | None:
    """Why so many of a line cannot be; None if they can."""
    breach = MoreThanOpen if room is room_to_leave else MoreThanShipped
    no: RuleBroken | None = TooFew(line.code) if quantity <= 0 else None
    no = no or (breach(line.code, room(line), line.unit) if quantity > room(line) else None)
    return problem(line, broken(no)) if no else None


def problem(line: Line, why: Text) -> Problem:
    """What is wrong with a line's quantity."""
    return Problem(field_of(line), same(line.code), why)


def pieces_said(
    order: Order, items: Iterable[tuple[str, int]], room: Room, *, is_zero: bool
) -> tuple[dict[int, int], list[Problem]]:
    """The pieces that a line names by product: without a quantity all there is, without a name the only line there is.

    Two lines of one product are filled one after the other. What cannot be is a problem; `is_zero` says that somebody
    typed a zero, so that a quantity of 0 is none instead of all.
    """
    found: dict[int, int] = {}
    problems: list[Problem] = []
    for name, quantity in items:
        lines = _lines(order, name, room)
        if not lines or (is_zero and not quantity):
            problems.append(problem(lines[0], broken(TooFew(lines[0].code))) if lines else _unclear(order, name))
            continue
        rooms = {line.id: room(line) for line in lines}
        parts = rules.spread(lines, quantity or sum(rooms.values()), rooms)
        found = reduce(_plus, parts.items(), found)
    wrong = (too_many(line, found[line.id], room) for line in order.lines if line.id in found)
    return found, [*problems, *filter(None, wrong)]


def _plus(found: dict[int, int], part: tuple[int, int]) -> dict[int, int]:
    return found | {part[0]: found.get(part[0], 0) + part[1]}


def _lines(order: Order, name: str, room: Room) -> list[Line]:
    """The lines of a product, those with room before all; without a name the one line that has any."""
    if not name:
        with_room = [line for line in order.lines if room(line)]
        return with_room if len(with_room) == 1 else list(order.lines) if len(order.lines) == 1 else []
    key = product_key(name)
    called = [line for line in order.lines if key in (product_key(line.code), product_key(line.product))]
    return [line for line in called if room(line)] or called[:1]


def _unclear(order: Order, name: str) -> Problem:
    if name:
        return Problem("name", same(name[:40]), broken(NotOnOrder(order.number, name[:40])))
    return Problem("name", Text("数量", "Quantity"), Text("有多行，请填在对应的行", "of which line? Fill it in there"))


def packed(pieces: Mapping[int, int]) -> str:
    """Pieces as a button carries them."""
    return ",".join(f"{line}:{quantity}" for line, quantity in pieces.items())


def unpacked(pressed: Meant) -> dict[int, int]:
    """The pieces that a button carries."""
    if not _PACKED.fullmatch(pressed.pieces):
        raise Refusal(OUTDATED)
    pairs = (pair.split(":") for pair in pressed.pieces.split(",") if pair)
    return {int(line): int(quantity) for line, quantity in pairs}


def day_in(pressed: Meant) -> date:
    """The date that a button carries."""
    try:
        return date.fromisoformat(pressed.on)
    except ValueError:
        raise Refusal(OUTDATED) from None
