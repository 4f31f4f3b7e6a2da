"""Rules of single components that no table of properties can hold.

Charts, tables, forms, pickers, buttons.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from playground.card_kinds import Flaw
from playground.cards import fields, places, words
from playground.people import Json

CHARTS = frozenset(
    [
        "line",
        "area",
        "bar",
        "pie",
        "common",
        "funnel",
        "scatter",
        "radar",
        "linearProgress",
        "circularProgress",
        "wordCloud",
    ]
)
LISTS = ("axes", "series", "media", "color")
MAX_TEXT = 100
MAX_COLUMNS = 50
MAX_MARKDOWN_TABLES = 4
_PICKERS = {
    "date_picker": "initial_date",
    "picker_time": "initial_time",
    "picker_datetime": "initial_datetime",
}


def dicts(value: Any) -> list[Json]:
    """Keep the objects of a list, whatever it is."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def repeated(options: list[Any]) -> Flaw | None:
    """Find an option value or column name that is there twice."""
    values = [str(one.get("value", one.get("name"))) for one in dicts(options)]
    return Flaw(200621, "option values must be unique") if len(set(values)) < len(values) else None


def _chart(one: Json) -> Iterator[Flaw]:
    spec = one.get("chart_spec")
    if not isinstance(spec, dict):
        return
    wrong = [f"{name}: Invalid type. Expected: array" for name in LISTS if _not_list(spec, name)]
    if str(spec.get("type")) not in CHARTS:
        wrong.append("type: must be one of the following: " + ", ".join(sorted(CHARTS)))
    if not isinstance(spec.get("data"), dict | list):
        wrong.append("data: Invalid type. Expected: array or object")
    if wrong:
        yield Flaw(200550, "chart spec is invalid; " + "; ".join(wrong))


def _not_list(spec: Json, name: str) -> bool:
    if name not in spec:
        return False
    return not isinstance(spec[name], list) and not (name == "color" and isinstance(spec[name], dict))


def _table(one: Json) -> Iterator[Flaw]:
    columns = {str(column.get("name")): column for column in dicts(one.get("columns"))}
    if len(columns) > MAX_COLUMNS:
        yield Flaw(11310, "table columns exceed the limit of 50")
    for index, row in enumerate(dicts(one.get("rows"))):
        for name, value in row.items():
            where = f" -> rows -> [{index}] -> {name}"
            if name not in columns:
                yield Flaw(200915, f"row {index}: key {name} is not declared as a column", where)
            elif not _cell_fits(value, str(columns[name].get("data_type", "text"))):
                yield Flaw(200914, f"row {index}, column {list(columns).index(name)}: value does not parse", where)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _options(value: Any) -> bool:
    tags = isinstance(value, list) and all(isinstance(one, dict) and set(one) <= {"text", "color"} for one in value)
    return tags or isinstance(value, str)


def _persons(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


_CELLS: Final[dict[str, Callable[[Any], bool]]] = {
    "number": _number,
    "date": _number,
    "options": _options,
    "persons": _persons,
}


def _cell_fits(value: Any, data_type: str) -> bool:
    """Tell whether a cell has its column's exact type; an absent or empty value is an empty cell."""
    return value in (None, "") or _CELLS.get(data_type, lambda text: isinstance(text, str))(value)


def _form(one: Json) -> Iterator[Flaw]:
    inside = [place.element for place in places({"body": one.get("elements")}) if place.tag == "button"]
    if not any(submits(button) for button in inside):
        yield Flaw(200621, "a form needs a button with form_action_type submit")
    for field in fields(one):
        if field["tag"] in _PICKERS and not field.get(_PICKERS[field["tag"]]) and not field.get("placeholder"):
            yield Flaw(200621, f"placeholder is required without an initial value: {field['name']}")


def submits(button: Json) -> bool:
    """Tell whether a button submits its form, in either spelling."""
    return button.get("form_action_type") == "submit" or button.get("action_type") == "form_submit"


def resets(button: Json) -> bool:
    """Tell whether a button resets its form, in either spelling."""
    return button.get("form_action_type") == "reset" or button.get("action_type") == "form_reset"


def _long(text: Any, what: str) -> Iterator[Flaw]:
    if any(len(one) > MAX_TEXT for one in words(text)):
        yield Flaw(11310, f"{what} exceeds the limit of 100 characters")


def _button(one: Json) -> Iterator[Flaw]:
    yield from _long(one.get("text"), "button text")


def _overflow(one: Json) -> Iterator[Flaw]:
    for option in dicts(one.get("options")):
        yield from _long(option.get("text"), "overflow text")


def _checker(one: Json) -> Iterator[Flaw]:
    buttons = one["button_area"].get("buttons") if isinstance(one.get("button_area"), dict) else None
    if isinstance(buttons, list) and len(buttons) > 3:
        yield Flaw(11310, "checker buttons exceed the limit of 3")


def _markdown(one: Json) -> Iterator[Flaw]:
    lines = str(one.get("content", "")).splitlines()
    rules = [
        line for line in lines if line.strip() and set(line.strip()) <= set("|-: ") and "-" in line and "|" in line
    ]
    if len(rules) > MAX_MARKDOWN_TABLES:
        yield Flaw(11310, "card table number over limit")


def _multi(one: Json) -> Iterator[Flaw]:
    values = {str(option.get("value")) for option in dicts(one.get("options"))}
    if one["tag"] == "multi_select_static" and set(map(str, _list(one.get("selected_values")))) - values:
        yield Flaw(200621, "selected_values must be values of options")


_PARTS: Final[dict[str, Callable[[Json], Iterator[Flaw]]]] = {
    "chart": _chart,
    "table": _table,
    "form": _form,
    "button": _button,
    "overflow": _overflow,
    "checker": _checker,
    "markdown": _markdown,
    "multi_select_static": _multi,
}


def flaws(one: Json) -> Iterator[Flaw]:
    """Yield what is wrong with one element beyond its properties."""
    yield from _long(one.get("placeholder"), "placeholder")
    if one["tag"] in _PARTS:
        yield from _PARTS[one["tag"]](one)
