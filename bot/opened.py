"""What opens a figure: the quiet buttons for its definition (口径) and its rows (明细), and what they carry.

A press names a figure, never a right: who presses is asked anew whether they may see it (`handlers.figures`).
"""

from collections.abc import Sequence

from bot.controls import Option, button, buttons, form, question
from bot.form import Form, carried, pick
from bot.kpi_words import NAMES
from bot.markup import Element
from bot.text import Text
from sales.records import dataclass
from sales.scopes import Scope
from sales.stretches import Stretch

LONGEST = 40
"""How many characters the code of a figure has at most, with the type of report behind a colon: `K25:weekly`."""

DEFINITION, ROWS = Text("口径", "Definition"), Text("明细", "Rows")
"""What the two buttons say."""

WHICH = Text("数字", "Figure")
"""What is chosen where a card has several figures."""


@dataclass(frozen=True)
class ShowDefinition(Form):
    """Say how a figure is made: of whom (`level`, `key`), over `[first, end)` as ISO dates.

    `upto` bounds the sales ledger to what the card knew, 0 for all there is now; `chosen` goes before `kpi`.
    """

    kpi: str = carried("")
    level: str = carried("")
    key: str = carried("")
    first: str = carried("")
    end: str = carried("")
    upto: int = carried(0)
    chosen: str = pick(WHICH, limit=LONGEST)


@dataclass(frozen=True)
class ShowRows(Form):
    """Show the rows behind a figure; page 0 opens a card of its own, from 1 on the card turns its pages."""

    kpi: str = carried("")
    level: str = carried("")
    key: str = carried("")
    first: str = carried("")
    end: str = carried("")
    upto: int = carried(0)
    page: int = carried(0)
    chosen: str = pick(WHICH, limit=LONGEST)


@dataclass(frozen=True)
class ExportRows(Form):
    """Send all rows behind a figure as a sheet."""

    kpi: str = carried("")
    level: str = carried("")
    key: str = carried("")
    first: str = carried("")
    end: str = carried("")
    upto: int = carried(0)


def opened_buttons(scope: Scope, codes: Sequence[str], stretch: Stretch, *, upto: int = 0, to: str = "") -> Element:
    """The two buttons below a card's figures, for the card's root; of several figures a select says which.

    `codes` are those of the catalogue, the card's main figure first. A card holds this once. `to` is the open_id of
    the one person who may press, empty where whoever reads the card may try.
    """
    pressed = (scope.level.value, scope.key, stretch.first.isoformat(), stretch.end.isoformat(), upto)
    definition = ShowDefinition(codes[0], *pressed).stamp(to=to)
    rows = ShowRows(codes[0], *pressed).stamp(to=to)
    if len(codes) == 1:
        return buttons(button(DEFINITION, definition, style="text"), button(ROWS, rows, style="text"))
    options = [Option(code, NAMES[code]) for code in codes]
    _, chosen = question("chosen", WHICH, options, chosen=codes[0])
    return form("opened", _row(chosen, _submit(DEFINITION, "define", definition), _submit(ROWS, "rows", rows)))


def _submit(words: Text, name: str, value: dict[str, object]) -> Element:
    return button(words, value, style="text", name=f"opened_{name}") | {"form_action_type": "submit"}


def _row(wide: Element, *narrow: Element) -> Element:
    """What takes the room that is left, and what takes as much as its words."""
    first: Element = {"tag": "column", "width": "weighted", "weight": 1, "elements": [wide]}
    rest = [{"tag": "column", "width": "auto", "elements": [each]} for each in narrow]
    return {"tag": "column_set", "flex_mode": "none", "horizontal_spacing": "8px", "columns": [first, *rest]}
