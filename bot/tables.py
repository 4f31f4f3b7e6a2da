"""The table of a card: cells of the exact type its column declares, for the platform refuses any other.

Source: open.feishu.cn/document/feishu-cards/card-json-v2-components/content-components/table. A table has no
i18n of its own: a column's title carries both languages, and so does a cell that is given as a `Text`.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal

from bot.markup import EMPTY, Element, clean
from bot.text import Text
from sales.records import dataclass

Kind = Literal["text", "number", "date", "persons", "options"]

LIMIT_PAGE = 10
EXACT_INTEGER = 2**53


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` is auto, 80px to 600px or a percentage; numbers stand right by themselves.

    Cells by kind: text takes anything, number an int, float or Decimal, date an aware datetime (drawn in the
    viewer's own zone), persons an open_id or a list of them, options pairs of words and colour.
    """

    name: str
    title: Text
    kind: Kind = "text"
    width: str | None = None
    align: Literal["left", "center", "right"] | None = None


def _both(words: Text) -> str:
    zh, en = clean(words.zh), clean(words.en)
    return (zh if zh == en else f"{zh} {en}") or EMPTY


def _number(value: object) -> object:
    if isinstance(value, int) and abs(value) <= EXACT_INTEGER:
        return int(value)
    try:
        number = float(value) if isinstance(value, (int, float, Decimal)) else math.nan
    except (OverflowError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _options(value: object) -> object:
    pairs = value if isinstance(value, (list, tuple)) else ()
    return [{"text": _written(words), "color": colour} for words, colour in pairs]


def _persons(value: object) -> object:
    return [clean(str(each)) for each in value] if isinstance(value, (list, tuple)) else clean(str(value))


def _date(value: object) -> object:
    return int(value.timestamp() * 1000) if isinstance(value, datetime) and value.tzinfo else None


def _written(value: object) -> str:
    return _both(value) if isinstance(value, Text) else clean(str(value))


_CELLS = {"text": _written, "number": _number, "date": _date, "persons": _persons, "options": _options}


def _row(columns: Sequence[Column], row: Mapping[str, object]) -> Element:
    """Declared keys only (200915); what has no value of its column's type (200914) is an empty cell."""
    cells = ((column.name, _CELLS[column.kind](row[column.name])) for column in columns if _given(row, column))
    return {name: cell for name, cell in cells if cell is not None}


def _given(row: Mapping[str, object], column: Column) -> bool:
    return row.get(column.name) is not None


def _head(column: Column) -> Element:
    head: Element = {
        "name": column.name,
        "display_name": _both(column.title),
        "data_type": column.kind,
        "width": column.width or "auto",
        "horizontal_align": column.align or ("right" if column.kind == "number" else "left"),
    }
    if column.kind == "date":
        head["date_format"] = "YYYY-MM-DD"
    if column.kind == "number":
        head["format"] = {"separator": True}
    return head


def table(columns: Sequence[Column], rows: Sequence[Mapping[str, object]], *, page_size: int = 5) -> Element:
    """A table for the card's root; `page_size` is kept between 1 and 10, the client pages through the rest.

    Heads may take two lines, so that both languages of a title stand above each other on a phone.
    """
    return {
        "tag": "table",
        "page_size": min(max(page_size, 1), LIMIT_PAGE),
        "row_height": "auto",
        "header_style": {"text_align": "left", "background_style": "grey", "bold": True, "lines": 2},
        "columns": [_head(column) for column in columns],
        "rows": [_row(columns, row) for row in rows],
    }
