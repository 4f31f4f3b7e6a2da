"""What is asked about goods that leave or come back, and the presses around it."""

from datetime import date
from typing import Any

from bot.form import Form, carried, day, pick, words
from bot.text import Text
from sales.records import dataclass


def _quantity(no: int) -> Any:
    return words(Text("第 {no} 行数量", "Quantity of line {no}").fill(no=no), limit=20)


@dataclass(frozen=True)
class Quantities(Form):
    """How many of each line, by its number on the order, and on which day; `seen` is the mark of what had left."""

    once = True

    order_id: int = carried(0)
    seen: str = carried("")
    quantity_1: str = _quantity(1)
    quantity_2: str = _quantity(2)
    quantity_3: str = _quantity(3)
    quantity_4: str = _quantity(4)
    quantity_5: str = _quantity(5)
    quantity_6: str = _quantity(6)
    quantity_7: str = _quantity(7)
    quantity_8: str = _quantity(8)
    quantity_9: str = _quantity(9)
    quantity_10: str = _quantity(10)
    on: date | None = day(Text("日期（不填是今天）", "Date (today if left empty)"))


@dataclass(frozen=True)
class FileShipment(Quantities):
    """The form of what leaves."""


@dataclass(frozen=True)
class FileReturn(Quantities):
    """The form of what comes back, and why."""

    reason: str = pick(Text("原因", "Reason"), limit=20)
    note: str = words(Text("说明", "Note"), limit=500, lines=2)


@dataclass(frozen=True)
class _Meant(Form):
    """What a line said: `pieces` as `line:quantity` with commas, `on` as an ISO date; see `Quantities`."""

    order_id: int = carried(0)
    seen: str = carried("")
    pieces: str = carried("")
    on: str = carried("")


@dataclass(frozen=True)
class KeepShipment(_Meant):
    """Confirm what a line said leaves."""

    once = True


@dataclass(frozen=True)
class AskShipment(_Meant):
    """Turn it into the form."""


@dataclass(frozen=True)
class KeepReturn(_Meant):
    """Confirm what a line said comes back."""

    once = True

    reason: str = carried("")
    note: str = carried("")


@dataclass(frozen=True)
class AskReturn(_Meant):
    """Turn it into the form."""

    reason: str = carried("")
    note: str = carried("")


Meant = KeepShipment | AskShipment | KeepReturn | AskReturn
"""What travels in the buttons of a card that asks for confirmation."""
